"""The reference page is made of the table."""

from pilotwire.mqtt.reference import render
from pilotwire.mqtt.topics import TOPICS


def test_every_topic_is_on_the_page():
    lines = render().splitlines()
    for topic in TOPICS:
        assert any(f"`{topic.name.replace('{n}', '<n>')}`" in line for line in lines), topic.name


def test_every_row_of_a_table_has_six_cells():
    rows = [line for line in render().splitlines() if line.startswith("|")]
    assert len(rows) > len(TOPICS)
    assert {row.replace("\\|", "").count("|") for row in rows} == {7}


def test_the_page_says_how_to_act_on_the_simulated_board():
    assert "`port<n>/sim/+`" in render()
