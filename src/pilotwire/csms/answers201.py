"""The bench's answers in OCPP 2.0.1 words."""

from collections.abc import Callable
from typing import Any

from ocpp.v201 import call_result as say  # type: ignore[import-untyped,unused-ignore]
from ocpp.v201.datatypes import IdTokenInfoType, IdTokenType  # type: ignore[import-untyped,unused-ignore]

from pilotwire.csms.answers import Asked, Desk


def authorize(desk: Desk, asked: Asked) -> object:
    """Accepted unless the policy names the token."""
    return say.Authorize(id_token_info=_id_token_info(desk, asked["id_token"]["id_token"]))


def boot_notification(desk: Desk, asked: Asked) -> object:
    """The policy's verdict, the time, the interval."""
    policy = desk.policy
    return say.BootNotification(policy.now_text(), policy.boot_interval_s, policy.boot_status.value)


def heartbeat(desk: Desk, asked: Asked) -> object:
    """The time."""
    return say.Heartbeat(current_time=desk.policy.now_text())


def transaction_event(desk: Desk, asked: Asked) -> object:
    """A verdict about the token, when one was shown."""
    token = asked.get("id_token")
    return say.TransactionEvent(id_token_info=_id_token_info(desk, token["id_token"]) if token else None)


def data_transfer(desk: Desk, asked: Asked) -> object:
    """The policy's verdict."""
    return say.DataTransfer(status=desk.policy.data_transfer.value)


def get_15118_ev_certificate(desk: Desk, asked: Asked) -> object:
    """Failed: the bench has no contract certificates."""
    return say.Get15118EVCertificate(status="Failed", exi_response="")


def get_certificate_status(desk: Desk, asked: Asked) -> object:
    """Failed: the bench has no OCSP responder."""
    return say.GetCertificateStatus(status="Failed")


def _empty(answer: Callable[[], Any]) -> Callable[[Desk, Asked], object]:
    return lambda desk, asked: answer()


def _accepted(answer: Callable[..., Any]) -> Callable[[Desk, Asked], object]:
    return lambda desk, asked: answer(status="Accepted")


def _id_token_info(desk: Desk, token: str) -> Any:
    parent = desk.policy.parents.get(token)
    group = IdTokenType(id_token=parent, type="Central") if parent is not None else None
    return IdTokenInfoType(status=desk.policy.verdict(token).value, group_id_token=group)


TABLE: dict[str, Callable[[Desk, Asked], object]] = {
    "Authorize": authorize,
    "BootNotification": boot_notification,
    "ClearedChargingLimit": _empty(say.ClearedChargingLimit),
    "DataTransfer": data_transfer,
    "FirmwareStatusNotification": _empty(say.FirmwareStatusNotification),
    "Get15118EVCertificate": get_15118_ev_certificate,
    "GetCertificateStatus": get_certificate_status,
    "Heartbeat": heartbeat,
    "LogStatusNotification": _empty(say.LogStatusNotification),
    "MeterValues": _empty(say.MeterValues),
    "NotifyChargingLimit": _empty(say.NotifyChargingLimit),
    "NotifyCustomerInformation": _empty(say.NotifyCustomerInformation),
    "NotifyDisplayMessages": _empty(say.NotifyDisplayMessages),
    "NotifyEVChargingNeeds": _accepted(say.NotifyEVChargingNeeds),
    "NotifyEVChargingSchedule": _accepted(say.NotifyEVChargingSchedule),
    "NotifyEvent": _empty(say.NotifyEvent),
    "NotifyMonitoringReport": _empty(say.NotifyMonitoringReport),
    "NotifyReport": _empty(say.NotifyReport),
    "PublishFirmwareStatusNotification": _empty(say.PublishFirmwareStatusNotification),
    "ReportChargingProfiles": _empty(say.ReportChargingProfiles),
    "ReservationStatusUpdate": _empty(say.ReservationStatusUpdate),
    "SecurityEventNotification": _empty(say.SecurityEventNotification),
    "SignCertificate": _accepted(say.SignCertificate),
    "StatusNotification": _empty(say.StatusNotification),
    "TransactionEvent": transaction_event,
}
