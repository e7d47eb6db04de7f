"""CertificateSigned: here is the certificate the station asked for (security whitepaper A02, A03)."""

from pilotwire.core import registry
from pilotwire.core.certificate import Accept, CertificateAsked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.certificate_signed import (
    CertificateSignedRequest,
    CertificateSignedResponse,
    CertificateSignedStatusEnumType,
)


def take(request: CertificateSignedRequest, asking: Asking) -> CertificateAsked | Answer:
    """A chain that is longer than CertificateSignedMaxChainSize is not even looked at (security whitepaper 7.3)."""
    if len(request.certificate_chain) > asking.station.settings.get(registry.CHAIN_LENGTH):
        return Answer(CertificateSignedResponse(status=CertificateSignedStatusEnumType.REJECTED))
    return CertificateAsked(asking.reply_to, Accept(request.certificate_chain))


def reply(verdict: Reply) -> CertificateSignedResponse:
    """Whether it is used from now on, or as soon as it is valid."""
    is_taken = verdict.verdict is Verdict.ACCEPTED
    status = CertificateSignedStatusEnumType.ACCEPTED if is_taken else CertificateSignedStatusEnumType.REJECTED
    return CertificateSignedResponse(status=status)
