import re
from datetime import UTC, datetime

import pytest

from pilotwire.csms import BenchCsms, BootStatus, Direction, MessageKind

BOOT_16 = {"chargePointVendor": "acme", "chargePointModel": "one"}
BOOT_201 = {"reason": "PowerUp", "chargingStation": {"model": "one", "vendorName": "acme"}}
BOTH = pytest.mark.parametrize(("protocol", "boot"), [("ocpp1.6", BOOT_16), ("ocpp2.0.1", BOOT_201)])


@BOTH
async def test_a_good_boot_is_accepted_and_breaks_no_rule(csms: BenchCsms, connect, protocol, boot):
    station = await connect(protocol)
    kind, message_id, answer = await station.ask("m1", "BootNotification", boot)
    assert (kind, message_id, answer["status"], answer["interval"]) == (3, "m1", "Accepted", 300)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", answer["currentTime"])
    assert csms.violations == []


@BOTH
async def test_every_frame_is_recorded_both_ways(csms: BenchCsms, connect, protocol, boot):
    station = await connect(protocol)
    await station.ask("m1", "BootNotification", boot)
    assert [frame.direction for frame in csms.frames("CP1")] == [Direction.FROM_STATION, Direction.TO_STATION]
    asked, answered = csms.messages("CP1")
    assert (asked.kind, asked.action, asked.payload) == (MessageKind.CALL, "BootNotification", boot)
    assert (answered.kind, answered.id, answered.action) == (MessageKind.RESULT, "m1", "BootNotification")
    assert csms.received("BootNotification") == csms.received("BootNotification", "CP1") == [asked]


@BOTH
async def test_the_policy_decides_the_boot_and_may_change_while_it_runs(csms: BenchCsms, connect, protocol, boot):
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    csms.change(boot_status=BootStatus.PENDING, boot_interval_s=7, clock=lambda: noon)
    station = await connect(protocol)
    assert await station.ask("m1", "BootNotification", boot) == [
        3,
        "m1",
        {"currentTime": "2030-01-01T12:00:00.000Z", "interval": 7, "status": "Pending"},
    ]
    csms.change(boot_status=BootStatus.REJECTED)
    assert (await station.ask("m2", "BootNotification", boot))[2]["status"] == "Rejected"


async def test_the_bench_listens_on_loopback_only():
    with pytest.raises(ValueError, match="loopback"):
        BenchCsms(host="0.0.0.0")
