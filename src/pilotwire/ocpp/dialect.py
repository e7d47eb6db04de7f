"""What a version of OCPP must be able to say: pure functions between the core's words and the wire's.

A Dialect remembers nothing between calls. What it has to look up (a note of the ledger, the settings) is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import msgspec

from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.csms import SendBoot, SendHeartbeat
from pilotwire.core.event import Asked, CentralEvent
from pilotwire.core.fact import Fact
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.core.sampling import Sampled
from pilotwire.core.security import TellIncident
from pilotwire.core.signing import AskSigning
from pilotwire.core.station import Station
from pilotwire.core.token import TokenInfo
from pilotwire.core.transaction import TransactionChanged
from pilotwire.core.transfer import SendTransfer
from pilotwire.ocpp.rpc_error import RpcErrorKind

MARK = " "


def reply_to_of(number: int, message_id: str) -> ReplyTo:
    """Where the answer to request *number* goes; with the id it has on the wire, for whoever passes it on."""
    return ReplyTo(f"ocpp-{number}{MARK}{message_id}")


def message_id_of(reply_to: ReplyTo) -> str:
    """The id that the request has on the wire; it may repeat, *reply_to* never does."""
    return reply_to.partition(MARK)[2] or reply_to


Question = SendBoot | SendHeartbeat | AskAuthorization | SendTransfer | TellIncident | AskSigning


@dataclass(frozen=True, slots=True)
class Message:
    """One request that is to be sent."""

    action: str
    payload: msgspec.Struct


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the ledger: its number and what it tells."""

    number: int
    fact: TransactionChanged


class Untellable(Exception):
    """A row that this version can never tell any more; the text says why, for a fact and a log line."""


class Notes(Protocol):
    """What the ledger knows of transactions besides rows: the dialect's own words, kept with receipts, and samples."""

    def note_of(self, transaction: str) -> str | None:
        """The note that came with a receipt of *transaction*; None: none yet."""

    def transaction_of(self, note: str) -> str | None:
        """The newest transaction with *note*; None: unknown."""

    def samples_of(self, transaction: str) -> tuple[Sampled, ...]:
        """What was measured during *transaction* and is told with its end, in order, but for the last of it."""


class Answer(msgspec.Struct, frozen=True):
    """A request that changes nothing (or can only be refused) is answered at once, from the last told station."""

    payload: msgspec.Struct
    then: tuple[Message, ...] = ()  # messages that follow the answer, such as the parts of a report
    why: str | None = None  # for the log


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that gets a CALLERROR."""

    kind: RpcErrorKind
    text: str


Taken = Asked | Answer | Refused


@dataclass(frozen=True, slots=True)
class Heard:
    """What the central system answered to a row: a note to keep with the receipt, and its word on the token, if any."""

    note: str | None = None
    info: TokenInfo | None = None


class Dialect(Protocol):
    """One version of OCPP."""

    @property
    def subprotocol(self) -> str:
        """The name of this version in the WebSocket handshake."""

    @property
    def error_while_rejected(self) -> RpcErrorKind | None:
        """What a central system gets that commands a station it has rejected; None: silence."""

    @property
    def answers_unreadable(self) -> bool:
        """Whether a frame whose id cannot be read gets a CALLERROR all the same."""

    def ask(self, question: Question, station: Station) -> Message:
        """The request that puts *question* to the central system."""

    def answered(self, question: Question, payload: bytes | None) -> CentralEvent:
        """What its answer *payload* means; None: no answer, or a CALLERROR. Raises RefusedPayload for a broken one."""

    def render(self, row: Row, station: Station, notes: Notes) -> tuple[Message, ...]:
        """The requests that tell *row*, in order; none if this version has no words for it.

        Raises Untellable for a row whose words are lost with another one.
        """

    def heard(self, row: Row, action: str, payload: bytes) -> Heard:
        """What the answer *payload* to *action* of *row* says. Raises RefusedPayload for a broken one."""

    def notify(self, fact: Fact, station: Station, notes: Notes) -> tuple[Message, ...]:
        """The requests that tell any other *fact*; none where this version has no words, or nothing new to say."""

    def take(self, action: str, payload: bytes, reply_to: ReplyTo, station: Station, notes: Notes) -> Taken:
        """A request of the central system: an event for the core, or an answer at once. Raises RefusedPayload."""

    def reply(self, action: str, reply: Reply, asked: Asked, station: Station) -> msgspec.Struct | Refused:
        """The answer to the request *action* whose event was *asked*, from the core's verdict."""

    def password(self, text: str) -> bytes:
        """The password that *text* stands for, as it is shown in the handshake."""

    def code(self, kind: RpcErrorKind) -> str:
        """How this version spells an error."""
