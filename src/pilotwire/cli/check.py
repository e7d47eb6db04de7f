"""``pilotwire check``: is this configuration right?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pilotwire.cli.foreground import refuse
from pilotwire.cli.run import SYSTEM_CONFIG


def check(
    config: Annotated[Path, typer.Option(help="directory of customer.json and leds.json")] = SYSTEM_CONFIG,
    personality: Annotated[str, typer.Option(help="whose station this is")] = "pilotwire",
) -> None:
    """Read customer.json and leds.json and say everything that is wrong with them, line by line."""
    from pilotwire.config.customer import CustomerFile
    from pilotwire.config.error import ConfigError, ConfigErrors
    from pilotwire.config.leds import LedsFile
    from pilotwire.config.leds_start import check_leds, taken_by
    from pilotwire.config.recovery import check_file
    from pilotwire.config.table import VARIABLES
    from pilotwire.core.settings import Layers, Settings
    from pilotwire.personality.load import PersonalityError, load

    path = config / "customer.json"
    file, leds, errors = CustomerFile(), LedsFile(), list[ConfigError]()
    try:
        variables = load(personality).changed(VARIABLES)
    except PersonalityError as error:
        refuse(error)
    try:
        file = check_file(path, variables)
    except ConfigErrors as error:
        errors += error.errors
    try:
        taken = {} if errors else taken_by(Settings(Layers(variables, file.values)), file.ports)
        leds = check_leds(config / "leds.json", taken)
    except ConfigErrors as error:
        errors += error.errors
    if errors:
        refuse(ConfigErrors(tuple(errors)))
    for warning in file.warnings + leds.warnings:
        typer.echo(f"warning: {warning}", err=True)
    typer.echo(f"{path}: fine, {file.ports} EVSE{'s' if file.ports != 1 else ''}")
