"""``pilotwire csms``: the bench central system."""

from __future__ import annotations

from typing import Annotated

import typer

from pilotwire.cli.foreground import run_until_stopped


def csms(
    port: Annotated[int, typer.Option(help="port of the WebSocket server on the loopback")] = 9000,
    http: Annotated[int | None, typer.Option(help="port of the HTTP remote control")] = None,
) -> None:
    """A central system for the bench: speaks both versions, shows the traffic, sends any request."""
    from pilotwire.csms.serve import serve

    run_until_stopped(serve(port, http))
