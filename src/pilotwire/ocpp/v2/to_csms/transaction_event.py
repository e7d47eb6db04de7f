"""TransactionEvent: each row of the ledger is one (OCPP 2.0.1 E01 to E13)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from pilotwire.core.station import Station
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.transaction import ChargingState, Kind, TransactionChanged
from pilotwire.ocpp.decode import decode_response
from pilotwire.ocpp.dialect import Heard, Message, Row
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v2 import messages, token
from pilotwire.ocpp.v2.connector import CONNECTOR
from pilotwire.ocpp.v2.messages.datatypes import EVSEType
from pilotwire.ocpp.v2.messages.transaction_event import (
    ChargingStateEnumType,
    ReasonEnumType,
    TransactionEventEnumType,
    TransactionEventRequest,
    TransactionEventResponse,
    TransactionType,
    TriggerReasonEnumType,
)
from pilotwire.ocpp.v2.sample import meter_values

ACTION = "TransactionEvent"
EVENTS: Mapping[Kind, TransactionEventEnumType] = {each: TransactionEventEnumType(each.value) for each in Kind}
TRIGGERS: Mapping[Trigger, TriggerReasonEnumType] = {each: TriggerReasonEnumType(each.value) for each in Trigger}
STATES: Mapping[ChargingState, ChargingStateEnumType] = {
    each: ChargingStateEnumType(each.value) for each in ChargingState
}

# Both come from a life under another version only: here a reset on idle waits (B12.FR.03) and an unlock is refused
# while somebody charges (F05.FR.02).
ELSEWHERE = {Reason.RESET_ORDERLY: ReasonEnumType.REBOOT, Reason.UNLOCK_COMMAND: ReasonEnumType.OTHER}
REASONS: Mapping[Reason | None, ReasonEnumType | None] = {
    None: None,
    **{each: ELSEWHERE.get(each) or ReasonEnumType(each.value) for each in Reason},
}


def told(fact: TransactionChanged, station: Station) -> Message:
    """One row; it names the EVSE as soon as that is known, the token where it becomes known (E01.FR.16, E03.FR.01)."""
    is_remote_start = fact.trigger is Trigger.REMOTE_START  # this event has its number, and no other (F01.FR.25)
    request = TransactionEventRequest(
        event_type=EVENTS[fact.kind],
        timestamp=wire_time(fact.stamp, station),
        trigger_reason=TRIGGERS[fact.trigger],
        seq_no=fact.seq,
        transaction_info=TransactionType(
            transaction_id=fact.transaction,
            charging_state=STATES[fact.charging],
            stopped_reason=REASONS[fact.reason],
            remote_start_id=fact.remote_start_id if is_remote_start else None,
        ),
        meter_value=meter_values(fact.samples, station) if fact.samples else None,
        reservation_id=fact.reservation if fact.names_token and fact.kind is not Kind.ENDED else None,
        offline=True if fact.offline else None,
        evse=_evse(fact.evse) if fact.evse else None,
        id_token=token.to_wire(fact.token) if fact.names_token and fact.token is not None else None,
    )
    return Message(ACTION, request)


@lru_cache(maxsize=64)
def _evse(evse: int) -> EVSEType:
    return EVSEType(id=evse, connector_id=CONNECTOR)


def heard(row: Row, payload: bytes) -> Heard:
    """What the answer says of the token, where *row* named one (OCPP 2.0.1 E05, C10.FR.05). Raises RefusedPayload."""
    answer = cast(TransactionEventResponse, decode_response(messages, ACTION, payload))
    if answer.id_token_info is None or not row.fact.names_token:
        return Heard()
    return Heard(info=token.info_from(answer.id_token_info))
