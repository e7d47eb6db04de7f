"""GetLocalListVersion: which local list is installed (OCPP 2.0.1 D02)."""

from __future__ import annotations

from pilotwire.core import registry
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.get_local_list_version import GetLocalListVersionRequest, GetLocalListVersionResponse

NO_LIST = 0


def take(request: GetLocalListVersionRequest, incoming: Incoming) -> Answer:
    """The number of the last one; none was ever sent, or nobody uses it (OCPP 2.0.1 D02.FR.02, D02.FR.03)."""
    station = incoming.station
    is_used = station.settings.get(registry.LOCAL_LIST_ENABLED)
    return Answer(GetLocalListVersionResponse(version_number=station.local_list.version if is_used else NO_LIST))
