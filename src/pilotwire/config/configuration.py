"""What a station starts with: personality, customer.json and the flags of this run, in layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pilotwire.config.customer import CustomerFile
from pilotwire.config.error import ConfigError
from pilotwire.config.factory import factory_text
from pilotwire.config.jsonc import Json
from pilotwire.config.names import spread
from pilotwire.config.recovery import NAME, Recovered, backup_path, find_customer
from pilotwire.config.table import VARIABLES
from pilotwire.config.writer import CustomerWriter
from pilotwire.core.settings import Layers
from pilotwire.core.variable import Key, Value, Values, Variable
from pilotwire.personality.model import Personality


@dataclass(frozen=True, slots=True)
class Configuration:
    """The layers below what is written during a run, and how they were found."""

    layers: Layers
    evses: int
    customer: CustomerFile
    writer: CustomerWriter
    recovered: Recovered | None = None
    warnings: tuple[ConfigError, ...] = ()


def load(config_dir: Path, data_dir: Path, personality: Personality, pins: Values) -> Configuration:
    """Reads customer.json in *config_dir*, or recovers it; *pins* are flags and ``--set`` of this run.

    :raises ConfigErrors: customer.json is wrong and there is no backup in *data_dir*.
    :raises SettingError: a pin is for an EVSE there is not.
    """
    variables = personality.changed(VARIABLES)
    path, backup = config_dir / NAME, backup_path(data_dir)
    found = find_customer(
        path, backup, factory_text(variables, cast("Mapping[str, Json]", personality.shipped)), variables
    )
    evses = found.file.ports
    base = {**_defaults(personality, variables, evses), **found.file.values}
    layers = Layers(variables, base, spread(pins, variables, evses))
    writer = CustomerWriter(path, backup, variables)
    return Configuration(layers, evses, found.file, writer, found.recovered, found.warnings)


def _defaults(personality: Personality, variables: Mapping[str, Variable[Value]], evses: int) -> dict[Key, Value]:
    """The values a personality gives: core knows its Variables by heart, so a new default must stand in a layer."""
    given = {(name, 0): variables[name].default for name in personality.defaults if name in variables}
    return spread(given, variables, evses)
