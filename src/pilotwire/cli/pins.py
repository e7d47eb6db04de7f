"""Flags as values of this run: each is a name of a Variable, and ``--set`` takes any of its names."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.app.usage import UsageError
from pilotwire.config.names import NameTable, SettingError, assigned, parse_value
from pilotwire.config.table import VARIABLES
from pilotwire.core import registry
from pilotwire.core.variable import Key, Value, Variable
from pilotwire.personality.load import PersonalityError, load

FLAGS: Mapping[str, str] = {
    "csms": "OCPPCommCtrlr.CentralSystemUrl",
    "identity": "SecurityCtrlr.Identity",
    "password": "SecurityCtrlr.BasicAuthPassword",
    "ocpp": "OCPPCommCtrlr.Version",
    "http": "WebCtrlr.Bind",
    "mqtt": "MqttCtrlr.Broker",
}


def pins_of(
    personality: str, settings: tuple[str, ...], flags: Mapping[str, str | None], variant: str | None = None
) -> dict[Key, Value]:
    """The values that *flags* and ``--set`` *settings* pin for this run. Raises UsageError in one clear line."""
    pins: dict[Key, Value] = {}
    try:
        for flag, text in flags.items():
            if text is not None:
                pins[FLAGS[flag], 0] = parse_value(VARIABLES[FLAGS[flag]], text)
        if flags.get("csms") is not None:
            pins["OCPPCommCtrlr.Enabled", 0] = True
        return pins | assigned(settings, keys_of(personality, variant))
    except SettingError as error:
        raise UsageError(str(error)) from error


def keys_of(personality: str, variant: str | None = None) -> NameTable:
    """The names of Variables that the keys of *personality* are, and the one name that chooses a personality."""
    try:
        keys = load(personality, variant).keys
    except PersonalityError as error:
        raise UsageError(str(error)) from error
    names: NameTable = {name: ((key.variable, 0), parse_value) for key in keys if key.variable for name in key.names}
    return {**names, "Limitations": ((registry.LIMITATIONS.name, 0), _on_or_off)}


def _on_or_off(variable: Variable[Value], text: str) -> Value:
    """Also ``on`` and ``off``, because that is what a person says."""
    return parse_value(variable, {"on": "true", "off": "false"}.get(text.strip().lower(), text))
