"""Golden traces: a whole station under both dialects. The core part must be the same, every frame must fit the schemas.

``pytest tests/traces --rewrite-traces`` writes them anew; commit a changed trace only if you understand why it changed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.traces.central import UTC_S, answers_of, dialect_of
from tests.traces.scenario import SCENARIOS
from tests.traces.stage import Stage

from pilotwire.core.moment import Moment
from pilotwire.csms.policy import Protocol
from pilotwire.csms.schema import answer_faults, request_faults

FOLDER = Path(__file__).parent
VERSIONS = {"1.6": Protocol.V16, "2.0.1": Protocol.V201}


def played(name: str, version: str) -> Stage:
    """The scenario *name*, played in *version*."""
    scenario, now = SCENARIOS[name], [0.0]
    dialect = dialect_of(version, lambda: Moment(now[0], UTC_S + now[0]))
    answers = answers_of(version, scenario.invalid)
    stage = Stage(
        dialect,
        answers,
        scenario.evses,
        scenario.has_socket,
        scenario.settings,
        host_utc_s=scenario.host_utc_s,
    )
    scenario.play(stage, version)
    return stage


@pytest.mark.parametrize("name", SCENARIOS)
def test_both_dialects_have_the_same_core_part(name: str) -> None:
    assert played(name, "1.6").core == played(name, "2.0.1").core


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_trace_says_what_it_said_before(name: str, request: pytest.FixtureRequest) -> None:
    stages = {version: played(name, version) for version in VERSIONS}
    parts = ["# core", *stages["1.6"].core]
    for version, stage in stages.items():
        parts += ["", f"# {version}", *stage.wire]
    text, file = "\n".join(parts) + "\n", FOLDER / f"{name}.txt"
    if request.config.getoption("--rewrite-traces"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8").splitlines() == text.splitlines()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_frame_of_a_trace_fits_the_official_schemas(name: str, version: str) -> None:
    asked: list[str] = []
    checked = 0
    for line in played(name, version).wire:
        _, way, action, payload = line.split(maxsplit=3)
        if way == "<-":
            asked.append(action)
            continue
        faults = answer_faults if action == "answer" else request_faults
        said = asked.pop(0) if action == "answer" else action
        assert faults(VERSIONS[version], said, json.loads(payload)) == []
        checked += 1
    assert checked > 5
