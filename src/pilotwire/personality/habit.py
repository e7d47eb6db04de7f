"""How a vendor's station answers questions about its configuration, and how it spells values. Data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TooMany(Enum):
    """What becomes of a GetConfiguration with more keys than GetConfigurationMaxKeys (OCPP 1.6 9.1)."""

    REFUSED = "refused"  # CALLERROR: an occurrence constraint is violated
    FIRST = "first"  # as many as allowed are answered, and nothing is said of the others
    ALL = "all"


class Unknown(Enum):
    """How the names of keys there are not are told."""

    TOLD = "told"
    ALWAYS = "always"  # unknownKey is there even when it is empty, and so is configurationKey
    NEVER = "never"


class UnknownWrite(Enum):
    """The answer to a ChangeConfiguration of a key there is not (OCPP 1.6 5.3: NotSupported)."""

    NOT_SUPPORTED = "NotSupported"
    REJECTED = "Rejected"


class Unset(Enum):
    """How a key is told whose value is not set."""

    WITHOUT_VALUE = "without value"
    EMPTY = "empty"


class Times(Enum):
    """Which times of others are taken."""

    ANY = "any"  # any offset, any number of decimals (ISO 8601)
    PLAIN = "plain"  # YYYY-MM-DDTHH:mm:ss, and behind it .SSS and Z as one likes


@dataclass(frozen=True, slots=True)
class Configuring:
    """``lists_secrets``: whether a key nobody may read stands in the answer with all keys, without its value.
    ``case_sensitive``: whether names of keys are, although they are CiStrings (OCPP 1.6 7.17)."""

    too_many: TooMany = TooMany.REFUSED
    unknown: Unknown = Unknown.TOLD
    unknown_write: UnknownWrite = UnknownWrite.NOT_SUPPORTED
    unset: Unset = Unset.WITHOUT_VALUE
    lists_secrets: bool = False
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Spelling:
    """``true`` and ``false`` are told so, and taken in any case; ``also_true`` and ``also_false`` are taken too, and
    with ``others_are_false`` so is everything else, and means false. ``comma`` stands between the members of a list
    that is told; blanks after one are always taken. ``times`` are those that are taken of others."""

    true: str = "true"
    false: str = "false"
    also_true: tuple[str, ...] = ()
    also_false: tuple[str, ...] = ()
    others_are_false: bool = False
    comma: str = ","
    times: Times = Times.ANY

    @property
    def booleans(self) -> dict[str, bool]:
        """What each word means, by its lower case."""
        said = ((True, (self.true, *self.also_true)), (False, (self.false, *self.also_false)))
        return {word.lower(): meaning for meaning, words in said for word in words}
