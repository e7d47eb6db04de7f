"""``pilotwire sim``: does something to the simulated board of a running station."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Annotated, Any

import typer

from pilotwire.app.usage import UsageError
from pilotwire.cli.foreground import FAILED, refuse


def sim(
    action: Annotated[str, typer.Argument(help="plug, unplug, swipe, vehicle, pilot, fault, ... (GET /api/sim)")],
    fields: Annotated[list[str] | None, typer.Argument(help="key=value ...")] = None,
    at: Annotated[str, typer.Option(help="where the station's HTTP API is")] = "http://127.0.0.1:8080",
) -> None:
    """Do something to the simulated board of a running station and print what it is then."""
    try:
        body = dict(_field(text) for text in fields or ())
    except UsageError as error:
        refuse(error)
    url = f"{at.rstrip('/')}/api/sim/{action}"
    try:
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            typer.echo(json.dumps(json.load(answer), indent=2))
    except urllib.error.HTTPError as error:
        typer.echo(error.read().decode(errors="replace"), err=True)
        raise typer.Exit(FAILED) from error
    except (urllib.error.URLError, OSError, ValueError) as error:
        typer.echo(f"no station at {at}: {error}", err=True)
        raise typer.Exit(FAILED) from error


def _field(text: str) -> tuple[str, Any]:
    """``evse=1`` is a number, ``token=04AB`` a text, ``vehicle={"max_a":16}`` an object."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"{text!r}: KEY=VALUE is expected")
    if name == "token":
        return name, value  # a card of digits only is still a text
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
