"""``pilotwire replay``: what was recorded runs through the core again and says the same."""

import pytest

FREE = "ports[0]/user_authentication=free"


async def test_a_recorded_session_says_the_same_again(run, start, tmp_path):
    trace = tmp_path / "a.trace"
    station = await run("--http", "127.0.0.1:0", "--speed", "20", "--set", FREE, "--record", trace)
    address = (await station.ready())["http"]
    sim = await start("sim", "plug", "--at", address)
    assert await sim.end() == 0
    board = []
    while not board or '"contactor_closed": true' not in "\n".join(board):
        look = await start("sim", "vehicle", "--at", address)  # changes nothing, and says what the board is
        assert await look.end() == 0
        board = look.out
    assert await station.stop() == 0
    replay = await start("replay", trace)
    assert await replay.end() == 0
    assert replay.out[0] == "begin"
    assert "PilotMeasured" in replay.out
    assert any("SetContactor(evse=1, closed=True)" in line for line in replay.out)
    assert any("TransactionChanged" in line and "Kind.STARTED" in line for line in replay.out)


@pytest.mark.parametrize("text", [None, "", '{"begin": 1}\n', "not a trace\n", '{"moment":{},"name":"x","event":{}}\n'])
async def test_what_is_no_trace_is_one_line(start, tmp_path, text):
    trace = tmp_path / "a.trace"
    if text is not None:
        trace.write_text(text)
    replay = await start("replay", trace)
    assert await replay.end() == (0 if text == "" else 2)
    assert not any("Traceback" in line for line in replay.err)
    assert len(replay.err) == (0 if text == "" else 1)
