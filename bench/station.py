"""A station for measuring: two EVSEs, one of them charging."""

from __future__ import annotations

from dataclasses import replace

from pilotwire.core import registry
from pilotwire.core.authorization import AuthorizationAnswered, CardShown
from pilotwire.core.command import AskAuthorization
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment, Stamp
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.reading import Reading
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.sampling import Occasion, Offer, Sampled
from pilotwire.core.settings import Layers
from pilotwire.core.station import Station, next_deadline, step
from pilotwire.core.stop import Trigger
from pilotwire.core.token import Token, TokenInfo, TokenStatus
from pilotwire.core.transaction import ChargingState, Kind, TransactionChanged
from pilotwire.core.variable import Values
from pilotwire.ocpp.dialect import Row

READING = Reading(1000.0, 11040.0, (230.0, 230.1, 229.9), (16.0, 16.0, 16.0))
LAYERS = Layers(registry.VARIABLES)


def charging_station(*, is_free: bool = False) -> tuple[Station, Moment]:
    """A station that is online and charges at EVSE 1; *is_free*: whoever plugs in later need show nothing."""
    moment = Moment(100.0, 1_790_000_000.0)
    free: Values = {(registry.USER_AUTHENTICATION.name, evse): "free" for evse in (1, 2)} if is_free else {}
    station, _ = restore(Kept(), Plan("bench", replace(LAYERS, base=free), 2), Moment(0.0))
    while (due := next_deadline(station)) is not None and due[0] < moment.mono_s:
        station, _ = step(station, due[1], moment)
    first: tuple[Event, ...] = (LinkChanged(True), BootAnswered(Registration.ACCEPTED, 300, 1_790_000_000.0))
    for event in (*first, MeterRead(1, READING), PilotMeasured(1, 9.0, 9.0)):
        station, _ = step(station, event, moment)
    if not is_free:
        station, outcome = step(station, CardShown(Token("04A2B3C4")), moment)
        asked = next(command for command in outcome.commands if isinstance(command, AskAuthorization))
        station, _ = step(station, AuthorizationAnswered(asked.ask, TokenInfo(TokenStatus.ACCEPTED)), moment)
    for event in (PilotMeasured(1, 6.0, -12.0), ContactorRead(1, True)):
        station, _ = step(station, event, moment)
    return station, moment


def sampled_row() -> Row:
    """A ledger row with one periodic sample of energy, power, currents and voltages."""
    at = Stamp("bench", 160.0, 1_790_000_060.0, utc_trusted=True)
    sample = Sampled(at, Occasion.PERIODIC, READING, Offer(32.0, 22080.0), registry.SAMPLED.default)
    fact = TransactionChanged(
        transaction="bench-1",
        seq=3,
        kind=Kind.UPDATED,
        trigger=Trigger.METER_VALUE_PERIODIC,
        reason=None,
        stamp=at,
        offline=False,
        evse=1,
        token=Token("04A2B3C4"),
        names_token=False,
        charging=ChargingState.CHARGING,
        becomes_chargeable=False,
        was_chargeable=True,
        remote_start_id=None,
        meter_wh=READING.energy_wh,
        samples=(sample,),
    )
    return Row(4, fact)
