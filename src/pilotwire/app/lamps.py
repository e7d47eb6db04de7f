"""The LEDs of leds.json: read, told to the room that shows them, and read again when the file is edited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog

from pilotwire.app.options import Options
from pilotwire.app.watch import FileWatch
from pilotwire.config.configuration import Configuration
from pilotwire.config.leds import NAME, LedsFile
from pilotwire.config.leds_start import load_leds, taken_by
from pilotwire.config.recovery import Found
from pilotwire.core.led import Led
from pilotwire.core.settings import Settings

log = structlog.get_logger("pilotwire")


class Shows(Protocol):
    """Whoever shows LEDs."""

    def use(self, leds: tuple[Led, ...]) -> None:
        """From now on these are the LEDs."""


class LedsOnFile:
    """Keeps *shows* at what leds.json says; one that cannot be used is an error in the log, no more."""

    def __init__(self, options: Options, configuration: Callable[[], Configuration], shows: Shows) -> None:
        self._options, self._configuration, self._shows = options, configuration, shows
        self._found: Found[LedsFile] | None = None

    def read(self) -> None:
        """Read the file and show what it says."""
        self._take(self._load())

    async def run(self) -> None:
        """Read it again whenever it has been edited, for ever."""
        await FileWatch(self._options.config_dir / NAME, self._reread).run()

    async def _reread(self) -> None:
        self._take(await asyncio.to_thread(self._load))

    def _load(self) -> Found[LedsFile]:
        configuration, options = self._configuration(), self._options
        taken = taken_by(Settings(configuration.layers), configuration.evses)
        return load_leds(options.config_dir, options.data_dir, taken)

    def _take(self, found: Found[LedsFile]) -> None:
        """Whoever has just been told the same is not told again."""
        if found != self._found:
            _tell(found, self._configuration().evses)
            self._found = found
            self._shows.use(found.file.leds)


def _tell(found: Found[LedsFile], evses: int) -> None:
    for warning in found.warnings:
        log.warning("leds.json", warning=str(warning))
    if found.recovered is not None and found.recovered.errors:
        log.error(str(found.recovered), errors=[str(error) for error in found.recovered.errors])
    if len(found.file.leds) > evses:
        log.warning("leds.json has more LEDs than there are EVSEs", leds=len(found.file.leds), evses=evses)
