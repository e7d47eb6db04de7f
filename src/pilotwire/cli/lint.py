"""``pilotwire lint``: is the data of the personalities right?"""

from __future__ import annotations

from typing import Annotated

import typer

from pilotwire.cli.foreground import FAILED


def lint(
    file: Annotated[str | None, typer.Argument(help="a personality of your own; else all that are shipped")] = None,
) -> None:
    """Check the data of all personalities, or of one of your own."""
    from pilotwire.personality.lint import lint as faults
    from pilotwire.personality.lint import lint_file
    from pilotwire.personality.load import available

    found = faults() if file is None else lint_file(file)
    for fault in found:
        typer.echo(str(fault), err=True)
    if found:
        raise typer.Exit(FAILED)
    typer.echo(f"fine: {', '.join(available()) if file is None else file}")
