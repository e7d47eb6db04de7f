"""InstallCertificate: another root to trust (security whitepaper M05)."""

from collections.abc import Mapping

from pilotwire.core.certificate import CertificateAsked, Install
from pilotwire.core.reply import Reply, Verdict
from pilotwire.ocpp.v16.certificates import USES
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.install_certificate import (
    InstallCertificateRequest,
    InstallCertificateResponse,
    InstallCertificateStatusEnumType,
)

STATUSES: Mapping[Verdict, InstallCertificateStatusEnumType] = {
    Verdict.ACCEPTED: InstallCertificateStatusEnumType.ACCEPTED,
    Verdict.FAILED: InstallCertificateStatusEnumType.FAILED,
}


def take(request: InstallCertificateRequest, asking: Asking) -> CertificateAsked:
    """For one of two uses."""
    return CertificateAsked(asking.reply_to, Install(USES[request.certificate_type], request.certificate))


def reply(verdict: Reply) -> InstallCertificateResponse:
    """Rejected: it is no good, or there is no room; Failed: it could not be stored (M05.FR.03, M05.FR.04)."""
    return InstallCertificateResponse(status=STATUSES.get(verdict.verdict, InstallCertificateStatusEnumType.REJECTED))
