"""All facts of the core, united. Each stands in the file of the room that says it."""

from __future__ import annotations

from pilotwire.core.csms import Registered
from pilotwire.core.delivery import LedgerErased, RowDiscarded
from pilotwire.core.firmware import FirmwareStatusChanged
from pilotwire.core.report import StatusChanged
from pilotwire.core.reservation import ReservationLost
from pilotwire.core.security import IncidentRecorded, TellIncident
from pilotwire.core.service import ServiceAnswered
from pilotwire.core.signing import AskSigning
from pilotwire.core.token import TokenJudged
from pilotwire.core.transaction import TransactionChanged
from pilotwire.core.transaction_data import SampleKept
from pilotwire.core.trigger import MessageTriggered, MeterSampled
from pilotwire.core.tunnel import TransferHandedOver
from pilotwire.core.upload import UploadStatusChanged

Fact = (
    TransactionChanged
    | StatusChanged
    | TokenJudged
    | Registered
    | MessageTriggered
    | MeterSampled
    | SampleKept
    | RowDiscarded
    | ReservationLost
    | LedgerErased
    | TransferHandedOver
    | ServiceAnswered
    | IncidentRecorded
    | TellIncident
    | AskSigning
    | FirmwareStatusChanged
    | UploadStatusChanged
)
