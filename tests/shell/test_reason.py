"""What a station refuses is answered with one word; the log says why. Who develops a CSMS reads both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.real.living import IDENTITY, living

from pilotwire.csms import BenchCsms

REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "often"}, "is no value of HeartbeatInterval"),
    ("ChangeConfiguration", {"key": "NumberOfConnectors", "value": "3"}, "NumberOfConnectors cannot be written"),
    ("ChangeConfiguration", {"key": "SecurityProfile", "value": "2"}, "it needs a password of at least 16 bytes"),
    ("RemoteStopTransaction", {"transactionId": 99}, "transaction 99 is not known"),
    ("RemoteStartTransaction", {"idTag": "A", "connectorId": 7}, "there is no connector 7"),
    ("ExtendedTriggerMessage", {"requestedMessage": "SignChargePointCertificate"}, "OrganizationName is not set"),
    ("UnlockConnector", {"connectorId": 1}, "its cable is fixed"),
)


@pytest.mark.parametrize(("action", "payload", "why"), REFUSED)
async def test_the_log_says_why_a_request_was_refused(
    tmp_path: Path, action: str, payload: dict[str, Any], why: str
) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        answer = await csms.call(IDENTITY, action, payload)
        assert answer.status in ("Rejected", "NotSupported")
        (line,) = [line for line in station.logs if line["event"] == "request rejected"]
        assert (line["action"], why in line["why"]) == (action, True), line


async def test_a_secret_that_was_refused_is_not_in_the_log(tmp_path: Path) -> None:
    secret = "x" * 41
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert (await csms.call(IDENTITY, "ChangeConfiguration", {"key": "AuthorizationKey", "value": secret})).status
        assert [line for line in station.logs if line["event"] == "request rejected"]
        assert secret not in str(station.logs)
