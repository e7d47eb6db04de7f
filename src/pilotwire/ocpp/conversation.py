"""Both directions of one station's talk with its central system, sans-I/O: frames in, frames and events out."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from pilotwire.core.csms import LinkChanged, Registration
from pilotwire.core.event import Asked, Event
from pilotwire.core.incident import Incident
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.core.security import REPEATED_S, IncidentSeen
from pilotwire.core.station import Station
from pilotwire.core.told import Told
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.delivery import Delivery
from pilotwire.ocpp.dialect import Answer, Dialect, Question, Refused, Taken, reply_to_of
from pilotwire.ocpp.outbox import Rows
from pilotwire.ocpp.rpc import Call, CallError, CallResult, Frame, Malformed, parse
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.writer import Writer

log = structlog.get_logger("pilotwire.ocpp")
# Requests that wait for the core or for somebody behind it. Whoever sends the next one before the last is answered
# breaks a rule already (OCPP-J 1.6 4.1.1); this is only how much of it we remember.
MOST_OPEN, MOST_OPEN_BYTES = 2500, 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Open:
    """A request of the central system that the core has not answered yet."""

    id: str
    action: str
    asked: Asked
    size: int  # bytes of its payload


@dataclass(frozen=True, slots=True)
class Read:
    """A frame, and what a request means; the exception, if it means nothing."""

    frame: Frame
    taken: Taken | Exception | None = None


class Conversation:
    """Answers requests, sends ours; remembers which request of the other side waits for which reply of the core."""

    def __init__(self, dialect: Dialect, rows: Rows, writer: Writer, station: Station) -> None:
        self._dialect, self._rows, self._writer, self._station = dialect, rows, writer, station
        self._delivery = Delivery(dialect, rows, writer, station)
        self._open: dict[ReplyTo, Open] = {}
        self._open_bytes = 0
        self._asked = 0
        self._noted_s: float | None = None  # when an invalid message was noted last
        self._frames: list[bytes] = []
        self._events: list[Event] = []

    def frames(self) -> list[bytes]:
        """What is to be sent now: answers before requests."""
        frames, self._frames = self._frames, []
        return frames + self._delivery.frames()

    def events(self) -> list[Event]:
        """What the core is to be told now."""
        events, self._events = self._events, []
        return events + list(self._delivery.events())

    def next_deadline(self) -> float | None:
        """When :meth:`advance` wants to be called."""
        return self._delivery.next_deadline()

    def advance(self, now_s: float) -> None:
        """Time has passed."""
        self._delivery.advance(now_s)

    def foresee(self) -> None:
        """Nothing is to be sent just now: time to prepare what will be."""
        self._delivery.foresee()

    def ask(self, question: Question, now_s: float) -> None:
        """The core has a question."""
        self._delivery.ask(question, now_s)

    def tell(self, told: Told, now_s: float) -> None:
        """Something has become true and durable: replies go first, so that what was promised follows its promise."""
        self._station = told.after
        for reply in told.outcome.replies:
            self._reply(reply)
        self._delivery.tell(told, now_s)

    def link_up(self, now_s: float) -> None:
        """Somebody listens."""
        self._events.append(LinkChanged(online=True))
        self._delivery.link_up(now_s)

    def link_down(self) -> None:
        """Nobody listens; what was asked is answered to nobody."""
        self._open.clear()
        self._open_bytes = 0
        self._delivery.link_down()
        self._events.append(LinkChanged(online=False))

    def receive(self, text: str | bytes, now_s: float) -> None:
        """One frame of the central system; whatever it is, the connection stays up."""
        self._hear(parse(text), None, now_s)

    def read(self, text: str) -> Read:
        """What *text* says. It changes nothing here: a long one may be read in another thread, and be heard then."""
        frame = parse(text)
        if not isinstance(frame, Call):
            return Read(frame)
        try:
            return Read(frame, self._meant(frame, reply_to_of(self._asked + 1, frame.id)))
        except Exception as error:
            return Read(frame, error)

    def hear(self, read: Read, now_s: float) -> None:
        """The newest frame, which was read before."""
        self._hear(read.frame, read.taken, now_s)

    def _hear(self, frame: Frame, taken: Taken | Exception | None, now_s: float) -> None:
        if isinstance(frame, Call):
            self._take(frame, taken, now_s)
        elif isinstance(frame, CallResult):
            self._delivery.answered(frame, now_s)
        elif isinstance(frame, CallError):
            self._delivery.failed(frame, now_s)
        else:
            self._malformed(frame, now_s)

    def _malformed(self, frame: Malformed, now_s: float) -> None:
        log.warning("frame not understood", error=frame.text)
        self._note_invalid(frame.kind.name.lower(), now_s)
        if frame.is_answer and frame.id is not None:
            self._delivery.failed(CallError(frame.id, self._dialect.code(frame.kind), frame.text), now_s)
        elif not frame.is_answer and (frame.id is not None or self._dialect.answers_unreadable):
            self._refuse(frame.id, frame.kind, frame.text)

    def _note_invalid(self, text: str, now_s: float) -> None:
        """For the security log; once in a while, for whoever sends such things sends many."""
        if self._noted_s is None or now_s - self._noted_s >= REPEATED_S:
            self._noted_s = now_s
            self._events.append(IncidentSeen(Incident.INVALID_MESSAGES, text))

    def _meant(self, call: Call, reply_to: ReplyTo) -> Taken:
        return self._dialect.take(call.action, bytes(call.payload), reply_to, self._station, self._rows)

    def _take(self, call: Call, taken: Taken | Exception | None, now_s: float) -> None:
        if self._station.registration is Registration.REJECTED:
            self._ignore(call)
            return
        if len(self._open) >= MOST_OPEN or self._open_bytes >= MOST_OPEN_BYTES:
            self._refuse(call.id, RpcErrorKind.GENERIC, "too many requests wait for their answers")
            return
        self._asked += 1
        reply_to = reply_to_of(self._asked, call.id)
        try:
            meant = self._meant(call, reply_to) if taken is None else taken
            if isinstance(meant, Exception):
                raise meant
        except RefusedPayload as error:
            self._note_invalid(f"{call.action}: {error.kind.name.lower()}", now_s)
            self._refuse(call.id, error.kind, error.text)
            return
        except Exception:  # our bug, but their request: they get an answer, and the link stays up
            log.exception("request failed", action=call.action)
            self._refuse(call.id, RpcErrorKind.INTERNAL_ERROR, "internal error")
            return
        if isinstance(meant, Refused):
            self._refuse(call.id, meant.kind, meant.text)
        elif isinstance(meant, Answer):
            _explain(call.action, meant.why)
            self._frames.append(self._writer.result(call.id, meant.payload))
            if meant.then:
                self._delivery.follow(meant.then, now_s)
        else:
            self._open[reply_to] = Open(call.id, call.action, meant, len(bytes(call.payload)))
            self._open_bytes += self._open[reply_to].size
            self._events.append(meant)

    def _ignore(self, call: Call) -> None:
        """A central system that rejected us may not command us (OCPP 1.6 4.2, OCPP 2.0.1 B03.FR.07)."""
        kind = self._dialect.error_while_rejected
        if kind is not None:
            self._refuse(call.id, kind, "the station is not accepted")

    def _refuse(self, message_id: str | None, kind: RpcErrorKind, text: str) -> None:
        self._frames.append(self._writer.error(message_id, self._dialect.code(kind), text))

    def _reply(self, reply: Reply) -> None:
        waiting = self._open.pop(reply.reply_to, None)
        if waiting is None:
            return
        self._open_bytes -= waiting.size
        _explain(waiting.action, reply.why)
        try:
            payload = self._dialect.reply(waiting.action, reply, waiting.asked, self._station)
            if isinstance(payload, Refused):
                self._refuse(waiting.id, payload.kind, payload.text)
            else:
                self._frames.append(self._writer.result(waiting.id, payload))
        except Exception:
            log.exception("reply failed", action=waiting.action)
            self._refuse(waiting.id, RpcErrorKind.INTERNAL_ERROR, "internal error")


def _explain(action: str, why: str | None) -> None:
    """A central system is told yes or no; the reason is for whoever reads the log."""
    if why is not None:
        log.warning("request rejected", action=action, why=why)
