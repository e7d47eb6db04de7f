"""The bench's answers in OCPP 1.6 words."""

from collections.abc import Callable
from typing import Any

from ocpp.v16.datatypes import IdTagInfo  # type: ignore[import-untyped,unused-ignore]

from ocpp.v16 import call_result as say  # type: ignore[import-untyped,unused-ignore]
from pilotwire.csms.answers import Asked, Desk
from pilotwire.csms.policy import TokenVerdict


def authorize(desk: Desk, asked: Asked) -> object:
    """Accepted unless the policy names the token."""
    return say.Authorize(id_tag_info=_id_tag_info(desk, asked["id_tag"]))


def boot_notification(desk: Desk, asked: Asked) -> object:
    """The policy's verdict, the time, the interval."""
    policy = desk.policy
    return say.BootNotification(policy.now_text(), policy.boot_interval_s, policy.boot_status.value)


def heartbeat(desk: Desk, asked: Asked) -> object:
    """The time."""
    return say.Heartbeat(current_time=desk.policy.now_text())


def start_transaction(desk: Desk, asked: Asked) -> object:
    """A new number every time, as real systems do: repeating a start is the station's mistake."""
    return say.StartTransaction(desk.next_transaction_id(), _id_tag_info(desk, asked["id_tag"]))


def stop_transaction(desk: Desk, asked: Asked) -> object:
    """A verdict about the token, when one was shown."""
    return say.StopTransaction(_id_tag_info(desk, asked["id_tag"]) if "id_tag" in asked else None)


def data_transfer(desk: Desk, asked: Asked) -> object:
    """The policy's verdict."""
    return say.DataTransfer(status=desk.policy.data_transfer.value)


def sign_certificate(desk: Desk, asked: Asked) -> object:
    """Accepted; the certificate itself is sent by whoever drives the bench."""
    return say.SignCertificate(status="Accepted")


def _empty(answer: Callable[[], Any]) -> Callable[[Desk, Asked], object]:
    return lambda desk, asked: answer()


def _id_tag_info(desk: Desk, token: str) -> Any:
    verdict = desk.policy.verdict(token)
    verdict = TokenVerdict.INVALID if verdict is TokenVerdict.UNKNOWN else verdict
    return IdTagInfo(status=verdict.value, parent_id_tag=desk.policy.parents.get(token))


TABLE: dict[str, Callable[[Desk, Asked], object]] = {
    "Authorize": authorize,
    "BootNotification": boot_notification,
    "DataTransfer": data_transfer,
    "DiagnosticsStatusNotification": _empty(say.DiagnosticsStatusNotification),
    "FirmwareStatusNotification": _empty(say.FirmwareStatusNotification),
    "Heartbeat": heartbeat,
    "LogStatusNotification": _empty(say.LogStatusNotification),
    "MeterValues": _empty(say.MeterValues),
    "SecurityEventNotification": _empty(say.SecurityEventNotification),
    "SignCertificate": sign_certificate,
    "SignedFirmwareStatusNotification": _empty(say.SignedFirmwareStatusNotification),
    "StartTransaction": start_transaction,
    "StatusNotification": _empty(say.StatusNotification),
    "StopTransaction": stop_transaction,
}
