"""Who may talk to the embedded broker."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Login:
    """The one user there is."""

    username: str
    password: str = field(repr=False)
