"""StartTransaction: vehicle and driver have met (OCPP 1.6 4.8)."""

from pilotwire.core.station import Station
from pilotwire.core.transaction import TransactionChanged
from pilotwire.ocpp.dialect import Heard, Message
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v16.id_tag import id_tag_of, info_of
from pilotwire.ocpp.v16.messages.start_transaction import StartTransactionRequest, StartTransactionResponse

ACTION = "StartTransaction"


def start_transaction(fact: TransactionChanged, station: Station) -> Message:
    """The beginning; a station without a meter counts from 0."""
    request = StartTransactionRequest(
        connector_id=fact.evse,
        id_tag=id_tag_of(fact.token),
        meter_start=round(fact.meter_wh or 0),
        timestamp=wire_time(fact.stamp, station),
        reservation_id=fact.reservation,
    )
    return Message(ACTION, request)


def started(answer: StartTransactionResponse) -> Heard:
    """The number of the transaction, which is the note of this version, and the word on its driver."""
    return Heard(str(answer.transaction_id), info_of(answer.id_tag_info))
