"""A flood of nonsense does not fill the log."""

from structlog.testing import capture_logs

from pilotwire.mqtt.complaint import LINES_PER_SECOND, Complaints


def test_a_flood_is_a_few_lines_and_a_number():
    now_s = [0.0]
    with capture_logs() as lines:
        complaints = Complaints(lambda: now_s[0])
        for _ in range(1000):
            complaints.ignored("a/topic", "not JSON")
        now_s[0] = 1.5
        complaints.ignored("a/topic", "not JSON")
    assert len(lines) == LINES_PER_SECOND + 1
    assert lines[0] == {"event": "ignored", "topic": "a/topic", "reason": "not JSON", "log_level": "warning"}
    assert lines[-1]["left_out"] == 1000 - LINES_PER_SECOND
