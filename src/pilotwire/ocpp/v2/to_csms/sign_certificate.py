"""SignCertificate: the operator is to have a certificate made for the station (OCPP 2.0.1 A02, A03)."""

from __future__ import annotations

from typing import cast

from pilotwire.core.signing import AskSigning, SigningAnswered
from pilotwire.core.station import Station
from pilotwire.ocpp.decode import decode_response
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v2 import messages
from pilotwire.ocpp.v2.messages.datatypes import CertificateSigningUseEnumType, GenericStatusEnumType
from pilotwire.ocpp.v2.messages.sign_certificate import SignCertificateRequest, SignCertificateResponse

ACTION = "SignCertificate"
OURS = CertificateSigningUseEnumType.CHARGING_STATION_CERTIFICATE


def ask(question: AskSigning, station: Station) -> Message:
    """The request to sign, in PEM (OCPP 2.0.1 A02.FR.03)."""
    return Message(ACTION, SignCertificateRequest(csr=question.request, certificate_type=OURS))


def answered(question: AskSigning, payload: bytes | None) -> SigningAnswered:
    """Whether it is taken care of (OCPP 2.0.1 A02.FR.11). Raises RefusedPayload."""
    if payload is None:
        return SigningAnswered(taken=False)
    answer = cast(SignCertificateResponse, decode_response(messages, ACTION, payload))
    return SigningAnswered(answer.status is GenericStatusEnumType.ACCEPTED)
