"""A few words for a message: what a person wants to know of it, on half a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pilotwire.csms import Direction, Message, MessageKind

TELLING: Mapping[str, tuple[str, ...]] = {
    "BootNotification": ("chargePointVendor", "chargePointModel", "vendorName", "model", "status"),
    "Authorize": ("idTag", "idToken", "status"),
    "StatusNotification": ("connectorId", "status", "connectorStatus", "errorCode"),
    "StartTransaction": ("transactionId", "idTag", "meterStart", "status"),
    "StopTransaction": ("meterStop", "reason", "status"),
    "TransactionEvent": ("eventType", "triggerReason", "chargingState", "stoppedReason", "status"),
    "NotifyEvent": ("component", "variable", "actualValue"),
}
USUAL = ("status", "currentTime")
UNITS = {
    "Energy.Active.Import.Register": "Wh",
    "Power.Active.Import": "W",
    "Current.Import": "A",
}
SUFFIX = {"meterStart": " Wh", "meterStop": " Wh"}
PREFIX = {"connectorId": "connector ", "transactionId": "no. "}
HISTORIES = ("StopTransaction",)  # its first sample is the one at the beginning, and it names the last by itself
QUIET = ("NoError", "TxDefault")  # says nothing


def arrow(message: Message) -> str:
    """Which way *message* went, as the station sees it."""
    return "→" if message.frame.direction is Direction.FROM_STATION else "←"


def words(message: Message) -> str:
    """What *message* says, in a few words."""
    if message.kind is MessageKind.ERROR:
        return f"{message.payload['errorCode']} {message.payload['errorDescription']}".strip()
    told = [_said(name, value) for name, value in _found(message.payload, TELLING.get(message.action, USUAL))]
    is_of_now = message.kind is MessageKind.CALL and message.action not in HISTORIES
    values = " ".join(samples(message.payload)) if is_of_now else ""
    return ", ".join(each for each in (*told, values) if each)


def samples(payload: Mapping[str, object]) -> Iterator[str]:
    """The first value of each measurand that is worth a word."""
    seen: set[object] = set()
    for each in _objects(payload):
        measurand = each.get("measurand", "Energy.Active.Import.Register")
        if "value" in each and measurand in UNITS and measurand not in seen:
            seen.add(measurand)
            yield f"{_number(each['value'])} {UNITS[str(measurand)]}"


def _found(payload: Mapping[str, object], names: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """The first plain value of each name, wherever it stands."""
    objects = tuple(_objects(payload))
    for name in names:
        values = (each[name] for each in objects if name in each and not isinstance(each[name], dict | list))
        value = next(values, None)
        if value is not None and value not in QUIET:
            yield name, value


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Mapping):
        yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)


def _said(name: str, value: object) -> str:
    if name == "currentTime":
        return str(value)[11:19]  # the time of day
    return f"{PREFIX.get(name, '')}{value}{SUFFIX.get(name, '')}"


def _number(value: object) -> str:
    try:
        return f"{float(str(value)):.1f}".removesuffix(".0")
    except ValueError:
        return str(value)
