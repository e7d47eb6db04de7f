"""SecurityEventNotification: something happened to the security of the station (security whitepaper A04)."""

from collections.abc import Mapping

from pilotwire.core.incident import Incident
from pilotwire.core.security import IncidentTold, TellIncident
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v16.messages.security_event_notification import SecurityEventNotificationRequest

ACTION = "SecurityEventNotification"
# where the words of 1.6 are not those of 2.0.1 (security whitepaper 8)
WORDS: Mapping[Incident, str] = {
    Incident.NOT_LET_IN: "FailedToAuthenticationAtCentralSystem",
    Incident.CSMS_NOT_TRUSTED: "CentralSystemFailedToAuthentication",
    Incident.INVALID_CSMS_CERTIFICATE: "InvalidCentralSystemCertificate",
    Incident.INVALID_STATION_CERTIFICATE: "InvalidChargePointCertificate",
}


def security_event(question: TellIncident, station: Station, tech_info: Mapping[str, str]) -> Message:
    """When it was, as far as that is known by now; *tech_info* says more by its type, where it says nothing itself."""
    record = question.record
    kind = WORDS.get(record.incident, record.incident.value)
    request = SecurityEventNotificationRequest(
        type=kind, timestamp=wire_time(record.stamp, station), tech_info=record.text or tech_info.get(kind)
    )
    return Message(ACTION, request)


def told(question: TellIncident, *, taken: bool) -> IncidentTold:
    """Whether anybody has it now."""
    return IncidentTold(question.record.id, taken)
