"""The generated messages against the schemas they come from, judged by a second validator."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotwire.ocpp import decode
from pilotwire.ocpp.rpc_error import RpcErrorKind as Kind
from pilotwire.ocpp.v2 import messages as v2
from pilotwire.ocpp.v16 import messages as v16

ROOT = Path(__file__).resolve().parents[2]
EDITIONS: dict[str, decode.Messages] = {"v16": v16, "v201": v2}
SAMPLE = {"integer": 1, "number": 1.5, "boolean": True, "string": "x"}
WRONG_TYPE = {"integer": "x", "number": "x", "boolean": "x", "string": 12, "array": {"a": 1}, "object": "x"}


class Message(NamedTuple):
    edition: str
    action: str
    direction: str
    schema: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.edition}-{self.action}{self.direction}"

    def decode(self, instance: Any) -> msgspec.Struct:
        reader = decode.decode_request if self.direction == "Request" else decode.decode_response
        return reader(EDITIONS[self.edition], self.action, json.dumps(instance).encode())


def all_messages() -> Iterator[Message]:
    spec = find_spec("ocpp")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    for edition in EDITIONS:
        for path in sorted(Path(spec.submodule_search_locations[0], edition, "schemas").glob("*.json")):
            direction = "Response" if path.stem.endswith("Response") else "Request"
            schema = json.loads(path.read_text("utf-8-sig"))
            yield Message(edition, path.stem.removesuffix(direction), direction, schema)


MESSAGES = list(all_messages())
every_message = pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.id)


class Change(NamedTuple):
    """One way to spoil an instance; ``word`` must stand in the text of the refusal."""

    kind: Kind
    word: str
    spoil: Callable[[Any], None]
    path: tuple[str | int, ...]

    def applied(self, instance: Any) -> Any:
        spoilt = copy.deepcopy(instance)
        place = spoilt
        for step in self.path:
            place = place[step]
        self.spoil(place)
        return spoilt


class Builder:
    def __init__(self, root: dict[str, Any]) -> None:
        self.definitions = root.get("definitions", {})

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        return self.definitions[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema

    def valid(self, schema: dict[str, Any], *, full: bool) -> Any:
        schema = self.resolved(schema)
        if "enum" in schema:
            return schema["enum"][-1]
        if schema.get("type") == "object":
            wanted = schema.get("properties", {}) if full else schema.get("required", [])
            return {name: self.valid(schema["properties"][name], full=full) for name in wanted}
        if schema.get("type") == "array":
            return [self.valid(schema["items"], full=full)] * max(1, schema.get("minItems", 0))
        if "format" in schema:
            return "2026-02-01T20:53:32.486Z" if schema["format"] == "date-time" else "ftp://example.com/x"
        sample = SAMPLE[schema.get("type", "string")]
        return max(sample, schema["minimum"]) if "minimum" in schema else sample

    def changes(self, schema: dict[str, Any], path: tuple[str | int, ...] = ()) -> Iterator[Change]:
        schema = self.resolved(schema)
        if schema["type"] == "object" and schema.get("additionalProperties") is False:
            yield Change(Kind.FORMAT_VIOLATION, "wholeNewField", put("wholeNewField", 1), path)
        for name in schema.get("required", []):
            yield Change(Kind.OCCURRENCE_CONSTRAINT, name, drop(name), path)
        for name, below in schema.get("properties", {}).items():
            field = self.resolved(below)
            if "type" in field:
                for kind, value in self.wrong(field):
                    yield Change(kind, name, put(name, value), path)
                inner = (*path, name, 0) if field["type"] == "array" else (*path, name)
                yield from self.changes(field.get("items", field), inner)

    def wrong(self, field: dict[str, Any]) -> Iterator[tuple[Kind, Any]]:
        yield Kind.TYPE_CONSTRAINT, WRONG_TYPE[field["type"]]
        yield Kind.TYPE_CONSTRAINT, None
        if "enum" in field:
            yield Kind.PROPERTY_CONSTRAINT, "NeverHeardOf"
        if "maxLength" in field:
            yield Kind.PROPERTY_CONSTRAINT, "x" * (field["maxLength"] + 1)
        if "minimum" in field:
            yield Kind.PROPERTY_CONSTRAINT, field["minimum"] - 1
        if "maximum" in field:
            yield Kind.PROPERTY_CONSTRAINT, field["maximum"] + 1
        if "multipleOf" in field:
            yield Kind.PROPERTY_CONSTRAINT, 0.25
        if field.get("minItems"):
            yield Kind.OCCURRENCE_CONSTRAINT, []
        if "maxItems" in field:
            yield Kind.OCCURRENCE_CONSTRAINT, [self.valid(field["items"], full=False)] * (field["maxItems"] + 1)
        if field["type"] == "integer":
            yield Kind.TYPE_CONSTRAINT, 1.5
        if field["type"] == "array" and "type" in (item := self.resolved(field["items"])):
            for kind, value in self.wrong(item):
                yield kind, [value] * max(1, field.get("minItems", 0))


def put(name: str, value: Any) -> Callable[[Any], None]:
    return lambda place: place.__setitem__(name, value)


def drop(name: str) -> Callable[[Any], None]:
    return lambda place: place.__delitem__(name)


@every_message
def test_minimal_and_full_instances_are_accepted_and_survive_the_round_trip(message: Message) -> None:
    judge = jsonschema_rs.validator_for(message.schema)
    builder = Builder(message.schema)
    for instance in (builder.valid(message.schema, full=False), builder.valid(message.schema, full=True)):
        judge.validate(instance)
        assert json.loads(msgspec.json.encode(message.decode(instance))) == instance


@every_message
def test_each_way_to_break_the_schema_is_refused_with_its_error_and_the_field(message: Message) -> None:
    judge = jsonschema_rs.validator_for(message.schema)
    builder = Builder(message.schema)
    instance = builder.valid(message.schema, full=True)
    for change in builder.changes(message.schema):
        spoilt = change.applied(instance)
        assert not judge.is_valid(spoilt), spoilt
        with pytest.raises(decode.RefusedPayload) as refused:
            message.decode(spoilt)
        assert (refused.value.kind, change.word in refused.value.text) == (change.kind, True), refused.value.text


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    for key, below in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from places(below)


# 1.0 is no integer in draft 4 (1.6) and one in draft 6 (2.0.1); we take it in both: see test_decode.
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 300), st.sampled_from([0.5, 0.3, -1.5]), st.text(max_size=60)
)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner))


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from(MESSAGES), JSON)
def test_whatever_stands_in_a_field_both_validators_agree(data: st.DataObject, message: Message, value: Any) -> None:
    instance = Builder(message.schema).valid(message.schema, full=True)
    instance = json.loads(json.dumps(instance))  # no list element twice in memory
    container, key = data.draw(st.sampled_from([*places(instance), (instance, "other")]))
    container[key] = value
    try:
        message.decode(instance)
        accepted = True
    except decode.RefusedPayload as refused:
        accepted = refused.text.startswith("Expected a time")  # no matter of form: see test_bad_input
    judge = jsonschema_rs.validator_for(message.schema, validate_formats=False)
    assert accepted == judge.is_valid(instance), instance


def test_every_value_of_every_enumeration_is_known() -> None:
    wrong = []
    for message in MESSAGES:
        builder = Builder(message.schema)
        instance = builder.valid(message.schema, full=True)
        for name, field in message.schema.get("properties", {}).items():
            for value in builder.resolved(field).get("enum", []):
                if json.loads(msgspec.json.encode(message.decode({**instance, name: value})))[name] != value:
                    wrong.append((message.id, name, value))
    assert not wrong


def test_constraints_count_characters_not_bytes() -> None:
    message = next(each for each in MESSAGES if each.id == "v16-AuthorizeRequest")
    assert message.decode({"idTag": "é" * 20})


def test_the_tables_name_exactly_the_actions_of_the_schemas() -> None:
    for edition, messages in (("v16", v16), ("v201", v2)):
        assert set(messages.ACTIONS) == {each.action for each in MESSAGES if each.edition == edition}
        assert messages.request_type("Boot") is None
        assert messages.response_type("__init__") is None


def test_the_committed_files_are_what_the_generator_writes() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "generate_messages.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_every_generated_file_says_so_at_its_beginning() -> None:
    folders = [ROOT / "src/pilotwire/ocpp/v16/messages", ROOT / "src/pilotwire/ocpp/v2/messages"]
    files = [path for folder in folders for path in folder.glob("*.py") if path.name != "custom_data.py"]
    assert len(files) == len(v16.ACTIONS) + len(v2.ACTIONS) + 4
    assert [path for path in files if "generated" not in path.read_text()[:400].lower()] == []


def test_importing_the_messages_loads_no_action_until_it_is_asked_for() -> None:
    program = (
        "import sys; from pilotwire.ocpp.v16 import messages; before = len(sys.modules);"
        "messages.request_type('Reset'); print(len([m for m in sys.modules if 'v16.messages.' in m]))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "1"
