"""What is wrong with a configuration file, said so that a person finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConfigError:
    """One thing wrong with a file (or, as a warning, odd). Line 0: it concerns no line, or there is no file."""

    line: int
    path: str
    text: str
    file: str = "customer.json"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.path, self.text) if part)


class ConfigErrors(ValueError):
    """A configuration cannot be used; ``errors`` are all reasons, in order of lines."""

    def __init__(self, errors: tuple[ConfigError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors
