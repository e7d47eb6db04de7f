"""Firmware and logs in the words of 1.6."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pilotwire.core.firmware import Firmware, FirmwareAsked, FirmwareOrder, FirmwarePhase, FirmwareStatusChanged, Signed
from pilotwire.core.firmware import FirmwareStatus as S
from pilotwire.core.job import By, Failure, LogKind, Patience
from pilotwire.core.reply import ReplyTo
from pilotwire.core.station import Station
from pilotwire.core.upload import LogAsked, LogOrder, UploadStatus, UploadStatusChanged
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Message, Taken
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.dialect import V16, v16_of
from pilotwire.ocpp.v16.views import VIEWS
from pilotwire.personality.key import View
from pilotwire.personality.load import load
from pilotwire.personality.model import Messages
from pilotwire.store.volatile import VolatileLedger

R1 = ReplyTo("r1")
Ask = Callable[..., Taken]
Wire = Callable[[Message], dict[str, Any]]
DATE, UTC_S = "2026-11-20T12:00:00+01:00", 1795172400.0
SIGNED = {
    "location": "https://x/y",
    "retrieveDateTime": DATE,
    "installDateTime": DATE,
    "signingCertificate": "PEM",
    "signature": "sig",
}


@pytest.mark.parametrize(
    ("action", "payload", "event"),
    [
        (
            "UpdateFirmware",
            {"location": "ftp://x/y", "retrieveDate": DATE, "retries": 3, "retryInterval": 20},
            FirmwareAsked(R1, FirmwareOrder(By.CENTRAL, "ftp://x/y", UTC_S, None, Patience(3, 20.0))),
        ),
        (
            "SignedUpdateFirmware",
            {"requestId": 7, "firmware": SIGNED},
            FirmwareAsked(
                R1,
                FirmwareOrder(By.CENTRAL_BY_ID, "https://x/y", UTC_S, UTC_S, Patience(), 7, Signed("PEM", "sig")),
            ),
        ),
        (
            "GetDiagnostics",
            {"location": "ftp://x/", "startTime": DATE, "stopTime": DATE},
            LogAsked(R1, LogOrder(By.CENTRAL, LogKind.DIAGNOSTICS, "ftp://x/", UTC_S, UTC_S)),
        ),
        (
            "GetLog",
            {"logType": "SecurityLog", "requestId": 9, "log": {"remoteLocation": "ftp://x/"}, "retries": 2},
            LogAsked(R1, LogOrder(By.CENTRAL_BY_ID, LogKind.SECURITY, "ftp://x/", patience=Patience(2), request_id=9)),
        ),
    ],
)
def test_a_request_means_a_job(take: Ask, action: str, payload: dict[str, Any], event: object) -> None:
    assert take(action, payload) == event


@pytest.mark.parametrize(
    ("action", "payload", "field"),
    [
        ("UpdateFirmware", {"location": "x", "retrieveDate": "soon"}, "retrieveDate"),
        ("GetDiagnostics", {"location": "x", "startTime": "then"}, "startTime"),
        ("SignedUpdateFirmware", {"requestId": 1, "firmware": {**SIGNED, "installDateTime": ""}}, "installDateTime"),
    ],
)
def test_a_date_that_is_none_is_refused_by_its_name(
    take: Ask, action: str, payload: dict[str, Any], field: str
) -> None:
    with pytest.raises(RefusedPayload, match=field) as refused:
        take(action, payload)
    assert refused.value.kind is RpcErrorKind.PROPERTY_CONSTRAINT


def told(v16: V16, station: Station, wire: Wire, status: S, by: By = By.CENTRAL) -> list[tuple[str, dict[str, Any]]]:
    fact = FirmwareStatusChanged(by, status, 7 if by is By.CENTRAL_BY_ID else None)
    return [(message.action, wire(message)) for message in v16.notify(fact, station, VolatileLedger())]


@pytest.mark.req("CCC-FW-022")
def test_each_is_told_in_their_own_words_and_nobody_of_an_update_of_the_owner(
    v16: V16, station: Station, wire: Wire
) -> None:
    plain, signed = "FirmwareStatusNotification", "SignedFirmwareStatusNotification"
    assert told(v16, station, wire, S.DOWNLOADED) == [(plain, {"status": "Downloaded"})]
    assert told(v16, station, wire, S.VERIFICATION_FAILED) == [(plain, {"status": "InstallationFailed"})]
    for status in (S.INSTALL_REBOOTING, S.DOWNLOAD_SCHEDULED, S.SIGNATURE_VERIFIED):
        assert told(v16, station, wire, status) == []
    for status in S:
        expected = [(signed, {"status": status.value, "requestId": 7})]
        assert told(v16, station, wire, status, By.CENTRAL_BY_ID) == expected
        assert told(v16, station, wire, status, By.OWNER) == []


@pytest.mark.req("ABB-MSG-025")
def test_a_vendor_may_tell_only_some_statuses(station: Station, wire: Wire) -> None:
    words = ("Downloading", "Installed", "DownloadFailed", "InstallationFailed")
    own = load("pilotwire")
    quiet = v16_of(replace(own, messages=replace(own.messages, statuses={"FirmwareStatusNotification": words})))
    spoken = [status for status in S if told(quiet, station, wire, status)]
    assert spoken[:3] == [S.DOWNLOADING, S.DOWNLOAD_FAILED, S.INSTALLED]
    assert told(quiet, station, wire, S.DOWNLOADED) == told(quiet, station, wire, S.INSTALLING) == []


@pytest.mark.req("ABB-MSG-024", "ABB-MSG-031")
@pytest.mark.parametrize(
    ("status", "plain", "by_id"),
    [
        (UploadStatus.UPLOADING, "Uploading", "Uploading"),
        (UploadStatus.UPLOADED, "Uploaded", "Uploaded"),
        (UploadStatus.FAILED, "UploadFailed", "UploadFailure"),
        (UploadStatus.PERMISSION_DENIED, "UploadFailed", "PermissionDenied"),
    ],
)
def test_an_upload_is_told_in_both_ways(
    v16: V16, station: Station, wire: Wire, status: UploadStatus, plain: str, by_id: str
) -> None:
    facts = [UploadStatusChanged(By.CENTRAL, status, None), UploadStatusChanged(By.CENTRAL_BY_ID, status, 3)]
    said = [wire(message) for fact in facts for message in v16.notify(fact, station, VolatileLedger())]
    assert said == [{"status": plain}, {"status": by_id, "requestId": 3}]


@pytest.mark.parametrize(
    ("phase", "status", "plain"),
    [
        (FirmwarePhase.IDLE, S.DOWNLOAD_FAILED, "Idle"),
        (FirmwarePhase.DOWNLOAD_SCHEDULED, S.INSTALLED, "Idle"),
        (FirmwarePhase.PAUSED, S.DOWNLOADING, "Downloading"),
        (FirmwarePhase.INSTALL_SCHEDULED, S.SIGNATURE_VERIFIED, "Downloaded"),
        (FirmwarePhase.REBOOTING, S.INSTALL_REBOOTING, "Installing"),
    ],
)
def test_a_plain_message_that_is_asked_for_says_the_next_best_word(
    take: Ask, station: Station, phase: FirmwarePhase, status: S, plain: str
) -> None:
    firmware = Firmware(phase, "j", FirmwareOrder(By.CENTRAL, "x"), told=status, failure=Failure.FAILED)
    busy = replace(station, firmware=firmware)
    taken: Any = take("TriggerMessage", {"requestedMessage": "FirmwareStatusNotification"}, at=busy)
    assert taken.then[0].payload.status.value == plain


@pytest.mark.req("XCH-FW-005")
def test_how_far_an_update_is_can_be_a_key(station: Station) -> None:
    assert VIEWS[View.UPDATE_PROGRESS](replace(station, firmware=Firmware(done_pct=40))) == "40"


def test_a_station_without_signed_updates_takes_plain_ones_whatever_its_profile(make_station: Any) -> None:
    own = load("pilotwire")
    plain = v16_of(replace(own, messages=Messages(supported=("UpdateFirmware",))))
    secured = make_station(values={("SecurityCtrlr.SecurityProfile", 0): 2})
    payload = f'{{"location": "x", "retrieveDate": "{DATE}"}}'.encode()
    taken = plain.take("UpdateFirmware", payload, R1, secured, VolatileLedger())
    assert isinstance(taken, FirmwareAsked)
