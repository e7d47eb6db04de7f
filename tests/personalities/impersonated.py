"""A station that is a vendor's, and the central system that asks it about its keys; the official schemas judge."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.reply import ReplyTo
from pilotwire.core.variable import Value, Variable
from pilotwire.csms import schema
from pilotwire.csms.policy import Protocol
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Answer, Refused
from pilotwire.ocpp.v16.dialect import V16, v16_of
from pilotwire.ocpp.v16.keys import Key
from pilotwire.personality.load import available, load
from pilotwire.personality.model import Personality

TABLES = Path(__file__).parent


class NoNotes:
    """A ledger without receipts."""

    def note_of(self, transaction: str) -> str | None:
        return None

    def transaction_of(self, note: str) -> str | None:
        return None


class Impersonated:
    """The station of a personality as its data makes it, with nothing else configured; accepted and idle."""

    def __init__(
        self,
        name: str,
        variant: str | None = None,
        *,
        with_limitations: bool = False,
        has_socket: bool = False,
        settings: Mapping[Variable[Any], Value] | None = None,
    ) -> None:
        self.personality = load(name, variant, with_limitations=with_limitations)
        self.bench: CoreBench = online(
            {**defaults_of(self.personality), **(settings or {})},
            rules=self.personality.ruled,
            variables=self.personality.changed(),
            sockets=(has_socket,),
        )
        beat = self.personality.changed()[registry.HEARTBEAT_INTERVAL_S.name]
        self.bench.write(beat, beat.default)  # nothing else is said by who accepted it
        self.bench.forget()
        self.dialect: V16 = v16_of(self.personality)

    def ask(self, action: str, payload: Mapping[str, Any]) -> dict[str, Any] | str:
        """The answer as it goes over the wire, or the code of the CALLERROR."""
        raw, reply_to = msgspec.json.encode(payload), ReplyTo("ask")
        try:
            taken = self.dialect.take(action, raw, reply_to, self.bench.station, NoNotes())
        except RefusedPayload as refused:
            return self.dialect.code(refused.kind)
        if isinstance(taken, Refused):
            return self.dialect.code(taken.kind)
        if isinstance(taken, Answer):
            answer: Any = taken.payload
        else:
            self.bench.forget()
            self.bench.hear(taken)
            answer = self.dialect.reply(action, self.bench.replies[-1], taken, self.bench.station)
        told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(answer))
        assert schema.answer_faults(Protocol.V16, action, told) == []
        return told

    def write(self, key: str, value: str) -> str:
        """The status ChangeConfiguration is answered with."""
        answer = self.ask("ChangeConfiguration", {"key": key, "value": value})
        assert isinstance(answer, dict)
        return str(answer["status"])

    def told(self, *keys: str) -> list[tuple[str, bool, str | None]]:
        """What GetConfiguration tells: name, whether it is read-only, value."""
        answer = self.ask("GetConfiguration", {"key": list(keys)} if keys else {})
        assert isinstance(answer, dict)
        return [(each["key"], each["readonly"], each.get("value")) for each in answer["configurationKey"]]

    def value(self, key: str) -> str | None:
        """What is told of one key."""
        return self.told(key)[0][2]

    def effective(self, key: str) -> tuple[Value, ...]:
        """What the station runs on, of all Variables that *key* names."""
        settings = self.bench.station.settings
        return tuple(settings.get(each, 1 if each.per_evse else 0) for each in self.key(key).variables)

    def key(self, name: str) -> Key:
        """The key as the dialect has it."""
        return self.dialect.keys[name.casefold()]

    def restart(self) -> None:
        """Begin anew from what is durable."""
        self.bench = self.bench.restarted()
        self.bench.connect()


def defaults_of(personality: Personality) -> dict[Variable[Any], Value]:
    """The values a personality gives, as the composition root puts them below customer.json."""
    variables = personality.changed()
    return {variables[name]: variables[name].default for name in personality.defaults if name in variables}


def everybody() -> list[tuple[str, str | None]]:
    """Every personality and every variant there is."""
    return [(name, variant) for name in available() for variant in (None, *load(name).variants)]


@dataclass(frozen=True)
class Row:
    """One line of a vendor's table of keys, as it is printed, and values that it says are taken or not."""

    key: str
    access: str
    type: str
    default: str
    applies: str
    taken: tuple[str, ...]
    refused: tuple[str, ...]
    requirement: str

    @property
    def is_read_only(self) -> bool:
        return self.access == "R"

    @property
    def value(self) -> str | None:
        """The default as it is told."""
        return None if self.default == "-" else self.default


def table(name: str) -> list[Row]:
    """The table *name*.csv beside the tests."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";"))
    return [
        Row(**{**line, "taken": _words(line["taken"]), "refused": _words(line["refused"])})  # type: ignore[arg-type]
        for line in lines
    ]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("(empty)", "") for word in text.split("|")) if text else ()
