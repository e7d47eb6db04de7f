"""``pilotwire run``: one station in the foreground."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pilotwire.app.usage import UsageError
from pilotwire.cli.foreground import refuse, run_until_stopped
from pilotwire.hardware.linux import DEFAULT_BOARD

if TYPE_CHECKING:
    from pilotwire.hardware.clock import HostClock
    from pilotwire.hardware.linux.hardware import Hardware

SYSTEM_CONFIG = Path("/etc/secc")
SYSTEM_DATA = Path("/var/lib/pilotwire")
LOCAL_DATA = Path("pilotwire-data")


class Board(StrEnum):
    """What the station runs on."""

    SIM = "sim"
    LINUX = "linux"


class Version(StrEnum):
    """The versions of OCPP."""

    V16 = "1.6"
    V201 = "2.0.1"


def _clock(hardware: Hardware | None) -> HostClock | None:
    """The host's clock is the station's to doubt and to set where the host is the station: not on a bench."""
    from pilotwire.hardware.clock import HostClock

    return HostClock() if hardware is not None and hardware.root == Path("/") else None


def run(
    config: Annotated[Path, typer.Option(help="directory of customer.json")] = SYSTEM_CONFIG,
    data: Annotated[Path | None, typer.Option(help=f"directory of the ledger; {SYSTEM_DATA} or ./{LOCAL_DATA}")] = None,
    board: Annotated[Board, typer.Option(help="simulated, or real Linux hardware")] = Board.SIM,
    root: Annotated[Path, typer.Option(help="with --board linux: where /dev and /sys are")] = Path("/"),
    table: Annotated[str, typer.Option(help="with --board linux: which board it is")] = DEFAULT_BOARD,
    personality: Annotated[str, typer.Option(help="whose station this is, or a file of your own")] = "pilotwire",
    variant: Annotated[str | None, typer.Option(help="which model or firmware of it")] = None,
    ocpp: Annotated[Version | None, typer.Option(help="version of OCPP")] = None,
    csms: Annotated[str | None, typer.Option(help="ws://host/path of the central system")] = None,
    identity: Annotated[str | None, typer.Option(help="our name there")] = None,
    password: Annotated[str | None, typer.Option(help="our password there")] = None,
    http: Annotated[str | None, typer.Option(help="HOST:PORT of the HTTP API, or off")] = None,
    mqtt: Annotated[str | None, typer.Option(help="embedded, off, or mqtt://host:port")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE, for this run only")] = None,
    speed: Annotated[float, typer.Option(min=1, max=100, help="run the station's clock faster")] = 1.0,
    record: Annotated[Path | None, typer.Option(help="write a trace that can be replayed")] = None,
    verbose: Annotated[bool, typer.Option(help="log more")] = False,
) -> None:
    """Run one station in the foreground; SIGTERM or Ctrl-C stop it in order."""
    hardware = _opened(root, table) if board is Board.LINUX else None  # before anything is read, or even imported
    from pilotwire.app.garbage import Garbage, postpone
    from pilotwire.app.options import Options
    from pilotwire.app.root import App
    from pilotwire.app.turns import take_short_turns
    from pilotwire.cli import journal
    from pilotwire.cli.pins import pins_of

    flags = {
        "csms": csms,
        "identity": identity,
        "password": password,
        "ocpp": ocpp.value if ocpp else None,
        "http": http,
        "mqtt": mqtt,
    }
    try:
        pins = pins_of(personality, tuple(settings or ()), flags, variant)
        options = Options(
            config,
            data or _data_dir(),
            personality,
            variant,
            pins,
            speed,
            record,
            on_ready=_say_ready,
            hardware=hardware,
            clock=_clock(hardware),
        )
        journal.configure(options.log_tail, verbose)
        app = App(options)
        app.watchers.append(Garbage())
    except (UsageError, OSError) as error:
        refuse(error)
    take_short_turns()
    run_until_stopped(app.run(), postpone)


def _opened(root: Path, table: str) -> Hardware:
    """Real hardware with everything open; without it the run ends with status 2."""
    from pilotwire.hardware.linux.catalogue import BOARDS
    from pilotwire.hardware.linux.hardware import Hardware

    if table not in BOARDS:
        refuse(UsageError(f"--table {table}: no such board; there are {', '.join(BOARDS)}"))
    try:
        return Hardware(BOARDS[table], root)
    except OSError as error:
        refuse(UsageError(f"--board linux: {error}"))


def _say_ready(line: str) -> None:
    from pilotwire.app.notify import READY, notify

    print(line, flush=True)
    notify(READY)


def _data_dir() -> Path:
    try:
        SYSTEM_DATA.mkdir(parents=True, exist_ok=True)
        probe = SYSTEM_DATA / ".probe"
        probe.touch()
        probe.unlink()
    except OSError:
        return LOCAL_DATA
    return SYSTEM_DATA
