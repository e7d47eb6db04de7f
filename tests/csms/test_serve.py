import asyncio
from datetime import datetime

from pilotwire.csms import Direction, Frame
from pilotwire.csms.frame import decode
from pilotwire.csms.serve import serve, watcher
from pilotwire.csms.traffic import shortened, traffic_line

NOON = datetime(2030, 1, 1, 12)


def line(direction: Direction, text: str) -> str:
    frame = Frame(direction, text, 0.0, 1)
    return traffic_line("CP1", frame, decode(frame), NOON).plain


def test_a_line_shows_arrow_time_station_action_and_payload():
    shown = line(Direction.FROM_STATION, '[2,"m1","Authorize",{"idTag":"A"}]')
    assert shown == '--> 12:00:00.000 CP1 Authorize {"idTag":"A"}'


def test_an_error_is_called_one_and_says_which_and_why():
    shown = line(Direction.FROM_STATION, '[4,"m1","NotSupported","ReserveNow is not supported",{}]')
    assert shown.endswith(" ERROR NotSupported: ReserveNow is not supported")


def test_a_frame_that_is_no_message_is_shown_as_it_is():
    frame = Frame(Direction.FROM_STATION, "hello", 0.0, 1)
    assert traffic_line("CP1", frame, None, NOON).plain.endswith("not OCPP hello")


def test_a_long_payload_is_cut_and_control_characters_do_not_reach_the_terminal():
    assert len(shortened("x" * 1000)) == 140
    assert shortened("a\x1b[31mb\n") == "a [31mb "


async def test_the_watcher_prints_frames_and_what_they_broke(csms, connect, capsys):
    csms.watcher = watcher(csms)
    station = await connect()
    await station.ask("m1", "Heartbeat", {"odd": 1})
    printed = capsys.readouterr().out.splitlines()
    assert "--> " in printed[0]
    assert "Heartbeat" in printed[0]
    assert "violation (schema)" in printed[1]
    assert "<-- " in printed[2]


async def test_serving_says_where_and_ends_when_cancelled(capsys, monkeypatch):
    ready = asyncio.Event()
    said: list[str] = []
    monkeypatch.setattr("builtins.print", lambda text, **_: (said.append(text), ready.set()))
    serving = asyncio.create_task(serve(0, 0))
    await asyncio.wait_for(ready.wait(), 5)
    assert said[0].startswith("pilotwire csms ready ws://127.0.0.1:")
    assert "/ocpp http://127.0.0.1:" in said[0]
    serving.cancel()
    await asyncio.wait({serving}, timeout=5)
    assert serving.cancelled()
