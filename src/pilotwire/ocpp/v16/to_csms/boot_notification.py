"""BootNotification: who this station is (OCPP 1.6 4.2, 6.3)."""

from collections.abc import Mapping

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, Registration
from pilotwire.core.sim_card import told_card
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.timestamp import from_wire
from pilotwire.ocpp.v16.messages.boot_notification import (
    BootNotificationRequest,
    BootNotificationResponse,
    RegistrationStatus,
)
from pilotwire.personality.model import RequestForm

ACTION = "BootNotification"
REGISTRATIONS: Mapping[RegistrationStatus, Registration] = {
    RegistrationStatus.ACCEPTED: Registration.ACCEPTED,
    RegistrationStatus.PENDING: Registration.PENDING,
    RegistrationStatus.REJECTED: Registration.REJECTED,
}


def boot_notification(station: Station, form: RequestForm, *, names_station: bool = False) -> Message:
    """The station introduces itself in the *form* of a personality; a name too long for 1.6 is cut.

    *names_station*: the name by which the central system knows it is the serial number of its charge box.
    """
    settings = station.settings
    serial_number = settings.get(registry.SERIAL_NUMBER)
    iccid, imsi = told_card(station)
    request = BootNotificationRequest(
        charge_point_vendor=settings.get(registry.VENDOR)[:20],
        charge_point_model=settings.get(registry.MODEL)[:20],
        charge_point_serial_number=_cut(serial_number, 25),
        charge_box_serial_number=_cut(settings.get(registry.IDENTITY) or serial_number, 25) if names_station else None,
        firmware_version=_cut(settings.get(registry.FIRMWARE_VERSION), 50),
        iccid=_cut(iccid, 20),
        imsi=_cut(imsi, 20),
        meter_type=form.meter_type,
    )
    return Message(ACTION, request)


def _cut(text: str | None, length: int) -> str | None:
    return text[:length] if text else None


def boot_answered(answer: BootNotificationResponse) -> BootAnswered:
    """The verdict; a time nobody can read does not keep the station from charging, a negative interval is none."""
    try:
        utc_s = from_wire(answer.current_time)
    except ValueError:
        utc_s = None
    return BootAnswered(REGISTRATIONS[answer.status], max(answer.interval, 0), utc_s)
