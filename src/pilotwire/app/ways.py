"""The ways to the central system that settings and vault allow: what is on trial first, what is proven behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pilotwire.core import registry
from pilotwire.core.certificate import Use
from pilotwire.core.clock import is_set, utc_s_of
from pilotwire.core.keyring import MUTUAL
from pilotwire.core.moment import Moment, stamp
from pilotwire.core.settings import Settings
from pilotwire.core.signing import common_name
from pilotwire.core.station import Station
from pilotwire.core.trial import is_on_trial
from pilotwire.ocpp.address import Address, Attempt, Tls
from pilotwire.ocpp.dialect import Dialect
from pilotwire.security.keeper import Keeper, Policy
from pilotwire.security.vault import Vault

DEFAULT_IDENTITY = "pilotwire"


class Ways:
    """Asked anew before each connection, so that what somebody has just installed counts."""

    def __init__(self, vault: Vault, keeper: Keeper, dialect: Dialect) -> None:
        self._vault, self._keeper, self._dialect = vault, keeper, dialect

    def __call__(self, station: Station) -> tuple[Attempt, ...]:
        """In the order in which they are tried. Raises BadAddress."""
        return tuple(self._all(station.settings))

    def linked(self, root: str | None, way: Attempt) -> None:
        """A connection came about: a root that replaced another one has proven itself, unless it was the other one."""
        self._keeper.root_in_use = root
        if way.address.is_secure and not way.is_fallback:
            self._vault.drop_fallback()

    def _all(self, settings: Settings) -> Iterator[Attempt]:
        if is_on_trial(settings):
            yield from self._of(settings, settings.reported, is_trial=True)
        yield from self._of(settings, settings.get, is_trial=False)

    def _of(self, settings: Settings, value_of: Callable[..., object], *, is_trial: bool) -> Iterator[Attempt]:
        address = self._address(settings, value_of(registry.PASSWORD), int(str(value_of(registry.SECURITY_PROFILE))))
        yield Attempt(address, is_trial)
        fallback = self._vault.fallback()
        if fallback and address.is_secure:
            tls = replace(address.tls, roots=fallback, trusted_file=None)
            yield Attempt(replace(address, tls=tls), is_trial, is_fallback=True)

    def _address(self, settings: Settings, sealed: object, profile: int) -> Address:
        url = settings.get(registry.CSMS_URL)
        password = self._vault.opened(sealed if isinstance(sealed, str) else None)
        address = Address(url or "", identity_of(settings), is_verified=settings.get(registry.VERIFY_CERTIFICATE))
        as_bytes = None if password is None else self._bytes(settings, password)
        return replace(
            address,
            password=as_bytes,
            profile=profile,
            tls=self._tls(settings, profile),
            username=settings.get(registry.USERNAME),
            is_whole=settings.get(registry.URL_IS_WHOLE),
        )

    def _bytes(self, settings: Settings, password: str) -> bytes:
        is_spelled = settings.get(registry.HEXADECIMAL_PASSWORD)
        return self._dialect.password(password) if is_spelled else password.encode()

    def _tls(self, settings: Settings, profile: int) -> Tls:
        return Tls(
            settings.get(registry.TLS_LEAST),
            settings.get(registry.TLS_MOST),
            settings.get(registry.CIPHER_SUITES),
            self._vault.roots(Use.CSMS),
            _path(settings),
            self._keeper.newest() if profile == MUTUAL else None,
        )


def identity_of(settings: Settings) -> str:
    """Who the station is to its central system."""
    return settings.get(registry.IDENTITY) or settings.get(registry.SERIAL_NUMBER) or DEFAULT_IDENTITY


def address_of(settings: Settings) -> Address | None:
    """Where the central system is, as far as settings say; None: there is to be none. Raises BadAddress."""
    url = settings.get(registry.CSMS_URL)
    return None if url is None or not settings.get(registry.OCPP_ENABLED) else Address(url, identity_of(settings))


def policy_of(settings: Settings) -> Policy:
    """What the keeper goes by."""
    return Policy(
        settings.get(registry.STORE_LENGTH),
        settings.get(registry.ROOT_CHECK),
        _path(settings),
        common_name(settings),
        settings.get(registry.ORGANIZATION),
    )


def utc_s(station: Station, moment: Moment) -> float | None:
    """What time it is; None: nobody knows."""
    if not is_set(station.clock):
        return None
    return utc_s_of(stamp(station.boot, moment), station.clock, station.boot)


def _path(settings: Settings) -> Path | None:
    roots = settings.get(registry.TRUSTED_ROOTS)
    return None if roots is None else Path(roots)
