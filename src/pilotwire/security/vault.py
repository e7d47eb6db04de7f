"""The vault: a directory that only the station reads, with passwords, private keys and the roots it trusts.

Nothing of it is ever copied elsewhere. Whoever needs a password has its name (:mod:`pilotwire.core.sealed`).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec

from pilotwire.core.certificate import Use
from pilotwire.core.sealed import is_sealed, seal_name
from pilotwire.core.variable import Value
from pilotwire.durable_file import PRIVATE, replace_file

OWNER_ONLY: Final = 0o700
PASSWORDS: Final = "passwords.json"
FILE: Final = "customer.json"
PENDING: Final = "pending.key"
FALLBACK: Final = "fallback"
ROOTS: Final = {Use.CSMS: "csms", Use.MANUFACTURER: "manufacturer"}


class VaultError(OSError):
    """The vault cannot be used; the text says why in one line."""


class Vault:
    """The vault in *directory*, made if it is not there. Raises VaultError.

    Passwords are asked for by the loop and written in a thread; files are written by one thread, the keeper's.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock = Lock()
        try:
            for each in (directory, self.station, directory / "roots", *(self._roots(use) for use in Use)):
                each.mkdir(parents=True, exist_ok=True)
                each.chmod(OWNER_ONLY)
            self._kept = self._read()
        except OSError as error:
            raise VaultError(f"{directory}: {error.strerror}") from error
        self._known = {name: text for name, text in self._kept.items() if name != FILE}
        self._in_file = self._kept.get(FILE, "")

    @property
    def station(self) -> Path:
        """Where the station's own certificates lie, each with its key and its chain in one file."""
        return self.directory / "station"

    @property
    def pending_key(self) -> Path:
        """The key whose certificate has been asked for."""
        return self.directory / PENDING

    # -- passwords

    def seal(self, text: str) -> str:
        """The name of *text*; the same for the same text."""
        with self._lock:
            known = next((name for name, each in self._known.items() if each == text), None)
            if known is None:
                known = seal_name(secrets.token_hex(8), len(text.encode()))
                self._known[known] = text
            return known

    def opened(self, value: Value) -> str | None:
        """What *value* is the name of; a name nobody knows (the vault was replaced) is none."""
        if not is_sealed(value):
            return value if isinstance(value, str) else None
        with self._lock:
            return self._known.get(str(value))

    def keep(self, names: Collection[str]) -> None:
        """From now on exactly the passwords called *names* survive. Raises OSError, having changed nothing."""
        with self._lock:
            wanted = {name: self._known[name] for name in names if name in self._known}
            self._write(wanted | {FILE: self._in_file} if wanted else {})

    def is_file_edited(self, text: str | None) -> bool:
        """Whether the password in customer.json is another one than when a password from afar was kept over it."""
        self._in_file = text or ""
        return FILE in self._kept and self._kept[FILE] != self._in_file

    def _write(self, wanted: dict[str, str]) -> None:
        if wanted != self._kept:
            write_private(self.directory / PASSWORDS, msgspec.json.encode(wanted).decode())
            self._kept = wanted

    def _read(self) -> dict[str, str]:
        try:
            return msgspec.json.decode((self.directory / PASSWORDS).read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except msgspec.MsgspecError as error:
            raise OSError(0, f"{PASSWORDS}: {error}") from error

    # -- roots

    def roots(self, use: Use) -> tuple[str, ...]:
        """The roots for *use*, in PEM."""
        return tuple(path.read_text() for path in self._files(use))

    def fallback(self) -> tuple[str, ...]:
        """The roots that were replaced, and are good for one more try (security whitepaper M05.FR.13)."""
        return tuple(path.read_text() for path in sorted(self._roots(Use.CSMS).glob(f"*.{FALLBACK}")))

    def count(self) -> int:
        """How many roots there are."""
        return sum(len(self._files(use)) for use in Use)

    def add_root(self, use: Use, name: str, pem: str) -> None:
        """Trust *pem*. Raises OSError."""
        write_private(self._roots(use) / f"{name}.pem", pem)

    def remove_root(self, use: Use, name: str) -> None:
        """Trust it no longer. Raises OSError."""
        (self._roots(use) / f"{name}.pem").unlink()

    def replace_root(self, name: str, pem: str) -> None:
        """Trust *pem* and keep what was trusted before as the fallback. Raises OSError."""
        old = [path for path in self._files(Use.CSMS) if path.stem != name]
        self.add_root(Use.CSMS, name, pem)
        self.drop_fallback()
        for path in old:
            path.rename(path.with_suffix(f".{FALLBACK}"))

    def drop_fallback(self) -> None:
        """The new root works: the old one is trusted no longer (security whitepaper M05.FR.12)."""
        for path in self._roots(Use.CSMS).glob(f"*.{FALLBACK}"):
            with suppress(OSError):
                path.unlink()

    def _roots(self, use: Use) -> Path:
        return self.directory / "roots" / ROOTS[use]

    def _files(self, use: Use) -> list[Path]:
        return sorted(self._roots(use).glob("*.pem"))

    # -- the station's own

    def own(self) -> Iterable[Path]:
        """The files with the station's certificates, in no order that matters."""
        return sorted(self.station.glob("*.pem"))


def write_private(path: Path, text: str) -> None:
    """*text* to *path*, whole or not at all, for nobody else to read. Raises OSError."""
    replace_file(path, text)
    if path.stat().st_mode & 0o777 != PRIVATE:
        os.chmod(path, PRIVATE)
