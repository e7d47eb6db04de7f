"""Loads a personality from the data in the wheel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from typing import Any, Final

from pilotwire.core.rules import Rules
from pilotwire.core.transfer import OwnTransfer
from pilotwire.personality.habit import Configuring, Spelling
from pilotwire.personality.key import KeyEntry
from pilotwire.personality.model import (
    CustomerJson,
    FaultBits,
    Identity,
    Mask,
    Messages,
    MeterForm,
    Personality,
    RequestForm,
    Status,
    VariableChange,
    Wire,
)
from pilotwire.personality.reading import LintError, Tell, table
from pilotwire.personality.source import DATA, ENTRIES, OF_ONE_FILE, Raw, SourceError, merged, names, place_of, whole

TABLES: Final[Mapping[str, type[Any]]] = {
    "identity": Identity,
    "rules": Rules,
    "messages": Messages,
    "requests": RequestForm,
    "status": Status,
    "meter_values": MeterForm,
    "configuration": Configuring,
    "spelling": Spelling,
    "wire": Wire,
    "customer_json": CustomerJson,
    "fault_mask": Mask,
    "function_mask": Mask,
    "fault_bits": FaultBits,
}
KINDS: Final[Mapping[str, type[Any]]] = {"key": KeyEntry, "variable": VariableChange, "transfer": OwnTransfer}


class PersonalityError(ValueError):
    """A personality cannot be used; ``errors`` say why."""

    def __init__(self, errors: tuple[LintError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def available(directory: Traversable = DATA) -> tuple[str, ...]:
    """The names of all personalities."""
    return names(directory)


def load(
    name: str, variant: str | None = None, directory: Traversable = DATA, *, with_limitations: bool = False
) -> Personality:
    """The personality *name*, or a *variant* of it; *with_limitations* as far as they lose money or safety, too.

    A *name* that ends with ``.toml`` is the path of a file of one's own.

    :raises PersonalityError: there is none of this name, or something in its data is wrong.
    """
    name, directory = place_of(name, directory)
    try:
        raw = whole(name, directory)
    except SourceError as error:
        raise PersonalityError((LintError(f"{error.name}.toml", "", error.text),)) from None
    errors: list[LintError] = []
    made = made_of(name, _chosen(name, raw, variant, with_limitations=with_limitations), errors)
    if errors:
        raise PersonalityError(tuple(errors))
    keys = tuple(key for key in made.keys if key.is_in(made.identity.firmware))
    return replace(made, keys=keys, variant=variant)


def _chosen(name: str, raw: Raw, variant: str | None, *, with_limitations: bool) -> Raw:
    """What *raw* says with the differences that are asked for; what children do not inherit is still its own."""
    differences, chosen = raw.get("variants", {}), raw
    own, extras = ({key: raw[key] for key in some if key in raw} for some in (OF_ONE_FILE, ("variants", "limitations")))
    if variant is not None:
        if not _are_variants(differences) or variant not in differences:
            text = f"there is no such variant; there are {', '.join(differences) or 'none'}"
            raise PersonalityError((LintError(f"{name}.toml", variant, text),))
        chosen = merged(chosen, differences[variant])
    if with_limitations and isinstance(raw.get("limitations"), dict):
        chosen = merged(chosen, raw["limitations"])
    return own | chosen | extras


def made_of(name: str, raw: Raw, errors: list[LintError]) -> Personality:
    """The personality that *raw* says; what is wrong with it is added to *errors* and left out."""
    parts: dict[str, Any] = {}
    for key, value in raw.items():
        if key in ENTRIES:
            parts[ENTRIES[key]] = _entries(name, key, value, errors)
        elif key in TABLES:
            made = table(TABLES[key], _without_source(value), _tell(errors, name, key))
            parts |= {} if made is None else {key: made}
        elif key == "shipped" and isinstance(value, dict):
            parts[key] = _without_source(value)
        elif key not in OF_ONE_FILE or not _is_table_of_one_file(key, value):
            errors.append(LintError(f"{name}.toml", key, "is not a table a personality has"))
    variants = raw.get("variants", {})
    return Personality(
        name,
        raw.get("inherits"),
        **parts,
        variants=tuple(variants if isinstance(variants, dict) else ()),
        has_limitations=bool(raw.get("limitations")),
    )


def _is_table_of_one_file(key: str, value: Any) -> bool:
    if key == "variants":
        return _are_variants(value)
    return key != "limitations" or isinstance(value, dict)


def _are_variants(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, dict) for one in value.values())


def _without_source(value: Any) -> Any:
    return {field: one for field, one in value.items() if field != "source"} if isinstance(value, dict) else value


def _entries(name: str, key: str, value: Any, errors: list[LintError]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        errors.append(LintError(f"{name}.toml", key, f"must be written [[{key}]]"))
        return ()
    made: list[Any] = []
    for number, entry in enumerate(value, 1):
        title = entry.get("name", f"number {number}") if isinstance(entry, dict) else f"number {number}"
        said = entry if "source" in KINDS[key].__dataclass_fields__ else _without_source(entry)
        made.append(table(KINDS[key], said, _tell(errors, name, f"{key} {title}")))
    return tuple(one for one in made if one is not None)


def _tell(errors: list[LintError], name: str, entry: str) -> Tell:
    return lambda text: errors.append(LintError(f"{name}.toml", entry, text))
