"""Security events: what is noted, what the central system hears of, in order and until it has it."""

from __future__ import annotations

from tests.core.bench import CoreBench, Host, online

from pilotwire.core import registry
from pilotwire.core.csms import BootCause, HeartbeatAnswered, LinkChanged
from pilotwire.core.deadline import STATION
from pilotwire.core.incident import Incident
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.rules import Rules
from pilotwire.core.security import MOST_WAITING, REPEATED_S, IncidentSeen, IncidentTold, TellIncident
from pilotwire.core.settings import Write

TELLS = Rules(incidents_told=frozenset({Incident.STARTUP, Incident.RESET, Incident.TAMPERING, Incident.TIME_SET}))


def station(**more: object) -> CoreBench:
    return CoreBench(rules=TELLS, **more)  # type: ignore[arg-type]


def asked(bench: CoreBench) -> list[Incident]:
    """What the central system was to hear of, in this order."""
    return [fact.record.incident for fact in bench.facts if isinstance(fact, TellIncident)]


def noted(bench: CoreBench) -> list[Incident]:
    return [each.incident for each in bench.incidents]


def answer(bench: CoreBench, *, taken: bool = True) -> None:
    """The central system answers the incident it was told of last, or nobody does."""
    told = [fact for fact in bench.facts if isinstance(fact, TellIncident)][-1]
    bench.hear(IncidentTold(told.record.id, taken))


def test_every_start_is_noted_and_why_there_was_one() -> None:
    assert noted(station()) == [Incident.STARTUP]
    assert noted(station(cause=BootCause.REMOTE_RESET)) == [Incident.RESET, Incident.STARTUP]


def test_what_is_critical_is_told_one_after_the_other_and_not_before_somebody_listens() -> None:
    bench = station(cause=BootCause.WATCHDOG)
    bench.hear(IncidentSeen(Incident.TAMPERING, "the lid"))
    assert asked(bench) == []
    bench.connect()
    assert asked(bench) == [Incident.RESET]
    answer(bench)
    answer(bench)
    assert asked(bench) == [Incident.RESET, Incident.STARTUP, Incident.TAMPERING]
    answer(bench)
    assert bench.station.watch.waiting == ()


def test_what_is_not_critical_is_noted_only() -> None:
    bench = station()
    bench.connect()
    answer(bench)
    bench.hear(IncidentSeen(Incident.NOT_LET_IN))
    assert noted(bench)[-1] is Incident.NOT_LET_IN
    assert asked(bench) == [Incident.STARTUP]


def test_what_waits_survives_a_restart_and_comes_first() -> None:
    bench = station()
    bench.hear(IncidentSeen(Incident.TAMPERING))
    again = bench.restarted()
    again.connect()
    for _ in range(3):
        answer(again)
    assert asked(again) == [Incident.STARTUP, Incident.TAMPERING, Incident.STARTUP]


def test_one_under_way_when_the_link_breaks_is_told_again() -> None:
    bench = station()
    bench.connect()
    bench.hear(LinkChanged(online=False))
    answer(bench, taken=False)
    assert asked(bench) == [Incident.STARTUP]
    bench.hear(LinkChanged(online=True))
    assert asked(bench) == [Incident.STARTUP] * 2


def test_one_that_is_refused_again_and_again_lets_the_others_pass() -> None:
    bench = CoreBench({registry.MESSAGE_ATTEMPTS: 3, registry.MESSAGE_INTERVAL_S: 10}, rules=TELLS)
    bench.connect()
    bench.hear(IncidentSeen(Incident.TAMPERING))
    answer(bench, taken=False)
    bench.go(9.0)
    assert asked(bench) == [Incident.STARTUP]
    bench.go(1.0)
    answer(bench, taken=False)
    bench.go(19.0)
    assert asked(bench) == [Incident.STARTUP] * 2
    bench.go(1.0)
    answer(bench, taken=False)
    assert asked(bench) == [Incident.STARTUP] * 3 + [Incident.TAMPERING]


def test_an_answer_nobody_waits_for_changes_nothing() -> None:
    bench = station()
    bench.connect()
    before = bench.station
    bench.hear(IncidentTold("somebody else's"))
    assert bench.station is before


def test_what_somebody_outside_can_repeat_is_noted_once_an_hour() -> None:
    bench = station()
    bench.hear(IncidentSeen(Incident.INVALID_CSMS_CERTIFICATE), IncidentSeen(Incident.INVALID_CSMS_CERTIFICATE))
    bench.go(REPEATED_S - 1.0)
    bench.hear(IncidentSeen(Incident.INVALID_CSMS_CERTIFICATE))
    assert noted(bench).count(Incident.INVALID_CSMS_CERTIFICATE) == 1
    bench.go(1.0)
    bench.hear(IncidentSeen(Incident.INVALID_CSMS_CERTIFICATE))
    assert noted(bench).count(Incident.INVALID_CSMS_CERTIFICATE) == 2


def test_a_flood_that_nobody_fetches_is_bounded_and_the_newest_stays() -> None:
    bench = station()
    for number in range(2 * MOST_WAITING):
        bench.go(1.0)
        bench.hear(IncidentSeen(Incident.TAMPERING, str(number)))
    waiting = bench.station.watch.waiting
    assert len(waiting) == MOST_WAITING
    assert waiting[-1].text == str(2 * MOST_WAITING - 1)


def test_a_long_text_is_cut() -> None:
    bench = station()
    bench.hear(IncidentSeen(Incident.TAMPERING, "x" * 1000))
    assert len(bench.incidents[-1].text) == 255


def test_a_clock_that_is_set_is_noted() -> None:
    bench = CoreBench(rules=TELLS, host=Host(is_trusted=False))
    bench.connect()
    bench.hear(HeartbeatAnswered(1_800_000_000.0))
    assert noted(bench)[-1] is Incident.TIME_SET


def test_a_store_that_is_full_is_noted_once() -> None:
    bench = online()
    bench.hear(FaultSeen(STATION, Fault.STORE_FULL))
    bench.hear(FaultSeen(STATION, Fault.STORE_FULL))
    assert noted(bench).count(Incident.MEMORY_EXHAUSTION) == 1


def test_a_setting_that_guards_the_way_out_is_noted_by_name_and_no_other() -> None:
    bench = online()
    writes = (
        Write(registry.ORGANIZATION.name, "Operator"),
        Write(registry.PASSWORD.name, "sealed:0123:fit"),
        Write(registry.CONNECTION_TIMEOUT_S.name, 99),
    )
    bench.hear(VariablesWritten(ReplyTo("r"), writes))
    assert bench.incidents[-1].incident is Incident.RECONFIGURATION
    assert bench.incidents[-1].text == f"{registry.PASSWORD.name}, {registry.ORGANIZATION.name}"
