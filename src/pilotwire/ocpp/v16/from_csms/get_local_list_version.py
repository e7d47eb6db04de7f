"""GetLocalListVersion: which list of tokens is kept here (OCPP 1.6 5.10)."""

from pilotwire.core import registry
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.get_local_list_version import GetLocalListVersionRequest, GetLocalListVersionResponse

NO_LISTS, EMPTY = -1, 0  # OCPP 1.6 5.10: local authorization lists are not supported; the list is empty


def take(request: GetLocalListVersionRequest, asking: Asking) -> Answer:
    """The number it was sent with, unless there is nothing in it; one that is switched off is not supported."""
    kept = asking.station.local_list
    number = kept.version if kept.entries else EMPTY
    is_used = asking.station.settings.get(registry.LOCAL_LIST_ENABLED)
    return Answer(GetLocalListVersionResponse(list_version=number if is_used else NO_LISTS))
