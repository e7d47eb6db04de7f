"""How an X-Cheng updates its firmware (FAQ 3.10, 3.17): out of service, often told, in two parts."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

STATUS = "FirmwareStatusNotification"
M3 = pytest.mark.station(personality="xcheng_m3")


def update(csms: Csms, clock: Clock, location: str = "http://example.com/download/cp.onfly.V1.2") -> None:
    assert csms.asks("UpdateFirmware", location=location, retrieveDate=clock.shows()) == {}


def told(csms: Csms) -> list[str]:
    """Every status once, in order."""
    return list(dict.fromkeys(payload["status"] for payload in csms.heard(STATUS)))


@M3
@pytest.mark.req("XCH-FW-001", "XCH-FW-003")
def test_it_is_unavailable_from_the_request_to_the_end(csms: Csms, clock: Clock) -> None:
    update(csms, clock)
    csms.expects_in_any_order(
        (STATUS, {"status": "Downloading"}), ("StatusNotification", {"connectorId": 1, "status": "Unavailable"})
    )
    csms.expects_eventually("BootNotification")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Available")
    clock.passes(10)
    assert told(csms) == ["Downloading", "Downloaded", "Installing", "Installed"]
    csms.forgets()


@M3
@pytest.mark.req("XCH-FW-001")
def test_whoever_charges_is_finished_first(csms: Csms, driver: Driver, station: Station, clock: Clock) -> None:
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(10)
    csms.forgets()
    update(csms, clock)
    clock.passes(120)
    assert (csms.heard(STATUS), station.delivers_energy()) == ([], True)
    driver.shows("CARD")
    csms.expects_eventually(STATUS, status="Downloading")
    csms.forgets()


@M3
def test_a_failed_update_gives_the_station_back(station: Station, csms: Csms, clock: Clock) -> None:
    station.breaks("download_fails")
    update(csms, clock)
    csms.expects_eventually(STATUS, status="DownloadFailed")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Available")
    csms.forgets()


@M3
@pytest.mark.req("XCH-FW-004", "TIM-033", "XCH-FW-005", "XCH-KEY-049")
def test_it_says_every_ten_seconds_that_it_still_works_and_how_far_it_is_can_be_read(
    station: Station, csms: Csms, clock: Clock
) -> None:
    update(csms, clock)
    clock.passes(5)
    assert csms.reads("GetFirmwareUpgradePercentages") == "50"
    station.breaks("transfer_stalls")
    csms.forgets()
    for _ in range(3):
        csms.expects(STATUS, within_s=10, status="Downloading")
    everything = csms.asks("GetConfiguration")["configurationKey"]
    assert "GetFirmwareUpgradePercentages" not in {key["key"] for key in everything}
    csms.forgets()


@M3
@pytest.mark.req("XCH-FW-006")
def test_it_goes_on_and_charges_again_though_nobody_answers_its_messages(
    csms: Csms, driver: Driver, station: Station, clock: Clock
) -> None:
    csms.is_silent_on(STATUS)
    update(csms, clock)
    clock.passes(300)
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(60)
    assert station.delivers_energy()
    csms.forgets()


@M3
@pytest.mark.req("XCH-FW-008")
def test_the_second_part_follows_the_first(csms: Csms, clock: Clock) -> None:
    for location in ("http://8.8.8.8/cp.onfly.V1.2", "http://8.8.8.8/XSmart.V2.0.110"):
        update(csms, clock, location)
        csms.expects_eventually(STATUS, status="Installed")
        clock.passes(5)
    assert [payload["status"] for payload in csms.heard(STATUS)].count("Installed") == 2
    csms.forgets()
