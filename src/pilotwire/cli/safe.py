"""``pilotwire safe``: open everything, whoever left it closed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pilotwire.hardware.linux import DEFAULT_BOARD


def safe(
    root: Annotated[Path, typer.Option(help="where /dev and /sys are")] = Path("/"),
    table: Annotated[str, typer.Option(help="which board it is")] = DEFAULT_BOARD,
) -> None:
    """Open the contactors of a real board and take its pilot to -12 V; needs no configuration. For a stop hook."""
    from pilotwire.hardware.linux.safe import make_safe

    status, failures = make_safe(root, table)
    for failure in failures:
        typer.echo(failure, err=True)
    raise typer.Exit(status)
