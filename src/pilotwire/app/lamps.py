"""The LEDs of leds.json, read for the room that shows them, with whatever is odd about them in the log."""

from __future__ import annotations

import structlog

from pilotwire.app.options import Options
from pilotwire.config.configuration import Configuration
from pilotwire.config.leds_start import load_leds, taken_by
from pilotwire.core.led import Led
from pilotwire.core.settings import Settings

log = structlog.get_logger("pilotwire")


def leds_of(options: Options, configuration: Configuration) -> tuple[Led, ...]:
    """The LEDs beside *configuration*; a leds.json that cannot be used is an error in the log, no more."""
    evses = configuration.evses
    found = load_leds(options.config_dir, options.data_dir, taken_by(Settings(configuration.layers), evses))
    for warning in found.warnings:
        log.warning("leds.json", warning=str(warning))
    if found.recovered is not None and found.recovered.errors:
        log.error(str(found.recovered), errors=[str(error) for error in found.recovered.errors])
    if len(found.file.leds) > evses:
        log.warning("leds.json has more LEDs than there are EVSEs", leds=len(found.file.leds), evses=evses)
    return found.file.leds
