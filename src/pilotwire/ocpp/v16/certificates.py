"""How OCPP 1.6 says what a certificate is for, and which one it is (security whitepaper 6.1, 6.3)."""

from collections.abc import Mapping

from pilotwire.core.certificate import CertificateId, Hash, Use
from pilotwire.ocpp.v16.messages.datatypes import (
    CertificateHashDataType,
    CertificateUseEnumType,
    HashAlgorithmEnumType,
)

USES: Mapping[CertificateUseEnumType, Use] = {
    CertificateUseEnumType.CENTRAL_SYSTEM_ROOT_CERTIFICATE: Use.CSMS,
    CertificateUseEnumType.MANUFACTURER_ROOT_CERTIFICATE: Use.MANUFACTURER,
}


def from_wire(data: CertificateHashDataType) -> CertificateId:
    """The certificate the central system means."""
    return CertificateId(
        Hash(data.hash_algorithm.value), data.issuer_name_hash, data.issuer_key_hash, data.serial_number
    )


def to_wire(id: CertificateId) -> CertificateHashDataType:
    """The certificate we have."""
    return CertificateHashDataType(
        hash_algorithm=HashAlgorithmEnumType(id.hash.value),
        issuer_name_hash=id.issuer_name,
        issuer_key_hash=id.issuer_key,
        serial_number=id.serial_number,
    )
