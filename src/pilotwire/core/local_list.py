"""The local list: what the central system sends ahead of time about tokens (OCPP 1.6 3.5.2 and 5.15, OCPP 2.0.1 D)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import Outcome
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.rules import ListUpdates
from pilotwire.core.token import Cache, Token, TokenInfo, listed

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
Entry = tuple[str, TokenInfo | None]  # the id of a token, and what is said of it; None: it is to be taken out


class Update(Enum):
    """How much of the list is sent."""

    FULL = "full"
    DIFFERENTIAL = "differential"


@dataclass(frozen=True, slots=True)
class LocalList:
    """What was sent last, and under which number; replaced whole, and changed by nobody but the central system.

    ``disputed`` are the names of tokens of which it has said otherwise since.
    """

    version: int = 0  # no list was ever sent
    entries: Cache = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LocalListSent:
    """The central system wants the list to be *entries*, or changed by them, and to have the number *version* then."""

    reply_to: ReplyTo
    version: int
    update: Update
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A list that is not taken over, and the reason for the log."""

    verdict: Verdict
    why: str


def on_sent(station: Station, event: LocalListSent, moment: Moment) -> Said:
    """Taken over as a whole or not at all."""
    refusal = _refusal(station, event)
    entries = _changed(station, event) if refusal is None else refusal
    if isinstance(entries, Refusal):
        return station, Outcome(replies=(Reply(event.reply_to, entries.verdict, why=entries.why),))
    station = replace(station, local_list=LocalList(event.version, entries))
    return station, Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED),))


def _refusal(station: Station, event: LocalListSent) -> Refusal | None:
    """Why the update is refused before anybody looks at its entries; None: it is not."""
    is_part, known = event.update is Update.DIFFERENTIAL, station.local_list
    most = station.settings.get(registry.LIST_ITEMS)
    if not station.settings.get(registry.LOCAL_LIST_ENABLED):
        return Refusal(Verdict.NOT_SUPPORTED, "the local list is switched off")
    if is_part and station.rules.list_updates is ListUpdates.FULL_ONLY:
        return Refusal(Verdict.NOT_SUPPORTED, "only whole lists are taken")
    if event.version < 1:  # OCPP 1.6 errata 3.52, OCPP 2.0.1 D01.FR.18
        return Refusal(Verdict.FAILED, f"{event.version} is no number of a list")
    if is_part and _is_old(known, event.version):
        return Refusal(Verdict.VERSION_MISMATCH, f"the list has number {known.version} already")
    if len(event.entries) > most:
        return Refusal(Verdict.FAILED, f"a message may have {most} tokens")
    return None


def _is_old(known: LocalList, version: int) -> bool:
    """OCPP 2.0.1 D01.FR.19. To an empty list anything is news: its number is 0, as OCPP 1.6 5.10 has it told."""
    return bool(known.entries) and version <= known.version


def _changed(station: Station, event: LocalListSent) -> Cache | Refusal:
    """The list after the update, unless that contradicts itself or makes it too long."""
    most, changes = station.settings.get(registry.LIST_LIMIT), {id.casefold(): info for id, info in event.entries}
    if len(changes) < len(event.entries) or "" in changes:  # OCPP 1.6 6.41, OCPP 2.0.1 D01.FR.06: no duplicates
        return Refusal(Verdict.FAILED, "a token stands there twice, or has no id")
    entries = {name: info for name, info in changes.items() if info is not None}
    if event.update is Update.DIFFERENTIAL:
        gone, kept = changes.keys() - entries.keys(), station.local_list.entries
        entries = {**({name: kept[name] for name in kept if name not in gone} if gone else kept), **entries}
    elif len(entries) < len(changes):
        return Refusal(Verdict.FAILED, "a whole list has nothing to take out")
    return entries if len(entries) <= most else Refusal(Verdict.FAILED, f"there is room for {most} tokens")


def compared(station: Station, token: Token, info: TokenInfo, utc_s: float) -> Station:
    """*station* after the central system said *info* of a listed *token*: a dispute where that is not what it had sent.

    OCPP 1.6 3.5.2: it is told of that, and the list stays as it is.
    """
    entry = listed(station, token, utc_s)
    if entry is None:
        return station
    disputed, name = station.local_list.disputed, frozenset({token.name})
    now = disputed - name if entry.is_valid is info.is_valid else disputed | name
    return station if now == disputed else replace(station, local_list=replace(station.local_list, disputed=now))


def is_disputed(station: Station) -> bool:
    """The list and what the central system says contradict each other."""
    return bool(station.local_list.disputed) and station.settings.get(registry.LOCAL_LIST_ENABLED)
