"""What a station starts with: personality, customer.json and the flags of this run, in layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from pilotwire.config.customer import CustomerFile, limited, read_customer
from pilotwire.config.error import ConfigError, ConfigErrors
from pilotwire.config.factory import factory_text
from pilotwire.config.jsonc import Json
from pilotwire.config.names import spread
from pilotwire.config.recovery import NAME, SHIPPED, Recovered, backup_path, find_customer, text_of
from pilotwire.config.rotary import NAME as ROTARY
from pilotwire.config.rotary import USUAL, Position, find_rotary, position_at
from pilotwire.config.software import TUNNEL_TIMEOUT, TUNNELS
from pilotwire.config.table import TABLE, VARIABLES, instances
from pilotwire.config.writer import CustomerWriter
from pilotwire.core import registry
from pilotwire.core.settings import Layers
from pilotwire.core.tunnel import tunnel_text
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
    rotary: tuple[Position, ...] = USUAL


def load(config_dir: Path, data_dir: Path, personality: Personality, pins: Values) -> Configuration:
    """Reads customer.json in *config_dir*, or recovers it; *pins* are flags and ``--set`` of this run.

    :raises ConfigErrors: customer.json is wrong and there is no backup in *data_dir*.
    :raises SettingError: a pin is for an EVSE there is not.
    """
    variables = personality.changed(VARIABLES)
    path, backup = config_dir / NAME, backup_path(data_dir)
    found = find_customer(path, backup, _factory(path, personality, variables), variables)
    file = limited(found.file, personality.customer_json.most_ports)
    variables |= instances_in(file)
    base = {**_defaults(personality, variables, file.ports), **file.values, **tunnels_in(file)}
    layers = Layers(variables, base, spread(pins, variables, file.ports))
    writer = CustomerWriter(path, backup, variables)
    warnings = found.warnings + file.warnings[len(found.file.warnings) :]
    return Configuration(layers, file.ports, file, writer, found.recovered, warnings)


def _factory(path: Path, personality: Personality, variables: Mapping[str, Variable[Value]]) -> str:
    """The factory default: what a maker has put beside the file (customer.json.shipped), else the personality's."""
    try:
        text = text_of(path.with_name(SHIPPED))
        if text is not None:
            read_customer(text, variables)
            return text
    except ConfigErrors:
        pass
    return factory_text(variables, cast("Mapping[str, Json]", personality.shipped))


def instances_in(file: CustomerFile) -> dict[str, Variable[Value]]:
    """The Variables of all names that *file* has in its tables."""
    names = {path.split("/")[1] for path in file.records if path.startswith(TABLE + "/")}
    return {name: variable for each in sorted(names) for name, variable in instances(each).items()}


def tunnels_in(file: CustomerFile) -> dict[Key, Value]:
    """Which DataTransfers *file* says are for the owner's software; nothing: none (chargebyte guide 3.3.8.1 T9)."""
    items = dict.fromkeys(path.rpartition("/")[0] for path in file.records if path.startswith(TUNNELS + "["))
    texts = tuple(
        tunnel_text(
            str(file.records[f"{item}/vendorId"]),
            cast("str | None", file.records.get(f"{item}/messageId")),
            cast("int", file.records.get(f"{item}/confirmTimeout") or TUNNEL_TIMEOUT.default),
        )
        for item in items
    )
    return {(registry.TUNNELS.name, 0): texts} if texts else {}


def with_rotary(configuration: Configuration, config_dir: Path, data_dir: Path) -> Configuration:
    """*configuration* with what rotaryencd.json makes of the positions of the rotary switch.

    :raises ConfigErrors: the file is wrong and there is no backup.
    """
    positions, errors = find_rotary(config_dir / ROTARY, backup_path(data_dir).with_name(ROTARY))
    return replace(configuration, rotary=positions, warnings=configuration.warnings + errors)


def with_switch(configuration: Configuration, stands_at: object) -> Configuration:
    """*configuration* as the rotary switch wants it, which stands at *stands_at*; None: the board has none.

    Grid limit and number of phases are then the switch's: neither a file nor a central system can raise what an
    electrician has set (chargebyte guide 4.2.2). Flags of this run still win.
    """
    if stands_at is None:
        return configuration
    position, layers = position_at(configuration.rotary, stands_at), configuration.layers
    turned: dict[Key, Value] = {(registry.GRID_LIMIT_A.name, 0): position.current_limit}
    turned |= {(registry.SUPPLY_PHASES.name, evse): position.phase_count for evse in range(1, configuration.evses + 1)}
    return replace(configuration, layers=replace(layers, pinned={**turned, **layers.pinned}))


def _defaults(personality: Personality, variables: Mapping[str, Variable[Value]], evses: int) -> dict[Key, Value]:
    """The values a personality gives: core knows its Variables by heart, so a new default must stand in a layer."""
    given = {(name, 0): variables[name].default for name in personality.defaults if name in variables}
    return spread(given, variables, evses)
