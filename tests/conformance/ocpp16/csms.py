"""The CSMS of a case: it answers at once, as told beforehand, judges every frame, and remembers what it has heard.

Every frame of the station is judged against OCPP-J and the official JSON schemas the moment it is said; what the CSMS
itself says is validated too, so that a case cannot pass by talking nonsense.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.conformance.ocpp16.station import Station

from pilotwire.csms import schema
from pilotwire.csms.frame import Direction, Message, MessageKind
from pilotwire.csms.policy import Protocol
from pilotwire.csms.record import Arrival, Record

Payload = dict[str, Any]
Answer = Callable[[Payload], Payload]
PATIENCE_S = 60.0
IN_BETWEEN = (
    "Heartbeat",
    "MeterValues",
    "SecurityEventNotification",
)  # may come at any time; a case that is about them expects them by name


@dataclass(frozen=True)
class Refusal:
    """A CALLERROR instead of an answer."""

    code: str


@dataclass(frozen=True)
class Nonsense:
    """An answer no schema allows."""

    payload: Any


SILENCE = None
Reaction = Answer | Refusal | Nonsense | None


class Csms:
    """Says and hears. Whatever it hears has to be expected, sooner or later: :meth:`is_satisfied`."""

    def __init__(self, station: Station) -> None:
        self._station = station
        station.listener = self
        self._record = Record("station", arrivals=[Arrival(1, Protocol.V16, "/", None, 0.0)])
        self._ids, self._numbers = count(1), count(1)
        self._reactions: dict[str, Reaction] = self._usual()
        self._answers: dict[str, Message] = {}  # of the station, by the id of the request
        self._unread: deque[Message] = deque()
        self._waiting: list[Message] = []  # requests of the station that got silence
        self.transaction = 0  # the newest number that was given

    def _usual(self) -> dict[str, Reaction]:
        accepted: Payload = {"idTagInfo": {"status": "Accepted"}}
        return {
            "BootNotification": lambda _: {
                "status": "Accepted",
                "interval": 86400,
                "currentTime": self._station.time(),
            },
            "Heartbeat": lambda _: {"currentTime": self._station.time()},
            "Authorize": lambda _: accepted,
            "StartTransaction": lambda _: {"transactionId": self._number(), **accepted},
            "DataTransfer": lambda _: {"status": "Accepted"},
            "SignCertificate": lambda _: {"status": "Accepted"},
        }

    def _number(self) -> int:
        self.transaction = next(self._numbers)
        return self.transaction

    # -- how it answers from now on

    def answers(self, action: str, **payload: Any) -> None:
        """From now on *action* is answered with *payload*, over the fields of the usual answer."""
        usual = self._usual().get(action, lambda _: {})
        assert callable(usual)
        self._reactions[action] = lambda asked: {**usual(asked), **payload}

    def refuses(self, action: str, code: str = "InternalError") -> None:
        """From now on *action* gets a CALLERROR."""
        self._reactions[action] = Refusal(code)

    def answers_nonsense(self, action: str, payload: Any) -> None:
        """From now on *action* is answered with *payload*, whatever it is: for tests of what a station bears."""
        self._reactions[action] = Nonsense(payload)

    def is_silent_on(self, action: str) -> None:
        """From now on *action* gets no answer; :meth:`answers_late` may make up for it."""
        self._reactions[action] = SILENCE

    def answers_as_usual(self, action: str) -> None:
        """From now on *action* is answered as if nothing had been said about it."""
        self._reactions[action] = self._usual().get(action, lambda _: {})

    def answers_late(self, action: str) -> None:
        """The oldest request *action* that got silence is answered now, as :meth:`answers` says."""
        asked = next(each for each in self._waiting if each.action == action)
        self._waiting.remove(asked)
        self._react(asked)
        self._station.settle()

    # -- what it sends

    def sends(self, action: str, **payload: Any) -> str:
        """A request; the ``status`` of its answer, or the code of the CALLERROR."""
        answer = self._asked(action, payload)
        if answer.kind is MessageKind.ERROR:
            return str(answer.payload["errorCode"])
        assert "status" in answer.payload, f"{action} has no status: use asks()"
        return str(answer.payload["status"])

    def asks(self, action: str, **payload: Any) -> Payload:
        """A request; the payload of its answer."""
        answer = self._asked(action, payload)
        assert answer.kind is MessageKind.RESULT, answer.payload
        return answer.payload

    def configures(self, key: str, value: object) -> None:
        """ChangeConfiguration, and it is taken. Booleans and lists are spelled as the standard does."""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        assert self.sends("ChangeConfiguration", key=key, value=text) == "Accepted", f"{key} = {text}"

    def reads(self, key: str) -> str | None:
        """The value of *key*, by GetConfiguration."""
        [found] = self.asks("GetConfiguration", key=[key])["configurationKey"]
        return None if "value" not in found else str(found["value"])

    def _asked(self, action: str, payload: Payload) -> Message:
        assert schema.request_faults(Protocol.V16, action, payload) == [], "the case itself is wrong"
        id = f"c{next(self._ids)}"
        self.says(2, id, action, payload)
        self._station.pass_to(self._station.now_s + PATIENCE_S, lambda: id in self._answers)
        assert id in self._answers, f"{action} is not answered"
        return self._answers[id]

    def says(self, *frame: Any) -> None:
        """Any frame at all."""
        text = json.dumps(frame)
        self._record.say(text, connection=1)
        self._station.receives(text)

    # -- what it hears

    def expects(self, action: str, within_s: float = PATIENCE_S, **fields: Any) -> Payload:
        """The next request of the station is *action* with at least *fields*, now or *within_s*; its payload.

        Nested objects may be given in part, too; a list has to have as many members.
        """
        heard = self._next(action, within_s)
        assert heard.action == action, f"expected {action} {fields}, heard {heard.action} {heard.payload}"
        assert _fits(fields, heard.payload), f"expected {action} {fields}, heard {heard.payload}"
        return heard.payload

    def expects_in_any_order(self, *wanted: tuple[str, Mapping[str, Any]], within_s: float = PATIENCE_S) -> None:
        """The next requests are *wanted*, pairs of action and fields, in whichever order."""
        left = list(wanted)
        while left:
            heard = self._next(left[0][0] if len(left) == 1 else "", within_s)
            fitting = [each for each in left if each[0] == heard.action and _fits(each[1], heard.payload)]
            assert fitting, f"expected one of {left}, heard {heard.action} {heard.payload}"
            left.remove(fitting[0])

    def expects_eventually(self, action: str, within_s: float = PATIENCE_S, **fields: Any) -> Payload:
        """The same, whatever comes before it: that is passed over."""
        until_s = self._station.now_s + within_s
        while True:
            heard = self._next(action, until_s - self._station.now_s)
            if heard.action == action and _fits(fields, heard.payload):
                return heard.payload

    def sees_charging(self, connector: int = 1) -> None:
        """Energy flows: between authorisation and current the vehicle may be seen to take its time (OCPP 1.6 4.9)."""
        heard = self.expects("StatusNotification", connectorId=connector)
        if heard["status"] == "SuspendedEV":
            heard = self.expects("StatusNotification", connectorId=connector)
        assert heard["status"] == "Charging", heard

    def expects_nothing(self, for_s: float = 0.0) -> None:
        """No request that has not been expected yet, and none in the next *for_s* seconds."""
        self._station.pass_to(self._station.now_s + for_s)
        self._pass_over("")
        assert not self._unread, f"not expected: {[(each.action, each.payload) for each in self._unread]}"

    def forgets(self) -> None:
        """What has been said so far was not important."""
        self._station.settle()
        self._unread.clear()

    def heard(self, action: str) -> list[Payload]:
        """Every request *action* since the beginning, expected or not."""
        said = (each for each in self._record.messages if each.frame.direction is Direction.FROM_STATION)
        return [each.payload for each in said if each.kind is MessageKind.CALL and each.action == action]

    def is_satisfied(self) -> None:
        """No frame has broken a rule, and everything that was heard had been expected."""
        assert [str(each.reason) for each in self._record.violations] == []
        self.expects_nothing()

    def _next(self, action: str, within_s: float) -> Message:
        self._station.pass_to(self._station.now_s + within_s, lambda: self._pass_over(action))
        assert self._unread, f"expected {action or 'more'}, heard nothing"
        return self._unread.popleft()

    def _pass_over(self, wanted: str) -> bool:
        """Whether anything is left when what may come at any time is passed over, unless it is *wanted*."""
        while self._unread and self._unread[0].action in IN_BETWEEN and self._unread[0].action != wanted:
            self._unread.popleft()
        return bool(self._unread)

    def hear(self, frame: str) -> None:
        """The station says *frame*: judged, and answered if it is a request."""
        message = self._record.hear(frame, connection=1)
        assert [each.reason for each in self._record.violations] == [], frame
        assert message is not None
        if message.kind is not MessageKind.CALL:
            self._answers[message.id] = message
            return
        self._unread.append(message)
        self._react(message)

    def _react(self, message: Message) -> None:
        reaction = self._reactions.get(message.action, lambda _: {})
        if reaction is SILENCE:
            self._waiting.append(message)
        elif isinstance(reaction, Refusal):
            self._reply([4, message.id, reaction.code, "", {}])
        elif isinstance(reaction, Nonsense):
            self._reply([3, message.id, reaction.payload])
        else:
            payload = reaction(message.payload)
            assert schema.answer_faults(Protocol.V16, message.action, payload) == [], "the case itself is wrong"
            self._reply([3, message.id, payload])

    def _reply(self, frame: list[Any]) -> None:
        text = json.dumps(frame)
        self._record.say(text, connection=1)
        self._station.conversation.receive(text, self._station.now_s)


def _fits(wanted: Any, found: Any) -> bool:
    """Whether *found* has all that is *wanted*."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            name in found and _fits(value, found[name]) for name, value in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(found, list)
            and len(wanted) == len(found)
            and all(_fits(*pair) for pair in zip(wanted, found, strict=True))
        )
    return bool(wanted == found)
