"""GetInstalledCertificateIds: which roots are trusted (security whitepaper M03)."""

from pilotwire.core.certificate import CertificateAsked, List
from pilotwire.core.reply import Reply
from pilotwire.ocpp.v16.certificates import USES, to_wire
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.get_installed_certificate_ids import (
    GetInstalledCertificateIdsRequest,
    GetInstalledCertificateIdsResponse,
    GetInstalledCertificateStatusEnumType,
)


def take(request: GetInstalledCertificateIdsRequest, asking: Asking) -> CertificateAsked:
    """Of one use."""
    return CertificateAsked(asking.reply_to, List((USES[request.certificate_type],)))


def reply(verdict: Reply) -> GetInstalledCertificateIdsResponse:
    """Their hashes; NotFound where there is none (M03.FR.02)."""
    if not verdict.certificates:
        return GetInstalledCertificateIdsResponse(status=GetInstalledCertificateStatusEnumType.NOT_FOUND)
    return GetInstalledCertificateIdsResponse(
        status=GetInstalledCertificateStatusEnumType.ACCEPTED,
        certificate_hash_data=tuple(to_wire(each) for each in verdict.certificates),
    )
