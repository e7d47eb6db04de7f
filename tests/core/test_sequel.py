"""What a written value sets off: reconnect, restart, reload; and bounds of what is executed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.command import Command
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration, SendBoot
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import ConfigurationEdited, VariablesWritten
from pilotwire.core.reset import Restart
from pilotwire.core.sequel import Reconnect
from pilotwire.core.settings import Write, WriteVerdict
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind
from pilotwire.core.variable import Applies, Effect, Variable

OLD, NEW = "wss://old.example/ocpp", "wss://new.example/ocpp"
URL = registry.CSMS_URL.name


def station(effect: Effect, applies: Applies = Applies.NOW, **kinds: Any) -> CoreBench:
    url = replace(registry.CSMS_URL, effect=effect, applies=applies)
    return online({registry.CSMS_URL: OLD}, variables={**registry.VARIABLES, url.name: url}, **kinds)


def write(bench: CoreBench, variable: Variable[Any], value: object) -> WriteVerdict:
    bench.hear(VariablesWritten(ReplyTo("w"), (Write(variable.name, value),)))  # type: ignore[arg-type]
    return bench.replies[-1].writes[0]


def said(bench: CoreBench, kind: type[Command]) -> int:
    return sum(isinstance(command, kind) for command in bench.commands)


def test_another_value_can_want_another_connection_and_gets_it_once_the_answer_is_out() -> None:
    bench = station(Effect.RECONNECT)
    write(bench, registry.CSMS_URL, NEW)
    assert said(bench, Reconnect) == 0
    bench.go(2.0)
    assert said(bench, Reconnect) == 1
    bench.go(60.0)
    assert said(bench, Reconnect) == 1


def test_who_is_called_next_is_introduced_to_and_who_listens_until_then_is_not() -> None:
    bench = station(Effect.INTRODUCE)
    bench.forget()
    write(bench, registry.CSMS_URL, NEW)
    bench.hear(BootAnswered(Registration.ACCEPTED, 600))  # of the one that is left
    assert (bench.said(SendBoot), bench.said(Reconnect)) == ([], [])
    bench.go(2.0)
    assert bench.said(Reconnect) == [Reconnect()]
    bench.disconnect()
    bench.hear(LinkChanged(online=True))
    assert (len(bench.said(SendBoot)), bench.station.registration) == (1, Registration.ASKED)


def test_a_name_of_its_own_is_another_station_to_whoever_has_accepted_it() -> None:
    name = replace(registry.IDENTITY, effect=Effect.INTRODUCE, applies=Applies.NOW)
    bench = online({registry.CSMS_URL: OLD}, variables={**registry.VARIABLES, name.name: name})
    bench.forget()
    write(bench, registry.IDENTITY, "another")
    bench.go(2.0)
    bench.disconnect()
    bench.hear(LinkChanged(online=True))
    assert len(bench.said(SendBoot)) == 1
    bench.hear(BootAnswered(Registration.ACCEPTED, 600))
    bench.disconnect()
    bench.hear(LinkChanged(online=True))  # once is enough
    assert len(bench.said(SendBoot)) == 1


def test_the_same_value_again_sets_nothing_off() -> None:
    bench = station(Effect.RECONNECT)
    write(bench, registry.CSMS_URL, OLD)
    bench.go(5.0)
    assert said(bench, Reconnect) == 0


def test_a_person_who_edits_the_file_sets_off_the_same() -> None:
    bench = station(Effect.RECONNECT)
    bench.hear(ConfigurationEdited((Write(URL, NEW),)))
    bench.go(2.0)
    assert said(bench, Reconnect) == 1


def test_another_value_can_start_the_station_anew_in_order() -> None:
    bench = station(Effect.REBOOT)
    bench.charge()
    write(bench, registry.CSMS_URL, NEW)
    bench.go(30.0)
    assert said(bench, Restart) == 1
    assert [row.reason for row in bench.rows(Kind.ENDED)] == [Reason.RESET_ORDERLY]


def test_another_value_can_make_all_count_that_waited_for_a_reboot() -> None:
    bench = station(Effect.RELOAD, Applies.REBOOT)
    assert bench.station.settings.get(registry.CSMS_URL) == OLD
    write(bench, registry.CSMS_URL, NEW)
    assert bench.station.settings.get(registry.CSMS_URL) == NEW
    assert bench.commands == []


BEAT = registry.HEARTBEAT_INTERVAL_S


@pytest.mark.req("ABB-CONF-002")
@pytest.mark.parametrize(("written", "executed"), [(1, 10), (9, 10), (10, 10), (300, 300), (86400, 3600)])
def test_what_is_executed_is_bounded_and_what_is_told_is_not(written: int, executed: int) -> None:
    bench = online(variables={**registry.VARIABLES, BEAT.name: replace(BEAT, executed=(10, 3600))})
    assert write(bench, BEAT, written) is WriteVerdict.ACCEPTED
    assert (bench.station.settings.get(BEAT), bench.station.settings.reported(BEAT)) == (executed, written)


def test_what_a_file_says_is_bounded_too_and_so_is_what_was_kept() -> None:
    ping = registry.PING_INTERVAL_S
    bench = online({ping: 3}, variables={**registry.VARIABLES, ping.name: replace(ping, executed=(10, 3600))})
    assert (bench.station.settings.get(ping), bench.station.settings.reported(ping)) == (10, 3)
    write(bench, ping, 5)
    later = bench.restarted().station.settings
    assert (later.get(ping), later.reported(ping)) == (10, 5)


def test_a_value_without_bounds_is_executed_as_it_is() -> None:
    bench = online(variables={**registry.VARIABLES, BEAT.name: replace(BEAT, executed=(10, 3600))})
    write(bench, registry.PING_INTERVAL_S, 1)
    assert bench.station.settings.get(registry.PING_INTERVAL_S) == 1
