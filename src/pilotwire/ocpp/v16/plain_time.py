"""The plainest times alone: ``YYYY-MM-DDTHH:mm:ss``, with a fraction and Z as one likes (chargebyte guide 3.3.1)."""

import re
from typing import Final

from msgspec import Struct

from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.time_field import times_of

PLAIN: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z?")
MOST_SHOWN: Final = 40


def is_plain(time: str) -> bool:
    """Whether *time* is written so."""
    return PLAIN.fullmatch(time) is not None


def refuse_odd_times(request: Struct) -> None:
    """Raises RefusedPayload for a time in *request* that is written in another way."""
    for path, time in times_of(request):
        if not is_plain(time):
            text = f"not a plain time: {time[:MOST_SHOWN]!r} - at `{path}`"
            raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, text)
