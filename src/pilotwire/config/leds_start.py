"""Finds a leds.json to start on: the file, else its backup, else the factory default. A lamp stops no station."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pilotwire.config.error import ConfigErrors
from pilotwire.config.leds import NAME, LedsFile, read_leds
from pilotwire.config.leds_factory import factory_text
from pilotwire.config.recovery import Found, Origin, Places, Recovered, find, text_of
from pilotwire.config.table import BY_VARIABLE
from pilotwire.core import registry
from pilotwire.core.settings import Settings

NO_TEST = -1


def taken_by(settings: Settings, evses: int) -> dict[int, str]:
    """The lines that *settings* use for something else, and where customer.json says so: no lamp may move them."""
    taken: dict[int, str] = {}
    for evse in range(1, evses + 1):
        used = []
        if settings.get(registry.RCD_ENABLED, evse):
            used += [registry.RCD_GPIO, registry.RCD_TEST_GPIO]
        if settings.get(registry.EMERGENCY_ENABLED, evse):
            used += [registry.EMERGENCY_GPIO]
        for variable in used:
            path = BY_VARIABLE[variable.name].path.replace("[]", f"[{evse - 1}]", 1)
            taken.setdefault(settings.get(variable, evse), path)
    taken.pop(NO_TEST, None)
    return taken


def load_leds(config_dir: Path, data_dir: Path, taken: Mapping[int, str]) -> Found[LedsFile]:
    """The LEDs to start with; where the file is wrong and there is no backup, those of the factory default.

    A missing file is written, a good one becomes the backup, as for customer.json. No LED gets a line in *taken*.
    """
    factory = factory_text()
    places = Places(config_dir / NAME, data_dir / "backups" / NAME, factory)
    try:
        return find(places, lambda text: read_leds(text, taken))
    except ConfigErrors as broken:
        return Found(_factory_leds(factory, taken), Recovered(Origin.FACTORY, broken.errors, NAME))


def _factory_leds(factory: str, taken: Mapping[int, str]) -> LedsFile:
    """Those of the factory, unless its output is used otherwise: then none."""
    try:
        return read_leds(factory, taken)
    except ConfigErrors:
        return LedsFile()


def check_leds(path: Path, taken: Mapping[int, str]) -> LedsFile:
    """What the file at *path* says; writes nothing. A missing file is no mistake: the factory default will count.

    :raises ConfigErrors: it is wrong.
    """
    text = text_of(path)
    return LedsFile() if text is None else read_leds(text, taken)
