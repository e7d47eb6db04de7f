"""A certificate for the station: it makes a key and asks the central system to have it signed (OCPP 2.0.1 A02, A03;
security whitepaper A02, A03). The key never comes by here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pilotwire.core import registry
from pilotwire.core.csms import is_online
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.keyring import LookAtKeyring, expires_soon, looking
from pilotwire.core.machine import Machine, ignoring
from pilotwire.core.outcome import NOTHING, Outcome

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.settings import Settings
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


class Signing(Enum):
    """How far it is."""

    NONE = "none"
    MAKING = "making"  # a key and a request are being made
    ASKED = "asked"  # the central system has the request, and has not said whether it takes it
    WAITING = "waiting"  # it takes care of it


@dataclass(frozen=True, slots=True)
class MakeRequest:
    """Make a new key, and a request to sign it for this *common_name* of this *organization*."""

    common_name: str
    organization: str


@dataclass(frozen=True, slots=True)
class RequestMade:
    """The request (PKCS #10 in PEM, RFC 2986); None: it could not be made."""

    request: str | None


@dataclass(frozen=True, slots=True)
class AskSigning:
    """The central system is to have *request* signed: a fact, so that it follows what was promised, and a question."""

    request: str


@dataclass(frozen=True, slots=True)
class SigningAnswered:
    """Whether the central system takes care of it; nobody answering is no."""

    taken: bool


def may_ask(station: Station) -> bool:
    """The name of the operator has to be in the request (security whitepaper A02, prerequisites)."""
    return bool(station.settings.get(registry.ORGANIZATION))


def common_name(settings: Settings) -> str:
    """Whose certificate it is: the serial number (security whitepaper A00.FR.511), or what stands for it."""
    return settings.get(registry.SERIAL_NUMBER) or settings.get(registry.IDENTITY) or UNNAMED


def begun(station: Station) -> Said:
    """*station* having a new key made."""
    command = MakeRequest(common_name(station.settings), station.settings.get(registry.ORGANIZATION))
    return replace(station.disarmed(LATE), signing=Signing.MAKING, signings=0), Outcome(commands=(command,))


def on_made(station: Station, event: RequestMade, moment: Moment) -> Said:
    """Asked, unless it failed."""
    if event.request is None:
        return replace(station, signing=Signing.NONE), NOTHING
    return replace(station, signing=Signing.ASKED), Outcome(facts=(AskSigning(event.request),))


def on_answered(station: Station, event: SigningAnswered, moment: Moment) -> Said:
    """From now on the certificate can come; if it does not, it is asked for again as often as is wanted (A02.FR.17)."""
    if not event.taken:
        return replace(station, signing=Signing.NONE), NOTHING
    wait_s = station.settings.get(registry.SIGNING_WAIT_S) * 2.0**station.signings
    return replace(station, signing=Signing.WAITING).armed(LATE, moment.mono_s + wait_s), NOTHING


def on_late(station: Station, event: Due, moment: Moment) -> Said:
    """The certificate has not come (OCPP 2.0.1 A02.FR.18, A02.FR.19)."""
    if station.signings >= station.settings.get(registry.SIGNING_REPEATS) or not is_online(station):
        return replace(station, signing=Signing.NONE), NOTHING
    repeats = station.signings + 1
    station, said = begun(station)
    return replace(station, signings=repeats), said


def on_expiry_due(station: Station, event: Due, moment: Moment) -> Said:
    """Once a day: a certificate that has a month left is renewed (security whitepaper A03)."""
    station, said = looking(station, moment), Outcome(commands=(LookAtKeyring(),))
    is_free = station.signing is Signing.NONE and is_online(station) and may_ask(station)
    if not is_free or not expires_soon(station, moment):
        return station, said
    station, more = begun(station)
    return station, said + more


def settled(station: Station) -> Station:
    """The certificate has come."""
    return replace(station.disarmed(LATE), signing=Signing.NONE, signings=0)


LATE = Due(STATION, Timer.SIGNING)
UNNAMED: Final = "pilotwire"
OTHERS = frozenset(Signing)

SIGNING: Machine[Station, Outcome] = Machine(
    name="signing",
    phases=Signing,
    phase_of=lambda station: station.signing,
    hears=(RequestMade, SigningAnswered, Timer.SIGNING),
    table={
        (Signing.MAKING, RequestMade): on_made,
        (Signing.ASKED, SigningAnswered): on_answered,
        (Signing.WAITING, Timer.SIGNING): on_late,
    },
    ignored=ignoring(OTHERS - {Signing.MAKING}, RequestMade)
    | ignoring(OTHERS - {Signing.ASKED}, SigningAnswered)
    | ignoring(OTHERS - {Signing.WAITING}, Timer.SIGNING),
    nothing=NOTHING,
)
