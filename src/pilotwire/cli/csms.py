"""``pilotwire csms``: the bench central system."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Annotated

import typer

from pilotwire.app.usage import UsageError
from pilotwire.cli.foreground import refuse, run_until_stopped


def csms(
    port: Annotated[int, typer.Option(help="port of the WebSocket server on the loopback")] = 9000,
    http: Annotated[int | None, typer.Option(help="port of the HTTP remote control, for pilotwire call")] = None,
    certificate: Annotated[Path | None, typer.Option(help="speak wss:// and show this chain, in PEM")] = None,
    key: Annotated[Path | None, typer.Option(help="its key, if it is in a file of its own")] = None,
    stations: Annotated[Path | None, typer.Option(help="roots of the stations' certificates: profile 3")] = None,
) -> None:
    """A central system for the bench: speaks both versions, shows the traffic, sends any request."""
    from pilotwire.csms.serve import serve

    run_until_stopped(serve(port, http, _tls(certificate, key, stations)))


def _tls(certificate: Path | None, key: Path | None, stations: Path | None) -> ssl.SSLContext | None:
    from pilotwire.csms.serve import tls

    if certificate is None:
        return None if key is None and stations is None else refuse(UsageError("--certificate is missing"))
    try:
        return tls(certificate, key, stations)
    except OSError as error:  # ssl.SSLError is one
        refuse(UsageError(f"--certificate, --key or --stations: {error}"))
