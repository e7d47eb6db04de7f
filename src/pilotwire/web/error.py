"""Errors as they go over the wire: always JSON, always with the path of the field where there is one."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from pilotwire.web.answer import json_answer

log = structlog.get_logger("pilotwire.web")


class Refused(Exception):
    """A request that is not done. ``path`` is the field that is to blame, empty where none is; ``text`` says why."""

    def __init__(self, status: HTTPStatus, path: str, text: str) -> None:
        super().__init__(f"{path}: {text}" if path else text)
        self.status = status
        self.path = path
        self.text = text


class Unprocessable(Refused):
    """The field *path* cannot be what it is: understood, and refused."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(HTTPStatus.UNPROCESSABLE_ENTITY, path, text)


def not_found(path: str, text: str) -> Refused:
    """There is no such thing."""
    return Refused(HTTPStatus.NOT_FOUND, path, text)


def error_answer(status: int, path: str, text: str) -> web.Response:
    """The one form of an error."""
    return json_answer({"error": {"path": path, "text": text}}, status)


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The outermost wall: whatever goes wrong inside is said in JSON, and nothing of the inside is told."""
    try:
        return await handler(request)
    except Refused as refused:
        return error_answer(refused.status, refused.path, refused.text)
    except web.HTTPException as said:
        return _translated(said)
    except ConnectionError:
        raise  # nobody is left to read an answer
    except Exception:
        log.exception("a request failed", method=request.method, path=request.path)
        return error_answer(HTTPStatus.INTERNAL_SERVER_ERROR, "", "the station made a mistake; its log says which")


def _translated(said: web.HTTPException) -> web.Response:
    """What aiohttp says by itself (no such path, wrong method, too much), in our form."""
    answer = error_answer(said.status, "", HTTPStatus(said.status).phrase.lower())
    if hdrs.ALLOW in said.headers:
        answer.headers[hdrs.ALLOW] = said.headers[hdrs.ALLOW]
    return answer
