"""``pilotwire check``: is this configuration right?"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pilotwire.cli.foreground import refuse
from pilotwire.cli.run import SYSTEM_CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pilotwire.config.jsonc import Json
    from pilotwire.personality.model import Personality


class File(StrEnum):
    """The files there are schemas of."""

    CUSTOMER = "customer.json"
    LEDS = "leds.json"
    ROTARY = "rotaryencd.json"


def check(
    config: Annotated[Path, typer.Option(help="directory of customer.json")] = SYSTEM_CONFIG,
    personality: Annotated[str, typer.Option(help="whose station this is")] = "pilotwire",
    variant: Annotated[str | None, typer.Option(help="which model or firmware of it")] = None,
    schema: Annotated[File | None, typer.Option(help="print the JSON Schema of this file instead")] = None,
) -> None:
    """Read customer.json, leds.json and rotaryencd.json and say everything that is wrong with them, line by line."""
    from pilotwire.config.error import ConfigErrors
    from pilotwire.personality.load import PersonalityError, load

    try:
        vendor = load(personality, variant)
        typer.echo(_schema(schema, vendor) if schema else _checked(config, vendor))
    except (ConfigErrors, PersonalityError) as error:
        refuse(error)


def _checked(config: Path, personality: Personality) -> str:
    """How well the files are. Raises ConfigErrors with the mistakes of all of them."""
    from pilotwire.config.customer import CustomerFile, limited
    from pilotwire.config.error import ConfigError, ConfigErrors
    from pilotwire.config.leds import LedsFile
    from pilotwire.config.leds_start import check_leds, taken_by
    from pilotwire.config.recovery import check_file
    from pilotwire.config.rotary import check_rotary
    from pilotwire.config.table import VARIABLES
    from pilotwire.core.settings import Layers, Settings

    path, variables, file, leds = config / File.CUSTOMER, personality.changed(VARIABLES), CustomerFile(), LedsFile()
    mistakes: list[ConfigError] = []
    try:
        file = limited(check_file(path, variables), personality.customer_json.most_ports)
    except ConfigErrors as errors:
        mistakes += errors.errors
    taken = {} if mistakes else taken_by(Settings(Layers(variables, file.values)), file.ports)
    try:
        leds = check_leds(config / File.LEDS, taken)
    except ConfigErrors as errors:
        mistakes += errors.errors
    mistakes += check_rotary(config / File.ROTARY)
    if mistakes:
        raise ConfigErrors(tuple(mistakes))
    for warning in file.warnings + leds.warnings:
        typer.echo(f"warning: {warning}", err=True)
    return f"{path}: fine, {file.ports} EVSE{'s' if file.ports != 1 else ''}"


def _schema(file: File, personality: Personality) -> str:
    from pilotwire.config import leds_factory
    from pilotwire.config.schema import customer_schema, rotary_schema
    from pilotwire.config.table import VARIABLES

    schemas: dict[File, Callable[[], Mapping[str, Json]]] = {
        File.CUSTOMER: lambda: customer_schema(personality.changed(VARIABLES)),
        File.LEDS: leds_factory.schema,
        File.ROTARY: rotary_schema,
    }
    return json.dumps(schemas[file](), indent=2, ensure_ascii=False)
