"""``/api/variables``: reading from the newest told station, writing by an event and its durable reply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus

from aiohttp import web

from pilotwire.core.deadline import STATION
from pilotwire.core.reply import Reply
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write, WriteVerdict
from pilotwire.core.station import Station
from pilotwire.core.variable import Value, Variable
from pilotwire.core.wording import objection
from pilotwire.web.answer import json_answer
from pilotwire.web.body import json_object
from pilotwire.web.error import Refused, Unprocessable, not_found
from pilotwire.web.question import Questions
from pilotwire.web.value import json_to_value
from pilotwire.web.variable_name import VariableName, parse_name
from pilotwire.web.variable_view import variable_view

VALUE = "value"


class Variables:
    """Everything that can be set."""

    __slots__ = ("_questions", "_station")

    def __init__(self, station: Callable[[], Station], questions: Questions) -> None:
        self._station = station
        self._questions = questions

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Where they are found."""
        return (
            web.get("/api/variables", self.get_all),
            web.get("/api/variables/{name}", self.get),
            web.put("/api/variables/{name}", self.put),
        )

    async def get_all(self, request: web.Request) -> web.Response:
        """All of them, in the order of the registry."""
        station = self._station()
        return json_answer([variable_view(station, each) for each in station.settings.layers.variables.values()])

    async def get(self, request: web.Request) -> web.Response:
        """One of them."""
        station = self._station()
        variable, name = find(station, request.match_info["name"])
        return json_answer(variable_view(station, variable, name.evse))

    async def put(self, request: web.Request) -> web.Response:
        """Write one; the answer comes when the core has judged it and the disk has it."""
        station = self._station()
        variable, name = find(station, request.match_info["name"])
        if variable.per_evse and name.evse == STATION:
            component, _, rest = variable.name.partition(".")
            raise not_found("name", f"every EVSE has its own: {component}@1.{rest}")
        value = _value(await json_object(request))
        write = Write(name.name, value, name.evse)
        reply = await self._questions.ask(lambda reply_to: VariablesWritten(reply_to, (write,)))
        return _answer(variable, value, reply)


def find(station: Station, text: str) -> tuple[Variable[Value], VariableName]:
    """The Variable called *text*, and how it was called; raises Refused where there is none."""
    name = parse_name(text)
    variable = station.settings.layers.variables.get(name.name) if name else None
    if name is None or variable is None:
        raise not_found("name", "there is no such variable")
    if name.evse > len(station.ports) or (name.evse and not variable.per_evse):
        raise not_found("name", f"there is no such variable at EVSE {name.evse}")
    return variable, name


def _value(body: Mapping[str, object]) -> Value:
    unknown = next((field for field in body if field != VALUE), None)
    if unknown is not None:
        raise Unprocessable(unknown, f"unknown; known is {VALUE}")
    if VALUE not in body:
        raise Unprocessable(VALUE, "is missing")
    return json_to_value(VALUE, body[VALUE])


def _answer(variable: Variable[Value], value: Value, reply: Reply) -> web.Response:
    verdict = reply.writes[0]
    match verdict:
        case WriteVerdict.ACCEPTED | WriteVerdict.REBOOT_REQUIRED:
            return json_answer({"verdict": verdict})
        case WriteVerdict.READ_ONLY:
            raise Refused(HTTPStatus.FORBIDDEN, "name", "is read only")
        case WriteVerdict.PINNED:
            raise Refused(HTTPStatus.CONFLICT, "name", "is held by a flag of this run")
        case WriteVerdict.CONTRADICTS:
            raise Refused(HTTPStatus.CONFLICT, "name", reply.why or "contradicts another setting")
        case WriteVerdict.UNKNOWN:
            raise not_found("name", "there is no such variable")
        case WriteVerdict.REFUSED:
            raise Unprocessable(VALUE, objection(variable, value) or "was refused")
