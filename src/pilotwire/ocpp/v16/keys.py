"""Configuration keys: names OCPP 1.6 has for Variables (OCPP 1.6 9). Which there are, a personality says."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Kind, Value, Variable
from pilotwire.ocpp.v16.views import VIEWS
from pilotwire.ocpp.value_text import to_text
from pilotwire.personality.key import Codec, KeyEntry, KeyType, OnInvalid, View
from pilotwire.personality.model import Personality

MAX_VALUE = 500  # OCPP 1.6 7.29: the value is a CiString500Type


Check = Callable[[Value], str | None]
# paths of customer.json: the Variable, its EVSE (or 0), what is wrong with a value
Paths = Mapping[str, tuple[Variable[Value], int, Check | None]]


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the Variables it names, already as narrow as the key allows them to be written.

    Several stand one behind the other, ``by`` between them. A key without Variables is a ``view`` of the station or
    always the same ``constant``. ``also`` are more names it is reported under; a ``hidden`` key is told only to who
    asks for it by name. A path of customer.json as a key is of one ``evse``; ``check`` says what is wrong with a value.
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
        return self.access is Access.WRITE_ONLY or any(variable.secret for variable in self.variables)


NO_PATHS: Paths = {}
Keys = Mapping[str, Key]  # by each of its names, casefolded: names are CiStrings (OCPP 1.6 7.17)


def keys_of(personality: Personality, paths: Paths = NO_PATHS) -> Keys:
    """The keys of *personality* with the Variables as it has them, and the *paths* it lets a central system name."""
    variables = personality.changed()
    own = [_key(entry, variables) for entry in personality.keys]
    return by_name((*own, *_path_keys(paths))) if personality.customer_json.by_ocpp else by_name(own)


def _path_keys(paths: Paths) -> Iterator[Key]:
    """Told only to who asks: the answer to GetConfiguration without keys is that of the vendor's own table."""
    for path, (variable, evse, check) in paths.items():
        yield Key(path, (variable,), access=variable.access, hidden=True, evse=evse, check=check)


def by_name(keys: Iterable[Key]) -> Keys:
    """*keys* by each of their names."""
    return {name.casefold(): key for key in keys for name in (key.name, *key.also, *key.aliases)}


def _key(entry: KeyEntry, variables: Mapping[str, Variable[Value]]) -> Key:
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
        kind=Kind.MEMBERS if entry.type is KeyType.LIST and variable.kind is Kind.TEXT else variable.kind,
    )


def reported(key: Key, station: Station) -> str | None:
    """What is told of *key*, cut to what 1.6 can say; None: it is not set, or is nobody's business."""
    if key.is_secret:
        return None
    text = _text(key, station)
    return None if text is None else text[:MAX_VALUE]


def _text(key: Key, station: Station) -> str | None:
    if key.view is not None:
        return VIEWS[key.view](station)
    if not key.variables:
        return key.constant
    texts = [to_text(_value(variable, station, key.evse)) for variable in key.variables]
    return None if texts == [None] else key.by.join(text or "" for text in texts)


def _value(variable: Variable[Value], station: Station, evse: int | None) -> Value:
    """A Variable that each EVSE has is told as the first one has it: most keys know nothing of EVSEs."""
    first = 1 if variable.per_evse else 0
    return station.settings.reported(variable, first if evse is None else evse)
