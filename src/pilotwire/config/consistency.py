"""What must be true of several values of customer.json together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.config.error import ConfigError
from pilotwire.config.jsonc import path_text
from pilotwire.config.table import BY_VARIABLE
from pilotwire.core.consistency import RULES, Rule
from pilotwire.core.variable import Key, Value, Values, Variable


@dataclass(frozen=True, slots=True)
class InFile:
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


# where what core knows of several settings is written (chargebyte guide), by who is blamed and the first of the others
SOURCES: Final[Mapping[tuple[str, str], str]] = {
    ("EVSE.HasSocket", "EVSE.CableCurrentLimit"): "14.1 T47",
    ("RcdMonitor.TestCheckTrippedTime", "RcdMonitor.TestTriggerTime"): "15.15 T71",
    ("PhaseSwitch.Enabled", "Ventilation.Enabled"): "15.20 T82",
    ("PhaseSwitch.Enabled", "EVSE.ChargingType"): "15.20",
    ("PhaseSwitch.Enabled", "EVSE.SupplyPhases"): "15.20",
    ("CardReader.RemotePorts", "AuthCtrlr.TokenStopsTransaction"): "15.18 T76",
    ("CardReader.RemotePorts", "AuthCtrlr.TokenRequiresVehicle"): "15.18 T76",
}


def text_of(rule: Rule, names: Iterable[str]) -> str:
    """*rule* in words, with *names* for the others, and where that is written."""
    source = SOURCES.get((rule.blamed, rule.others[0]))
    return rule.text.format(*names) + (f" (chargebyte guide {source})" if source else "")


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
            if not rule.holds(InFile(values, variables, evse)):
                yield _error(rule, evse, lines)
    yield from _transfers_without_vendor(records, lines)


def _error(rule: Rule, evse: int, lines: Mapping[str, int]) -> ConfigError:
    """With the path of everything that takes part, and the line of what stands in the file; where the one that is to
    blame does not, that of another."""
    entries = [BY_VARIABLE[name] for name in (rule.blamed, *rule.others)]
    paths = [path_text(entry.at(evse if entry.variable.per_evse else 0)) for entry in entries]
    others = [f"{path} (line {lines[path]})" if path in lines else path for path in paths[1:]]
    line = next((lines[path] for path in paths if path in lines), 0)
    return ConfigError(line, paths[0], text_of(rule, others))


def _transfers_without_vendor(records: Mapping[str, Value], lines: Mapping[str, int]) -> Iterator[ConfigError]:
    named = {path.rpartition("/")[0] for path in records if path.endswith("/vendorId")}
    told: set[str] = set()
    for path in records:
        item = path.rpartition("/")[0]
        if item.startswith("ocpp/csDataTransfers[") and item not in named and item not in told:
            told.add(item)
            yield ConfigError(lines[path], item, "needs a vendorId (chargebyte guide 3.3.8.1 T9)")
