"""What is to be sent next: questions, then notifications, then the rows of the ledger in their order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.clock import is_known
from pilotwire.core.csms import BootAnswered, BootCause, Registration, SendBoot, SendHeartbeat
from pilotwire.core.fact import Fact
from pilotwire.core.rules import OfflineSamples, RefusedRows, RowPause
from pilotwire.core.sampling import Occasion
from pilotwire.core.security import TellIncident
from pilotwire.core.signing import AskSigning
from pilotwire.core.station import Station
from pilotwire.core.token import TokenInfo
from pilotwire.core.told import Told
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.core.transfer import SendTransfer
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import MessageTriggered, MeterSampled
from pilotwire.ocpp.dialect import Dialect, Message, Notes, Question, Row, Untellable

log = structlog.get_logger("pilotwire.ocpp")
MAX_NOTICES = 1000  # what waits while nobody listens; the oldest goes first


class Rows(Notes, Protocol):
    """The ledger, as this room sees it."""

    last_row: int

    def next_unsent(self, after: int) -> tuple[int, TransactionChanged] | None:
        """The oldest row after row *after* that has no receipt, with its number."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification, the newest row at the time it became true, and whether the central system has asked for it."""

    message: Message
    after_row: int
    is_wanted: bool = False


@dataclass(slots=True)
class Telling:
    """The row being told: its requests, how many are answered, how often it was refused, what was heard."""

    row: Row
    messages: tuple[Message, ...]
    answered: int = 0
    refused: int = 0
    not_before_s: float = 0.0
    note: str | None = None
    info: TokenInfo | None = None
    error: str | None = None  # why it can never be told

    @property
    def is_told(self) -> bool:
        """Nothing of it is left to send."""
        return self.answered >= len(self.messages)


Subject = Question | Notice | Telling


@dataclass(slots=True)
class Outbox:
    """Remembers what waits; knows the order and what the registration permits, and sends nothing itself."""

    dialect: Dialect
    rows: Rows
    station: Station
    telling: Telling | None = None
    _questions: deque[Question] = field(default_factory=deque)
    _notices: deque[Notice] = field(default_factory=lambda: deque(maxlen=MAX_NOTICES))
    _transfers: deque[Question] = field(default_factory=deque)
    _told_row: int = field(init=False)  # the newest row that was told; the ledger may have more of the same commit
    _foreseen: tuple[Station, Telling] | None = None  # the row behind the one under way, as that station tells it
    _is_verdict_due: bool = False  # BootNotification is answered, and the core has not yet told what that means
    _live_row: int = 0  # rows after this one became true while we were online
    _receipt_due: int | None = None  # this row is answered; the next one waits until its receipt is durable

    def __post_init__(self) -> None:
        self._told_row = self.rows.last_row

    def ask(self, question: Question) -> None:
        """*question* waits for its turn, which is the next; what has no id of its own waits at most once."""
        if isinstance(question, SendTransfer):
            self._transfers.append(question)
        elif isinstance(question, AskAuthorization) or question not in self._questions:
            self._questions.append(question)

    def follow(self, messages: tuple[Message, ...]) -> None:
        """*messages* belong behind an answer that was just given, such as the parts of a report."""
        self._notices.extend(Notice(message, 0, is_wanted=True) for message in messages)

    def tell(self, told: Told) -> None:
        """Something has become true and durable."""
        was_accepted = self.is_permitted(Registration.ACCEPTED)
        self.station = told.after
        if isinstance(told.event, BootAnswered):
            self._is_verdict_due = False
        if self.is_permitted(Registration.ACCEPTED) and not was_accepted:
            self._live_row = self._told_row
        if any(receipt.row == self._receipt_due for receipt in told.outcome.receipts):
            self._receipt_due = None
        for fact in told.outcome.facts:
            self._note(fact, told.after)

    def _note(self, fact: Fact, station: Station) -> None:
        if isinstance(fact, TransactionChanged):
            self._told_row += 1  # it is a row of the ledger, and they are numbered as they are told
            return
        if isinstance(fact, MessageTriggered) and fact.message is Wanted.HEARTBEAT:
            self.ask(SendHeartbeat())
        elif isinstance(fact, MessageTriggered) and fact.message is Wanted.BOOT:
            self.ask(SendBoot(BootCause.TRIGGERED))
        elif isinstance(fact, TellIncident | AskSigning):
            self.ask(fact)
        else:
            is_wanted = _is_wanted(fact)
            words = self._words(fact, station)
            self._notices.extend(Notice(message, self._told_row, is_wanted) for message in words)

    def _words(self, fact: Fact, station: Station) -> tuple[Message, ...]:
        try:
            return self.dialect.notify(fact, station, self.rows)
        except Exception:  # a bug in one notification must not silence all the others
            log.exception("cannot be told", fact=repr(fact))
            return ()

    def is_permitted(self, *registrations: Registration) -> bool:
        """The central system last said one of *registrations*."""
        return self.station.registration in registrations

    def await_verdict(self) -> None:
        """The central system has just said whether it accepts us: nobody speaks before the core has heard that."""
        self._is_verdict_due = True

    def drivers_questions(self) -> tuple[Question, ...]:
        """The questions a driver waits for, taken out."""
        asked = tuple(each for each in self._questions if isinstance(each, AskAuthorization))
        for each in asked:
            self._questions.remove(each)
        return asked

    def next_subject(self, now_s: float) -> Subject | None:
        """Whose turn it is; what the station only carries for others holds nothing of its own up."""
        if self._is_verdict_due:
            return None
        return self.next_question() or self.next_notice() or self.next_row(now_s) or self._next_transfer()

    def _next_transfer(self) -> Question | None:
        return self._transfers.popleft() if self._transfers and self.is_permitted(Registration.ACCEPTED) else None

    def next_question(self) -> Question | None:
        """The oldest question that may be asked now, taken out."""
        found = next((each for each in self._questions if self._may_ask(each)), None)
        if found is not None:
            self._questions.remove(found)
        return found

    def _may_ask(self, question: Question) -> bool:
        """Before it is accepted a station asks to be, and else only what it is told to (OCPP 1.6 4.2, 2.0.1 B02)."""
        if isinstance(question, SendBoot):
            return True
        is_free = isinstance(question, SendHeartbeat) and self.is_permitted(Registration.PENDING)
        return is_free or self.is_permitted(Registration.ACCEPTED)

    def next_notice(self) -> Notice | None:
        """The oldest notification, taken out, unless it has to wait behind a row that happened before it.

        While the registration is pending, only those go that the central system has asked for (OCPP 1.6 4.2).
        """
        if self.is_permitted(Registration.PENDING):
            wanted = next((each for each in self._notices if each.is_wanted), None)
            if wanted is not None:
                self._notices.remove(wanted)
            return wanted
        if not self._notices or not self.is_permitted(Registration.ACCEPTED):
            return None
        unsent = self._unsent()
        is_live = unsent is not None and unsent > self._live_row
        if is_live and unsent is not None and unsent <= self._notices[0].after_row:
            return None  # no Charging before its StartTransaction; an old backlog, though, holds nothing up
        return self._notices.popleft()

    def _unsent(self) -> int | None:
        if self.telling is not None:
            return self.telling.row.number
        found = self._next(after=self._receipt_due or 0)  # one that is answered holds up nothing
        return None if found is None else found[0]

    def _next(self, after: int = 0) -> tuple[int, TransactionChanged] | None:
        """The oldest unsent row, if it is known when it was: without a time it and all behind it are kept."""
        found = self.rows.next_unsent(after)
        if found is None or not is_known(found[1].stamp, self.station.clock, self.station.boot):
            return None
        return found

    def next_row(self, now_s: float) -> Telling | None:
        """The row whose turn it is, to be told from where it was left; None: none, or it has to wait."""
        if self._receipt_due is not None or not self.is_permitted(Registration.ACCEPTED):
            return None
        if self.telling is None:
            self.telling = self._taken_foreseen() or self._rendered()
        if self.telling is None or now_s < self.telling.not_before_s:
            return None
        return self.telling

    def row_due_s(self) -> float | None:
        """When the row being told may go on, if nothing but time keeps it."""
        if self.telling is None or not self.is_permitted(Registration.ACCEPTED):
            return None
        return self.telling.not_before_s

    def foresee(self) -> None:
        """Render the row behind the one under way while its answer is awaited: then only its receipt stands between.

        What the answer to the beginning of a transaction brings, the rows behind it need, so they wait for that.
        """
        if self.telling is None or self._foreseen is not None:
            return
        fact = self.telling.row.fact
        if fact.kind is not Kind.STARTED and not fact.becomes_chargeable:
            following = self._rendered(after=self.telling.row.number)
            self._foreseen = None if following is None else (self.station, following)

    def _taken_foreseen(self) -> Telling | None:
        """What was foreseen, if it would be rendered just so now."""
        foreseen, self._foreseen = self._foreseen, None
        return foreseen[1] if foreseen is not None and foreseen[0] is self.station else None

    def _rendered(self, after: int = 0) -> Telling | None:
        found = self._next(after)
        if found is None:
            return None
        row = Row(*found)
        if self._is_lost(row.fact):
            return Telling(row, (), error="measured offline, before a restart")
        try:
            return Telling(row, self.dialect.render(row, self.station, self.rows))
        except Untellable as error:
            return Telling(row, (), error=str(error))
        except Exception as error:  # a bug in one row must not hold up all rows behind it
            log.exception("cannot be told", row=repr(row))
            return Telling(row, (), error=f"cannot be told: {error!r}")

    def _is_lost(self, fact: TransactionChanged) -> bool:
        """A reading that a station forgets which restarts before it could tell it."""
        is_sample = fact.kind is Kind.UPDATED and bool(fact.samples)
        is_old = fact.offline and fact.stamp.boot != self.station.boot
        return is_sample and is_old and self.station.rules.offline_samples is OfflineSamples.LOST

    def finished(self) -> None:
        """The row being told is answered or given up; the next one waits for its receipt."""
        if self.telling is not None:
            self._receipt_due, self.telling = self.telling.row.number, None

    def again(self, notice: Notice) -> None:
        """*notice* was under way when the link broke: it is the next one, unless it is the oldest of too many."""
        if len(self._notices) < MAX_NOTICES:
            self._notices.appendleft(notice)

    def link_lost(self) -> tuple[Question, ...]:
        """Nobody listens any more: the questions nobody will answer. Notifications and rows wait."""
        self._is_verdict_due = False
        questions = (*self._questions, *self._transfers)
        self._questions.clear()
        self._transfers.clear()
        return questions

    def is_last(self, refused: int) -> bool:
        """A row that was *refused* so often is given up (OCPP 1.6 9.1.31), unless this station never gives up."""
        if self.station.rules.refused_rows is RefusedRows.KEPT:
            return False
        return refused >= self.station.settings.get(registry.MESSAGE_ATTEMPTS)

    def pause_s(self, refused: int = 1) -> float:
        """How long a row waits that was *refused* so often, at most as before its last try (OCPP 1.6 3.7.1, 9.1.32)."""
        settings = self.station.settings
        if self.station.rules.row_pause is RowPause.EVEN:
            return float(settings.get(registry.MESSAGE_INTERVAL_S))
        times = max(1, min(refused, settings.get(registry.MESSAGE_ATTEMPTS)))
        return float(settings.get(registry.MESSAGE_INTERVAL_S)) * times

    def patience_s(self) -> float:
        """How long an answer may take."""
        return float(self.station.settings.get(registry.MESSAGE_TIMEOUT_S))


def _is_wanted(fact: Fact) -> bool:
    """The central system has asked for it, and may have it before it has accepted the station."""
    if isinstance(fact, MeterSampled):
        return any(each.occasion is Occasion.TRIGGER for each in fact.samples)
    return isinstance(fact, MessageTriggered)
