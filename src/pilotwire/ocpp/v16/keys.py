"""Configuration keys: names OCPP 1.6 has for Variables (OCPP 1.6 9). Which there are, a personality says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Kind, Value, Variable
from pilotwire.ocpp.v16.spelling import USUAL
from pilotwire.personality.habit import Configuring, Spelling
from pilotwire.personality.key import Codec, KeyEntry, KeyType, OnInvalid, View
from pilotwire.personality.model import Personality

Check = Callable[[Value], str | None]
# paths of customer.json: the Variable, its EVSE (or 0), what is wrong with a value
Paths = Mapping[str, tuple[Variable[Value], int, Check | None]]


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the Variables it names, already as narrow as the key allows them to be written.

    Several stand one behind the other, ``by`` between them. A key without Variables is a ``view`` of the station or
    always the same ``constant``, or the number of members that another one has (``counts``) or can have (``limits``).
    ``also`` are more names it is reported under; a ``hidden`` key is told only to who asks for it by name. A path of
    customer.json as a key is of one ``evse``; ``check`` says what is wrong with a value. The rest is as in KeyEntry.
    """

    name: str
    variables: tuple[Variable[Value], ...] = ()
    by: str = ""
    view: View | None = None
    constant: str | None = None
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    access: Access = Access.READ_WRITE
    on_invalid: OnInvalid = OnInvalid.REJECT
    empty_is_default: bool = False
    codec: Codec | None = None
    words: Mapping[str, str] = field(default_factory=dict)  # of the key: of the Variable
    scale: float | None = None
    fallback: Variable[Value] | None = None
    counts: Key | None = None
    limits: Key | None = None
    spelling: Spelling = USUAL
    hidden: bool = False
    evse: int | None = None  # None: all
    check: Check | None = None

    @property
    def is_read_only(self) -> bool:
        """Whether it cannot be written from outside."""
        return self.access is Access.READ_ONLY

    @property
    def is_secret(self) -> bool:
        """Whether its value never leaves the station (OCPP 1.6 security whitepaper, AuthorizationKey)."""
        if self.codec is Codec.WEBSOCKET_SETTINGS:
            return False  # the codec leaves the password out
        return self.access is Access.WRITE_ONLY or any(variable.secret for variable in self.variables)


def is_fixed(key: Key, station: Station) -> bool:
    """Whether *key* says no more than that *station* has nothing of the kind."""
    return key.codec is Codec.OF_SOCKET and not any(port.build.has_socket for port in station.ports)


NO_PATHS: Paths = {}
AS_STANDARD = Configuring()
Keys = Mapping[str, Key]  # by each of its names as ``fold`` makes them: names are CiStrings (OCPP 1.6 7.17)


def fold(name: str, configuring: Configuring) -> str:
    """*name* as it is looked for."""
    return name if configuring.case_sensitive else name.casefold()


def keys_of(personality: Personality, paths: Paths = NO_PATHS) -> Keys:
    """The keys of *personality* with the Variables as it has them, and the *paths* it lets a central system name."""
    variables, spelling = personality.changed(), personality.spelling
    own = _related({entry.name: _key(entry, variables, spelling) for entry in personality.keys}, personality.keys)
    ours = _path_keys(paths) if personality.customer_json.by_ocpp else ()
    return by_name((*own, *ours), personality.configuration)


def _related(keys: Mapping[str, Key], entries: Iterable[KeyEntry]) -> Iterator[Key]:
    """The keys, each with the one it is about."""
    for entry in entries:
        counts, limits = keys.get(entry.counts or ""), keys.get(entry.limits or "")
        yield replace(keys[entry.name], counts=counts, limits=limits)


def _path_keys(paths: Paths) -> Iterator[Key]:
    """Told only to who asks: the answer to GetConfiguration without keys is that of the vendor's own table."""
    for path, (variable, evse, check) in paths.items():
        yield Key(path, (variable,), access=variable.access, hidden=True, evse=evse, check=check)


def by_name(keys: Iterable[Key], configuring: Configuring = AS_STANDARD) -> Keys:
    """*keys* by each of their names."""
    return {fold(name, configuring): key for key in keys for name in (key.name, *key.also, *key.aliases)}


def _key(entry: KeyEntry, variables: Mapping[str, Variable[Value]], spelling: Spelling) -> Key:
    narrowed = tuple(_narrowed(variables[name], entry) for name in entry.variables)
    return Key(
        name=entry.name,
        variables=narrowed,
        by=entry.split.by if entry.split else "",
        view=entry.view,
        constant=entry.constant,
        also=entry.also,
        aliases=entry.aliases,
        access=entry.access or _access(narrowed),
        on_invalid=entry.on_invalid,
        empty_is_default=entry.empty_is_default,
        codec=entry.codec,
        words=entry.words,
        scale=entry.scale,
        fallback=variables[entry.fallback] if entry.fallback else None,
        spelling=spelling,
        hidden=entry.hidden,
    )


def _access(variables: tuple[Variable[Value], ...]) -> Access:
    """What the Variables allow; what is computed or constant cannot be written."""
    if not variables or any(variable.access is Access.READ_ONLY for variable in variables):
        return Access.READ_ONLY
    return variables[0].access


def _narrowed(variable: Variable[Value], entry: KeyEntry) -> Variable[Value]:
    return replace(
        variable,
        allowed=entry.allowed or variable.allowed,
        choices=entry.choices or variable.choices,
        max_length=variable.max_length if entry.max_length is None else entry.max_length,
        pattern=variable.pattern if entry.pattern is None else entry.pattern,
        kind=Kind.MEMBERS if entry.type is KeyType.LIST and variable.kind is Kind.TEXT else variable.kind,
    )
