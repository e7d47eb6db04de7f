"""Where nobody sees a picture there are plain lines."""

import io

import pytest
from rich.console import Console

from pilotwire.demo import screen
from pilotwire.demo.feed import Entry
from pilotwire.demo.picture import EXAMPLE
from pilotwire.demo.receipt import Books, Receipt
from pilotwire.demo.screen import LiveScreen, PlainScreen, best_screen

RECEIPT = Receipt("04AB", None, None, "Local", Books(10.0, 10.0, 9.0, 1.0), 1, 1, 1, 2.0)


def play_on(there):
    """A short demo on a screen."""
    there.open()
    there.begin(EXAMPLE)
    there.message(Entry(61.0, "→", "Authorize", "04AB"))
    there.message(Entry(61.0, "⇢", "MQTT", "a/b 10"))
    there.show(EXAMPLE)
    there.receipt(RECEIPT)
    there.close()


def test_plain_lines_have_no_control_codes(capsys):
    play_on(PlainScreen())
    text = capsys.readouterr().out
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert text.splitlines()[:3] == [
        "0:06:38 * Limit (1130 Wh)",
        "0:01:01   -> Authorize 04AB",
        "0:01:01   => MQTT a/b 10",
    ]
    assert "RECEIPT" in text


def test_a_live_screen_gives_the_terminal_back_and_leaves_the_receipt():
    file = io.StringIO()
    play_on(LiveScreen(Console(file=file, force_terminal=True, width=80, height=24, legacy_windows=False)))
    text = file.getvalue()
    assert text.count("\x1b[?1049h") == text.count("\x1b[?1049l") == 1
    assert text.index("\x1b[?1049l") < text.index("RECEIPT")
    assert text.rindex("\x1b[?25h") > text.rindex("\x1b[?25l")


@pytest.mark.parametrize(
    ("terminal", "size", "kind"),
    [
        (True, (80, 24), LiveScreen),
        (True, (79, 24), PlainScreen),
        (True, (80, 23), PlainScreen),
        (False, (80, 24), PlainScreen),
    ],
)
def test_the_screen_fits_the_terminal(monkeypatch, terminal, size, kind):
    class Utf8(io.StringIO):
        encoding = "utf-8"

    console = Console(
        file=Utf8(),
        force_terminal=terminal,
        width=size[0],
        height=size[1],
        _environ={"TERM": "xterm"},
        legacy_windows=False,
    )
    monkeypatch.setattr(screen, "Console", lambda highlight: console)
    assert isinstance(best_screen(), kind)
