"""Finds a customer.json to start on: the file, else its backup, else the factory default (chargebyte guide 10.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from pilotwire.config.customer import CustomerFile, read_customer, syntax_error
from pilotwire.config.error import ConfigError, ConfigErrors
from pilotwire.config.jsonc import MAX_CHARS, JsoncError, decode
from pilotwire.core.variable import Value, Variable
from pilotwire.durable_file import replace_file

NAME: Final = "customer.json"
SHIPPED: Final = "customer.json.shipped"
NOTHING: Final = b"\x00 \t\r\n"  # after a power cut a file may be all zeros


class Origin(Enum):
    """Where a configuration that is not the file itself came from."""

    BACKUP = "backup"
    FACTORY = "factory default"


@dataclass(frozen=True, slots=True)
class Recovered:
    """The station starts on something else than its customer.json: *errors* say why (none: there was no file)."""

    origin: Origin
    errors: tuple[ConfigError, ...] = ()
    name: str = NAME

    def __str__(self) -> str:
        why = "is wrong" if self.errors else "is missing or empty"
        return f"{self.name} {why}; the station runs on the {self.origin.value}"


class Parsed(Protocol):
    """What a reader makes of a text: whatever it is, it knows what is odd about it."""

    @property
    def warnings(self) -> tuple[ConfigError, ...]:
        """What is odd."""


File = TypeVar("File", bound=Parsed)
Read = Callable[[str], File]


@dataclass(frozen=True, slots=True)
class Found(Generic[File]):
    """A configuration to start on."""

    file: File
    recovered: Recovered | None = None
    warnings: tuple[ConfigError, ...] = ()


def backup_path(data_dir: Path) -> Path:
    """Where the backup is kept."""
    return data_dir / "backups" / NAME


@dataclass(frozen=True, slots=True)
class Places:
    """Where a file and its backup are, and what it says when it leaves the factory."""

    path: Path
    backup: Path
    factory: str


def find_customer(
    path: Path, backup: Path, factory: str, variables: Mapping[str, Variable[Value]]
) -> Found[CustomerFile]:
    """Reads customer.json at *path*, or what can stand in for it; see :func:`find`."""
    return find(Places(path, backup, factory), lambda text: read_customer(text, variables))


def find(places: Places, read: Read[File]) -> Found[File]:
    """Reads the file with *read*, which raises ConfigErrors, or what can stand in for it.

    A missing or empty file is written anew from the backup or factory default. One with mistakes is left for the person
    who made them, and the station runs on the backup. A good one becomes the backup.

    :raises ConfigErrors: the file is wrong and there is no backup that is right.
    """
    name = places.path.name
    try:
        text = text_of(places.path)
        if text is None:
            return _restored(places, read)
        file = read(text)
    except ConfigErrors as broken:
        standby = _backup_text(places.backup, read)
        if standby is None:
            raise
        file = read(standby)
        return Found(file, Recovered(Origin.BACKUP, broken.errors, name), file.warnings)
    return Found(file, None, file.warnings + _kept(places.backup, text))


def reread(path: Path, backup: Path, variables: Mapping[str, Variable[Value]]) -> CustomerFile:
    """What the file at *path* says now; a good one becomes the backup (chargebyte guide 1, 3.3.0).

    :raises ConfigErrors: it is missing, empty or wrong; then nothing is written.
    """
    text = text_of(path)
    if text is None:
        raise ConfigErrors((ConfigError(0, "", "is missing or empty"),))
    file = read_customer(text, variables)
    return replace(file, warnings=file.warnings + _kept(backup, text))


def check_file(path: Path, variables: Mapping[str, Variable[Value]]) -> CustomerFile:
    """What the file at *path* says; writes nothing and looks for no backup.

    :raises ConfigErrors: it is missing, empty or wrong.
    """
    text = text_of(path)
    if text is None:
        raise ConfigErrors((ConfigError(0, "", "is missing or empty"),))
    return read_customer(text, variables)


def _restored(places: Places, read: Read[File]) -> Found[File]:
    text = _backup_text(places.backup, read)
    origin = Origin.FACTORY if text is None else Origin.BACKUP
    text = places.factory if text is None else text
    file = read(text)
    warnings = file.warnings + _kept(places.path, text) + _kept(places.backup, text)
    return Found(file, Recovered(origin, name=places.path.name), warnings)


def text_of(path: Path) -> str | None:
    """The text of the file; None when there is none, or nothing in it.

    :raises ConfigErrors: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(4 * MAX_CHARS + 1)  # a character has at most four bytes: more is refused anyway
        return decode(data) if data.strip(NOTHING) else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigErrors((ConfigError(0, "", f"cannot be read: {error.strerror}", path.name),)) from None
    except JsoncError as error:
        raise ConfigErrors((syntax_error(error.fault, path.name),)) from None


def _backup_text(backup: Path, read: Read[File]) -> str | None:
    """The backup, where there is one and nothing is wrong with it."""
    try:
        text = text_of(backup)
        if text is not None:
            read(text)
    except ConfigErrors:
        return None
    return text


def _kept(path: Path, text: str) -> tuple[ConfigError, ...]:
    """Writes *text* to *path* unless it is there; a disk that refuses is no reason not to start."""
    try:
        if path.exists() and path.read_bytes() == text.encode("utf-8"):
            return ()
        replace_file(path, text)
    except OSError as error:
        return (ConfigError(0, "", f"{path} cannot be written: {error.strerror}"),)
    return ()
