"""What must be true of several settings together: who may write one of them may not make it untrue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from pilotwire.core.settings import Settings
from pilotwire.core.variable import Key, Value, Values, Variable

LOOPBACK: Final = ("127.", "localhost:", "[::1]:")


class Said(Protocol):
    """What is said for one EVSE (or, 0, for the station), by the names of Variables."""

    def __call__(self, name: str) -> Value:
        """The value; what nobody says counts with its default."""

    def is_written(self, name: str) -> bool:
        """Whether somebody says it."""


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


def _ends_with_plug(said: Said) -> bool:
    """Nobody has to pay, and whoever built the station wants a pulled plug to be the end then."""
    return bool(said("AuthCtrlr.FreeVendEnabled") and said("AuthCtrlr.FreeVendEndsWithPlug"))


RULES: Final = (
    Rule(
        "EVSE.HasSocket",
        ("EVSE.CableCurrentLimit",),
        "false needs {0}, above 0: only who builds the station knows the fixed cable",
        _has_cable_limit,
    ),
    Rule(
        "RcdMonitor.TestCheckTrippedTime",
        ("RcdMonitor.TestTriggerTime", "RcdMonitor.TestCheckNormalTime"),
        "must be less than {0} and {1} together",
        lambda said: (
            _ms(said("RcdMonitor.TestCheckTrippedTime"))
            < _ms(said("RcdMonitor.TestTriggerTime")) + _ms(said("RcdMonitor.TestCheckNormalTime"))
        ),
    ),
    Rule(
        "PhaseSwitch.Enabled",
        ("Ventilation.Enabled",),
        "cannot be together with {0}: both need relay 2",
        lambda said: not (said("PhaseSwitch.Enabled") and said("Ventilation.Enabled")),
    ),
    Rule(
        "PhaseSwitch.Enabled",
        ("EVSE.ChargingType",),
        "needs basic as {0}",
        lambda said: not said("PhaseSwitch.Enabled") or said("EVSE.ChargingType") == "basic",
    ),
    Rule(
        "PhaseSwitch.Enabled",
        ("EVSE.SupplyPhases",),
        "needs 3 as {0}: there is nothing to switch with one",
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
        "needs {0} false: who charges is not stopped at a reader that others use",
        lambda said: not _is_shared(said) or not said("AuthCtrlr.TokenStopsTransaction"),
    ),
    Rule(
        "CardReader.RemotePorts",
        ("AuthCtrlr.TokenRequiresVehicle",),
        "needs {0} true: a card is for a vehicle that waits",
        lambda said: not _is_shared(said) or bool(said("AuthCtrlr.TokenRequiresVehicle")),
    ),
    Rule(
        "AuthCtrlr.FreeVendEnabled",
        ("TxCtrlr.StopTxOnEVSideDisconnect", "AuthCtrlr.FreeVendEndsWithPlug"),
        "needs {0} true: nobody has a card that would stop what its vehicle has left",
        lambda said: not _ends_with_plug(said) or bool(said("TxCtrlr.StopTxOnEVSideDisconnect")),
    ),
    Rule(
        "AuthCtrlr.FreeVendEnabled",
        ("OCPPCommCtrlr.UnlockOnEVSideDisconnect", "AuthCtrlr.FreeVendEndsWithPlug"),
        "needs {0} true: nobody has a card that would give back the cable its vehicle has left",
        lambda said: not _ends_with_plug(said) or bool(said("OCPPCommCtrlr.UnlockOnEVSideDisconnect")),
    ),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What *settings* say for *evse* without the flags of this run: what the next start finds."""

    settings: Settings
    evse: int

    def __call__(self, name: str) -> Value:
        variable = self.settings.layers.variables[name]
        key = self._key(name)
        return self._values.get(key, self.settings.layers.base.get(key, variable.default))

    def is_written(self, name: str) -> bool:
        """Whether somebody wrote it, here or in a file."""
        return self._key(name) in self._values or self._key(name) in self.settings.layers.base

    @property
    def _values(self) -> Values:
        return self.settings.stored

    def _key(self, name: str) -> Key:
        return name, self.evse if self.settings.layers.variables[name].per_evse else 0


def contradiction(before: Settings, after: Settings, written: Collection[Key], evses: int) -> str | None:
    """What was true *before* and is not any more *after* these were *written*; in words, with names of Variables."""
    variables = after.layers.variables
    for rule in RULES:
        names = (rule.blamed, *rule.others)
        if all(name in variables for name in names):
            for evse in _concerned(rule, names, written, evses, variables):
                if rule.holds(Stored(before, evse)) and not rule.holds(Stored(after, evse)):
                    return f"{rule.blamed} {rule.text.format(*rule.others)}"
    return None


def _concerned(
    rule: Rule, names: tuple[str, ...], written: Collection[Key], evses: int, variables: Mapping[str, Variable[Value]]
) -> Iterator[int]:
    """The EVSEs (0: the station) about which *rule* says something that *written* may have changed."""
    at = {evse for name, evse in written if name in names}
    if not at:
        return
    if not variables[rule.blamed].per_evse:
        yield 0
        return
    yield from range(1, evses + 1) if 0 in at else sorted(at)
