"""InstallCertificate, DeleteCertificate, GetInstalledCertificateIds, CertificateSigned (OCPP 2.0.1 A02, M03 to M05)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core import registry
from pilotwire.core.certificate import Accept, CertificateAsked, CertificateId, Delete, Hash, Install, List, Use
from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages import certificate_signed, delete_certificate, install_certificate
from pilotwire.ocpp.v2.messages import get_installed_certificate_ids as ids
from pilotwire.ocpp.v2.messages.datatypes import (
    CertificateHashDataType,
    CertificateSigningUseEnumType,
    HashAlgorithmEnumType,
    StatusInfoType,
)

INSTALLED: Mapping[install_certificate.InstallCertificateUseEnumType, Use] = {
    install_certificate.InstallCertificateUseEnumType.CSMS_ROOT_CERTIFICATE: Use.CSMS,
    install_certificate.InstallCertificateUseEnumType.MANUFACTURER_ROOT_CERTIFICATE: Use.MANUFACTURER,
}
LISTED: Mapping[Use, ids.GetCertificateIdUseEnumType] = {
    Use.CSMS: ids.GetCertificateIdUseEnumType.CSMS_ROOT_CERTIFICATE,
    Use.MANUFACTURER: ids.GetCertificateIdUseEnumType.MANUFACTURER_ROOT_CERTIFICATE,
}
NOT_OURS = StatusInfoType(reason_code="UnsupportedRequest")


def take_installation(
    request: install_certificate.InstallCertificateRequest, incoming: Incoming
) -> CertificateAsked | Answer:
    """Roots of vehicles and mobility operators are of no use here yet."""
    use = INSTALLED.get(request.certificate_type)
    if use is None:
        status = install_certificate.InstallCertificateStatusEnumType.REJECTED
        return Answer(install_certificate.InstallCertificateResponse(status=status, status_info=NOT_OURS))
    return CertificateAsked(incoming.reply_to, Install(use, request.certificate))


def installed(reply: Reply, asked: Asked, station: Station) -> install_certificate.InstallCertificateResponse:
    """OCPP 2.0.1 M05.FR.02, M05.FR.03, M05.FR.07."""
    statuses = install_certificate.InstallCertificateStatusEnumType
    status = {Verdict.ACCEPTED: statuses.ACCEPTED, Verdict.FAILED: statuses.FAILED}.get(reply.verdict)
    return install_certificate.InstallCertificateResponse(status=status or statuses.REJECTED)


def take_deletion(request: delete_certificate.DeleteCertificateRequest, incoming: Incoming) -> CertificateAsked:
    """Named by its hashes."""
    data = request.certificate_hash_data
    wanted = CertificateId(
        Hash(data.hash_algorithm.value), data.issuer_name_hash, data.issuer_key_hash, data.serial_number
    )
    return CertificateAsked(incoming.reply_to, Delete(wanted))


def deleted(reply: Reply, asked: Asked, station: Station) -> delete_certificate.DeleteCertificateResponse:
    """OCPP 2.0.1 M04.FR.01 to M04.FR.04."""
    statuses = delete_certificate.DeleteCertificateStatusEnumType
    status = {Verdict.ACCEPTED: statuses.ACCEPTED, Verdict.NOT_FOUND: statuses.NOT_FOUND}.get(reply.verdict)
    return delete_certificate.DeleteCertificateResponse(status=status or statuses.FAILED)


def take_list(request: ids.GetInstalledCertificateIdsRequest, incoming: Incoming) -> CertificateAsked:
    """Of the uses that are named, or of all (OCPP 2.0.1 M03.FR.05)."""
    wanted = request.certificate_type
    uses = tuple(use for use, listed in LISTED.items() if wanted is None or listed in wanted)
    return CertificateAsked(incoming.reply_to, List(uses))


def listed(reply: Reply, asked: Asked, station: Station) -> ids.GetInstalledCertificateIdsResponse:
    """OCPP 2.0.1 M03.FR.02 to M03.FR.04."""
    if not reply.certificates:
        return ids.GetInstalledCertificateIdsResponse(status=ids.GetInstalledCertificateStatusEnumType.NOT_FOUND)
    return ids.GetInstalledCertificateIdsResponse(
        status=ids.GetInstalledCertificateStatusEnumType.ACCEPTED,
        certificate_hash_data_chain=tuple(_chain(each) for each in reply.certificates),
    )


def _chain(id: CertificateId) -> ids.CertificateHashDataChainType:
    assert id.use is not None  # what is listed is installed for something
    data = CertificateHashDataType(
        hash_algorithm=HashAlgorithmEnumType(id.hash.value),
        issuer_name_hash=id.issuer_name,
        issuer_key_hash=id.issuer_key,
        serial_number=id.serial_number,
    )
    return ids.CertificateHashDataChainType(certificate_hash_data=data, certificate_type=LISTED[id.use])


def take_signed(request: certificate_signed.CertificateSignedRequest, incoming: Incoming) -> CertificateAsked | Answer:
    """A chain that is too long is not even looked at (OCPP 2.0.1 MaxCertificateChainSize)."""
    is_long = len(request.certificate_chain) > incoming.station.settings.get(registry.CHAIN_LENGTH)
    if is_long or request.certificate_type is CertificateSigningUseEnumType.V2G_CERTIFICATE:
        status = certificate_signed.CertificateSignedStatusEnumType.REJECTED
        return Answer(certificate_signed.CertificateSignedResponse(status=status))
    return CertificateAsked(incoming.reply_to, Accept(request.certificate_chain))


def signed(reply: Reply, asked: Asked, station: Station) -> certificate_signed.CertificateSignedResponse:
    """OCPP 2.0.1 A02.FR.06, A02.FR.07."""
    statuses = certificate_signed.CertificateSignedStatusEnumType
    status = statuses.ACCEPTED if reply.verdict is Verdict.ACCEPTED else statuses.REJECTED
    return certificate_signed.CertificateSignedResponse(status=status)
