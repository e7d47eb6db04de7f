"""What a person types and sees; decides nothing. Each command imports what it needs only when it is called."""

from __future__ import annotations

import typer

from pilotwire.cli import board, call, check, csms, demo, lint, personalities, replay, run, safe, sim

program = typer.Typer(
    name="pilotwire",
    help="An EV charging station: IEC 61851, OCPP 1.6J and 2.0.1, MQTT; on a simulated board or on real hardware.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
COMMANDS = (
    demo.demo,
    run.run,
    safe.safe,
    board.board,
    sim.sim,
    csms.csms,
    call.call,
    check.check,
    personalities.personalities,
    lint.lint,
    replay.replay,
)
for command in COMMANDS:
    program.command()(command)
