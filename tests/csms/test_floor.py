import json
import subprocess
import sys

import aiohttp
import pytest

from pilotwire.csms import Protocol, schema
from pilotwire.csms.floor import Floor

TOKEN = {"idToken": {"idToken": "A", "type": "Central"}}


@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize("action", ["BootNotification", "Heartbeat", "Authorize", "StatusNotification", "DataTransfer"])
def test_prebuilt_answers_satisfy_the_schemas(protocol, action):
    kind, message_id, payload = json.loads(Floor().answer(protocol, json.dumps([2, 'm"1', action, {}])))
    assert (kind, message_id, schema.answer_faults(protocol, action, payload)) == (3, 'm"1', [])


def test_transactions_get_numbers_and_verdicts():
    floor = Floor()
    numbers = [json.loads(floor.answer("ocpp1.6", '[2,"m","StartTransaction",{}]'))[2] for _ in range(2)]
    assert [number["transactionId"] for number in numbers] == [1, 2]
    shown = json.loads(floor.answer("ocpp2.0.1", json.dumps([2, "m", "TransactionEvent", TOKEN])))
    assert shown[2] == {"idTokenInfo": {"status": "Accepted"}}
    assert json.loads(floor.answer("ocpp2.0.1", '[2,"m","TransactionEvent",{}]'))[2] == {}


def test_what_is_no_call_is_neither_answered_nor_counted():
    floor = Floor()
    assert [floor.answer("ocpp1.6", text) for text in ("", "[]", '[3,"m",{}]', '[4,"m","x","",{}]')] == [None] * 4
    assert floor.counts.total() == 0


async def test_the_floor_runs_in_a_process_of_its_own_and_counts(http):
    command = [sys.executable, "-m", "pilotwire.csms.floor", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = int(process.stdout.readline())
        socket = await http.ws_connect(f"ws://127.0.0.1:{port}/ocpp/CP1", protocols=("ocpp2.0.1",))
        for number in range(3):
            await socket.send_str(f'[2,"m{number}","Heartbeat",{{}}]')
            assert json.loads(await socket.receive_str(timeout=5))[1] == f"m{number}"
        assert socket.protocol == "ocpp2.0.1"
        async with http.get(f"http://127.0.0.1:{port}/counts") as response:
            assert await response.json() == {"calls": {"Heartbeat": 3}, "total": 3, "connections": 1}
        await socket.close()
        assert socket.close_code == aiohttp.WSCloseCode.OK
    finally:
        process.terminate()
        process.wait(timeout=5)
        process.stdout.close()
