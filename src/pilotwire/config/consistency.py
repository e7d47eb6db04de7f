"""What must be true of several values of customer.json together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.config.error import ConfigError
from pilotwire.config.jsonc import path_text
from pilotwire.config.table import BY_VARIABLE
from pilotwire.core.variable import Value, Values, Variable

Get = Callable[[str], Value]
LOOPBACK: Final = ("127.", "localhost:", "[::1]:")


@dataclass(frozen=True, slots=True)
class Rule:
    """``holds`` is asked once, or for each EVSE; where it does not, ``text`` is said of ``blamed``."""

    blamed: str
    text: str
    holds: Callable[[Get], bool]


def _ms(value: Value) -> int:
    return value if isinstance(value, int) else 0


RULES: Final = (
    Rule(
        "RcdMonitor.TestCheckTrippedTime",
        "must be less than test_trigger_time and test_check_normal_time together (chargebyte guide 15.15 T71)",
        lambda get: (
            _ms(get("RcdMonitor.TestCheckTrippedTime"))
            < _ms(get("RcdMonitor.TestTriggerTime")) + _ms(get("RcdMonitor.TestCheckNormalTime"))
        ),
    ),
    Rule(
        "PhaseSwitch.Enabled",
        "cannot be together with ventilation/enable: both need relay 2 (chargebyte guide 15.20 T82)",
        lambda get: not (get("PhaseSwitch.Enabled") and get("Ventilation.Enabled")),
    ),
    Rule(
        "WebCtrlr.Bind",
        "needs http/password, because the page can then be reached from elsewhere",
        lambda get: bool(get("WebCtrlr.Password")) or str(get("WebCtrlr.Bind")).startswith(("off", *LOOPBACK)),
    ),
)


def inconsistencies(
    values: Values,
    records: Mapping[str, Value],
    lines: Mapping[str, int],
    variables: Mapping[str, Variable[Value]],
) -> Iterator[ConfigError]:
    """All of them; what is not written counts with its default."""
    evses = {evse for _, evse in values}
    for rule in RULES:
        entry = BY_VARIABLE[rule.blamed]
        for evse in sorted(evses) if entry.variable.per_evse else (0,):
            if (evse != 0) is entry.variable.per_evse and not rule.holds(_getter(values, evse, variables)):
                path = path_text(entry.at(evse))
                yield ConfigError(lines.get(path, 0), path, rule.text)
    yield from _transfers_without_vendor(records, lines)


def _getter(values: Values, evse: int, variables: Mapping[str, Variable[Value]]) -> Get:
    def get(name: str) -> Value:
        variable = variables.get(name) or BY_VARIABLE[name].variable
        return values.get((name, evse if variable.per_evse else 0), variable.default)

    return get


def _transfers_without_vendor(records: Mapping[str, Value], lines: Mapping[str, int]) -> Iterator[ConfigError]:
    named = {path.rpartition("/")[0] for path in records if path.endswith("/vendorId")}
    told: set[str] = set()
    for path in records:
        item = path.rpartition("/")[0]
        if item.startswith("ocpp/csDataTransfers[") and item not in named and item not in told:
            told.add(item)
            yield ConfigError(lines[path], item, "needs a vendorId (chargebyte guide 3.3.8.1 T9)")
