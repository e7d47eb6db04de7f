"""GetLocalListVersion: which local list is installed (OCPP 2.0.1 D02)."""

from __future__ import annotations

from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.get_local_list_version import GetLocalListVersionRequest, GetLocalListVersionResponse

NO_LIST = 0


def take(request: GetLocalListVersionRequest, incoming: Incoming) -> Answer:
    """There is none yet (OCPP 2.0.1 D02.FR.02, D02.FR.03)."""
    return Answer(GetLocalListVersionResponse(version_number=NO_LIST))
