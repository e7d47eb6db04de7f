"""What waits is bounded, and the newest of each topic is what counts."""

from hypothesis import given
from hypothesis import strategies as st

from pilotwire.mqtt.backlog import Backlog


def backlog_of(limit, messages):
    backlog = Backlog(limit, lambda message: message[0])
    for message in messages:
        backlog.put(message)
    return backlog


def drained(backlog):
    return [backlog.take() for _ in range(len(backlog))]


def test_with_room_for_all_everything_comes_in_order():
    messages = [("a", 1), ("b", 1), ("a", 2)]
    assert drained(backlog_of(3, messages)) == messages


def test_without_room_older_messages_of_the_same_topic_go_first():
    messages = [("a", 1), ("b", 1), ("a", 2), ("a", 3)]
    assert drained(backlog_of(3, messages)) == [("b", 1), ("a", 3)]


def test_without_room_for_all_topics_the_oldest_goes():
    assert drained(backlog_of(2, [("a", 1), ("b", 1), ("c", 1)])) == [("b", 1), ("c", 1)]


@given(st.integers(1, 8), st.lists(st.tuples(st.sampled_from("abc"), st.integers()), max_size=60))
def test_it_never_grows_and_the_newest_is_always_there(limit, messages):
    backlog = Backlog(limit, lambda message: message[0])
    for message in messages:
        backlog.put(message)
        assert len(backlog) <= limit
    left = drained(backlog)
    assert left[-1:] == messages[-1:]
    assert backlog.dropped == len(messages) - len(left)


@given(st.integers(3, 8), st.lists(st.tuples(st.sampled_from("abc"), st.integers()), max_size=60))
def test_with_room_for_every_topic_no_topic_loses_its_newest(limit, messages):
    assert dict(drained(backlog_of(limit, messages))) == dict(messages)
