"""A demo that goes wrong says in which phase, and what was waited for; it never ends well by mistake."""

import pytest

from pilotwire.app.doors import LogTail
from pilotwire.app.usage import UsageError
from pilotwire.cli.pins import pins_of
from pilotwire.csms import Direction, Frame, Violation, ViolationKind
from pilotwire.demo import play
from pilotwire.demo.plan import IDENTITY, Plan
from pilotwire.demo.play import Play
from pilotwire.demo.screen import PlainScreen
from pilotwire.demo.script import Step, plug_in
from pilotwire.demo.step import Phase


@pytest.fixture
def perform(monkeypatch):
    """Plays a single step on the real stage; what was wrong."""

    async def perform(phase, step):
        monkeypatch.setattr(play, "SCRIPT", (Step(phase, step),))
        performance = Play(Plan(speed=60.0), PlainScreen())
        await performance.run(pins_of, LogTail())
        return performance.wrong

    return perform


async def test_a_step_that_waits_in_vain_is_named(perform):
    async def stuck(stage, notes):
        await stage.witness.until("the contactor to close", lambda: False, 0.01)

    wrong = await perform(Phase.AUTHORISED, stuck)
    assert wrong == ("Authorised: waited 0 s for the contactor to close",)


async def test_what_the_board_refuses_is_named(perform):
    async def break_nothing(stage, notes):
        await stage.visitor.act("fault", name="no such fault", active=True)

    (wrong,) = await perform(Phase.STOP, break_nothing)
    assert wrong.startswith("Stop: POST /api/sim/fault: 422 ")


async def test_a_station_that_ends_ends_the_demo(perform):
    async def cut(stage, notes):
        stage.running.cancel()
        await stage.witness.until("nothing", lambda: False, 10.0)

    assert await perform(Phase.CHARGING, cut) == ("the station ended: cancelled",)


async def test_a_session_without_energy_has_no_receipt_that_is_right(perform):
    wrong = await perform(Phase.PLUG_IN, plug_in)
    assert "the CSMS's meterStop - meterStart is missing" in wrong
    assert "the meter register's difference is missing" in wrong
    assert "the CSMS was not told the token" in wrong


async def test_a_violation_of_ocpp_fails_the_demo(perform):
    async def misbehave(stage, notes):
        notes = await plug_in(stage, notes)
        frame = Frame(Direction.FROM_STATION, "[]", 0.0, 1)
        stage.csms.record(IDENTITY).violations.append(
            Violation(IDENTITY, ViolationKind.MALFORMED, "not a message", frame)
        )
        return notes

    assert "the CSMS complains: malformed: not a message" in await perform(Phase.PLUG_IN, misbehave)


async def test_a_demo_that_cannot_begin_has_not_failed_but_was_asked_wrongly():
    performance = Play(Plan(personality="nobody"), PlainScreen())
    with pytest.raises(UsageError, match="no such personality"):
        await performance.run(pins_of, LogTail())
    assert performance.wrong is None
