"""All commands of the core, united. Each stands in the file of the room that says it."""

from __future__ import annotations

from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.certificate import DoCertificateWork
from pilotwire.core.clock import SetClock
from pilotwire.core.csms import SendBoot, SendHeartbeat
from pilotwire.core.firmware import CheckSignature, CheckSigner, Download, Install
from pilotwire.core.job import CancelJob
from pilotwire.core.keyring import LookAtKeyring
from pilotwire.core.neighbour import HandOver
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.meter import ReadMeter
from pilotwire.core.port.rcd import SetRcdTest
from pilotwire.core.port.recloser import SetRecloser
from pilotwire.core.port.secondary import SetSecondary
from pilotwire.core.port.ventilation import SetVentilation
from pilotwire.core.port.wake import DropPilot
from pilotwire.core.reset import Restart
from pilotwire.core.sequel import Reconnect
from pilotwire.core.signing import MakeRequest
from pilotwire.core.transfer import SendTransfer
from pilotwire.core.upload import UploadLog

HardwareCommand = (
    SetContactor
    | SetSecondary
    | SetDutyCycle
    | DropPilot
    | DriveLock
    | SetVentilation
    | SetRcdTest
    | SetRecloser
    | ReadMeter
)
CentralCommand = AskAuthorization | SendBoot | SendHeartbeat | SendTransfer | Reconnect
VaultCommand = DoCertificateWork | MakeRequest | LookAtKeyring
JobCommand = CheckSigner | Download | CheckSignature | Install | UploadLog | CancelJob
Command = HardwareCommand | CentralCommand | VaultCommand | JobCommand | HandOver | Restart | SetClock
