"""``pilotwire board``: what a real board shows of itself, for whoever stands in front of it with a screwdriver."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pilotwire.cli.foreground import refuse
from pilotwire.hardware.linux import DEFAULT_BOARD


def board(
    root: Annotated[Path, typer.Option(help="where /dev and /sys are")] = Path("/"),
    table: Annotated[str, typer.Option(help="which board it is")] = DEFAULT_BOARD,
) -> None:
    """Show every line, voltage and temperature of a real board; takes nothing from a station that runs."""
    from pilotwire.app.usage import UsageError
    from pilotwire.hardware.linux.catalogue import BOARDS
    from pilotwire.hardware.linux.survey import survey

    if table not in BOARDS:
        refuse(UsageError(f"--table {table}: no such board; there are {', '.join(BOARDS)}"))
    try:
        for row in survey(BOARDS[table], root):
            typer.echo(f"{row.what:28}{row.where:24}{row.says}")
    except OSError as error:
        refuse(error)
