"""``pilotwire check``: is this configuration right?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pilotwire.cli.foreground import refuse
from pilotwire.cli.run import SYSTEM_CONFIG


def check(
    config: Annotated[Path, typer.Option(help="directory of customer.json")] = SYSTEM_CONFIG,
    personality: Annotated[str, typer.Option(help="whose station this is")] = "pilotwire",
) -> None:
    """Read customer.json and say everything that is wrong with it, line by line."""
    from pilotwire.config.error import ConfigErrors
    from pilotwire.config.recovery import check_file
    from pilotwire.config.table import VARIABLES
    from pilotwire.personality.load import PersonalityError, load

    path = config / "customer.json"
    try:
        file = check_file(path, load(personality).changed(VARIABLES))
    except (ConfigErrors, PersonalityError) as error:
        refuse(error)
    for warning in file.warnings:
        typer.echo(f"warning: {warning}", err=True)
    typer.echo(f"{path}: fine, {file.ports} EVSE{'s' if file.ports != 1 else ''}")
