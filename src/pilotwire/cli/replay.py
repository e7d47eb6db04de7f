"""``pilotwire replay``: runs a recorded trace through the core."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pilotwire.cli.foreground import refuse


def replay(file: Annotated[Path, typer.Argument(help="what `pilotwire run --record FILE` wrote")]) -> None:
    """Run a recorded trace through the core and print the commands and facts of every step."""
    from pilotwire.trace import TraceError, replayed

    try:
        for name, _, outcome in replayed(file):
            typer.echo(name)
            for said in (*outcome.commands, *outcome.replies, *outcome.facts):
                typer.echo(f"    {said}")
    except (TraceError, OSError) as error:
        refuse(error)
