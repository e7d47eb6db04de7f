"""The receipt on paper: plain lines, and the same in a frame for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from rich.box import DOUBLE
from rich.panel import Panel
from rich.text import Text

from pilotwire.demo.receipt import TOLERANCE, Books, Receipt, complaints, largest_difference

NAME_CHARS = 34


def lines(receipt: Receipt) -> tuple[str, ...]:
    """The receipt, line by line."""
    rows = (*_session(receipt), *_energies(receipt.books), *_verdict(receipt))
    return tuple(f"{name:<{NAME_CHARS}} {value}".rstrip() for name, value in rows)


def slip(receipt: Receipt) -> Panel:
    """The receipt in a frame."""
    style = "bright_red" if complaints(receipt) else "bright_green"
    return Panel(
        Text("\n".join(lines(receipt))), title="RECEIPT", border_style=style, box=DOUBLE, padding=(1, 2), width=80
    )


def _session(receipt: Receipt) -> Iterator[tuple[str, str]]:
    yield "token", receipt.token or "-"
    yield "start", _instant(receipt.started_at)
    yield "stop", _instant(receipt.stopped_at)
    yield "duration", _duration(receipt.duration)
    yield "stop reason", receipt.reason or "-"
    yield "limit followed after", "-" if receipt.followed_s is None else f"{receipt.followed_s:.1f} s"
    yield "OCPP messages", f"{receipt.sent} sent, {receipt.received} received"
    yield "of the transaction", f"{receipt.of_transaction} sent"
    yield "", ""


def _energies(books: Books) -> Iterator[tuple[str, str]]:
    for name, energy_wh in books.entries().items():
        yield name, "-" if energy_wh is None else f"{energy_wh:9.1f} Wh"
    if books.gained_wh is not None and books.lost_wh is not None:
        yield "    battery gained, lost on the way", f"{books.gained_wh:9.1f} Wh, {books.lost_wh:.1f} Wh"
    yield "", ""


def _verdict(receipt: Receipt) -> Iterator[tuple[str, str]]:
    wrong = complaints(receipt)
    if not wrong:
        largest_pct = 100 * largest_difference(receipt.books)
        yield "equal within", f"{100 * TOLERANCE:g} % (largest difference {largest_pct:.2f} %)"
        yield "violations of OCPP", "none"
    for each in wrong:
        yield f"WRONG: {each}", ""


def _instant(at: datetime | None) -> str:
    return "-" if at is None else f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _duration(span: timedelta | None) -> str:
    return "-" if span is None else str(timedelta(seconds=round(span.total_seconds())))
