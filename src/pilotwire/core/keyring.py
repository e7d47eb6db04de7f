"""What the station could show and check on its way to the central system: not the keys themselves, only that they are
there; and which settings that permits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pilotwire.core import registry
from pilotwire.core.clock import utc_s_of
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.moment import stamp
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.sealed import LEAST_BYTES, is_fit, is_sealed
from pilotwire.core.sequel import RECONNECT

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.settings import Write
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]

MUTUAL: Final = 3  # the security profile in which the station shows a certificate
RENEWAL_S: Final = 30 * 86400.0  # "will expire in one month" (security whitepaper A03.FR.02)
LOOK_S: Final = 86400.0


@dataclass(frozen=True, slots=True)
class Keyring:
    """``has_root``: somebody installed a certificate by which the central system can be checked.

    ``certificate`` tells the station's own from others, None: it has none that is valid; until ``until_utc_s`` it is.
    """

    has_root: bool = False
    certificate: str | None = None
    until_utc_s: float = 0.0
    next_utc_s: float | None = None  # from then on another one, which is here already, is valid


@dataclass(frozen=True, slots=True)
class KeyringSeen:
    """Who keeps the certificates has looked: at the start, and whenever something changed."""

    keyring: Keyring


def on_seen(station: Station, event: KeyringSeen, moment: Moment) -> Said:
    """From now on it is so; another certificate is shown at once, and one that ends soon is renewed."""
    if event.keyring == station.keyring:
        return station, NOTHING
    had, has = station.keyring.certificate, event.keyring.certificate
    station = replace(station, keyring=event.keyring)
    if has is None and event.keyring.next_utc_s is None:
        return station.disarmed(EXPIRY), NOTHING
    if had not in (None, has) and station.settings.get(registry.SECURITY_PROFILE) == MUTUAL:
        station = station.armed(RECONNECT, moment.mono_s + station.rules.restart_delay_s)
    return station.armed(EXPIRY, moment.mono_s), NOTHING


@dataclass(frozen=True, slots=True)
class LookAtKeyring:
    """Look what there is now, and say it: a certificate may have begun or ended."""


def looking(station: Station, moment: Moment) -> Station:
    """*station* looks again tomorrow, or as soon as another certificate is valid (security whitepaper A02.FR.08)."""
    begin_s = station.keyring.next_utc_s
    left_s = LOOK_S if begin_s is None else begin_s - _utc_s(station, moment)
    return station.armed(EXPIRY, moment.mono_s + (left_s if 0.0 < left_s < LOOK_S else LOOK_S))


def _utc_s(station: Station, moment: Moment) -> float:
    return utc_s_of(stamp(station.boot, moment), station.clock, station.boot)


def expires_soon(station: Station, moment: Moment) -> bool:
    """The station's certificate has a month left at most."""
    left_s = station.keyring.until_utc_s - _utc_s(station, moment)
    return station.keyring.certificate is not None and left_s <= RENEWAL_S


def objection_to(station: Station, wanted: Write) -> str | None:
    """What the station lacks for *wanted*, in words for the log; None: nothing, or it guards nothing."""
    if wanted.name == registry.PASSWORD.name:
        return _objection_to_password(station, wanted)
    if wanted.name == registry.SECURITY_PROFILE.name and isinstance(wanted.value, int):
        return _objection_to_profile(station, int(wanted.value))
    return None


def _objection_to_password(station: Station, wanted: Write) -> str | None:
    """A weak one will do only where no security profile asks for more."""
    profile = station.settings.reported(registry.SECURITY_PROFILE)
    is_taken = not is_sealed(wanted.value) or is_fit(wanted.value) or profile == 0
    return None if is_taken else f"security profile {profile} wants at least {LEAST_BYTES} bytes"


def _objection_to_profile(station: Station, profile: int) -> str | None:
    """Only upwards, and with everything the new one needs (security whitepaper A05.FR.01 to A05.FR.04)."""
    if profile <= station.settings.reported(registry.SECURITY_PROFILE):
        return "a profile only goes up"
    if profile in (1, 2) and not is_fit(station.settings.reported(registry.PASSWORD)):
        return f"it needs a password of at least {LEAST_BYTES} bytes first"
    if profile in (2, 3) and not station.keyring.has_root:
        return "it needs a root certificate for the central system first"
    if profile == MUTUAL and station.keyring.certificate is None:
        return "it needs a certificate of the station first"
    return None


EXPIRY = Due(STATION, Timer.EXPIRY)
