"""``pilotwire demo``: a whole charging session, from plug-in to receipt."""

from __future__ import annotations

from typing import Annotated

import typer

from pilotwire.cli.foreground import FAILED, run_until_stopped
from pilotwire.cli.run import Version
from pilotwire.demo.plan import USUAL_SPEED

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def demo(
    ocpp: Annotated[Version, typer.Option(help="version of OCPP")] = Version.V16,
    personality: Annotated[str, typer.Option(help="whose station this is")] = "pilotwire",
    speed: Annotated[
        float, typer.Option(min=1, max=100, help="how much faster the station's clock runs")
    ] = USUAL_SPEED,
    keep: Annotated[bool, typer.Option("--keep", help="go on running after the receipt, until Ctrl-C")] = False,
) -> None:
    """Play a charging session with everything there is, watched live: station, vehicle, card, broker, central system.

    Exit status: 0 the session was right, 1 it was not, 2 it cannot begin, 130 it was stopped before its end.
    """
    from pilotwire.app.doors import LogTail
    from pilotwire.cli import journal
    from pilotwire.cli.pins import pins_of
    from pilotwire.demo.plan import Plan
    from pilotwire.demo.play import Play
    from pilotwire.demo.screen import best_screen

    tail = LogTail()
    journal.configure(tail, quiet=True)
    play = Play(Plan(ocpp.value, personality, speed, keep), best_screen())
    run_until_stopped(play.run(pins_of, tail))
    if play.wrong is None:
        typer.echo("the demo was stopped before its end", err=True)
        raise typer.Exit(INTERRUPTED)
    for each in play.wrong:
        typer.echo(f"the demo failed: {each}", err=True)
    if play.wrong:
        raise typer.Exit(FAILED)
