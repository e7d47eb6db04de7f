"""The table against the guide: nothing is missing, nothing is renamed, every direction and retain is as printed."""

import json

import pytest
from tests.mqtt.guide import BOTH_WAYS, GUIDE, HEARD, PUBLISHED

from pilotwire.mqtt.awaited import HIGH_LEVEL
from pilotwire.mqtt.reference import render
from pilotwire.mqtt.topic import Retain
from pilotwire.mqtt.topics import TOPICS

AWAITED = HIGH_LEVEL
OURS = {  # a part elsewhere speaks for itself
    "port{n}/metering/meter/available",
    "port{n}/rfid/available",
    "port{n}/rcd/recloser/error",
}


def rows(name):
    return [topic for topic in TOPICS if topic.name == name]


@pytest.mark.req("CCC-ADD-040", "CCC-REV-020")
@pytest.mark.parametrize(("name", "direction", "retain"), GUIDE)
def test_a_topic_of_the_guide_is_in_the_table_under_its_printed_name(name, direction, retain):
    found = rows(name)
    directions = {PUBLISHED if topic.is_published else HEARD for topic in found}
    assert direction in directions
    if name not in BOTH_WAYS | OURS:
        assert directions == {direction}
    if retain is not None and direction == PUBLISHED:
        assert all((topic.retain is Retain.YES) is retain for topic in found if topic.is_published)


@pytest.mark.req("CCC-REV-020")
def test_whatever_tells_of_charge_and_vehicle_is_published_and_what_tells_of_the_charger_is_heard():
    answers = ("/actual", "/offered_current_limit", "/physical_current_limit")
    for topic in TOPICS:
        if "/ci/charge/" in topic.name or "/ci/ev/" in topic.name:
            assert topic.is_published or topic.name.endswith("/reinit_session")
        if "ci/evse/" in topic.name:
            assert topic.is_heard != topic.name.endswith(answers), topic.name


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("port{n}/ci/ev/auth/emaaid", "port{n}/ci/ev/auth/emaid"),
        ("port{n}/ci/ev/parameter/maxsascheduleuples", "port{n}/ci/ev/parameter/maxsascheduletuples"),
    ],
)
@pytest.mark.req("CCC-ADD-040")
def test_a_misprint_is_a_name_and_the_right_spelling_another(printed, right):
    assert rows(printed)
    assert rows(right)


def test_what_is_not_served_says_so_on_the_page_and_names_what_it_needs():
    page = render().splitlines()
    for topic in AWAITED:
        name = f"`{topic.name.replace('{n}', '<n>')}`"
        (line,) = (line for line in page if name in line)
        assert f"**Not served yet:** needs {topic.awaits}" in line
    assert sum("Not served yet" in line for line in page) == len(AWAITED)


@pytest.mark.req("CCC-API-003")
def test_a_published_value_is_a_plain_word_and_json_only_where_the_table_says_so(station):
    for topic in TOPICS:
        if topic.view is None:
            continue
        payload = topic.view(station, 1)
        if payload is None:
            continue
        is_json = topic.payload.startswith(("{", "["))
        assert isinstance(json.loads(payload), dict | list) if is_json else not payload.startswith(("{", "[", '"'))
