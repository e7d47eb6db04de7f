"""How a Charge Control C updates its firmware (guide 11.6): in the background, and nobody stops an installation."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

STATUS = "FirmwareStatusNotification"
CCC = pytest.mark.station(personality="chargebyte_charge_control_c")


def update(csms: Csms, clock: Clock, in_s: float = 0.0) -> None:
    location = "https://example.com/new.image"
    assert csms.asks("UpdateFirmware", location=location, retrieveDate=clock.shows(in_s)) == {}


@CCC
@pytest.mark.req("CCC-FW-021", "CCC-ADD-027")
def test_charging_goes_on_and_the_restart_waits_for_its_end(
    csms: Csms, driver: Driver, station: Station, clock: Clock
) -> None:
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(30)
    assert station.delivers_energy()
    csms.forgets()
    update(csms, clock)
    for status in ("Downloading", "Downloaded", "Installing"):
        csms.expects_eventually(STATUS, status=status)
    clock.passes(120)
    assert station.delivers_energy()
    driver.unplugs()
    csms.expects_eventually("StopTransaction")
    csms.expects_eventually("BootNotification", within_s=200)
    csms.expects_eventually(STATUS, within_s=200, status="Installed")
    csms.forgets()


@CCC
@pytest.mark.req("CCC-FW-023", "CCC-FW-024")
def test_an_installation_is_neither_reset_nor_replaced(csms: Csms, clock: Clock) -> None:
    update(csms, clock)
    csms.expects_eventually(STATUS, status="Installing")
    assert csms.sends("Reset", type="Hard") == "Rejected"
    update(csms, clock)
    csms.expects_eventually(STATUS, within_s=300, status="Installed")
    assert [payload["status"] for payload in csms.heard(STATUS)].count("Downloading") == 1
    csms.forgets()


@CCC
@pytest.mark.req("CCC-FW-024")
def test_a_scheduled_update_is_overwritten_by_a_newer_one(csms: Csms, clock: Clock) -> None:
    update(csms, clock, in_s=3600.0)
    update(csms, clock, in_s=600.0)
    clock.passes(590)
    assert csms.heard(STATUS) == []
    csms.expects_eventually(STATUS, status="Downloading")
    csms.forgets()
    clock.passes(4000)
    assert [payload["status"] for payload in csms.heard(STATUS)].count("Downloading") == 1
    csms.forgets()


@CCC
@pytest.mark.req("CCC-LIM-022")
def test_what_becomes_due_offline_waits_for_the_link(csms: Csms, station: Station, clock: Clock) -> None:
    update(csms, clock, in_s=60.0)
    station.goes_offline()
    clock.passes(600)
    station.goes_online()
    assert csms.heard(STATUS) == [{"status": "Downloading"}]
    csms.forgets()
