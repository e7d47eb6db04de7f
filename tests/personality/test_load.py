"""Personalities as they are shipped."""

import pytest

from pilotwire.core import registry
from pilotwire.core.rules import OrderlyReset
from pilotwire.core.variable import Applies, Refusal, refusal_of
from pilotwire.personality.key import Effect
from pilotwire.personality.lint import lint
from pilotwire.personality.load import PersonalityError, available, load
from pilotwire.personality.model import Personality, Unsupported


@pytest.fixture(scope="module")
def chargebyte() -> Personality:
    return load("chargebyte_charge_control_c")


def test_nothing_is_wrong_with_what_is_shipped() -> None:
    assert [str(error) for error in lint()] == []


@pytest.mark.parametrize("name", available())
def test_every_personality_loads(name: str) -> None:
    assert load(name).name == name


def test_an_unknown_personality_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(PersonalityError, match="chargebyte_charge_control_c"):
        load("nobody")


def test_pilotwire_itself_changes_nothing_in_core() -> None:
    assert load("pilotwire").changed() == registry.VARIABLES


def test_quirks_and_timings_reach_the_rules(chargebyte: Personality) -> None:
    assert chargebyte.rules.orderly_reset is OrderlyReset.STOPS_AT_ONCE
    assert chargebyte.rules.status_gap_s == 10.0


def test_what_it_does_not_say_is_inherited(chargebyte: Personality) -> None:
    keys = {key.name: key for key in chargebyte.keys}
    assert keys["HeartbeatInterval"].variable == registry.HEARTBEAT_INTERVAL_S.name
    assert "MinimumStatusDuration" not in keys
    assert keys["CentralSystemURI"].effect is Effect.ERASE_LEDGER


def test_its_keys_are_those_of_the_guide_in_its_order(chargebyte: Personality) -> None:
    names = [key.name for key in chargebyte.keys]
    assert len(names) == 47
    assert (names[0], names[-1]) == ("AllowOfflineTxForUnknownId", "webSocketPingTimeout")


def test_a_range_of_its_own_refuses_what_core_allows(chargebyte: Personality) -> None:
    variable = chargebyte.changed()[registry.SAMPLE_INTERVAL_S.name]
    assert refusal_of(registry.SAMPLE_INTERVAL_S, 5) is None
    assert refusal_of(variable, 5) is Refusal.OUT_OF_RANGE
    assert refusal_of(variable, 0) is None
    assert (variable.default, variable.applies) == (30, Applies.NEXT_TRANSACTION)


def test_messages_it_does_not_have_get_its_error(chargebyte: Personality) -> None:
    assert "GetCompositeSchedule" not in chargebyte.messages.supported
    assert chargebyte.messages.errors["ReserveNow"] is Unsupported.NOT_SUPPORTED
    assert chargebyte.messages.triggers == ("BootNotification", "Heartbeat", "StatusNotification")
    assert chargebyte.status.shown_as["SuspendedEV"] == "Charging"
