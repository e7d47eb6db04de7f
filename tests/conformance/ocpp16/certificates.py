"""What cases about certificates say more than once."""

from __future__ import annotations

from typing import Any

from tests.conformance.ocpp16.csms import Csms
from tests.security.authority import Authority


def installs(csms: Csms, use: str, root: Authority | str) -> str:
    """The status of InstallCertificate."""
    pem = root if isinstance(root, str) else root.pem
    return csms.sends("InstallCertificate", certificateType=use, certificate=pem)


def found(csms: Csms, use: str) -> list[dict[str, Any]]:
    """The hash data of the roots for *use*."""
    answer = csms.asks("GetInstalledCertificateIds", certificateType=use)
    return list(answer.get("certificateHashData", []))


def told(csms: Csms) -> list[str]:
    """The security events the central system has heard of."""
    return [each["type"] for each in csms.heard("SecurityEventNotification")]
