"""Looks after the files while the station runs: what a person changes in them and applies at once, counts at once.

A file is looked at every second (ADR 10): a look is one stat in a thread, and it is read only when it has stood still
for a second, so that nobody is told of mistakes in a file that is just being written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import structlog

from pilotwire.config.configuration import Configuration
from pilotwire.config.customer import limited
from pilotwire.config.error import ConfigErrors
from pilotwire.config.news import News, news_of
from pilotwire.config.recovery import reread
from pilotwire.core.event import Event
from pilotwire.core.request import ConfigurationEdited
from pilotwire.core.settings import Settings

LOOK_S: Final = 1.0  # real seconds
Stamp = tuple[int, ...]

log = structlog.get_logger("pilotwire.app.watch")


class FileWatch:
    """Calls *take* when the file at *path* has changed and stood still since; once at the beginning, too."""

    def __init__(self, path: Path, take: Callable[[], Awaitable[None]]) -> None:
        self._path, self._take = path, take
        self._seen: Stamp | None = None
        self._read: Stamp | None = None

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(LOOK_S)
            await self._look()

    async def _look(self) -> None:
        before, self._seen = self._seen, await asyncio.to_thread(_stamp, self._path)
        if self._seen == before and self._seen != self._read:
            self._read = self._seen
            await self._take()


class CustomerWatch(FileWatch):
    """Says :class:`ConfigurationEdited` when the file says something new; a broken file leaves everything as it was."""

    def __init__(
        self, configuration: Configuration, settings: Callable[[], Settings], say: Callable[[Event], None], most: int
    ) -> None:
        """At *most* so many charging points are looked at."""
        self._most = most
        super().__init__(configuration.writer.path, self._take_news)
        self._backup = configuration.writer.backup
        self._file, self._settings, self._say = configuration.customer, settings, say
        recovered = configuration.recovered
        self._told = tuple(map(str, recovered.errors)) if recovered else ()

    async def _take_news(self) -> None:
        settings = self._settings()
        try:
            file = await asyncio.to_thread(reread, self._path, self._backup, settings.layers.variables)
        except ConfigErrors as errors:
            self._complain(tuple(map(str, errors.errors)))
            return
        self._told = ()
        file = limited(file, self._most)
        news, self._file = news_of(self._file, file, self._settings()), file
        if news.changes:
            self._say(ConfigurationEdited(news.changes))
        if news.is_any:
            _tell(news)
            for warning in file.warnings:
                log.warning("customer.json", warning=str(warning))

    def _complain(self, errors: tuple[str, ...]) -> None:
        if errors != self._told:
            for error in errors:
                log.error("customer.json cannot be used; everything stays as it was", error=error)
        self._told = errors


def _tell(news: News) -> None:
    paths = {
        "now": news.now,
        "when_no_transaction_is_in_the_way": news.waiting,
        "after_a_restart": news.later,
        "not_in_this_run_because_of_a_flag": news.held,
    }
    log.info("customer.json was edited", **{when: list(those) for when, those in paths.items() if those})


def _stamp(path: Path) -> Stamp:
    """Changes whenever the file does; empty: there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
