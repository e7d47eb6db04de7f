"""What must be true of several values of customer.json together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.config.error import ConfigError
from pilotwire.config.jsonc import path_text
from pilotwire.config.table import BY_VARIABLE
from pilotwire.core.variable import Key, Value, Values, Variable

LOOPBACK: Final = ("127.", "localhost:", "[::1]:")


@dataclass(frozen=True, slots=True)
class Said:
    """What the file says for one EVSE (or, 0, for the station), by the names of Variables; what it does not say counts
    with its default."""

    values: Values
    variables: Mapping[str, Variable[Value]]
    evse: int

    def __call__(self, name: str) -> Value:
        variable = self.variables.get(name) or BY_VARIABLE[name].variable
        return self.values.get(self._key(name), variable.default)

    def is_written(self, name: str) -> bool:
        """Whether it stands in the file."""
        return self._key(name) in self.values

    def _key(self, name: str) -> Key:
        return name, self.evse if BY_VARIABLE[name].variable.per_evse else 0


@dataclass(frozen=True, slots=True)
class Rule:
    """``holds`` is asked once, or for each EVSE; where it does not, ``text`` is said of ``blamed``.

    ``others`` are the Variables it does not go together with; ``{0}`` in the text is the path of the first of them.
    """

    blamed: str
    others: tuple[str, ...]
    text: str
    holds: Callable[[Said], bool]


def _ms(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _has_cable_limit(said: Said) -> bool:
    """Only who writes that the cable is fixed must write what it can carry: a default is nobody's cable."""
    limit = "EVSE.CableCurrentLimit"
    is_fixed = said.is_written("EVSE.HasSocket") and not said("EVSE.HasSocket")
    return not is_fixed or (said.is_written(limit) and bool(said(limit)))


def _are_apart(said: Said) -> bool:
    is_used = said("RcdMonitor.Enabled") and said("EmergencyAlarm.Enabled")
    return not is_used or said("RcdMonitor.Gpio") != said("EmergencyAlarm.Gpio")


def _is_broker_guarded(said: Said) -> bool:
    where = str(said("MqttCtrlr.Bind") or LOOPBACK[0])
    return where.startswith(LOOPBACK) or bool(said("MqttCtrlr.Username") and said("MqttCtrlr.Password"))


def _is_shared(said: Said) -> bool:
    return bool(said("CardReader.Enabled") and said("CardReader.RemotePorts"))


RULES: Final = (
    Rule(
        "EVSE.HasSocket",
        ("EVSE.CableCurrentLimit",),
        "false needs {0}, above 0: only who builds the station knows the fixed cable (chargebyte guide 14.1 T47)",
        _has_cable_limit,
    ),
    Rule(
        "RcdMonitor.TestCheckTrippedTime",
        ("RcdMonitor.TestTriggerTime", "RcdMonitor.TestCheckNormalTime"),
        "must be less than {0} and {1} together (chargebyte guide 15.15 T71)",
        lambda said: (
            _ms(said("RcdMonitor.TestCheckTrippedTime"))
            < _ms(said("RcdMonitor.TestTriggerTime")) + _ms(said("RcdMonitor.TestCheckNormalTime"))
        ),
    ),
    Rule(
        "PhaseSwitch.Enabled",
        ("Ventilation.Enabled",),
        "cannot be together with {0}: both need relay 2 (chargebyte guide 15.20 T82)",
        lambda said: not (said("PhaseSwitch.Enabled") and said("Ventilation.Enabled")),
    ),
    Rule(
        "PhaseSwitch.Enabled",
        ("EVSE.ChargingType",),
        "needs basic as {0} (chargebyte guide 15.20)",
        lambda said: not said("PhaseSwitch.Enabled") or said("EVSE.ChargingType") == "basic",
    ),
    Rule(
        "PhaseSwitch.Enabled",
        ("EVSE.SupplyPhases",),
        "needs 3 as {0}: there is nothing to switch with one (chargebyte guide 15.20)",
        lambda said: not said("PhaseSwitch.Enabled") or said("EVSE.SupplyPhases") == 3,
    ),
    Rule(
        "RcdMonitor.Gpio",
        ("EmergencyAlarm.Gpio",),
        "is the line of {0} too, and one input cannot watch both",
        _are_apart,
    ),
    Rule(
        "RcdMonitor.Gpio",
        ("RcdMonitor.TestGpio",),
        "is the line of {0} too: what triggers the test cannot be what tells its result",
        lambda said: not said("RcdMonitor.Enabled") or said("RcdMonitor.Gpio") != said("RcdMonitor.TestGpio"),
    ),
    Rule(
        "WebCtrlr.Bind",
        ("WebCtrlr.Password",),
        "needs {0}, because the page can then be reached from elsewhere",
        lambda said: bool(said("WebCtrlr.Password")) or str(said("WebCtrlr.Bind")).startswith(("off", *LOOPBACK)),
    ),
    Rule(
        "MqttCtrlr.Bind",
        ("MqttCtrlr.Username", "MqttCtrlr.Password"),
        "needs {0} and {1}, because the broker can then be reached from elsewhere",
        _is_broker_guarded,
    ),
    Rule(
        "CardReader.RemotePorts",
        ("AuthCtrlr.TokenStopsTransaction",),
        "needs {0} false: who charges is not stopped at a reader that others use (chargebyte guide 15.18 T76)",
        lambda said: not _is_shared(said) or not said("AuthCtrlr.TokenStopsTransaction"),
    ),
    Rule(
        "CardReader.RemotePorts",
        ("AuthCtrlr.TokenRequiresVehicle",),
        "needs {0} true: a card is for a vehicle that waits (chargebyte guide 15.18 T76)",
        lambda said: not _is_shared(said) or bool(said("AuthCtrlr.TokenRequiresVehicle")),
    ),
)


def inconsistencies(
    values: Values,
    records: Mapping[str, Value],
    lines: Mapping[str, int],
    variables: Mapping[str, Variable[Value]],
) -> Iterator[ConfigError]:
    """All of them; what is not written counts with its default."""
    evses = {evse for _, evse in values} | {0}
    for rule in RULES:
        is_per_evse = BY_VARIABLE[rule.blamed].variable.per_evse
        for evse in sorted(evses - {0}) if is_per_evse else (0,):
            if not rule.holds(Said(values, variables, evse)):
                yield _error(rule, evse, lines)
    yield from _transfers_without_vendor(records, lines)


def _error(rule: Rule, evse: int, lines: Mapping[str, int]) -> ConfigError:
    """With the path of everything that takes part, and the line of what stands in the file; where the one that is to
    blame does not, that of another."""
    entries = [BY_VARIABLE[name] for name in (rule.blamed, *rule.others)]
    paths = [path_text(entry.at(evse if entry.variable.per_evse else 0)) for entry in entries]
    others = [f"{path} (line {lines[path]})" if path in lines else path for path in paths[1:]]
    line = next((lines[path] for path in paths if path in lines), 0)
    return ConfigError(line, paths[0], rule.text.format(*others))


def _transfers_without_vendor(records: Mapping[str, Value], lines: Mapping[str, int]) -> Iterator[ConfigError]:
    named = {path.rpartition("/")[0] for path in records if path.endswith("/vendorId")}
    told: set[str] = set()
    for path in records:
        item = path.rpartition("/")[0]
        if item.startswith("ocpp/csDataTransfers[") and item not in named and item not in told:
            told.add(item)
            yield ConfigError(lines[path], item, "needs a vendorId (chargebyte guide 3.3.8.1 T9)")
