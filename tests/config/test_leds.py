"""leds.json: what is read, what is refused with line, path and a suggestion, and what stands in for a broken file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotwire.config.customer import read_customer
from pilotwire.config.error import ConfigErrors
from pilotwire.config.jsonc import Json, parse
from pilotwire.config.leds import read_leds
from pilotwire.config.leds_factory import factory_text, schema
from pilotwire.config.leds_start import check_leds, load_leds, taken_by
from pilotwire.config.recovery import Origin
from pilotwire.config.table import VARIABLES
from pilotwire.core.led import Behavior, Color, Condition, Led, Mode
from pilotwire.core.settings import Layers, Settings

# chargebyte guide table 49, word by word
CONDITIONS = (
    "init", "updating", "auth_pending", "auth_accepted", "auth_rejected", "ready", "deactivated", "reserved",
    "connected", "charge_request", "ventilation_request", "charge_1", "ventilation_1", "error", "failure",
)  # fmt: skip
MODES = ("solid", "blink_slow", "blink_fast")
COLORS = ("black", "white", "red", "green", "blue", "cyan", "yellow", "magenta")
READY = {"condition": "ready", "mode": "solid", "color": "green"}
SCHEMA = jsonschema_rs.validator_for(schema())


def text_of(**led: Any) -> str:
    return json.dumps({"leds": [led]}, indent=1)


def behavior_of(**fields: Any) -> Behavior:
    (led,) = read_leds(text_of(behaviors=[{**READY, **fields}])).leds
    (behavior,) = led.behaviors
    return behavior


def errors_of(text: str) -> list[str]:
    with pytest.raises(ConfigErrors) as caught:
        read_leds(text)
    return str(caught.value).splitlines()


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-001", "CCC-LJSON-002", "CCC-LJSON-003", "CCC-LJSON-004", "CCC-LJSON-005")
def test_a_led_is_its_outputs_and_behaviors() -> None:
    text = """{ // three lamps
      "leds": [{ "gpios": [85, 86, 88],
        "behaviors": [
          { "condition": "auth_rejected", "mode": "blink_fast", "color": "red", "duration": 300 }, /* three seconds */
          { "condition": "charge_1", "mode": "solid", "color": "cyan" },
        ] }]
    }"""
    rejected = Behavior(Condition.AUTH_REJECTED, Mode.BLINK_FAST, Color.RED, duration_s=3.0)
    assert read_leds(text).leds == (Led((85, 86, 88), (rejected, Behavior(Condition.CHARGE, Mode.SOLID, Color.CYAN))),)


@pytest.mark.req("CCC-REV-018", "CCC-LJSON-002")
@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_of_the_guide_is_known(condition: str) -> None:
    assert behavior_of(condition=condition).condition.value == condition


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-003", "CCC-LJSON-004")
def test_every_mode_and_colour_of_the_guide_is_known() -> None:
    assert tuple(behavior_of(mode=mode).mode.value for mode in MODES) == MODES
    assert tuple(behavior_of(color=color).color.value for color in COLORS) == COLORS
    assert (len(Mode), len(Color)) == (len(MODES), len(COLORS))


def test_an_editor_may_be_told_of_the_schema() -> None:
    text = '{"$schema": "https://example.com/leds.schema.json", "leds": []}'
    assert read_leds(text).leds == ()
    assert SCHEMA.is_valid(json.loads(text))


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-001", "CCC-LJSON-005")
def test_without_them_the_output_is_84_and_the_duration_endless() -> None:
    (led,) = read_leds(text_of(behaviors=[READY])).leds
    assert (led.gpios, led.behaviors[0].duration_s, led.behaviors[0].delay_s) == ((84,), 0.0, 0.0)


@pytest.mark.req("CCC-LJSON-005")
def test_a_duration_counts_in_hundredths_of_a_second() -> None:
    assert behavior_of(duration=1).duration_s == pytest.approx(0.01)
    assert behavior_of(duration=12_345, delay=200).duration_s == pytest.approx(123.45)
    assert behavior_of(delay=200).delay_s == pytest.approx(2.0)


@pytest.mark.req("CCC-HMI-006", "CCC-LJSON-001")
def test_the_factory_file_is_the_status_led_of_the_guide() -> None:
    found = read_leds(factory_text())
    (led,) = found.leds
    assert found.warnings == ()
    assert led.gpios == (84,)
    assert {(each.condition.value, each.mode.value) for each in led.behaviors} == {
        ("ready", "solid"),
        ("charge_1", "blink_slow"),
        ("ventilation_1", "blink_slow"),
        ("error", "blink_fast"),
    }
    assert all(word in factory_text() for word in (*CONDITIONS, *MODES, *COLORS))
    assert all(len(line) <= 120 for line in factory_text().splitlines())


BROKEN = [
    ("[]", ["leds.json:1: must be an object in braces"]),
    ("{}", ["leds.json:1: 'leds' is missing: a list with one object for each LED"]),
    ('{"led": []}', ["leds.json:1: led: is not known; did you mean leds?", "leds.json:1: 'leds' is missing"]),
    ('{"leds": {}}', ["leds.json:1: leds: must be a list"]),
    ('{"leds": [1]}', ["leds.json:1: leds[0]: must be an object in braces"]),
    ('{"leds": [{"gpio": [84]}]}', ["leds.json:1: leds[0]/gpio: is not known; did you mean leds[0]/gpios?"]),
    ('{"leds": [{"gpios": []}]}', ["leds.json:1: leds[0]/gpios: must have 1 to 3 entries"]),
    ('{"leds": [{"gpios": 84}]}', ["leds.json:1: leds[0]/gpios: must be a list"]),
    ('{"leds": [{"gpios": [1,2,3,4]}]}', ["leds.json:1: leds[0]/gpios: must have at most 3 entries"]),
    ('{"leds": [{"gpios": [84.0]}]}', ["leds.json:1: leds[0]/gpios[0]: must be a whole number"]),
    ('{"leds": [{"gpios": [true]}]}', ["leds.json:1: leds[0]/gpios[0]: must be a whole number"]),
    ('{"leds": [{"gpios": [-1]}]}', ["leds.json:1: leds[0]/gpios[0]: -1 is not allowed: 0 to 65535"]),
    ('{"leds": [{"gpios": [84]},\n{"gpios": [84]}]}', ["leds.json:2: leds[1]/gpios[0]: 84 stands at leds[0]/gpios[0]"]),
    ('{"leds": [{},\n{}]}', ["leds.json:2: leds[1]: 'gpios' is missing", "leds.json:2: leds[1]: 84 stands at leds[0]"]),
    ('{"leds": [{"behaviors": {}}]}', ["leds.json:1: leds[0]/behaviors: must be a list"]),
    ('{"leds": [{"behaviors": [0]}]}', ["leds.json:1: leds[0]/behaviors[0]: must be an object in braces"]),
    ('{"leds": [], "leds": []}', ["leds.json:1: leds: stands here a second time"]),
    ('{"leds": ', ["leds.json:1: column 10: the text ends"]),
]


@pytest.mark.parametrize(("text", "lines"), BROKEN)
def test_every_mistake_is_told_with_its_place(text: str, lines: list[str]) -> None:
    said = errors_of(text)
    assert len(said) == len(lines)
    assert all(each.startswith(line) for each, line in zip(said, lines, strict=True)), said


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-002", "CCC-LJSON-003", "CCC-LJSON-004", "CCC-LJSON-005")
@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"condition": "charge"}, "condition: must be one of init, failure, error"),
        ({"condition": None}, "condition: must be one of"),
        ({"mode": "Blink_Fast"}, "mode: must be one of solid, blink_slow, blink_fast; did you mean 'blink_fast'?"),
        ({"color": "orange"}, "color: must be one of black, white"),
        ({"color": ["red"]}, "color: must be one of black, white"),
        ({"duration": -1}, "duration: -1 is not allowed: 0 to 2147483647"),
        ({"duration": "100"}, "duration: must be a whole number"),
        ({"duration": 1.5}, "duration: must be a whole number"),
        ({"delay": None}, "delay: must be a whole number"),
        ({"colour": "red"}, "colour: is not known; did you mean leds[0]/behaviors[0]/color?"),
    ],
)
def test_a_field_that_is_wrong_is_named(fields: dict[str, Any], line: str) -> None:
    (said,) = errors_of(text_of(behaviors=[{**READY, **fields}]))
    assert f"leds[0]/behaviors[0]/{line}" in said


def test_all_mistakes_are_told_at_once() -> None:
    behavior = '{"condition": "x", "mode": "y",\n "color": "z", "duration": -1}'
    said = errors_of('{"leds": [{"gpios": ["red"], "behaviors": [\n' + behavior + ", {}]}]}")
    assert [line.split(":")[1] for line in said] == ["1", "2", "2", "3", "3", "3", "3", "3"]
    assert len([line for line in said if "is missing: one of" in line]) == 3


@pytest.mark.parametrize(
    "text",
    [
        '{"leds": [' + "{}," * 5000 + "]}",
        "{" + ",".join(f'"k{number}": 1' for number in range(5000)) + "}",
        '{"leds": [{"behaviors": [' + '{"x": 1},' * 5000 + "]}]}",
        '{"leds": [{"gpios": [' + "1," * 5000 + "]}]}",
        '{"leds": [{"behaviors": [{"condition": "' + "a" * 100_000 + '"}]}]}',
        '{"' + "b" * 100_000 + '": 1}',
        "[" * 5000,
        " " * 1_000_001,
    ],
    ids=["leds", "names", "behaviors", "gpios", "a word", "a name", "depth", "size"],
)
def test_a_huge_file_is_refused_in_few_and_short_lines(text: str) -> None:
    said = errors_of(text)
    assert len(said) <= 100
    assert all(len(line) < 400 for line in said)


def test_a_condition_has_one_behavior() -> None:
    said = errors_of('{"leds": [{"behaviors": [\n' + json.dumps(READY) + ",\n" + json.dumps(READY) + "]}]}")
    assert said == ["leds.json:3: leds[0]/behaviors[1]: 'ready' has a behavior already, in line 2"]


def test_a_colour_with_blue_in_it_needs_a_third_output() -> None:
    (warning,) = read_leds(text_of(gpios=[84, 85], behaviors=[{**READY, "color": "cyan"}])).warnings
    assert str(warning) == "leds.json:3: leds[0]: cyan at 'ready' has blue in it, and no third GPIO is named"
    assert read_leds(text_of(gpios=[84], behaviors=[{**READY, "color": "cyan"}])).warnings == ()


def settings_of(text: str) -> Settings:
    return Settings(Layers(VARIABLES, read_customer(text).values))


@pytest.mark.parametrize(
    ("monitor", "taken"),
    [
        ('{"enable": true, "gpio": 122, "test_gpio": 87}', {122, 87}),
        ('{"enable": true, "gpio": 122, "test_gpio": -1}', {122}),
        ('{"enable": false, "gpio": 122, "test_gpio": 87}', set()),
    ],
)
def test_a_line_that_customer_json_uses_is_no_lamp(monitor: str, taken: set[int]) -> None:
    text = '{"ports": [{"rcd_monitor": ' + monitor + "}]}"
    found = taken_by(settings_of(text), 1)
    assert set(found) == taken
    if 87 in taken:
        with pytest.raises(ConfigErrors) as caught:
            read_leds(text_of(gpios=[86, 87]), found)
        place = "ports[0]/rcd_monitor/test_gpio of customer.json"
        assert str(caught.value).split(": ", 1)[1] == f"leds[0]/gpios[1]: 87 stands at {place} already"
    else:
        assert read_leds(text_of(gpios=[86, 87]), found).leds[0].gpios == (86, 87)


def test_the_emergency_switch_is_no_lamp() -> None:
    settings = settings_of('{"ports": [{}, {"emergency_alarm": {"enable": true, "gpio": 85}}]}')
    assert taken_by(settings, 2) == {85: "ports[1]/emergency_alarm/gpio"}


# -- the schema says the same as the reader

LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-2, 70_000), st.floats(allow_nan=False, allow_infinity=False))
WORDS = st.sampled_from((*CONDITIONS, *MODES, *COLORS, "finished", "leds", "gpios", "behaviors", "x"))
NAMES = st.sampled_from(("leds", "gpios", "behaviors", "condition", "mode", "color", "duration", "delay", "x"))
ANY = st.recursive(
    LEAVES | WORDS, lambda below: st.lists(below, max_size=4) | st.dictionaries(NAMES, below, max_size=5)
)
BEHAVIOR = st.fixed_dictionaries(
    {
        "condition": st.sampled_from((*CONDITIONS, "finished")) | ANY,
        "mode": st.sampled_from(MODES),
        "color": st.sampled_from(COLORS) | WORDS,
    },
    optional={"duration": st.integers(-1, 2**31) | LEAVES, "delay": st.integers(0, 10), "x": LEAVES},
)
LED = st.fixed_dictionaries(
    {},
    optional={
        "gpios": st.lists(st.integers(-1, 70_000), max_size=4) | ANY,
        "behaviors": st.lists(BEHAVIOR, max_size=3),
    },
)
FILE = st.fixed_dictionaries({"leds": st.lists(LED, max_size=2)}) | ANY
ONLY_READER_KNOWS = ("stands at", "has a behavior already", "'gpios' is missing", "must be a whole number")


def refusals_of(text: str) -> list[str]:
    try:
        found = read_leds(text)
    except ConfigErrors as refused:
        return str(refused).splitlines()
    assert all(1 <= len(led.gpios) <= 3 for led in found.leds)
    return []


@settings(max_examples=500)
@given(FILE)
def test_whatever_stands_there_is_read_or_refused_as_the_schema_says(value: Json) -> None:
    refusals = refusals_of(json.dumps(value))
    unseen = [each for each in refusals if any(words in each for words in ONLY_READER_KNOWS)]
    assert SCHEMA.is_valid(value) is (not refusals) or len(unseen) == len(refusals)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert all(refusal.startswith("leds.json") for refusal in refusals_of(text))


def test_the_schema_is_one_and_likes_the_factory_file() -> None:
    jsonschema_rs.meta.validate(schema())
    assert SCHEMA.is_valid(parse(factory_text()).root.value)
    assert not SCHEMA.is_valid({"leds": [{"behaviors": [{**READY, "mode": "blink"}]}]})


# -- recovery


class Place:
    def __init__(self, directory: Path) -> None:
        self.config, self.data = directory / "etc", directory / "var"
        self.file, self.backup = self.config / "leds.json", self.data / "backups" / "leds.json"
        self.config.mkdir()
        self.backup.parent.mkdir(parents=True)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


GOOD, WRONG = text_of(gpios=[85], behaviors=[READY]) + " // mine\n", text_of(gpios=["red"])


def test_a_missing_file_is_written_with_the_factory_default(place: Place) -> None:
    found = load_leds(place.config, place.data, {})
    assert found.recovered is not None
    assert (found.recovered.origin, found.recovered.errors) == (Origin.FACTORY, ())
    assert (place.file.read_text(), place.backup.read_text()) == (factory_text(), factory_text())


def test_a_good_file_becomes_the_backup_and_is_left_alone(place: Place) -> None:
    place.file.write_text(GOOD)
    assert load_leds(place.config, place.data, {}).file.leds[0].gpios == (85,)
    assert (place.file.read_text(), place.backup.read_text()) == (GOOD, GOOD)


def test_a_broken_file_is_left_alone_and_the_backup_counts(place: Place) -> None:
    place.file.write_text(WRONG)
    place.backup.write_text(GOOD)
    found = load_leds(place.config, place.data, {})
    assert found.file.leds[0].gpios == (85,)
    assert str(found.recovered) == "leds.json is wrong; the station runs on the backup"
    assert (place.file.read_text(), place.backup.read_text()) == (WRONG, GOOD)


@pytest.mark.parametrize("data", [WRONG.encode(), b"\xff\xfe{", b"{", b"\xc3("])
def test_a_broken_file_without_a_backup_stops_no_station(place: Place, data: bytes) -> None:
    place.file.write_bytes(data)
    found = load_leds(place.config, place.data, {})
    assert found.file.leds == read_leds(factory_text()).leds
    assert found.recovered is not None
    assert found.recovered.errors[0].file == "leds.json"
    assert "factory default" in str(found.recovered)
    assert place.file.read_bytes() == data


def test_not_even_the_factory_default_lights_a_line_that_is_used_otherwise(place: Place) -> None:
    place.file.write_text(WRONG)
    assert load_leds(place.config, place.data, {84: "ports[0]/rcd_monitor/test_gpio"}).file.leds == ()


def test_a_check_writes_nothing(place: Place) -> None:
    assert check_leds(place.file, {}).leds == ()
    assert not place.file.exists()
    place.file.write_text(WRONG)
    with pytest.raises(ConfigErrors, match=r"leds\[0\]/gpios\[0\]"):
        check_leds(place.file, {})
