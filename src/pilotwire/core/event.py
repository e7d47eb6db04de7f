"""All events of the core, united. Each stands in the file of the room that hears it."""

from __future__ import annotations

from pilotwire.core.authorization import AuthorizationAnswered, CardShown
from pilotwire.core.certificate import CertificateAsked, CertificateWorkDone
from pilotwire.core.consent import CustomerPermission, KeyTurned
from pilotwire.core.csms import BootAnswered, HeartbeatAnswered, LinkChanged
from pilotwire.core.deadline import Due
from pilotwire.core.delivery import Delivered, Discarded
from pilotwire.core.firmware import (
    DownloadEnded,
    FirmwareAsked,
    InstallEnded,
    OwnerWishes,
    SignatureChecked,
    SignerChecked,
)
from pilotwire.core.job import JobProgressed
from pilotwire.core.keyring import KeyringSeen
from pilotwire.core.local_list import LocalListSent
from pilotwire.core.neighbour import NeighbourSeen
from pilotwire.core.port.availability import AvailabilityChosen
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.port.fault import FaultCleared, FaultSeen, FaultsMasked
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.phases import MostPhasesSet, PhasesChosen, SwitchDelaySet
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.port.rcd import RcdRead, RcdTestAsked
from pilotwire.core.port.recloser import RecloserOrdered, RecloserRead
from pilotwire.core.port.secondary import SecondaryRead
from pilotwire.core.port.ventilation import VentilationAvailable, VentilationChosen, VentilationRead
from pilotwire.core.remote import RemoteStartAsked, RemoteStopAsked
from pilotwire.core.request import AvailabilityAsked, CacheClearAsked, ConfigurationEdited, VariablesWritten
from pilotwire.core.reservation import CancellationAsked, ReservationAsked
from pilotwire.core.reset import ResetAsked
from pilotwire.core.schedule import CompositeAsked, ProfilesClearAsked, ProfileSet
from pilotwire.core.security import IncidentSeen, IncidentTold
from pilotwire.core.service import ServiceAsked, ServiceMisspoke, ServiceRegistered, TransferReturned
from pilotwire.core.signing import RequestMade, SigningAnswered
from pilotwire.core.trial import TrialEnded
from pilotwire.core.trigger import TriggerAsked
from pilotwire.core.tunnel import TransferAsked, TransferConfirmed
from pilotwire.core.unlock import UnlockAsked
from pilotwire.core.update import UpdateSeen
from pilotwire.core.upload import LogAsked, UploadEnded

HardwareEvent = (
    PilotMeasured
    | ProximityMeasured
    | ContactorRead
    | SecondaryRead
    | LockRead
    | RcdRead
    | VentilationRead
    | RecloserRead
    | MeterRead
    | FaultSeen
    | FaultCleared
    | CardShown
    | KeyTurned
)
CustomerEvent = (
    AvailabilityChosen
    | CentralLimitSet
    | DynamicLimitSet
    | PhasesChosen
    | MostPhasesSet
    | SwitchDelaySet
    | RcdTestAsked
    | VentilationAvailable
    | VentilationChosen
    | RecloserOrdered
    | FaultsMasked
    | ConfigurationEdited
    | CustomerPermission
    | NeighbourSeen
    | TransferConfirmed
    | ServiceRegistered
    | ServiceAsked
    | ServiceMisspoke
    | OwnerWishes
)
Asked = (
    RemoteStartAsked
    | RemoteStopAsked
    | UnlockAsked
    | ResetAsked
    | AvailabilityAsked
    | VariablesWritten
    | CacheClearAsked
    | LocalListSent
    | ReservationAsked
    | CancellationAsked
    | TriggerAsked
    | TransferAsked
    | ProfileSet
    | ProfilesClearAsked
    | CompositeAsked
    | CertificateAsked
    | FirmwareAsked
    | LogAsked
)
JobEvent = SignerChecked | DownloadEnded | SignatureChecked | InstallEnded | UploadEnded | JobProgressed
CentralEvent = (
    LinkChanged
    | BootAnswered
    | HeartbeatAnswered
    | AuthorizationAnswered
    | TransferReturned
    | Delivered
    | Discarded
    | IncidentTold
    | SigningAnswered
    | TrialEnded
)
VaultEvent = KeyringSeen | RequestMade | CertificateWorkDone | IncidentSeen
Event = HardwareEvent | CustomerEvent | Asked | CentralEvent | VaultEvent | UpdateSeen | JobEvent | Due
