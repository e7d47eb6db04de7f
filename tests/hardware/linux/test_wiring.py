"""What customer.json says is connected, as a wiring."""

from __future__ import annotations

import pytest

from pilotwire.config.names import assigned
from pilotwire.config.table import VARIABLES
from pilotwire.core.settings import Layers, Settings
from pilotwire.hardware.linux.table import Pin, Polarity
from pilotwire.hardware.linux.wiring import Feedback, Rcd, Second, Wiring, wiring_of

LOW = Polarity.ACTIVE_LOW


def wired(**paths: str) -> Wiring:
    """EVSE 1 with settings named by their paths, ``__`` for each slash."""
    settings = tuple(f"ports[0]/{path.replace('__', '/')}={value}" for path, value in paths.items())
    return wiring_of(Settings(Layers(VARIABLES, pinned=assigned(settings, {}))), 1)


def test_a_new_station_has_a_fixed_cable_a_contactor_and_nothing_else() -> None:
    assert wired() == Wiring()


@pytest.mark.req("CCC-CFG-010")
def test_the_emergency_switch_has_a_line_and_a_polarity() -> None:
    assert wired(emergency_alarm__enable="true").emergency == Pin(121)
    line = wired(emergency_alarm__enable="true", emergency_alarm__gpio="116", emergency_alarm__polarity="active_low")
    assert line.emergency == Pin(116, LOW)
    assert wired(emergency_alarm__gpio="116").emergency is None


@pytest.mark.req("CCC-CFG-013", "CCC-CFG-015", "CCC-CFG-016")
def test_a_residual_current_device_has_two_lines_unless_it_cannot_be_tested() -> None:
    enabled = {"rcd_monitor__enable": "true"}
    assert wired(**enabled).rcd == Rcd(Pin(122), Pin(87))
    assert wired(**enabled, rcd_monitor__test_gpio="-1").rcd == Rcd(Pin(122), None)
    lines = {"rcd_monitor__gpio": "119", "rcd_monitor__polarity": "active_low"}
    test = {"rcd_monitor__test_gpio": "88", "rcd_monitor__test_gpio_polarity": "active_low"}
    assert wired(**enabled, **lines, **test).rcd == Rcd(Pin(119, LOW), Pin(88, LOW))
    assert wired(**lines, **test).rcd is None


@pytest.mark.parametrize("feedback", list(Feedback))
def test_a_feedback_contact_is_as_configured(feedback: Feedback) -> None:
    assert wired(contactor__feedback_type=feedback.value).contactor is feedback


def test_the_second_relay_is_for_ventilation_or_for_phases() -> None:
    fan = wired(ventilation__enable="true", ventilation__feedback_type="nc")
    assert (fan.second, fan.second_feedback) == (Second.VENTILATION, Feedback.NORMALLY_CLOSED)
    assert wired().second is Second.VENTILATION  # or the customer's own
    assert wired(ventilation__enable="true", ventilation__control="external").second is None
    phases = wired(switch3to1phase__enable="true", switch3to1phase__feedback_type="nc")
    assert (phases.second, phases.second_feedback) == (Second.PHASES, Feedback.NORMALLY_CLOSED)


def test_a_socket_has_a_lock_of_a_type() -> None:
    socket = wired(pluggable="true", plug_lock__type="SCAME-200.23261BL")
    assert (socket.has_socket, socket.lock_type) == (True, "SCAME-200.23261BL")


def test_a_key_switch_is_one_when_it_authorises() -> None:
    assert wired(user_authentication="key-switch").has_key
    assert not wired(user_authentication="free").has_key
