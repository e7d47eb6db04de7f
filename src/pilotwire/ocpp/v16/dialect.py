"""OCPP 1.6 as a dialect: which function says which fact, and which takes which request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.core.csms import (
    BootAnswered,
    HeartbeatAnswered,
    SendBoot,
    SendHeartbeat,
)
from pilotwire.core.event import Asked, CentralEvent
from pilotwire.core.fact import Fact
from pilotwire.core.firmware import FirmwareStatusChanged
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.core.report import StatusChanged
from pilotwire.core.security import TellIncident
from pilotwire.core.service import TransferReturned
from pilotwire.core.signing import AskSigning, SigningAnswered
from pilotwire.core.station import Station
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.core.transfer import SendTransfer
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import MessageTriggered, MeterSampled
from pilotwire.core.upload import UploadStatusChanged
from pilotwire.ocpp.decode import decode_request, decode_response
from pilotwire.ocpp.dialect import Heard, Message, Notes, Question, Refused, Row, Taken, Untellable
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.time_field import without_times
from pilotwire.ocpp.v16 import messages
from pilotwire.ocpp.v16.error_codes import CODES
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.keys import NO_PATHS, Keys, Paths, keys_of
from pilotwire.ocpp.v16.messages.status_notification import ChargePointStatus
from pilotwire.ocpp.v16.plain_time import is_plain, refuse_odd_times
from pilotwire.ocpp.v16.requests import REPLIES, TAKES
from pilotwire.ocpp.v16.to_csms import (
    authorize,
    boot_notification,
    heartbeat,
    security_event,
    sign_certificate,
    start_transaction,
    stop_transaction,
)
from pilotwire.ocpp.v16.to_csms import data_transfer as to_data_transfer
from pilotwire.ocpp.v16.to_csms.firmware_status import firmware_status
from pilotwire.ocpp.v16.to_csms.meter_values import meter_values
from pilotwire.ocpp.v16.to_csms.status_notification import (
    Manner,
    all_statuses_asked,
    status_asked,
    status_changed,
)
from pilotwire.ocpp.v16.to_csms.upload_status import upload_status
from pilotwire.personality.habit import Configuring, Times
from pilotwire.personality.model import Messages, MeterForm, Personality, RequestForm, Unsupported

HEXADECIMAL: Final = re.compile("(?:[0-9A-Fa-f]{2}){16,20}")
START_GIVEN_UP: Final = "its StartTransaction was given up"
HEARS: Mapping[str, Callable[[Any], Heard]] = {
    start_transaction.ACTION: start_transaction.started,
    stop_transaction.ACTION: stop_transaction.stopped,
}
UNSUPPORTED: Mapping[Unsupported, RpcErrorKind] = {
    Unsupported.NOT_IMPLEMENTED: RpcErrorKind.NOT_IMPLEMENTED,
    Unsupported.NOT_SUPPORTED: RpcErrorKind.NOT_SUPPORTED,
}


@dataclass(frozen=True, slots=True)
class V16:
    """OCPP 1.6, spoken as a personality speaks it.

    ``keys`` are its configuration keys; ``wanted`` which requests it takes and what it can be triggered to say (None:
    all); ``manner`` how it tells a status, ``requests`` what its requests say besides,
    ``form`` how it writes what the meter says, ``configuring`` how it answers
    questions about its keys. *plain_times*: it reads no times but the plainest.
    """

    keys: Keys
    wanted: Messages | None = None
    manner: Manner = Manner()
    form: MeterForm = MeterForm()
    configuring: Configuring = Configuring()
    plain_times: bool = False
    requests: RequestForm = RequestForm()

    @property
    def subprotocol(self) -> str:
        """OCPP-J 1.6 3.1.2."""
        return "ocpp1.6"

    @property
    def error_while_rejected(self) -> RpcErrorKind | None:
        """None: "the Charge Point SHALL NOT respond to any Central System initiated message" (OCPP 1.6 4.2)."""
        return None

    @property
    def answers_unreadable(self) -> bool:
        """No: 1.6 knows no CALLERROR without the id of a call (OCPP-J 1.6 4.2.3)."""
        return False

    def ask(self, question: Question, station: Station) -> Message:
        """BootNotification, Heartbeat, Authorize or DataTransfer."""
        match question:
            case SendBoot():
                return self._boot(station)
            case SendHeartbeat():
                return heartbeat.heartbeat()
            case AskAuthorization():
                return authorize.authorize(question)
            case SendTransfer():
                return to_data_transfer.data_transfer(question)
            case TellIncident():
                return security_event.security_event(question, station, self._tech_info)
            case AskSigning():
                return sign_certificate.sign_certificate(question)

    def _boot(self, station: Station) -> Message:
        names_station = self.wanted is not None and self.wanted.names_station
        return boot_notification.boot_notification(station, self.requests, names_station=names_station)

    @property
    def _tech_info(self) -> Mapping[str, str]:
        return {} if self.wanted is None else self.wanted.tech_info

    def answered(self, question: Question, payload: bytes | None) -> CentralEvent:
        """What the answer means. Raises RefusedPayload for a broken one, and for a heartbeat that nobody answered."""
        if payload is None:
            return _unanswered(question)
        match question:
            case SendBoot():
                return boot_notification.boot_answered(self._read(boot_notification.ACTION, payload))
            case SendHeartbeat():
                return heartbeat.heartbeat_answered(self._read(heartbeat.ACTION, payload))
            case AskAuthorization():
                return authorize.authorized(question, self._read(authorize.ACTION, payload))
            case SendTransfer():
                return to_data_transfer.data_transferred(question, self._read(to_data_transfer.ACTION, payload))
            case TellIncident():
                return security_event.told(question, taken=True)
            case AskSigning():
                return sign_certificate.answered(self._read(sign_certificate.ACTION, payload))

    def render(self, row: Row, station: Station, notes: Notes) -> tuple[Message, ...]:
        """StartTransaction, MeterValues or StopTransaction.

        Rows come in order: one whose transaction still has no number after its start was told belongs to a start
        that was given up. Nobody waits for it: it is given up too, and not told under the -1 of errata 3.18, which
        ends nothing in any central system (ADR 21).
        """
        fact = row.fact
        if fact.becomes_chargeable:
            return (start_transaction.start_transaction(fact, station),)
        if not (fact.kind is Kind.ENDED and fact.was_chargeable) and not (fact.kind is Kind.UPDATED and fact.samples):
            return ()
        number = _number_of(fact.transaction, notes)
        if fact.was_chargeable and number is None:
            raise Untellable(START_GIVEN_UP)
        if fact.kind is Kind.UPDATED:
            return meter_values(fact, number, station, self.form)
        return () if number is None else (self._stop(fact, number, station, notes),)

    def _stop(self, fact: TransactionChanged, number: int, station: Station, notes: Notes) -> Message:
        samples = (*notes.samples_of(fact.transaction), *fact.samples)
        data = stop_transaction.transaction_data(samples, station, self.form)
        is_named = fact.names_token or self.requests.names_starter
        return stop_transaction.stop_transaction(replace(fact, names_token=is_named), number, station, data)

    def heard(self, row: Row, action: str, payload: bytes) -> Heard:
        """The number of a transaction, and what is said of its driver."""
        answer = self._read(action, payload)
        return HEARS[action](answer) if action in HEARS else Heard()

    def notify(self, fact: Fact, station: Station, notes: Notes) -> tuple[Message, ...]:
        """StatusNotification, MeterValues, and what was asked for out of its turn."""
        match fact:
            case StatusChanged():
                return status_changed(fact, station, self.manner)
            case MeterSampled():
                return meter_values(fact, _number_of(fact.transaction, notes), station, self.form)
            case FirmwareStatusChanged():
                return self._known(firmware_status(fact))
            case UploadStatusChanged():
                return self._known(upload_status(fact))
            case MessageTriggered():
                return self._triggered(fact, station)
            case _:
                return ()

    def _known(self, said: tuple[Message, ...]) -> tuple[Message, ...]:
        """The messages about jobs of *said* whose status this personality has a word for."""
        words = {} if self.wanted is None else self.wanted.statuses
        return tuple(
            each for each in said if each.action not in words or status_word(each.payload) in words[each.action]
        )

    def _triggered(self, fact: MessageTriggered, station: Station) -> tuple[Message, ...]:
        match fact.message:
            case Wanted.BOOT:
                return (self._boot(station),)
            case Wanted.HEARTBEAT:
                return (heartbeat.heartbeat(),)
            case Wanted.STATUS if fact.evse:
                return (status_asked(station, fact.evse, self.manner),)
            case Wanted.STATUS:
                return all_statuses_asked(station, self.manner)
            case _:  # readings come as MeterSampled; 1.6 cannot ask for a transaction
                return ()

    def take(self, action: str, payload: bytes, reply_to: ReplyTo, station: Station, notes: Notes) -> Taken:
        """A request of the central system. Raises RefusedPayload for a broken one."""
        if action not in messages.ACTIONS:
            return Refused(RpcErrorKind.NOT_IMPLEMENTED, f"unknown action {action[:50]!r}")
        kind = self._refusal_of(action)
        if kind is not None:
            return Refused(kind, f"{action} is not supported")
        request = decode_request(messages, action, payload)
        if self.plain_times:
            refuse_odd_times(request)
        triggers = None if self.wanted is None else frozenset(self.wanted.triggers)
        is_signed = self.wanted is None or "SignedUpdateFirmware" in self.wanted.supported
        return TAKES[action](
            request, Asking(reply_to, station, notes, self.keys, self.manner, triggers, self.configuring, is_signed)
        )

    def _read(self, action: str, payload: bytes) -> Any:
        """The answer to *action*; which type that is, the caller knows by the action."""
        answer = decode_response(messages, action, payload)
        return without_times(answer, is_plain) if self.plain_times else answer

    def _refusal_of(self, action: str) -> RpcErrorKind | None:
        """Why *action* is not done here; None: it is."""
        if self.wanted is not None and action not in self.wanted.supported:
            return UNSUPPORTED[self.wanted.errors.get(action, self.wanted.unsupported)]
        return None if action in TAKES else RpcErrorKind.NOT_SUPPORTED

    def reply(self, action: str, reply: Reply, asked: Asked, station: Station) -> msgspec.Struct | Refused:
        """The answer to *action*, from the core's verdict."""
        return REPLIES[action](reply)

    def password(self, text: str) -> bytes:
        """As many hexadecimal digits as 16 to 20 bytes have are those bytes (security whitepaper A00.FR.205)."""
        return bytes.fromhex(text) if HEXADECIMAL.fullmatch(text) else text.encode()

    def code(self, kind: RpcErrorKind) -> str:
        """OCPP-J 1.6 4.2.3, table 7."""
        return CODES[kind]


def status_word(payload: Any) -> str:
    """The status that *payload* tells, as it is spelled."""
    return str(payload.status.value)


def v16_of(personality: Personality, paths: Paths = NO_PATHS) -> V16:
    """OCPP 1.6 as *personality* speaks it; *paths* of customer.json are keys where it allows that."""
    shown_as = {ChargePointStatus(own): ChargePointStatus(shown) for own, shown in personality.status.shown_as.items()}
    status = personality.status
    manner = Manner(
        shown_as,
        personality.fault_bits.by_fault,
        info=status.info,
        vendor_error_code=status.vendor_error_code,
        says_time=status.says_time,
    )
    keys = keys_of(personality, paths)
    return V16(
        keys,
        personality.messages,
        manner,
        personality.meter_values,
        personality.configuration,
        plain_times=personality.spelling.times is Times.PLAIN,
        requests=personality.requests,
    )


def _unanswered(question: Question) -> CentralEvent:
    match question:
        case SendBoot():
            return BootAnswered(None)
        case SendHeartbeat():
            return HeartbeatAnswered(None)
        case AskAuthorization():
            return AuthorizationAnswered(question.ask, None)
        case SendTransfer():
            return TransferReturned(question.id, None)
        case TellIncident():
            return security_event.told(question, taken=False)
        case AskSigning():
            return SigningAnswered(taken=False)


def _number_of(transaction: str | None, notes: Notes) -> int | None:
    """The number the central system gave *transaction*; None as long as it has given none (errata 3.16)."""
    note = notes.note_of(transaction) if transaction else None
    return None if note is None else int(note)
