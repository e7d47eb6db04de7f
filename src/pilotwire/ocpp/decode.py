"""From the raw payload of a call to the typed message, or to the error code the other side is told.

What JSON allows and no schema forbids passes: of duplicate keys the last one counts.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.time_field import fields_with_times, times_of
from pilotwire.ocpp.timestamp import from_wire

Decimals = tuple[tuple[tuple[str, ...], int], ...]

# msgspec tells its errors apart in text only. The first pattern that fits decides; what fits none is a format error.
# OCPP-J 1.6 table 7, OCPP-J 2.0.1 part 4 table 8.
ERROR_KINDS: tuple[tuple[re.Pattern[str], RpcErrorKind], ...] = (
    (re.compile(r"Expected `object`, got `\w+`$"), RpcErrorKind.FORMAT_VIOLATION),  # the payload itself
    (re.compile(r"Object contains unknown field"), RpcErrorKind.FORMAT_VIOLATION),
    (re.compile(r"Object missing required field"), RpcErrorKind.OCCURRENCE_CONSTRAINT),
    (re.compile(r"Expected `array` of length"), RpcErrorKind.OCCURRENCE_CONSTRAINT),
    (re.compile(r"Expected (`[^`]+`|a value), got `"), RpcErrorKind.TYPE_CONSTRAINT),
    (re.compile(r"Expected `str` of length"), RpcErrorKind.PROPERTY_CONSTRAINT),
    (re.compile(r"Expected `(int|float)` (<|>)"), RpcErrorKind.PROPERTY_CONSTRAINT),
    (re.compile(r"Expected at most \d+ decimals"), RpcErrorKind.PROPERTY_CONSTRAINT),
    (re.compile(r"Invalid enum value"), RpcErrorKind.PROPERTY_CONSTRAINT),
    (re.compile(r"(Number|Integer)( value)? out of range"), RpcErrorKind.PROPERTY_CONSTRAINT),
)


class Messages(Protocol):
    """The ``messages`` package of a version."""

    def request_type(self, action: str) -> type[Struct] | None: ...

    def response_type(self, action: str) -> type[Struct] | None: ...


class RefusedPayload(Exception):
    """The payload is not what the action's schema asks for; the text names the field."""

    def __init__(self, kind: RpcErrorKind, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one type is decoded, and what is left to check afterwards."""

    decoder: msgspec.json.Decoder[Struct]
    decimals: Decimals
    untyped: frozenset[str]
    has_times: bool


_NULL = re.compile(rb"null")  # a search takes half the time of ``in``
_LONG = re.compile(rb"[0-9]{39}")  # 2**128 has as many digits
_TWO = re.compile(rb"[0-9]{2}")
MOST = 2**128 - 1  # the schemas set no limit; a UUID as a number is a transaction id, and a thousand digits are none
STEP, OVERLAP = 32_768, 64  # bytes; the second is longer than anything that is looked for
MOST_SHOWN, MOST_TEXT = 40, 200  # characters of a value that an error repeats, and of the whole error
_PLANS: dict[type[Struct], _Plan] = {}


def decode_request(messages: Messages, action: str, payload: msgspec.Raw | bytes) -> Struct:
    """The request of a CALL; raises RefusedPayload."""
    message = _decode(messages.request_type(action), action, payload)
    if _PLANS[type(message)].has_times:
        _refuse_times(message)
    return message


def decode_response(messages: Messages, action: str, payload: msgspec.Raw | bytes) -> Struct:
    """The response of a CALLRESULT to the action we called; raises RefusedPayload.

    A time in it that nobody can read is no reason to lose the rest: whoever wants to know it looks for itself.
    """
    return _decode(messages.response_type(action), action, payload)


def _decode(wanted: type[Struct] | None, action: str, payload: msgspec.Raw | bytes) -> Struct:
    if wanted is None:
        raise RefusedPayload(RpcErrorKind.NOT_IMPLEMENTED, f"unknown action {action[:50]!r}")
    plan = _PLANS.get(wanted) or _PLANS.setdefault(wanted, _plan(wanted))
    try:
        message = _typed(plan.decoder, payload)
        _refuse_nulls(payload, plan.untyped)
        _refuse_huge(payload)
    except UnicodeError as error:
        raise RefusedPayload(RpcErrorKind.FORMAT_VIOLATION, "not UTF-8") from error
    except RecursionError as error:
        raise RefusedPayload(RpcErrorKind.FORMAT_VIOLATION, "nested too deeply") from error
    for path, count in plan.decimals:
        _refuse_decimals(message, path, count)
    return message


def _typed(decoder: msgspec.json.Decoder[Struct], payload: msgspec.Raw | bytes) -> Struct:
    try:
        return decoder.decode(payload)
    except msgspec.DecodeError as error:
        why = str(error)
    try:
        return decoder.decode(_respelled(payload, why))
    except msgspec.DecodeError as error:
        raise _refused(str(error)) from error


def _respelled(payload: msgspec.Raw | bytes, why: str) -> bytes | msgspec.Raw:
    """What the standards allow and msgspec does not, spelled so that it does."""
    if why == "Expected `object`, got `null`":  # OCPP-J 1.6 4.2.1, 2.0.1 part 4 4.1.5: another way to write {}
        return b"{}"
    if why.startswith("Expected `int") and "got `float`" in why:  # JSON Schema draft 6: 1.0 is an integer
        return msgspec.json.encode(_whole(msgspec.json.decode(payload)))
    return payload


def _whole(value: object) -> object:
    if isinstance(value, dict):
        return {name: _whole(below) for name, below in value.items()}
    if isinstance(value, list):
        return [_whole(below) for below in value]
    # Beyond 2**53 a float does not say which integer was meant.
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _plan(wanted: type[Struct]) -> _Plan:
    module = sys.modules[wanted.__module__]
    decimals: Mapping[str, Decimals] = getattr(module, "DECIMALS", {})
    untyped: Mapping[str, frozenset[str]] = getattr(module, "UNTYPED", {})
    decoder = msgspec.json.Decoder(wanted, dec_hook=_from_wire)
    name = wanted.__name__
    has_times = bool(fields_with_times(wanted))
    return _Plan(decoder, decimals.get(name, ()), untyped.get(name, frozenset()), has_times)


def _from_wire(wanted: type, value: object) -> object:
    """Types msgspec does not know: ``object`` takes anything, ours have ``from_wire``."""
    return value if wanted is object else wanted.from_wire(value)  # type: ignore[attr-defined]


def _refused(text: str) -> RefusedPayload:
    honest = _short(text.replace(" | null`", "`"))  # an optional field may be absent, never null
    kind = next((kind for pattern, kind in ERROR_KINDS if pattern.match(honest)), RpcErrorKind.FORMAT_VIOLATION)
    return RefusedPayload(kind, honest)


def _short(text: str) -> str:
    """*text* without the middle of a value that came in and was too long: what is wrong stands at both ends."""
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT // 2]}...{text[-MOST_TEXT // 2 :]}"


def _refuse_nulls(payload: msgspec.Raw | bytes, untyped: frozenset[str]) -> None:
    """In Python an absent field is None; on the wire null is not allowed for it (2.0.1 part 4, 4.1.5; all schemas)."""
    if not _has(_NULL, payload):
        return
    fields = msgspec.json.decode(payload)
    typed = {name: value for name, value in fields.items() if name not in untyped} if fields else {}
    for path in _nulls(typed, "$"):
        raise _refused(f"Expected a value, got `null` - at `{path}`")


def _nulls(value: object, path: str) -> Iterator[str]:
    if value is None:
        yield path
    elif isinstance(value, dict):
        for name, below in value.items():
            if name != "customData" or below is None:
                yield from _nulls(below, f"{path}.{name}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _nulls(below, f"{path}[{index}]")


def _has(pattern: re.Pattern[bytes], payload: msgspec.Raw | bytes) -> bool:
    """Whether *pattern* is found, looked for in short steps: other threads have their turn between two of them."""
    size = memoryview(payload).nbytes
    if size <= STEP:
        return pattern.search(payload) is not None
    return any(pattern.search(payload, start, start + STEP + OVERLAP) for start in range(0, size, STEP))


def _refuse_huge(payload: msgspec.Raw | bytes) -> None:
    """A row of 39 digits has two of them where every nineteenth byte is looked at: few payloads are looked at whole."""
    if _TWO.search(memoryview(payload)[::19].tobytes()) is None:
        return
    if _has(_LONG, payload) and any(abs(number) > MOST for number in _integers(msgspec.json.decode(payload))):
        raise _refused("Integer out of range")


def _integers(value: object) -> Iterator[int]:
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _integers(below)
    elif isinstance(value, int):
        yield value


def _refuse_times(message: Struct) -> None:
    for path, text in times_of(message):
        if not _is_time(text):
            why = f"Expected a time, got {text[:MOST_SHOWN]!r} - at `{path}`"
            raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, why)


@lru_cache(maxsize=256)
def _is_time(text: str) -> bool:
    """A central system says the same day and hour again and again."""
    try:
        from_wire(text)
    except ValueError:
        return False
    return True


def _refuse_decimals(message: Struct, path: tuple[str, ...], count: int) -> None:
    """``multipleOf: 0.1`` by the decimals on the wire: in binary 0.3 is no multiple of 0.1."""
    for number in _found(message, path):
        if number is None or number.is_integer():  # most are: the quick way out
            continue
        if round(number, count) != number:
            wire = ".".join(re.sub("_(.)", lambda found: found[1].upper(), name) for name in path)
            raise _refused(f"Expected at most {count} decimals, got {number!r} - at `$.{wire}`")


def _found(message: Struct, path: tuple[str, ...]) -> list[Any]:
    """What stands at a path of Python names; one tuple on the way stands for each of its elements."""
    level: list[Any] = [message]
    for name in path:
        if len(level) == 1:
            only = getattr(level[0], name)
            level = list(only) if type(only) is tuple else [] if only is None else [only]
        else:
            level = [getattr(each, name) for each in level]
    return level
