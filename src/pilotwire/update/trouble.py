"""What can go wrong with a simulated transfer: one table from the name of the outside to what becomes of the job."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from pilotwire.core.firmware import SignerVerdict
from pilotwire.core.job import Failure


class Trouble(Enum):
    """Names of ``POST /api/sim/fault``, beside those of the board."""

    DOWNLOAD_FAILS = "download_fails"
    CERTIFICATE_INVALID = "certificate_invalid"
    CERTIFICATE_REVOKED = "certificate_revoked"
    SIGNATURE_INVALID = "signature_invalid"
    VERIFICATION_FAILS = "verification_fails"
    INSTALLATION_FAILS = "installation_fails"
    UPLOAD_FAILS = "upload_fails"
    UPLOAD_DENIED = "upload_denied"
    TRANSFER_STALLS = "transfer_stalls"


ABOUT: Final[Mapping[Trouble, str]] = {
    Trouble.DOWNLOAD_FAILS: "firmware cannot be fetched",
    Trouble.CERTIFICATE_INVALID: "the certificate of an update is not the maker's",
    Trouble.CERTIFICATE_REVOKED: "the certificate of an update was revoked",
    Trouble.SIGNATURE_INVALID: "the signature of fetched firmware is wrong",
    Trouble.VERIFICATION_FAILS: "fetched firmware is damaged",
    Trouble.INSTALLATION_FAILS: "firmware cannot be installed",
    Trouble.UPLOAD_FAILS: "a log cannot be sent",
    Trouble.UPLOAD_DENIED: "the server does not take the log",
    Trouble.TRANSFER_STALLS: "no transfer and no installation comes to an end",
}
NAMES: Final[tuple[str, ...]] = tuple(trouble.value for trouble in Trouble)
DOWNLOADS: Final = {Trouble.DOWNLOAD_FAILS: Failure.FAILED}
INSTALLATIONS: Final = {
    Trouble.VERIFICATION_FAILS: Failure.VERIFICATION,
    Trouble.INSTALLATION_FAILS: Failure.FAILED,
}
UPLOADS: Final = {Trouble.UPLOAD_DENIED: Failure.PERMISSION_DENIED, Trouble.UPLOAD_FAILS: Failure.FAILED}
SIGNERS: Final = {
    Trouble.CERTIFICATE_INVALID: SignerVerdict.INVALID,
    Trouble.CERTIFICATE_REVOKED: SignerVerdict.REVOKED,
}
