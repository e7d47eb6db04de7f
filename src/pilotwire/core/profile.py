"""A charging profile: how much may be drawn, from when to when, and what of (OCPP 1.6 7.8 to 7.14, OCPP 2.0.1 K)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pilotwire.core.moment import Stamp


class Purpose(Enum):
    """What a profile limits (OCPP 2.0.1 ChargingProfilePurposeEnumType)."""

    EXTERNAL = "ChargingStationExternalConstraints"  # the station as a whole, by somebody who is no central system
    STATION_MAX = "ChargingStationMaxProfile"  # the station as a whole
    TX_DEFAULT = "TxDefaultProfile"  # every transaction that has no profile of its own
    TX = "TxProfile"  # one transaction


class ProfileKind(Enum):
    """From when the periods of a profile count."""

    ABSOLUTE = "Absolute"  # from a date
    RECURRING = "Recurring"  # from a date, and again every day or week
    RELATIVE = "Relative"  # from when the transaction could draw energy


class Recurrency(Enum):
    """How often a recurring profile begins again."""

    DAILY = "Daily"
    WEEKLY = "Weekly"


class RateUnit(Enum):
    """What a limit is in: ampere per phase, or watt of all phases together."""

    AMPERE = "A"
    WATT = "W"


RECURS_S = {Recurrency.DAILY: 86400, Recurrency.WEEKLY: 604800}


@dataclass(frozen=True, slots=True)
class Period:
    """From *start_s* seconds after the beginning of its schedule on, *limit* in the unit of the schedule counts.

    ``phases`` is on how many of them; None: on as many as there are.
    """

    start_s: int
    limit: float
    phases: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Periods one after the other. Without ``duration_s`` the last one has no end.

    ``start_utc_s`` is its beginning in seconds since 1970, where it has one of its own; ``least`` below which charging
    is inefficient, in the same unit: a hint; ``id`` as whoever set it calls it.
    """

    unit: RateUnit
    periods: tuple[Period, ...]
    duration_s: int | None = None
    start_utc_s: float | None = None
    least: float | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class ChargingProfile:
    """A schedule, for whom it is, and among which others. The highest ``stack_level`` that is valid now counts."""

    id: int
    stack_level: int
    purpose: Purpose
    kind: ProfileKind
    schedule: Schedule
    recurrency: Recurrency | None = None
    valid_from_utc_s: float | None = None
    valid_to_utc_s: float | None = None


@dataclass(frozen=True, slots=True)
class Installed:
    """A profile as it is kept, for *evse* (0: the station, or all of them), and when it came.

    One of a transaction is of the one that runs at its EVSE, or is about to begin there. One that is not ``valid`` any
    more is a record: neither followed nor told.
    """

    evse: int
    profile: ChargingProfile
    came: Stamp
    valid: bool = True

    @property
    def place(self) -> tuple[Purpose, int, int]:
        """There is one profile in each place: another one takes it (OCPP 1.6 3.13.2)."""
        return self.profile.purpose, self.profile.stack_level, self.evse


Profiles = tuple[Installed, ...]  # replaced whole
