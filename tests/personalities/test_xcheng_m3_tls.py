"""Which versions of TLS each generation of the M3 speaks, on the loopback (X-Cheng FAQ 3.11)."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Final

import pytest
from tests.ocpp.test_link import serving
from tests.ocpp.test_tls import ROOT, close, let_in, refused

from pilotwire.core import registry
from pilotwire.ocpp.address import Tls
from pilotwire.personality.load import load

VERSIONS: Final = (
    ssl.TLSVersion.TLSv1,
    ssl.TLSVersion.TLSv1_1,
    ssl.TLSVersion.TLSv1_2,
    ssl.TLSVersion.TLSv1_3,
)
SPOKEN: Final = {"G2": VERSIONS[:3], "G3": VERSIONS[2:]}


def tls_of(variant: str) -> Tls:
    """What the data of *variant* says."""
    changed = load("xcheng_m3", variant).changed()
    least, most, ciphers = (
        changed[each.name].default for each in (registry.TLS_LEAST, registry.TLS_MOST, registry.CIPHER_SUITES)
    )
    assert isinstance(ciphers, tuple)
    return Tls(str(least), str(most), ciphers, roots=(ROOT.pem,))


@pytest.mark.req("XCH-SEC-001")
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("variant", ["G2", "G3"])
async def test_each_generation_speaks_its_versions_and_no_other(
    tmp_path: Path, variant: str, version: ssl.TLSVersion
) -> None:
    context = ROOT.server(tmp_path)
    context.minimum_version = context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    async with serving(close, tls=context) as peer:
        if version in SPOKEN[variant]:
            await let_in(peer.url, tls_of(variant))
        else:
            await refused(peer.url, tls_of(variant))
