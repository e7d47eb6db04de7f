"""BootNotification: who this station is and why it starts (OCPP 2.0.1 B01 to B03)."""

from __future__ import annotations

from typing import cast

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, BootCause, Registration, SendBoot
from pilotwire.core.sim_card import told_card
from pilotwire.core.station import Station
from pilotwire.ocpp.decode import decode_response
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v2 import messages
from pilotwire.ocpp.v2.instant import utc_s_from
from pilotwire.ocpp.v2.messages.boot_notification import (
    BootNotificationRequest,
    BootNotificationResponse,
    BootReasonEnumType,
    ChargingStationType,
    ModemType,
    RegistrationStatusEnumType,
)

ACTION = "BootNotification"
REGISTRATIONS = {
    RegistrationStatusEnumType.ACCEPTED: Registration.ACCEPTED,
    RegistrationStatusEnumType.PENDING: Registration.PENDING,
    RegistrationStatusEnumType.REJECTED: Registration.REJECTED,
}


def told(cause: BootCause, station: Station) -> Message:
    """The introduction, cut to the lengths of ChargingStationType (OCPP 2.0.1 B01.FR.01)."""
    settings = station.settings
    serial_number, firmware_version = settings.get(registry.SERIAL_NUMBER), settings.get(registry.FIRMWARE_VERSION)
    who = ChargingStationType(
        model=settings.get(registry.MODEL)[:20],
        vendor_name=settings.get(registry.VENDOR)[:50],
        serial_number=serial_number[:25] if serial_number else None,
        firmware_version=firmware_version[:50] if firmware_version else None,
        modem=_modem(station),
    )
    return Message(ACTION, BootNotificationRequest(charging_station=who, reason=BootReasonEnumType(cause.value)))


def _modem(station: Station) -> ModemType | None:
    """What is known of the SIM card (OCPP 2.0.1 B01.FR.01)."""
    iccid, imsi = told_card(station)
    return ModemType(iccid=iccid, imsi=imsi) if iccid or imsi else None


def ask(question: SendBoot, station: Station) -> Message:
    """May this station take part? (OCPP 2.0.1 B01.FR.01)."""
    return told(question.cause, station)


def answered(question: SendBoot, payload: bytes | None) -> BootAnswered:
    """Accepted, pending or rejected, for how long, and what time it is (OCPP 2.0.1 B01.FR.06)."""
    if payload is None:
        return BootAnswered(None)
    answer = cast(BootNotificationResponse, decode_response(messages, ACTION, payload))
    return BootAnswered(
        REGISTRATIONS[answer.status], max(0, answer.interval), utc_s_from(answer.current_time, "currentTime")
    )
