"""Certificates the central system installs, looks for and deletes, and the one it had signed for us.

The core promises and answers; who keeps the certificates does the work and says what became of it (OCPP 2.0.1 A02, M03
to M05; security whitepaper A02, M03 to M05).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pilotwire.core import signing
from pilotwire.core.frozen import replace
from pilotwire.core.incident import Incident
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.security import recorded

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]

MOST_OPEN: Final = 20  # requests that wait for their work; a central system that asks faster is refused


class Use(Enum):
    """What a root certificate is for (OCPP 2.0.1 InstallCertificateUseEnumType)."""

    CSMS = "csms"
    MANUFACTURER = "manufacturer"


class Hash(Enum):
    """How a certificate is identified (OCPP 2.0.1 HashAlgorithmEnumType)."""

    SHA256 = "SHA256"
    SHA384 = "SHA384"
    SHA512 = "SHA512"


@dataclass(frozen=True, slots=True)
class CertificateId:
    """A certificate as OCSP names it (RFC 6960 4.1.1): all in hexadecimal digits, the number without leading zeros."""

    hash: Hash
    issuer_name: str
    issuer_key: str
    serial_number: str
    use: Use | None = None


@dataclass(frozen=True, slots=True)
class Install:
    """Trust this root from now on (M05)."""

    use: Use
    pem: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Trust this one no longer (M04)."""

    id: CertificateId


@dataclass(frozen=True, slots=True)
class List:
    """Which roots are there, for these uses (M03)?"""

    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Accept:
    """Somebody signed a certificate for us: the chain, ours first (A02)."""

    chain: str


Work = Install | Delete | List | Accept


@dataclass(frozen=True, slots=True)
class CertificateAsked:
    """The central system wants *work* done."""

    reply_to: ReplyTo
    work: Work


@dataclass(frozen=True, slots=True)
class DoCertificateWork:
    """Do *work*; the answer is :class:`CertificateWorkDone` with the same *job*."""

    job: str
    work: Work


@dataclass(frozen=True, slots=True)
class CertificateWorkDone:
    """What became of *job*. *incident* is what is wrong with the certificate, *text* says more."""

    job: str
    verdict: Verdict
    text: str = ""
    incident: Incident | None = None
    found: tuple[CertificateId, ...] = ()


def on_asked(station: Station, event: CertificateAsked, moment: Moment) -> Said:
    """Work begins at once; the answer comes with its end."""
    if len(station.certifying) >= MOST_OPEN:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why="too much waits already"),))
    station, job = station.named()
    station = replace(station, certifying={**station.certifying, job: event})
    return station, Outcome(commands=(DoCertificateWork(job, event.work),))


def on_done(station: Station, event: CertificateWorkDone, moment: Moment) -> Said:
    """Answered; a bad certificate is a security event, and so is every change of what we trust."""
    asked = station.certifying.get(event.job)
    if asked is None:
        return station, NOTHING
    others = {job: each for job, each in station.certifying.items() if job != event.job}
    station = replace(station, certifying=others)
    reply = Reply(asked.reply_to, event.verdict, certificates=event.found)
    station, said = _recorded(station, asked.work, event, moment)
    if isinstance(asked.work, Accept) and event.verdict is Verdict.ACCEPTED:
        station = signing.settled(station)
    return station, Outcome(replies=(reply,)) + said


def _recorded(station: Station, work: Work, event: CertificateWorkDone, moment: Moment) -> Said:
    if event.incident is not None:
        return recorded(station, event.incident, event.text, moment)
    if event.verdict is not Verdict.ACCEPTED or isinstance(work, List):
        return station, NOTHING
    return recorded(station, Incident.RECONFIGURATION, event.text or type(work).__name__, moment)
