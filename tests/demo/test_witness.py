"""Nothing is waited for without a limit, and a failure says what was waited for."""

import asyncio

import pytest

from pilotwire.demo.witness import NotInTime, Witness


async def test_what_is_already_so_is_not_waited_for():
    await Witness().until("anything", lambda: True, 0.0)


async def test_a_bell_makes_the_waiting_look_again():
    witness, facts = Witness(), []
    waiting = asyncio.create_task(witness.find("a fact", lambda: facts[0] if facts else None, 5.0))
    await asyncio.sleep(0)
    witness.ring()
    assert witness.waits_for == "a fact"
    facts.append("it")
    witness.ring()
    assert await waiting == "it"
    assert witness.waits_for == ""


async def test_a_wait_that_is_too_long_names_what_was_waited_for():
    with pytest.raises(NotInTime, match=r"^waited 0 s for the contactor to close$"):
        await Witness().until("the contactor to close", lambda: False, 0.01)
