"""OCPP 2.0.1 as a Dialect: four tables from the words of one side to the files that speak for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.clock import utc_s_of
from pilotwire.core.csms import BootCause, SendBoot, SendHeartbeat
from pilotwire.core.event import Asked, CentralEvent
from pilotwire.core.fact import Fact
from pilotwire.core.moment import Moment, stamp
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.core.report import StatusChanged
from pilotwire.core.reservation import ReservationLost
from pilotwire.core.security import TellIncident
from pilotwire.core.signing import AskSigning
from pilotwire.core.station import Station
from pilotwire.core.transfer import SendTransfer
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import MessageTriggered, MeterSampled
from pilotwire.ocpp.decode import decode_request
from pilotwire.ocpp.dialect import Heard, Message, Notes, Question, Refused, Row, Taken
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.ocpp.v2 import messages
from pilotwire.ocpp.v2.error_codes import CODES
from pilotwire.ocpp.v2.from_csms import (
    cancel_reservation,
    certificate,
    change_availability,
    clear_cache,
    clear_charging_profile,
    data_transfer,
    get_base_report,
    get_charging_profiles,
    get_composite_schedule,
    get_local_list_version,
    get_report,
    get_variables,
    request_start_transaction,
    request_stop_transaction,
    reserve_now,
    reset,
    send_local_list,
    set_charging_profile,
    set_variables,
    trigger_message,
    unlock_connector,
)
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.to_csms import (
    authorize,
    boot_notification,
    heartbeat,
    meter_values,
    reservation_status_update,
    security_event,
    sign_certificate,
    status_notification,
    transaction_event,
)
from pilotwire.ocpp.v2.to_csms import data_transfer as to_data_transfer

Asker = Callable[[Any, Station], Message]
Hearer = Callable[[Any, bytes | None], CentralEvent]
Teller = Callable[[Any, Station], tuple[Message, ...]]
Taker = Callable[[Any, Incoming], Taken]
Replier = Callable[[Reply, Asked, Station], msgspec.Struct | Refused]

QUESTIONS: Mapping[type[Question], tuple[Asker, Hearer]] = {
    SendBoot: (boot_notification.ask, boot_notification.answered),
    SendHeartbeat: (heartbeat.ask, heartbeat.answered),
    AskAuthorization: (authorize.ask, authorize.answered),
    SendTransfer: (to_data_transfer.ask, to_data_transfer.answered),
    TellIncident: (security_event.ask, security_event.answered),
    AskSigning: (sign_certificate.ask, sign_certificate.answered),
}

NOTICES: Mapping[type[Fact], Teller] = {
    StatusChanged: status_notification.told,
    MeterSampled: meter_values.told,
    ReservationLost: reservation_status_update.told,
}

TAKERS: Mapping[str, Taker] = {
    "CertificateSigned": certificate.take_signed,
    "CancelReservation": cancel_reservation.take,
    "ChangeAvailability": change_availability.take,
    "ClearCache": clear_cache.take,
    "ClearChargingProfile": clear_charging_profile.take,
    "DataTransfer": data_transfer.take,
    "DeleteCertificate": certificate.take_deletion,
    "GetBaseReport": get_base_report.take,
    "GetChargingProfiles": get_charging_profiles.take,
    "GetCompositeSchedule": get_composite_schedule.take,
    "GetInstalledCertificateIds": certificate.take_list,
    "GetLocalListVersion": get_local_list_version.take,
    "GetReport": get_report.take,
    "GetVariables": get_variables.take,
    "InstallCertificate": certificate.take_installation,
    "RequestStartTransaction": request_start_transaction.take,
    "RequestStopTransaction": request_stop_transaction.take,
    "ReserveNow": reserve_now.take,
    "Reset": reset.take,
    "SendLocalList": send_local_list.take,
    "SetChargingProfile": set_charging_profile.take,
    "SetVariables": set_variables.take,
    "TriggerMessage": trigger_message.take,
    "UnlockConnector": unlock_connector.take,
}

REPLIERS: Mapping[str, Replier] = {
    "CertificateSigned": certificate.signed,
    "CancelReservation": cancel_reservation.reply,
    "ChangeAvailability": change_availability.reply,
    "ClearCache": clear_cache.reply,
    "ClearChargingProfile": clear_charging_profile.reply,
    "DataTransfer": data_transfer.reply,
    "DeleteCertificate": certificate.deleted,
    "GetCompositeSchedule": get_composite_schedule.reply,
    "GetInstalledCertificateIds": certificate.listed,
    "InstallCertificate": certificate.installed,
    "RequestStartTransaction": request_start_transaction.reply,
    "RequestStopTransaction": request_stop_transaction.reply,
    "ReserveNow": reserve_now.reply,
    "Reset": reset.reply,
    "SendLocalList": send_local_list.reply,
    "SetChargingProfile": set_charging_profile.reply,
    "SetVariables": set_variables.reply,
    "TriggerMessage": trigger_message.reply,
    "UnlockConnector": unlock_connector.reply,
}


def host_moment() -> Moment:
    """What the clocks of this machine say."""
    return Moment(time.monotonic(), time.time())


@dataclass(frozen=True, slots=True)
class V201:
    """OCPP 2.0.1. *now* tells the time for what has none of its own: a report, and a status that is asked for."""

    now: Callable[[], Moment] = host_moment

    @property
    def subprotocol(self) -> str:
        """OCPP 2.0.1 part 4, 3.1.2."""
        return "ocpp2.0.1"

    @property
    def error_while_rejected(self) -> RpcErrorKind | None:
        """OCPP 2.0.1 B03.FR.08."""
        return RpcErrorKind.SECURITY_ERROR

    @property
    def answers_unreadable(self) -> bool:
        """OCPP 2.0.1 part 4, 4.2.3: under the id "-1"."""
        return True

    def ask(self, question: Question, station: Station) -> Message:
        """The request that puts *question*."""
        return QUESTIONS[type(question)][0](question, station)

    def answered(self, question: Question, payload: bytes | None) -> CentralEvent:
        """What its answer means. Raises RefusedPayload."""
        return QUESTIONS[type(question)][1](question, payload)

    def render(self, row: Row, station: Station, notes: Notes) -> tuple[Message, ...]:
        """One TransactionEvent for each row; no notes are needed, the ids are ours."""
        return (transaction_event.told(row.fact, station),)

    def heard(self, row: Row, action: str, payload: bytes) -> Heard:
        """What the answer to a TransactionEvent says of the token. Raises RefusedPayload."""
        return transaction_event.heard(row, payload)

    def notify(self, fact: Fact, station: Station, notes: Notes) -> tuple[Message, ...]:
        """The requests that tell any other *fact*."""
        if isinstance(fact, MessageTriggered):
            return self._triggered(fact, station)
        tell = NOTICES.get(type(fact))
        return tell(fact, station) if tell else ()

    def take(self, action: str, payload: bytes, reply_to: ReplyTo, station: Station, notes: Notes) -> Taken:
        """A request of the central system. Raises RefusedPayload."""
        taker = TAKERS.get(action)
        if taker is None:
            return _refused(action)
        request = decode_request(messages, action, payload)
        return taker(request, Incoming(reply_to, station, lambda: self._utc_s(station)))

    def reply(self, action: str, reply: Reply, asked: Asked, station: Station) -> msgspec.Struct | Refused:
        """The answer to *action*."""
        return REPLIERS[action](reply, asked, station)

    def password(self, text: str) -> bytes:
        """As it is (OCPP 2.0.1 A00.FR.205)."""
        return text.encode()

    def code(self, kind: RpcErrorKind) -> str:
        """OCPP 2.0.1 part 4, 4.3."""
        return CODES[kind]

    def _triggered(self, fact: MessageTriggered, station: Station) -> tuple[Message, ...]:
        """Out of turn (OCPP 2.0.1 F06); readings and transactions are facts of their own."""
        match fact.message:
            case Wanted.BOOT:
                return (boot_notification.told(BootCause.TRIGGERED, station),)
            case Wanted.HEARTBEAT:
                return (heartbeat.BEAT,)
            case Wanted.STATUS:
                return status_notification.current(fact.evse, station, to_wire(self._utc_s(station)))
            case _:
                return ()

    def _utc_s(self, station: Station) -> float:
        """The time it is, by the host or by the clock that was learnt."""
        return utc_s_of(stamp(station.boot, self.now()), station.clock, station.boot)


def _refused(action: str) -> Refused:
    """Known and not done here, or not known at all (OCPP 2.0.1 part 4, 4.3, table 8)."""
    if action in messages.ACTIONS:
        return Refused(RpcErrorKind.NOT_SUPPORTED, f"{action} is not supported")
    return Refused(RpcErrorKind.NOT_IMPLEMENTED, f"unknown action {action[:50]!r}")
