"""ChangeConfiguration: another value for a key (OCPP 1.6 5.3)."""

from pilotwire.core.reply import Reply
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import WriteVerdict
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.keys import is_fixed
from pilotwire.ocpp.v16.messages.change_configuration import (
    ChangeConfigurationRequest,
    ChangeConfigurationResponse,
    ConfigurationStatus,
)
from pilotwire.ocpp.v16.spelling import Unreadable
from pilotwire.ocpp.v16.writing import writes_of

TAKEN = frozenset({WriteVerdict.ACCEPTED, WriteVerdict.REBOOT_REQUIRED})


def take(request: ChangeConfigurationRequest, asking: Asking) -> VariablesWritten | Answer:
    """What no key stands for, and what cannot be read or written, is answered at once."""
    key = asking.key(request.key)
    if key is None:
        return Answer(ChangeConfigurationResponse(status=ConfigurationStatus(asking.configuring.unknown_write.value)))
    if key.is_read_only or is_fixed(key, asking.station):
        return _refused(f"{request.key} cannot be written")
    try:
        writes = writes_of(key, request.value, asking.station)
        return VariablesWritten(asking.reply_to, writes, together=len(writes) > 1)
    except Unreadable:  # what was written may be a secret
        return _refused(f"what was written is no value of {request.key}")


def _refused(why: str) -> Answer:
    return Answer(ChangeConfigurationResponse(status=ConfigurationStatus.REJECTED), why=why)


def reply(verdict: Reply) -> ChangeConfigurationResponse:
    """One status for all Variables the key names: the worst."""
    return ChangeConfigurationResponse(status=_status(set(verdict.writes)))


def _status(became: set[WriteVerdict]) -> ConfigurationStatus:
    if not became or not became <= TAKEN:
        return ConfigurationStatus.REJECTED
    if WriteVerdict.REBOOT_REQUIRED in became:
        return ConfigurationStatus.REBOOT_REQUIRED
    return ConfigurationStatus.ACCEPTED
