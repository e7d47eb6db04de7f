"""A write from afar that contradicts another setting, on a whole station: Rejected, and the log says why."""

from __future__ import annotations

from pathlib import Path

from tests.real.living import IDENTITY, living

from pilotwire.csms import BenchCsms

TRIPPED, TRIGGER = "ports[0]/rcd_monitor/test_check_tripped_time", "ports[0]/rcd_monitor/test_trigger_time"


async def test_what_the_file_could_not_keep_is_rejected_and_the_log_says_why(tmp_path: Path) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        answers = [
            (await csms.call(IDENTITY, "ChangeConfiguration", {"key": key, "value": value})).status
            for key, value in ((TRIPPED, "2000"), (TRIGGER, "3000"), (TRIPPED, "2000"))
        ]
        assert answers == ["Rejected", "RebootRequired", "RebootRequired"]
        (line,) = [line for line in station.logs if line["event"] == "request rejected"]
        assert line["action"] == "ChangeConfiguration"
        assert line["why"].startswith("RcdMonitor.TestCheckTrippedTime must be less than RcdMonitor.TestTriggerTime")
        assert not [line for line in station.logs if line["log_level"] == "error"]
        told = await csms.call(IDENTITY, "GetConfiguration", {"key": [TRIPPED, TRIGGER]})
        assert [key["value"] for key in told.payload["configurationKey"]] == ["2000", "3000"]
