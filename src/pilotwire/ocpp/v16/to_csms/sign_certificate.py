"""SignCertificate: the operator is to have a certificate made for the station (security whitepaper A02, A03)."""

from pilotwire.core.signing import AskSigning, SigningAnswered
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.messages.sign_certificate import (
    GenericStatusEnumType,
    SignCertificateRequest,
    SignCertificateResponse,
)

ACTION = "SignCertificate"


def sign_certificate(question: AskSigning) -> Message:
    """The request to sign, in PEM."""
    return Message(ACTION, SignCertificateRequest(csr=question.request))


def answered(answer: SignCertificateResponse) -> SigningAnswered:
    """Whether it is taken care of."""
    return SigningAnswered(answer.status is GenericStatusEnumType.ACCEPTED)
