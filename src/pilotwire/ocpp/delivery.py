"""One request at a time, its answer or its time-out, and what either means to the core.

Sans-I/O: every method takes the real time; ``next_deadline`` says when :meth:`Delivery.advance` wants to be called;
what is to be sent and what is to be said is drained with :meth:`Delivery.frames` and :meth:`Delivery.events`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import structlog

from pilotwire.core.csms import BootAnswered, Registration, SendBoot
from pilotwire.core.delivery import Delivered, Discarded
from pilotwire.core.event import CentralEvent
from pilotwire.core.service import TransferReturned
from pilotwire.core.station import Station
from pilotwire.core.told import Told
from pilotwire.core.transfer import SendTransfer, TransferError, TransferResult
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Dialect, Message, Question
from pilotwire.ocpp.outbox import Notice, Outbox, Rows, Subject, Telling
from pilotwire.ocpp.rpc import MAX_DESCRIPTION, CallError, CallResult
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.writer import Writer

log = structlog.get_logger("pilotwire.ocpp")
SILENT_ROWS = 50  # rows without words in a dialect that are passed over in one go


@dataclass(frozen=True, slots=True)
class Outstanding:
    """The one request that is under way."""

    id: str
    message: Message
    subject: Subject
    due_s: float


class Delivery:
    """Sends what one station has to say; survives the link."""

    def __init__(self, dialect: Dialect, rows: Rows, writer: Writer, station: Station) -> None:
        self._dialect, self._writer = dialect, writer
        self._outbox = Outbox(dialect, rows, station)
        self._outstanding: Outstanding | None = None
        self._is_up = False
        self._up_s = 0.0
        self._quiet_until_s: float | None = None  # a pause after connecting, or after being accepted
        self._frames: list[bytes] = []
        self._events: list[CentralEvent] = []

    def frames(self) -> list[bytes]:
        """What is to be sent now, in order."""
        frames, self._frames = self._frames, []
        return frames

    def events(self) -> list[CentralEvent]:
        """What the core is to be told now, in order."""
        events, self._events = self._events, []
        return events

    def next_deadline(self) -> float | None:
        """When :meth:`advance` wants to be called, on the clock of the calls."""
        if self._outstanding is not None:
            return self._outstanding.due_s
        if not self._is_up:
            return None
        return self._outbox.row_due_s() if self._quiet_until_s is None else self._quiet_until_s

    def foresee(self) -> None:
        """Nothing is to be sent just now: time to prepare what will be."""
        self._outbox.foresee()

    def ask(self, question: Question, now_s: float) -> None:
        """The core has a question; without a link nobody answers it."""
        if self._is_up:
            if isinstance(question, SendBoot):
                self._quiet_until_s = self._up_s + self._writer.wire.boot_pause_s
            self._outbox.ask(question)
            self.advance(now_s)
        else:
            self._unanswered(question)

    def tell(self, told: Told, now_s: float) -> None:
        """Something has become true and durable."""
        was_accepted = self._outbox.is_permitted(Registration.ACCEPTED)
        self._outbox.tell(told)
        if was_accepted and self._outbox.is_permitted(Registration.PENDING, Registration.REJECTED):
            for question in self._outbox.drivers_questions():  # nobody is asked any more, and somebody waits
                self._unanswered(question)
        self.advance(now_s)

    def follow(self, messages: tuple[Message, ...], now_s: float) -> None:
        """*messages* are to follow an answer that was just given."""
        self._outbox.follow(messages)
        self.advance(now_s)

    def link_up(self, now_s: float) -> None:
        """Somebody listens."""
        self._is_up, self._up_s = True, now_s
        self.advance(now_s)

    def link_down(self) -> None:
        """Nobody listens: questions are answered by silence; a row under way is sent again, equal but for its id."""
        self._is_up, self._quiet_until_s = False, None
        lost = self._outbox.link_lost()
        under_way, self._outstanding = self._outstanding, None
        if under_way is not None and not isinstance(under_way.subject, Notice | Telling):
            lost = (under_way.subject, *lost)
        elif under_way is not None and isinstance(under_way.subject, Notice):
            self._outbox.again(under_way.subject)
        for question in lost:
            self._unanswered(question)

    def _unanswered(self, question: Question) -> None:
        """Silence, or a refusal: not every question has an event for that, as nothing follows from some."""
        with suppress(RefusedPayload):
            self._events.append(self._dialect.answered(question, None))

    def answered(self, frame: CallResult, now_s: float) -> None:
        """The answer to a request of ours; one that nobody waits for is passed over."""
        under_way = self._taken(frame.id)
        if under_way is None:
            return
        try:
            self._understand(under_way, bytes(frame.payload), now_s)
        except Exception as error:
            is_bug = not isinstance(error, RefusedPayload)
            log.warning("answer not understood", action=under_way.message.action, error=str(error), exc_info=is_bug)
            kind = error.kind if isinstance(error, RefusedPayload) else RpcErrorKind.INTERNAL_ERROR
            self._erred(under_way.subject, CallError(frame.id, self._dialect.code(kind), str(error)), str(error), now_s)
        self.advance(now_s)

    def failed(self, frame: CallError, now_s: float) -> None:
        """A CALLERROR to a request of ours."""
        under_way = self._taken(frame.id)
        if under_way is None:
            return
        code, text = frame.code[:MAX_DESCRIPTION], frame.description[:MAX_DESCRIPTION]  # no megabytes in log and ledger
        log.warning("request refused", action=under_way.message.action, code=code, text=text)
        self._erred(under_way.subject, frame, code, now_s)
        self.advance(now_s)

    def _erred(self, subject: Subject, frame: CallError, why: str, now_s: float) -> None:
        """An error is news to a service alone, which is told all of it (chargebyte guide 3.3.8.3)."""
        if isinstance(subject, SendTransfer):
            error = TransferError(frame.code, frame.description, bytes(frame.details).decode())
            self._events.append(TransferReturned(subject.id, TransferResult(error=error)))
        else:
            self._refused(subject, why, now_s)

    def advance(self, now_s: float) -> None:
        """Time has passed or something has changed: give up what is overdue, send what may be sent."""
        if self._outstanding is not None and now_s >= self._outstanding.due_s:
            self._overdue(self._outstanding, now_s)
        if self._quiet_until_s is not None:
            if now_s < self._quiet_until_s:
                return
            self._quiet_until_s = None
        passed = 0
        while self._is_up and self._outstanding is None and passed < SILENT_ROWS:
            subject = self._outbox.next_subject(now_s)
            if subject is None:
                return
            passed += 1
            self._send(subject, now_s)

    def _send(self, subject: Subject, now_s: float) -> None:
        if isinstance(subject, Telling) and subject.is_told:
            self._delivered(subject)
            return
        try:
            message = self._message_of(subject)
        except Exception:  # a bug in one question must not silence all that comes after it
            log.exception("cannot be asked", question=repr(subject))
            self._refused(subject, "cannot be asked", now_s)
            return
        self._outstanding = Outstanding(self._writer.new_id(), message, subject, now_s + self._outbox.patience_s())
        self._frames.append(self._writer.call(self._outstanding.id, message.action, message.payload))

    def _message_of(self, subject: Subject) -> Message:
        if isinstance(subject, Notice):
            return subject.message
        if isinstance(subject, Telling):
            return subject.messages[subject.answered]
        return self._dialect.ask(subject, self._outbox.station)

    def _taken(self, message_id: str) -> Outstanding | None:
        if self._outstanding is None or self._outstanding.id != message_id:
            return None
        under_way, self._outstanding = self._outstanding, None
        return under_way

    def _understand(self, under_way: Outstanding, payload: bytes, now_s: float) -> None:
        subject = under_way.subject
        if isinstance(subject, Telling):
            heard = self._dialect.heard(subject.row, under_way.message.action, payload)
            subject.note, subject.info = heard.note or subject.note, heard.info or subject.info
            subject.answered += 1
            if subject.is_told:
                self._delivered(subject)
        elif not isinstance(subject, Notice):
            event = self._dialect.answered(subject, payload)
            if isinstance(event, BootAnswered):
                self._outbox.await_verdict()
            if isinstance(event, BootAnswered) and event.registration is Registration.ACCEPTED:
                self._quiet_until_s = now_s + self._writer.wire.accepted_pause_s
            self._events.append(event)

    def _delivered(self, telling: Telling) -> None:
        fact = telling.row.fact
        if telling.error is not None:
            self._discarded(telling, telling.error)
            return
        event = Delivered(telling.row.number, fact.transaction, telling.note, fact.token, telling.info)
        self._events.append(event)
        self._outbox.finished()

    def _refused(self, subject: Subject, error: str, now_s: float) -> None:
        """A CALLERROR, or an answer nobody understands: a row is tried again and given up at last, the rest is over."""
        if isinstance(subject, Telling):
            subject.refused += 1
            subject.not_before_s = now_s + self._outbox.pause_s(subject.refused)
            if self._outbox.is_last(subject.refused):
                self._discarded(subject, error)
        elif not isinstance(subject, Notice):
            self._unanswered(subject)

    def _discarded(self, telling: Telling, error: str) -> None:
        self._events.append(Discarded(telling.row.number, telling.row.fact.transaction, error))
        self._outbox.finished()

    def _overdue(self, under_way: Outstanding, now_s: float) -> None:
        """No answer at all: a row is sent again after the pause, as often as it takes; nothing is lost to silence."""
        self._outstanding = None
        log.warning("no answer", action=under_way.message.action)
        if isinstance(under_way.subject, Telling):
            under_way.subject.not_before_s = now_s + self._outbox.pause_s()
        else:
            self._refused(under_way.subject, "no answer", now_s)
