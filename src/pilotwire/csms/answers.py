"""What the bench answers to each request: the words both versions have, then a table per version."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, Protocol

from pilotwire.csms.policy import Policy
from pilotwire.csms.policy import Protocol as Subprotocol

Asked = dict[str, Any]
Answerer = Callable[[Any, Asked], object]


class Desk(Protocol):
    """What an answer may depend on."""

    policy: Policy

    def next_transaction_id(self) -> int:
        """A number no 1.6 transaction had before."""
        ...


def answers(protocol: Subprotocol, desk: Desk) -> dict[str, Callable[..., object]]:
    """One function per action, in the form the ocpp library calls it: snake_case keywords in, its dataclass out."""
    words = _words(protocol)
    table = words.TABLE
    return {action: _bound(table[action], desk) for action in table}


def _bound(answer: Callable[[Desk, Asked], object], desk: Desk) -> Callable[..., object]:
    def on_action(**asked: Any) -> object:
        return answer(desk, asked)

    return on_action


def _words(protocol: Subprotocol) -> ModuleType:
    # each version's dataclasses cost memory and start time: only the version that is spoken is loaded
    if protocol is Subprotocol.V16:
        from pilotwire.csms import answers16

        return answers16
    from pilotwire.csms import answers201

    return answers201
