"""The public key of a meter that signs, told after each BootNotification and never again before the next one."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, Settings

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, Registration
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading
from pilotwire.core.service import ServiceAnswered, TransferReturned
from pilotwire.core.transfer import MeterKeys, SendTransfer, TransferError, TransferResult

KEY = "3059301306072A8648CE3D020106082A8648CE3D030107034200"


def booted(key: str | None, settings: Settings | None = None) -> CoreBench:
    bench = CoreBench(settings)
    bench.hear(MeterRead(1, Reading(0.0, public_key=key)))
    bench.forget()
    bench.connect()
    return bench


@pytest.mark.req("CCC-DT-009", "CCC-KEY-031")
def test_the_key_of_a_meter_is_told_as_soon_as_the_station_is_accepted() -> None:
    [sent] = booted(KEY).said(SendTransfer)
    assert sent.content == MeterKeys(((1, KEY),))


@pytest.mark.req("CCC-DT-009")
@pytest.mark.parametrize("key", [None, ""])
def test_a_meter_without_a_key_has_nothing_to_tell(key: str | None) -> None:
    assert booted(key).said(SendTransfer) == []


@pytest.mark.req("CCC-DT-009", "CCC-KEY-031")
def test_nobody_is_told_who_does_not_want_to_know() -> None:
    assert booted(KEY, {registry.PUBLIC_KEY_AT_BOOT: False}).said(SendTransfer) == []


@pytest.mark.req("CCC-DT-010")
@pytest.mark.parametrize("result", [None, TransferResult(error=TransferError("InternalError"))])
def test_nothing_follows_from_the_answer_but_the_next_boot_tells_it_again(result: TransferResult | None) -> None:
    bench = booted(KEY)
    [sent] = bench.said(SendTransfer)
    bench.hear(TransferReturned(sent.id, result))
    bench.go(3600.0)
    assert (len(bench.said(SendTransfer)), bench.said(ServiceAnswered)) == (1, [])
    bench.hear(BootAnswered(Registration.ACCEPTED, 600))
    assert len(bench.said(SendTransfer)) == 2
