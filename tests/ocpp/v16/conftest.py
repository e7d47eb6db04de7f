"""A station as the core makes it, the dialect as pilotwire itself speaks it, and the official schemas as the judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import pytest

from pilotwire.core import registry
from pilotwire.core.clock import Clock
from pilotwire.core.csms import Registration
from pilotwire.core.moment import Moment, Stamp
from pilotwire.core.outcome import Outcome
from pilotwire.core.reading import Reading, Registers
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.rules import Rules
from pilotwire.core.sampling import Occasion, Offer, Sampled
from pilotwire.core.settings import Layers
from pilotwire.core.station import Station
from pilotwire.core.station import step as core_step
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.token import Token
from pilotwire.core.transaction import ChargingState, Kind, TransactionChanged
from pilotwire.core.variable import Access, Values
from pilotwire.csms import schema
from pilotwire.csms.policy import Protocol
from pilotwire.ocpp.dialect import Answer, Message, Refused, Row, Taken
from pilotwire.ocpp.v16.dialect import V16
from pilotwire.ocpp.v16.keys import Key, by_name
from pilotwire.personality.key import View

READING = Reading(
    energy_wh=5000.4,
    power_w=11040.0,
    voltage_v=(230.0, 231.5, 229.96),
    current_a=(16.0, 15.9, 16.1),
    frequency_hz=50.02,
    soc_pct=80.0,
    phase_power_w=(3680.0, 3680.9, 3702.4),
    power_factor=0.99,
    export_w=0.0,
    export_current_a=(0.0, 0.0, 0.0),
    export_wh=1.5,
    reactive_import_var=100.0,
    reactive_export_var=0.0,
    reactive_import_varh=7.0,
    reactive_export_varh=0.0,
    temperature_c=31.5,
)
T0 = 1795143845.123  # 2026-11-20T03:04:05.123Z
BOOT = "b1"
KNOWN = Clock(T0)

CORE_KEYS = (
    Key("AllowOfflineTxForUnknownId", (registry.UNKNOWN_OFFLINE,)),
    Key("AuthorizationKey", (registry.PASSWORD,), access=Access.WRITE_ONLY),
    Key("AuthorizeRemoteTxRequests", (registry.AUTHORIZE_REMOTE_START,)),
    Key("ClockAlignedDataInterval", (registry.ALIGNED_INTERVAL_S,)),
    Key("ConnectionTimeOut", (registry.CONNECTION_TIMEOUT_S,)),
    Key("ConnectorPhaseRotation", view=View.PHASE_ROTATION, access=Access.READ_ONLY),
    Key("GetConfigurationMaxKeys", (registry.ITEMS_PER_MESSAGE,), access=Access.READ_ONLY),
    Key("HeartbeatInterval", (registry.HEARTBEAT_INTERVAL_S,), aliases=("HeartBeatIntervall",)),
    Key("MeterValuesSampledData", (registry.SAMPLED,)),
    Key("MeterValueSampleInterval", (registry.SAMPLE_INTERVAL_S,), also=("MeterValuesSampleInterval",)),
    Key("NumberOfConnectors", view=View.NUMBER_OF_CONNECTORS, access=Access.READ_ONLY),
    Key("StopTxnSampledData", (registry.SAMPLED_AT_END,)),
    Key("SupportedFeatureProfiles", constant="Core,RemoteTrigger", access=Access.READ_ONLY),
    Key("CentralSystemURI", (registry.CSMS_URL,), hidden=True),
)


@dataclass(frozen=True)
class Receipts:
    """The notes of a ledger."""

    notes: Mapping[str, str] = field(default_factory=dict)

    def note_of(self, transaction: str) -> str | None:
        return self.notes.get(transaction)

    def samples_of(self, transaction: str) -> tuple[Sampled, ...]:
        return ()

    def transaction_of(self, note: str) -> str | None:
        return next((transaction for transaction, each in self.notes.items() if each == note), None)


Make = Callable[..., Station]
Wire = Callable[[Message], dict[str, Any]]
Ask = Callable[..., Taken]
Answered = Callable[..., dict[str, Any]]


@pytest.fixture
def v16() -> V16:
    return V16(by_name(CORE_KEYS))


@pytest.fixture
def make_station() -> Make:
    """A station with *evses*, accepted, its clock right; *values* of Variables as customer.json would give them."""

    def make(evses: int = 2, values: Values | None = None, clock: Clock = KNOWN, rules: Rules | None = None) -> Station:
        plan = Plan(BOOT, Layers(registry.VARIABLES, values or {}), evses, rules or Rules())
        station, _ = restore(Kept(), plan, Moment(0.0, utc_trusted=False))
        return replace(station, registration=Registration.ACCEPTED, clock=clock)

    return make


@pytest.fixture
def station(make_station: Make) -> Station:
    return make_station()


@pytest.fixture
def wire() -> Wire:
    """A request as it goes out; the schema has nothing against it."""

    def encode(message: Message) -> dict[str, Any]:
        payload: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(message.payload))
        assert schema.request_faults(Protocol.V16, message.action, payload) == []
        return payload

    return encode


def encoded(action: str, answer: msgspec.Struct) -> dict[str, Any]:
    payload: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(answer))
    assert schema.answer_faults(Protocol.V16, action, payload) == []
    return payload


@pytest.fixture
def take(v16: V16, station: Station) -> Ask:
    """What becomes of the request *action* with *payload*."""

    def ask(
        action: str,
        payload: Mapping[str, Any] | None = None,
        *,
        at: Station = station,
        notes: Mapping[str, str] | None = None,
        by: V16 = v16,
    ) -> Taken:
        raw = msgspec.json.encode(payload or {})
        return by.take(action, raw, ReplyTo("r1"), at, Receipts(notes or {}))

    return ask


@pytest.fixture
def step() -> Callable[..., tuple[Station, Outcome]]:
    """One step of the core, ten seconds after the start."""
    return lambda station, event: core_step(station, event, Moment(10.0, utc_trusted=False))


@pytest.fixture
def answer(v16: V16, station: Station, take: Ask, step: Callable[..., tuple[Station, Outcome]]) -> Answered:
    """The answer on the wire to the request *action*: said at once, or by the core in one step."""

    def ask(
        action: str,
        payload: Mapping[str, Any] | None = None,
        *,
        at: Station = station,
        notes: Mapping[str, str] | None = None,
        by: V16 = v16,
    ) -> dict[str, Any]:
        taken = take(action, payload, at=at, notes=notes, by=by)
        assert not isinstance(taken, Refused)
        if isinstance(taken, Answer):
            return encoded(action, taken.payload)
        after, said = step(at, taken)
        return encoded(action, by.reply(action, said.replies[0], taken, after))

    return ask


@pytest.fixture
def spelled(v16: V16, station: Station) -> Callable[[str, Reply], dict[str, Any]]:
    """How the verdict *reply* is told to who asked *action*."""

    def tell(action: str, reply: Reply) -> dict[str, Any]:
        event: Any = None
        return encoded(action, v16.reply(action, reply, event, station))

    return tell


@pytest.fixture
def stamped() -> Callable[[float], Stamp]:
    """A moment of this boot, at which the host did not know the time."""
    return lambda mono_s=0.0: Stamp(BOOT, mono_s, 12.0, utc_trusted=False)


@pytest.fixture
def sample(stamped: Callable[[float], Stamp]) -> Callable[..., Sampled]:
    def made(*measurands: str, occasion: Occasion = Occasion.PERIODIC, **different: Any) -> Sampled:
        one = Sampled(
            stamped(0.0), occasion, READING, Offer(16.0, 11040.0), measurands, Registers(4990.0, 0.0, 0.0, 0.0)
        )
        return replace(one, **different)

    return made


@pytest.fixture
def row(stamped: Callable[[float], Stamp]) -> Callable[..., Row]:
    """A row of the ledger: the start of a transaction, but for what is said to be different."""
    start = TransactionChanged(
        transaction="b1-1",
        seq=0,
        kind=Kind.STARTED,
        trigger=Trigger.AUTHORIZED,
        reason=None,
        stamp=stamped(0.0),
        offline=False,
        evse=1,
        token=Token("04E1FF"),
        names_token=True,
        charging=ChargingState.CONNECTED,
        becomes_chargeable=True,
        was_chargeable=False,
        remote_start_id=None,
        meter_wh=5000.6,
    )
    return lambda **different: Row(7, replace(start, **different))


@pytest.fixture
def update(row: Callable[..., Row]) -> Callable[..., Row]:
    """A row of a running transaction."""
    running = {
        "kind": Kind.UPDATED,
        "trigger": Trigger.METER_VALUE_PERIODIC,
        "names_token": False,
        "becomes_chargeable": False,
        "was_chargeable": True,
    }
    return lambda **different: row(**{**running, **different})


@pytest.fixture
def end(update: Callable[..., Row]) -> Callable[..., Row]:
    """The last row of a transaction."""
    ended = {"kind": Kind.ENDED, "trigger": Trigger.REMOTE_STOP, "reason": Reason.REMOTE, "meter_wh": 9000.4}
    return lambda **different: update(**{**ended, **different})
