"""Finds a leds.json to start on: the file, else its backup, else the factory default. A lamp stops no station."""

from __future__ import annotations

from pathlib import Path

from pilotwire.config.error import ConfigErrors
from pilotwire.config.leds import NAME, LedsFile, read_leds
from pilotwire.config.leds_factory import factory_text
from pilotwire.config.recovery import Found, Origin, Places, Recovered, find, text_of


def load_leds(config_dir: Path, data_dir: Path) -> Found[LedsFile]:
    """The LEDs to start with; where the file is wrong and there is no backup, those of the factory default.

    A missing file is written, a good one becomes the backup, as for customer.json.
    """
    factory = factory_text()
    try:
        return find(Places(config_dir / NAME, data_dir / "backups" / NAME, factory), read_leds)
    except ConfigErrors as broken:
        return Found(read_leds(factory), Recovered(Origin.FACTORY, broken.errors, NAME))


def check_leds(path: Path) -> LedsFile:
    """What the file at *path* says; writes nothing. No file is none too many: the factory default counts.

    :raises ConfigErrors: it is wrong.
    """
    text = text_of(path)
    return LedsFile() if text is None else read_leds(text)
