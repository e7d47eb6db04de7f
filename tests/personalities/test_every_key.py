"""Every key of every personality and variant, written right, too low, too high and of the wrong type, and read back.

The values are made from the data itself, so that a new vendor is tested by being there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from tests.personalities.impersonated import Impersonated, everybody

from pilotwire.core import registry
from pilotwire.core.variable import Access, Kind, Value, Variable
from pilotwire.ocpp.v16.keys import Key
from pilotwire.ocpp.v16.spelling import told
from pilotwire.personality.key import Codec, OnInvalid

TAKEN = {"Accepted", "RebootRequired"}
NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
CONDITIONAL = "SecurityProfile"  # only ever higher, and only with what it needs: tests/security
LISTS = (Kind.MEMBERS, Kind.SEQUENCE)
STEPS_UP = registry.SECURITY_PROFILE  # taken only upwards and with its certificates: tests of security say how


@cache
def fresh(name: str, variant: str | None) -> Impersonated:
    """One station for all that must change nothing."""
    return Impersonated(name, variant)


def keys(*access: Access) -> list[object]:
    """Every key of everybody that has one of these accesses."""
    return [
        pytest.param(name, variant, key.name, id=f"{name}{f'-{variant}' if variant else ''}-{key.name}")
        for name, variant in everybody()
        for key in {id(key): key for key in fresh(name, variant).dialect.keys.values()}.values()
        if key.access in access and STEPS_UP.name not in (variable.name for variable in key.variables)
    ]


def plain(key: Key) -> bool:
    """A key that is one Variable in its own words and unit, and takes a bad value as a bad value."""
    return len(key.variables) == 1 and not key.words and key.scale is None and key.codec is None


def right(variable: Variable[Value]) -> Iterator[Value]:
    """Values that *variable* allows: both ends of each range, each choice, a list with each member."""
    match variable.kind:
        case Kind.BOOLEAN:
            yield from (True, False)
        case Kind.INTEGER | Kind.DECIMAL if variable.bits is not None:
            yield from (0, variable.bits)
        case Kind.INTEGER | Kind.DECIMAL:
            ends = [end for ends in variable.allowed for end in ends] or [0.0]
            yield from (int(end) if variable.kind is Kind.INTEGER else end for end in ends)
        case Kind.OPTION:
            yield from variable.choices
        case Kind.MEMBERS | Kind.SEQUENCE:
            yield ()
            yield from ((word,) for word in variable.choices)
        case Kind.TEXT:
            start = variable.starts[0] + "x.example" if variable.starts else "x"
            yield variable.example or start


def wrong(variable: Variable[Value]) -> Iterator[str]:
    """Texts that *variable* cannot be: outside its ranges, of another type, too long."""
    if variable.kind in NUMBERS and variable.allowed:
        yield f"{min(low for low, _ in variable.allowed) - 1:.0f}"
        yield f"{max(high for _, high in variable.allowed) + 1:.0f}"
    if variable.kind is Kind.INTEGER:
        yield "1.5"
    if variable.kind in NUMBERS or variable.kind is Kind.BOOLEAN:
        yield "moon"
    if variable.kind in (Kind.OPTION, *LISTS) and variable.choices:
        yield "Moon"
    if variable.kind is Kind.TEXT and variable.max_length is not None:
        yield "x" * (variable.max_length + 1)
    if variable.starts or (variable.pattern and not re.fullmatch(variable.pattern, "moon")):
        yield "moon"


def spelled(key: Key, value: Value) -> str:
    return told(value, key.spelling) or ""


@pytest.mark.parametrize(("name", "variant", "key"), keys(Access.READ_WRITE))
def test_a_right_value_is_taken_told_and_kept(name: str, variant: str | None, key: str) -> None:
    station = Impersonated(name, variant, has_socket=True)
    entry = station.key(key)
    if key == CONDITIONAL:
        assert station.write(key, "0") == "Rejected"
        return
    if not plain(entry):
        told_before = station.value(key)
        assert station.write(key, told_before or "") in TAKEN  # what is told can be written back
        assert station.value(key) == told_before
        return
    for value in right(entry.variables[0]):
        assert station.write(key, spelled(entry, value)) in TAKEN, value
        assert entry.is_secret or station.value(key) in (spelled(entry, value), None), value
        assert (
            station.bench.station.settings.reported(entry.variables[0], 1 if entry.variables[0].per_evse else 0)
            == value
        )


@pytest.mark.parametrize(("name", "variant", "key"), keys(Access.READ_WRITE, Access.WRITE_ONLY))
def test_a_wrong_value_is_rejected_or_mended_as_the_vendor_does(name: str, variant: str | None, key: str) -> None:
    station = Impersonated(name, variant)
    entry = station.key(key)
    before = station.bench.station.settings.stored
    for variable in entry.variables if entry.codec not in (Codec.PHASE_ROTATION,) else ():
        for text in wrong(variable):
            whole = entry.by.join([text] * len(entry.variables))
            is_mended = entry.spelling.others_are_false and variable.kind is Kind.BOOLEAN
            if entry.on_invalid is OnInvalid.REJECT and not is_mended:
                assert station.write(key, whole) == "Rejected", text
                assert station.bench.station.settings.stored == before
            else:
                status = station.write(key, whole)
                assert status == "Rejected" or station.value(key) != whole


@pytest.mark.parametrize(("name", "variant", "key"), keys(Access.READ_ONLY))
def test_a_key_that_is_read_only_is_rejected_whatever_is_written(name: str, variant: str | None, key: str) -> None:
    station = fresh(name, variant)
    for value in ("0", "1", "true", "", station.value(key) or "x"):
        assert station.write(key, value) == "Rejected"


@pytest.mark.parametrize(("name", "variant"), everybody())
def test_the_answer_with_all_keys_is_what_each_of_them_is_told_as(name: str, variant: str | None) -> None:
    station = fresh(name, variant)
    for each in station.told():
        assert station.told(each[0]) == [each]


@pytest.mark.parametrize(("name", "variant"), everybody())
def test_every_name_of_every_key_is_found_and_answered_by_one_entry(name: str, variant: str | None) -> None:
    station = fresh(name, variant)
    for key in station.personality.keys:
        for one in key.names:
            assert [told_name for told_name, _, _ in station.told(one)] == [one]
