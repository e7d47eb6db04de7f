"""DeleteCertificate: a root that is trusted no longer (security whitepaper M04)."""

from collections.abc import Mapping

from pilotwire.core.certificate import CertificateAsked, Delete
from pilotwire.core.reply import Reply, Verdict
from pilotwire.ocpp.v16.certificates import from_wire
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.delete_certificate import (
    DeleteCertificateRequest,
    DeleteCertificateResponse,
    DeleteCertificateStatusEnumType,
)

STATUSES: Mapping[Verdict, DeleteCertificateStatusEnumType] = {
    Verdict.ACCEPTED: DeleteCertificateStatusEnumType.ACCEPTED,
    Verdict.NOT_FOUND: DeleteCertificateStatusEnumType.NOT_FOUND,
}


def take(request: DeleteCertificateRequest, asking: Asking) -> CertificateAsked:
    """Named by its hashes."""
    return CertificateAsked(asking.reply_to, Delete(from_wire(request.certificate_hash_data)))


def reply(verdict: Reply) -> DeleteCertificateResponse:
    """Failed: it is the one by which the central system is trusted right now, or the disk refuses (M04.FR.06)."""
    return DeleteCertificateResponse(status=STATUSES.get(verdict.verdict, DeleteCertificateStatusEnumType.FAILED))
