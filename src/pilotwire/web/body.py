"""Bodies of requests: parsed here, at the edge, and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from aiohttp import ClientPayloadError, web
from aiohttp.http_exceptions import HttpProcessingError

from pilotwire.web.bind import Patience
from pilotwire.web.error import Refused, Unprocessable

MAX_BODY_BYTES = 64 * 1024
PATIENCE = web.AppKey("patience", Patience)


async def json_object(request: web.Request) -> Mapping[str, object]:
    """The JSON object *request* brings; an empty body is an empty object."""
    body = await _read(request)
    value = parse(body) if body.strip() else {}
    if not isinstance(value, dict):
        raise Unprocessable("", "the body must be a JSON object")
    return value


async def _read(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(request.app[PATIENCE].body_s):
            return await request.read()
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, "", "the body did not come in time") from None
    except (web.RequestPayloadError, ClientPayloadError, HttpProcessingError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "", "the body cannot be read") from error


def parse(body: bytes) -> object:
    """*body* as JSON; what is broken, too deep or not UTF-8 is a 400."""
    try:
        return msgspec.json.decode(body)
    except RecursionError:
        raise Refused(HTTPStatus.BAD_REQUEST, "", "JSON nested too deep") from None
    except UnicodeError:
        raise Refused(HTTPStatus.BAD_REQUEST, "", "the body is not UTF-8") from None
    except msgspec.DecodeError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "", f"broken JSON: {error}") from None
