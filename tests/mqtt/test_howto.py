"""The lines of the how-to are heard by the station they are written for."""

import re
import shlex
from pathlib import Path

import pytest
from tests.mqtt.customer import REMOTE, spots

from pilotwire.mqtt.ear import Ear

PAGE = Path("docs/howto/customer-software.md")
LINES = re.findall(r"^mosquitto_pub .*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_there_are_lines():
    assert len(LINES) > 10


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_page_means_something(line):
    words = shlex.split(line)
    topic, payload = (words[words.index(flag) + 1] for flag in ("-t", "-m"))
    assert Ear(spots(2, REMOTE), 2).hear(topic, payload.encode(), retained="-r" in words) is not None
