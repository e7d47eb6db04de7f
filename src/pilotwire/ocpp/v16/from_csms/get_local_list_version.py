"""GetLocalListVersion: which list of tokens is kept here (OCPP 1.6 5.10)."""

from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.get_local_list_version import GetLocalListVersionRequest, GetLocalListVersionResponse

NO_LISTS = -1  # OCPP 1.6 5.10: local authorization lists are not supported


def take(request: GetLocalListVersionRequest, asking: Asking) -> Answer:
    """None is kept."""
    return Answer(GetLocalListVersionResponse(list_version=NO_LISTS))
