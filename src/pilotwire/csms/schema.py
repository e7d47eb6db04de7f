"""The official JSON schemas, compiled once each."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from pilotwire.csms.policy import Protocol

FOLDERS = {Protocol.V16: "v16", Protocol.V201: "v201"}
REQUEST_SUFFIX = {Protocol.V16: "", Protocol.V201: "Request"}


def is_known(protocol: Protocol, action: str) -> bool:
    """Whether this version of OCPP has a request of this name."""
    return action + REQUEST_SUFFIX[protocol] in _names(protocol)


def request_faults(protocol: Protocol, action: str, payload: dict[str, Any]) -> list[str]:
    """What the schema says against a request, one line per fault with the field's path."""
    return _faults(protocol, action + REQUEST_SUFFIX[protocol], payload)


def answer_faults(protocol: Protocol, action: str, payload: dict[str, Any]) -> list[str]:
    """What the schema says against the answer to a request."""
    return _faults(protocol, action + "Response", payload)


def _faults(protocol: Protocol, name: str, payload: dict[str, Any]) -> list[str]:
    errors = _validator(protocol, name).iter_errors(payload)
    return [f"{name}{''.join(f'/{step}' for step in error.instance_path)}: {error.message}" for error in errors]


@cache
def _names(protocol: Protocol) -> frozenset[str]:
    return frozenset(entry.name.removesuffix(".json") for entry in _folder(protocol).iterdir())


@cache
def _validator(protocol: Protocol, name: str) -> Any:
    # jsonschema wrongly refuses valid multiples of 0.1; and a bench that validates nothing need not have this installed
    import jsonschema_rs

    schema = msgspec.json.decode((_folder(protocol) / f"{name}.json").read_text("utf-8-sig"))
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def _folder(protocol: Protocol) -> Any:
    return files("ocpp") / FOLDERS[protocol] / "schemas"
