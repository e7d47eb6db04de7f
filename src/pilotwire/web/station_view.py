"""The whole station as one JSON view, without secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from pilotwire import __version__
from pilotwire.core import registry
from pilotwire.core.claim import Claim
from pilotwire.core.csms import BootCause, Registration, is_online
from pilotwire.core.deadline import STATION, Timer
from pilotwire.core.port.phase import Operability
from pilotwire.core.reservation import Reservation
from pilotwire.core.reset import Resetting
from pilotwire.core.station import Station
from pilotwire.core.token import TokenKind
from pilotwire.core.variable import Key
from pilotwire.web.evse_view import EvseView, RunningView, evse_view, running_view
from pilotwire.web.profile_view import ProfileView, profile_view
from pilotwire.web.secret import is_secret, masked
from pilotwire.web.variable_name import key_to_name


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A driver who may charge and has not plugged in; ``evse`` 0: none is chosen yet."""

    evse: int
    token: str
    kind: TokenKind
    remote_start_id: int | None


@dataclass(frozen=True, slots=True)
class AskingView:
    """A token the central system is being asked about."""

    evse: int
    token: str


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """What is waited for, and until when on the station's clock."""

    evse: int
    timer: Timer
    at_mono_s: float


@dataclass(frozen=True, slots=True)
class SettingsView:
    """Which Variables are not as configured: names only, the values are at ``/api/variables``."""

    variables: int
    pinned: tuple[str, ...]
    written: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReservationView:
    """Who an EVSE (0: any) is kept for, and until when, in UTC seconds since 1970."""

    id: int
    evse: int
    token: str
    group: str | None
    expires_s: float


@dataclass(frozen=True, slots=True)
class StationView:
    """Everything the station knows, as far as it may be told."""

    software: str
    model: str
    vendor: str
    serial_number: str | None
    firmware_version: str | None
    identity: str | None
    central_url: str | None
    registration: Registration
    is_online: bool
    boot: str
    boot_cause: BootCause
    resetting: Resetting
    availability: Operability
    utc_minus_mono_s: float | None
    evses: tuple[EvseView, ...]
    claims: tuple[ClaimView, ...]
    asking: tuple[AskingView, ...]
    transaction: RunningView | None
    reservations: tuple[ReservationView, ...]
    profiles: tuple[ProfileView, ...]
    cached_tokens: int
    listed_tokens: int
    list_version: int
    deadlines: tuple[DeadlineView, ...]
    settings: SettingsView


def station_view(station: Station) -> StationView:
    """*station* as it is now; ``transaction`` is one that has begun before an EVSE was chosen."""
    settings = station.settings
    waiting = station.transactions.get(STATION)
    return StationView(
        software=f"pilotwire {__version__}",
        model=settings.get(registry.MODEL),
        vendor=settings.get(registry.VENDOR),
        serial_number=settings.get(registry.SERIAL_NUMBER),
        firmware_version=settings.get(registry.FIRMWARE_VERSION),
        identity=settings.get(registry.IDENTITY),
        central_url=cast("str | None", masked(settings.get(registry.CSMS_URL))),
        registration=station.registration,
        is_online=is_online(station),
        boot=station.boot,
        boot_cause=station.boot_cause,
        resetting=station.resetting,
        availability=station.operability,
        utc_minus_mono_s=station.clock.utc_minus_mono_s,
        evses=tuple(evse_view(station, port) for port in station.ports),
        claims=tuple(_claim(evse, claim) for evse, claim in station.claims.items()),
        asking=tuple(AskingView(question.evse, question.token.id) for question in station.asking.values()),
        transaction=running_view(station, waiting) if waiting else None,
        reservations=tuple(_reservation(each) for each in station.reservations.values()),
        profiles=tuple(profile_view(each) for each in station.profiles),
        cached_tokens=len(station.cache),
        listed_tokens=len(station.local_list.entries),
        list_version=station.local_list.version,
        deadlines=_deadlines(station),
        settings=_settings(station),
    )


def _claim(evse: int, claim: Claim) -> ClaimView:
    return ClaimView(evse, claim.token.id, claim.token.kind, claim.origin.remote_start_id)


def _reservation(kept: Reservation) -> ReservationView:
    return ReservationView(kept.id, kept.evse, kept.token.id, kept.token.group, kept.expires_s)


def _deadlines(station: Station) -> tuple[DeadlineView, ...]:
    own = [DeadlineView(due.evse, due.timer, at_s) for due, at_s in station.deadlines.items()]
    ports = [DeadlineView(port.evse, timer, at_s) for port in station.ports for timer, at_s in port.deadlines.items()]
    return tuple(sorted(own + ports, key=lambda deadline: deadline.at_mono_s))


def _settings(station: Station) -> SettingsView:
    settings = station.settings
    variables = settings.layers.variables
    return SettingsView(
        variables=len(variables),
        pinned=tuple(key_to_name(key) for key in settings.layers.pinned),
        written=tuple(key_to_name(key) for key in settings.stored),
        waiting=tuple(key_to_name(key) for key in settings.stored if _is_waiting(station, key)),
    )


def _is_waiting(station: Station, key: Key) -> bool:
    """What was written is not yet what the station runs on; a Variable that is gone waits for nothing."""
    name, evse = key
    variable = station.settings.layers.variables.get(name)
    if variable is None or is_secret(variable):
        return False
    return station.settings.reported(variable, evse) != station.settings.get(variable, evse)
