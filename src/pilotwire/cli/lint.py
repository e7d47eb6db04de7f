"""``pilotwire lint``: is the data of the personalities right?"""

from __future__ import annotations

import typer

from pilotwire.cli.foreground import FAILED


def lint() -> None:
    """Check the data of all personalities."""
    from pilotwire.personality.lint import lint as faults
    from pilotwire.personality.load import available

    found = faults()
    for fault in found:
        typer.echo(str(fault), err=True)
    if found:
        raise typer.Exit(FAILED)
    typer.echo(f"fine: {', '.join(available())}")
