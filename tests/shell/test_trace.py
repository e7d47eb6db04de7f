"""What was recorded replays to equal stations: so a field bug becomes a test."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from structlog.typing import EventDict
from tests.core.bench import ALICE, UTC_S
from tests.core.profiles import WHO, ask, daily, profile, put
from tests.shell.history import History

from pilotwire import __version__
from pilotwire.config.table import VARIABLES
from pilotwire.core.clock import Offset
from pilotwire.core.csms import BootCause
from pilotwire.core.firmware import FirmwareAsked, FirmwareOrder
from pilotwire.core.job import By, LogKind, Patience
from pilotwire.core.moment import Moment
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.profile import Purpose
from pilotwire.core.registry import CONNECTION_TIMEOUT_S, FAULT_MASK, PASSWORD
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import AvailabilityAsked, VariablesWritten
from pilotwire.core.restart import Kept, kept_of
from pilotwire.core.sealed import seal_name
from pilotwire.core.settings import Layers, Write
from pilotwire.core.station import Station
from pilotwire.core.trial import TrialEnded
from pilotwire.core.upload import LogAsked, LogOrder
from pilotwire.personality.load import load
from pilotwire.trace import Header, Recorder, TraceError, kept_from, kept_rows, replayed, rows_of


def header_of(history: History, kept: Kept) -> Header:
    plan = history.plan
    return Header(
        version=__version__,
        personality="pilotwire",
        boot=plan.boot,
        cause=plan.cause,
        evses=plan.evses,
        rules=plan.rules,
        base=rows_of(plan.layers.base),
        pinned=(),
        kept=kept_rows(kept),
        moment=Moment(0.0, UTC_S),
    )


def recorded(path: Path, history: History, kept: Kept | None = None) -> None:
    """Add the whole life of *history* to the trace at *path*."""
    with path.open("ab") as file:
        recorder = Recorder(file)
        recorder.begin(header_of(history, kept or Kept()))
        for told in history.tolds:
            recorder.record(told.event, told.moment)  # type: ignore[arg-type]


def session() -> History:
    history = History(sockets=(True, False))
    history.connect()
    history.charge(1)
    history.hear(AvailabilityAsked(ReplyTo("a"), (2,), operative=False))
    history.hear(VariablesWritten(ReplyTo("w"), (Write(CONNECTION_TIMEOUT_S.name, 99),)))
    history.go(100.0)
    return history


def alike(one: Station, other: Station) -> bool:
    """Equal but for the table of Variables, which a test of the core has smaller."""
    parts = {
        name: (getattr(one, name), getattr(other, name)) for name in Station.__dataclass_fields__ if name != "settings"
    }
    settings = one.settings.stored == other.settings.stored and one.settings.effective == other.settings.effective
    return settings and all(mine == theirs for mine, theirs in parts.values())


def test_a_recorded_life_replays_to_equal_stations_step_by_step(tmp_path: Path) -> None:
    history = session()
    recorded(tmp_path / "trace", history)
    steps = list(replayed(tmp_path / "trace"))[1:]
    assert len(steps) == len(history.tolds) > 20
    for (name, station, outcome), told in zip(steps, history.tolds, strict=True):
        assert name == type(told.event).__name__
        assert outcome == told.outcome
        assert alike(station, told.after)


def test_a_life_of_a_personality_with_masks_replays_too(tmp_path: Path) -> None:
    rules = load("xcheng_m3").ruled
    history = History({FAULT_MASK: 2048}, rules=rules)
    history.hear(FaultSeen(1, Fault.OVERCURRENT))
    recorded(tmp_path / "trace", history)
    _, station, _ = list(replayed(tmp_path / "trace"))[-1]
    assert station.rules == rules
    assert station.ports[0].masked == {Fault.OVERCURRENT}


def test_a_life_after_a_power_cut_replays_with_all_that_had_survived(tmp_path: Path) -> None:
    first = session()
    kept = kept_of(first.station)
    assert kept.transactions
    assert kept.cache
    second = History(sockets=(True, False), kept=kept, boot="second")
    second.connect()
    recorded(tmp_path / "trace", first)
    recorded(tmp_path / "trace", second, kept)
    _, station, outcome = list(replayed(tmp_path / "trace"))[-1]
    assert outcome == second.tolds[-1].outcome
    assert alike(station, second.station)


def test_a_life_with_charging_profiles_replays_too(tmp_path: Path) -> None:
    first = session()
    put(first, daily((0, 10.0), (60, 16.0)))
    kept = kept_of(first.station)
    assert kept.profiles
    second = History(sockets=(True, False), kept=kept, boot="second")
    second.connect()
    second.plug()
    wanted = profile((0, 8.0), (20, 12.0), id=2, purpose=Purpose.TX)
    second.hear(RemoteStartAsked(WHO, ALICE, 1, profile=wanted))
    ask(second, 600)
    second.go(60.0)
    recorded(tmp_path / "trace", second, kept)
    steps = list(replayed(tmp_path / "trace"))[1:]
    assert [outcome for _, _, outcome in steps] == [told.outcome for told in second.tolds]
    assert alike(steps[-1][1], second.station)


def test_what_was_kept_comes_back_as_it_was() -> None:
    kept = kept_of(session().station)
    assert kept_from(kept_rows(kept)) == kept


def test_a_line_that_a_kill_left_half_written_is_passed_over(tmp_path: Path) -> None:
    path, history = tmp_path / "trace", session()
    recorded(path, history)
    whole = len(list(replayed(path)))
    path.write_bytes(path.read_bytes()[:-20])
    assert len(list(replayed(path))) == whole - 1
    recorded(path, history)
    assert len(list(replayed(path))) == 2 * whole - 1


def test_a_broken_line_in_the_middle_is_named(tmp_path: Path) -> None:
    path = tmp_path / "trace"
    recorded(path, session())
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:4], b"{nonsense", *lines[4:]]))
    with pytest.raises(TraceError, match=r"trace:5: "):
        list(replayed(path))


def test_an_event_before_any_beginning_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "trace"
    recorded(path, session())
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[2:]))
    with pytest.raises(TraceError, match="header"):
        list(replayed(path))


def test_the_clocks_of_boots_before_are_in_the_trace(tmp_path: Path) -> None:
    kept = Kept(boots={"before": Offset(UTC_S, is_sure=False)})
    recorded(tmp_path / "trace", History(kept=kept), kept)
    _, station, _ = next(iter(replayed(tmp_path / "trace")))
    assert station.clock.boots["before"] == Offset(UTC_S, is_sure=True)


def test_secrets_are_in_no_trace(tmp_path: Path) -> None:
    history = History()
    history.hear(VariablesWritten(ReplyTo("w"), (Write(PASSWORD.name, "swordfish"),)))
    recorded(tmp_path / "trace", history, Kept(settings={(PASSWORD.name, 0): "swordfish"}))
    assert history.station.settings.stored[PASSWORD.name, 0] == "swordfish"
    assert b"swordfish" not in (tmp_path / "trace").read_bytes()
    assert rows_of(Layers(VARIABLES, {(PASSWORD.name, 0): "swordfish"}).base) == ()


def test_names_of_secrets_are_in_a_trace_so_that_it_replays(tmp_path: Path) -> None:
    old, new = seal_name("old", 16), seal_name("new", 16)
    kept = Kept(settings={(PASSWORD.name, 0): new}, proven={(PASSWORD.name, 0): old})
    history = History(kept=kept)
    history.hear(TrialEnded(worked=False))
    recorded(tmp_path / "trace", history, kept)
    *_, (_, station, _) = replayed(tmp_path / "trace")
    assert station.settings.stored[PASSWORD.name, 0] == old


class Full(io.BytesIO):
    """A file on a full disk."""

    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_ends_the_trace_and_not_the_station(logs: list[EventDict]) -> None:
    history, recorder = session(), Recorder(Full())
    for told in history.tolds:
        recorder.record(told.event, told.moment)  # type: ignore[arg-type]
    assert [entry["event"] for entry in logs] == ["the trace ends here"]


def test_the_cause_of_a_beginning_is_kept(tmp_path: Path) -> None:
    history = History()
    recorded(tmp_path / "trace", history)
    name, station, _ = next(replayed(tmp_path / "trace"))
    assert (name, station.boot_cause) == ("begin", BootCause.POWER_UP)


def test_the_login_in_a_location_is_in_no_trace(tmp_path: Path) -> None:
    history = History()
    history.connect()
    order = FirmwareOrder(By.OWNER, "http://user:topsecret@example.com/x.image")
    history.hear(FirmwareAsked(ReplyTo("mqtt"), order))
    logs = LogOrder(By.CENTRAL, LogKind.DIAGNOSTICS, "ftp://user:topsecret@example.com/")
    history.hear(LogAsked(ReplyTo("x"), logs))
    recorded(tmp_path / "run.trace", history, kept_of(history.station))
    text = (tmp_path / "run.trace").read_text()
    assert "topsecret" not in text
    assert text.count("//*@example.com/") == 4
    assert history.station.firmware.order == FirmwareOrder(By.OWNER, order.location, patience=Patience(1, 0.0))
