"""The whole demo as a person or a pipeline starts it."""

import os
import re
import signal
import subprocess
import sys

import pytest

DEMO = [sys.executable, "-m", "pilotwire", "demo"]
PATIENCE_S = 120


def played(*flags):
    """The demo, run to its end."""
    return subprocess.run([*DEMO, *flags], capture_output=True, text=True, timeout=PATIENCE_S, check=False)


@pytest.mark.timeout(PATIENCE_S + 30)
@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_a_session_is_played_and_its_receipt_is_right(version):
    demo = played("--ocpp", version, "--speed", "60")
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert demo.stderr == ""
    assert "\x1b" not in demo.stdout
    phases = re.findall(r"^\S+ \* ([A-Z][a-z]+(?: in)?)", demo.stdout, re.MULTILINE)
    assert phases == ["Plug in", "Card", "Authorised", "Charging", "Limit", "Stop", "Receipt"]
    assert "-> Authorize 04A1B2C3D4E5F6" in demo.stdout
    assert "=> MQTT ci/global/dyn_current_limit/demo 10" in demo.stdout
    assert ("StopTransaction" in demo.stdout) is (version == "1.6")
    assert ("TransactionEvent Ended" in demo.stdout) is (version == "2.0.1")
    figures = re.findall(r"^the (?:CSMS|meter|vehicle).* ([\d.]+) Wh$", demo.stdout, re.MULTILINE)
    assert len(figures) == 3
    assert min(map(float, figures)) > 1500.0
    assert re.search(r"^violations of OCPP +none$", demo.stdout, re.MULTILINE)
    assert re.search(r"^stop reason +Local$", demo.stdout, re.MULTILINE)


@pytest.mark.timeout(PATIENCE_S + 30)
def test_a_personality_with_a_socket_plays_it_too():
    demo = played("--personality", "chargebyte_charge_control_c", "--speed", "60")
    assert demo.returncode == 0, demo.stdout + demo.stderr


@pytest.mark.timeout(PATIENCE_S)
def test_a_demo_stopped_in_the_middle_ends_in_order():
    with subprocess.Popen([*DEMO, "--speed", "60"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        assert any("* Charging" in line for line in demo.stdout)
        demo.send_signal(signal.SIGINT)
        _, complaint = demo.communicate(timeout=30)
    assert demo.returncode == 130
    assert complaint == "the demo was stopped before its end\n"


@pytest.mark.timeout(PATIENCE_S)
def test_a_demo_that_is_kept_says_where_it_is_and_leaves_nothing_behind(tmp_path):
    with subprocess.Popen(
        [*DEMO, "--speed", "100", "--keep"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as demo:
        assert demo.stdout is not None
        line = next(line for line in demo.stdout if line.startswith("still running:"))
        assert re.search(
            r"HTTP http://127\.0\.0\.1:\d+ +MQTT mqtt://127\.0\.0\.1:\d+ +CSMS ws://127\.0\.0\.1:\d+/ocpp", line
        )
        assert list(tmp_path.iterdir())
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=30)
    assert demo.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--speed", "0"), "--speed"),
        (("--speed", "101"), "--speed"),
        (("--ocpp", "1.5"), "--ocpp"),
        (("--personality", "nobody"), "there is no such personality"),
    ],
)
def test_a_demo_that_cannot_begin_says_why(flags, words):
    demo = played(*flags)
    assert demo.returncode == 2
    assert words in demo.stderr
    assert "Traceback" not in demo.stderr
