"""``pilotwire call``: the bench central system asks a station for something."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Annotated, Any

import typer

from pilotwire.app.usage import UsageError
from pilotwire.cli.foreground import FAILED, refuse


def call(
    action: Annotated[str, typer.Argument(help="GetConfiguration, ReserveNow, SetChargingProfile, ... or nonsense")],
    payload: Annotated[str, typer.Argument(help="a JSON object, or @file with one")] = "{}",
    station: Annotated[str | None, typer.Option(help="its identity; needed where several are connected")] = None,
    at: Annotated[str, typer.Option(help="where pilotwire csms --http listens")] = "http://127.0.0.1:9001",
) -> None:
    """Have the bench central system (pilotwire csms --http 9001) send a request, and print the station's answer."""
    at = at.rstrip("/")
    try:
        body = _text(payload).encode()
        identity = _only_one(_asked(f"{at}/stations")) if station is None else station
        parts = "/".join(urllib.parse.quote(each, safe="") for each in (identity, "call", action))
        typer.echo(json.dumps(_asked(f"{at}/stations/{parts}", body), indent=2, ensure_ascii=False))
    except UsageError as error:
        refuse(error)
    except urllib.error.HTTPError as error:
        typer.echo(_said(error.read()), err=True)
        raise typer.Exit(FAILED) from error
    except (urllib.error.URLError, OSError, ValueError) as error:
        typer.echo(f"no bench central system at {at} (pilotwire csms --http 9001 is one): {error}", err=True)
        raise typer.Exit(FAILED) from error


def _asked(url: str, body: bytes | None = None) -> Any:
    with urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"})) as answer:
        return json.load(answer)


def _text(payload: str) -> str:
    if not payload.startswith("@"):
        return payload
    try:
        return Path(payload[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{payload[1:]}: {error}") from error


def _only_one(stations: list[dict[str, Any]]) -> str:
    here = [each["identity"] for each in stations if each["connected"]]
    if len(here) == 1:
        return str(here[0])
    known = ", ".join(here)
    raise UsageError(f"which station? --station, one of {known}" if here else "no station is connected to the bench")


def _said(answer: bytes) -> str:
    """The bench's words, and what the station said in an error of its own."""
    text = answer.decode(errors="replace")
    try:
        said = json.loads(text)
        return ": ".join(str(said[each]) for each in ("error", "errorDescription") if said.get(each))
    except (ValueError, AttributeError):
        return text
