"""Mosquitto as somebody else runs it: TLS with a certificate of an own authority, one user with a password."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from pilotwire.mqtt.broker import listenable
from pilotwire.mqtt.login import Login
from pilotwire.mqtt.mosquitto import PATH, password_line

LOGIN = Login("station", "correct horse")
CONFIG = """\
user root
listener {port} 127.0.0.1
certfile {path}/cert.pem
keyfile {path}/key.pem
allow_anonymous false
password_file {path}/passwords
log_dest none
"""


@dataclass(frozen=True)
class Secured:
    """Where it is, and the file with the authority that signed its certificate."""

    port: int
    roots: Path


@asynccontextmanager
async def secured(path: Path) -> AsyncIterator[Secured]:
    """A Mosquitto with its files in *path*, until the block ends."""
    authority, port = trustme.CA(), listenable(None)
    authority.cert_pem.write_to_path(path / "roots.pem")
    certificate = authority.issue_cert("localhost")
    certificate.cert_chain_pems[0].write_to_path(path / "cert.pem")
    certificate.private_key_pem.write_to_path(path / "key.pem")
    (path / "passwords").write_text(password_line(LOGIN))
    (path / "mosquitto.conf").write_text(CONFIG.format(port=port, path=path))
    mosquitto = shutil.which("mosquitto", path=PATH)
    assert mosquitto is not None
    process = await asyncio.create_subprocess_exec(mosquitto, "-c", str(path / "mosquitto.conf"))
    try:
        await _listening(port)
        yield Secured(port, path / "roots.pem")
    finally:
        process.terminate()
        await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
