"""The rhythms as a picture, and the conditions as a table: views of the tables, for the docs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pilotwire.core.led import Mode
from pilotwire.core.update import Update
from pilotwire.leds.board import BY_BOOT, BY_UPDATE
from pilotwire.leds.pattern import PATTERNS, Pattern

SPAN_S: Final = 4.0
SECOND_PX, ROW_PX, LEFT_PX, TOP_PX, BAR_PX = 120, 34, 300, 34, 14
GREEN, YELLOW, WHITE, DARK, GRID, INK = "#35b35a", "#e0b012", "#8fa3b8", "#d9dee4", "#eceff2", "#334155"


@dataclass(frozen=True, slots=True)
class Row:
    """One lamp in one situation."""

    text: str
    pattern: Pattern
    color: str


ROWS: Final = (
    Row("LED1: the station begins", BY_BOOT[False], GREEN),
    Row("LED1: the station is there", BY_BOOT[True], GREEN),
    Row("LED2: a drive is searched", BY_UPDATE[Update.SEARCHING], YELLOW),
    Row("LED2: firmware is installed", BY_UPDATE[Update.INSTALLING], YELLOW),
    Row("status LED: ready (solid)", PATTERNS[Mode.SOLID], WHITE),
    Row("status LED: charging (blink_slow)", PATTERNS[Mode.BLINK_SLOW], WHITE),
    Row("status LED: error (blink_fast)", PATTERNS[Mode.BLINK_FAST], WHITE),
)


def lit_spans(pattern: Pattern, span_s: float) -> Iterator[tuple[float, float]]:
    """From when to when a lamp is on, within *span_s*."""
    at_s = 0.0
    while at_s < span_s:
        change_s = pattern.next_change_s(at_s)
        end_s = span_s if change_s is None else min(change_s, span_s)
        if pattern.is_lit(at_s):
            yield at_s, end_s
        at_s = end_s


def picture() -> str:
    """An SVG: a row for each lamp and situation, four seconds from left to right."""
    width, height = LEFT_PX + int(SPAN_S * SECOND_PX) + 20, TOP_PX + len(ROWS) * ROW_PX + 10
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' font-family="system-ui, sans-serif" font-size="14" fill="{INK}">\n'
        "<title>When each lamp is on, over four seconds</title>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="white"/>\n'
    )
    return head + "".join((*_seconds(height), *_rows())) + "</svg>\n"


def _seconds(height: int) -> Iterator[str]:
    for second in range(int(SPAN_S) + 1):
        x = LEFT_PX + second * SECOND_PX
        yield f'<path d="M{x} {TOP_PX - 8}V{height - 10}" stroke="{GRID}"/>\n'
        yield f'<text x="{x}" y="{TOP_PX - 14}" text-anchor="middle" font-size="12">{second} s</text>\n'


def _rows() -> Iterator[str]:
    for number, row in enumerate(ROWS):
        y = TOP_PX + number * ROW_PX
        yield f'<text x="16" y="{y + BAR_PX}">{row.text}</text>\n'
        yield _bar(y, 0.0, SPAN_S, DARK)
        yield from (_bar(y, begin_s, end_s, row.color) for begin_s, end_s in lit_spans(row.pattern, SPAN_S))


def _bar(y: int, begin_s: float, end_s: float, color: str) -> str:
    x, width = LEFT_PX + begin_s * SECOND_PX, (end_s - begin_s) * SECOND_PX
    return f'<rect x="{x:g}" y="{y + 2}" width="{width:.4g}" height="{BAR_PX}" fill="{color}"/>\n'
