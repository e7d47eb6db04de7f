"""Writes values into customer.json, for a central system or a page; comments and a person's edits survive."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pilotwire.config.customer import read_customer
from pilotwire.config.edit import EditError, set_value
from pilotwire.config.error import ConfigError, ConfigErrors
from pilotwire.config.jsonc import JsoncError, path_text
from pilotwire.config.recovery import text_of
from pilotwire.config.table import entry_of
from pilotwire.core.variable import Key, Value, Values, Variable
from pilotwire.durable_file import replace_file


class CustomerWriteError(Exception):
    """Nothing could be written; customer.json is as it was."""


def has_path(key: Key) -> bool:
    """Whether customer.json has a place for *key*; what it has none for is kept in the store."""
    return entry_of(key) is not None


@dataclass(frozen=True, slots=True)
class CustomerWriter:
    """Changes the file at *path* and its *backup*, so that the next start finds what was written.

    It never makes a wrong file of a right one: nobody shall be able to brick a station from afar.
    """

    path: Path
    backup: Path
    variables: Mapping[str, Variable[Value]]

    def write(self, changes: Values) -> tuple[ConfigError, ...]:
        """Writes *changes*, and tells those that were left out because the file would be wrong with them.

        The file is read anew, so what somebody changed meanwhile stays. While it is broken or gone, the next start is
        on the backup (chargebyte guide 10.3), and so that one is changed.

        :raises CustomerWriteError: a key has no path, neither file is right, or the disk refuses.
        """
        for name, evse in changes:
            if not has_path((name, evse)):
                raise CustomerWriteError(f"{name} of EVSE {evse} has no place in customer.json")
        try:
            text = _text(self.path)
            if text is not None and self._is_right(text):
                return self._write_file(text, changes)
            return self._write_backup(text, changes)
        except OSError as error:
            raise CustomerWriteError(f"{self.path} cannot be written: {error.strerror}") from error

    def _write_file(self, text: str, changes: Values) -> tuple[ConfigError, ...]:
        changed, left_out = self._taken(text, changes)
        if changed != text:
            replace_file(self.path, changed)
        with contextlib.suppress(OSError):  # the values are safe by now, and the next start makes a new backup
            replace_file(self.backup, changed)
        return left_out

    def _write_backup(self, broken: str | None, changes: Values) -> tuple[ConfigError, ...]:
        text = _text(self.backup)
        if text is None or not self._is_right(text):
            raise CustomerWriteError(f"{self.path} is broken and there is no backup; nothing is written")
        changed, left_out = self._taken(text, changes)
        replace_file(self.backup, changed)
        with contextlib.suppress(JsoncError, EditError):  # where its syntax allows, for whoever mends it
            if broken is not None and not left_out:
                replace_file(self.path, _changed(broken, changes))
        return left_out

    def _taken(self, text: str, changes: Values) -> tuple[str, tuple[ConfigError, ...]]:
        """The right *text* with all of *changes* if that is right, else with as many as can be."""
        all_at_once, error = self._attempt(text, changes)
        if error is None:
            return all_at_once, ()
        left_out: list[ConfigError] = []
        for key, value in changes.items():
            text, error = self._attempt(text, {key: value})
            left_out += [] if error is None else [error]
        return text, tuple(left_out)

    def _attempt(self, text: str, changes: Values) -> tuple[str, ConfigError | None]:
        try:
            changed = _changed(text, changes)
            read_customer(changed, self.variables)
        except ConfigErrors as errors:
            return text, errors.errors[0]
        except (JsoncError, EditError) as error:
            return text, ConfigError(0, _path(next(iter(changes))), str(error))
        return changed, None

    def _is_right(self, text: str) -> bool:
        try:
            read_customer(text, self.variables)
        except ConfigErrors:
            return False
        return True


def _text(path: Path) -> str | None:
    try:
        return text_of(path)
    except ConfigErrors:
        return None


def _path(key: Key) -> str:
    entry = entry_of(key)
    return path_text(entry.at(key[1])) if entry is not None else key[0]


def _changed(text: str, changes: Values) -> str:
    for key, value in changes.items():
        entry = entry_of(key)
        if entry is not None:
            text = set_value(text, entry.at(key[1]), entry.codec.write(value))
    return text
