"""TC_080_CS, secure firmware update (security whitepaper ed. 3, L01)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_080_CS")
STATUS = "SignedFirmwareStatusNotification"
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"


def signed(clock: Clock, **more: Any) -> dict[str, Any]:
    return {
        "location": "https://example.com/new.image",
        "retrieveDateTime": clock.shows(),
        "signingCertificate": CERTIFICATE,
        "signature": "c2lnbmVk",
        **more,
    }


def test_signed_firmware_is_fetched_checked_and_installed(csms: Csms, clock: Clock) -> None:
    assert csms.sends("SignedUpdateFirmware", requestId=9, firmware=signed(clock)) == "Accepted"
    for status in ("Downloading", "Downloaded", "SignatureVerified"):
        csms.expects(STATUS, status=status, requestId=9)
    csms.expects_eventually(STATUS, status="Installing", requestId=9)
    csms.expects_eventually(STATUS, status="InstallRebooting", requestId=9)
    csms.expects_eventually("BootNotification")
    csms.expects_eventually(STATUS, status="Installed", requestId=9)
    clock.passes(5)
    csms.forgets()
    events = [payload["type"] for payload in csms.heard("SecurityEventNotification")]
    assert "FirmwareUpdated" in events


def test_dates_to_come_are_kept_and_told(csms: Csms, clock: Clock) -> None:
    """L01.FR.13, L01.FR.16."""
    firmware = signed(clock, retrieveDateTime=clock.shows(600), installDateTime=clock.shows(1200))
    csms.asks("SignedUpdateFirmware", requestId=9, firmware=firmware)
    csms.expects(STATUS, status="DownloadScheduled", requestId=9)
    for status in ("Downloading", "Downloaded", "SignatureVerified", "InstallScheduled"):
        csms.expects(STATUS, within_s=700, status=status, requestId=9)
    csms.expects_nothing(for_s=400)
    csms.expects_eventually(STATUS, within_s=300, status="Installing", requestId=9)
    csms.forgets()


@pytest.mark.parametrize(
    ("trouble", "status"),
    [("certificate_invalid", "InvalidCertificate"), ("certificate_revoked", "RevokedCertificate")],
)
def test_a_certificate_that_is_not_the_makers_begins_nothing(
    station: Station, csms: Csms, clock: Clock, trouble: str, status: str
) -> None:
    """L01.FR.23 to 25."""
    station.breaks(trouble)
    assert csms.sends("SignedUpdateFirmware", requestId=9, firmware=signed(clock)) == status
    csms.expects("SecurityEventNotification", type="InvalidFirmwareSigningCertificate")
    clock.passes(60)
    assert csms.heard(STATUS) == []


def test_a_newer_order_cancels_the_older_one_until_it_is_installed(csms: Csms, clock: Clock) -> None:
    """L01.FR.26, L01.FR.27."""
    later = signed(clock, retrieveDateTime=clock.shows(3600))
    csms.asks("SignedUpdateFirmware", requestId=8, firmware=later)
    assert csms.sends("SignedUpdateFirmware", requestId=9, firmware=signed(clock)) == "AcceptedCanceled"
    csms.expects_eventually(STATUS, status="Installing", requestId=9)
    assert csms.sends("SignedUpdateFirmware", requestId=10, firmware=signed(clock)) == "Rejected"
    csms.forgets()


def test_it_can_be_asked_how_far_it_is(station: Station, csms: Csms, clock: Clock) -> None:
    """L01.FR.28, L01.FR.29."""
    asked = {"requestedMessage": "FirmwareStatusNotification"}
    assert csms.sends("ExtendedTriggerMessage", **asked) == "Accepted"
    assert "requestId" not in csms.expects(STATUS, status="Idle")
    station.breaks("download_fails")
    csms.asks("SignedUpdateFirmware", requestId=9, firmware=signed(clock))
    csms.expects(STATUS, status="Downloading", requestId=9)
    csms.sends("ExtendedTriggerMessage", **asked)
    csms.expects(STATUS, status="Downloading", requestId=9)
    csms.expects(STATUS, status="DownloadFailed", requestId=9)
    csms.sends("ExtendedTriggerMessage", **asked)
    csms.expects(STATUS, status="DownloadFailed", requestId=9)
    station.transfers.troubles = frozenset()
    csms.asks("SignedUpdateFirmware", requestId=10, firmware=signed(clock))
    csms.expects_eventually(STATUS, status="Installed", requestId=10)
    csms.sends("ExtendedTriggerMessage", **asked)
    assert "requestId" not in csms.expects_eventually(STATUS, status="Idle")
    csms.forgets()


@pytest.mark.station(settings={"SecurityCtrlr.SecurityProfile": 1})
def test_a_secured_station_takes_no_unsigned_firmware(csms: Csms, clock: Clock) -> None:
    """L01.FR.20."""
    unsigned = {"location": "https://example.com/x", "retrieveDate": clock.shows()}
    assert csms.sends("UpdateFirmware", **unsigned) == "NotSupported"
    csms.expects_nothing(for_s=60)
