"""The session, step by step. Each step does what a driver does and waits for what must become true, with a limit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from pilotwire.core.csms import Registration
from pilotwire.core.port.limits import DynamicLimitSet
from pilotwire.core.port.phase import Contactor, Lock
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.port import Port
from pilotwire.demo.notes import Notes
from pilotwire.demo.plan import CARD, FOLLOW_S, LIMIT_A, LIMIT_TOPIC
from pilotwire.demo.stage import Stage
from pilotwire.demo.step import Phase
from pilotwire.hardware.sim.view import VehicleView

VEHICLE = {"battery_kwh": 40.0, "soc_pct": 42.0, "max_a": 16.0, "phases": 3}
SLOWEST_BOOT_S = 60.0  # station time; some personalities wait 40 s before they speak
MOVE_S = 30.0  # station time that a plug lock, a contactor and a vehicle may take together
NEARLY_A = 0.05  # a current is as good as its limit within this
LOOK_S = 0.01


class NotFollowed(Exception):
    """The vehicle draws more than it is allowed to."""


class NoVehicle(Exception):
    """The vehicle has gone in the middle of the session."""


@dataclass(frozen=True, slots=True)
class Step:
    """One phase of the session and how it is played."""

    phase: Phase
    play: Callable[[Stage, Notes], Awaitable[Notes]]


def _port(stage: Stage) -> Port:
    return stage.station.ports[0]


def _vehicle(stage: Stage) -> VehicleView:
    vehicle = stage.visitor.evse.vehicle
    if vehicle is None:
        raise NoVehicle("no vehicle is at EVSE 1")
    return vehicle


async def plug_in(stage: Stage, notes: Notes) -> Notes:
    """Once the station is known to CSMS and broker, a vehicle is plugged in."""
    until, patience_s = stage.witness.until, stage.plan.patience_s
    await until("the station to be accepted by the CSMS", lambda: _is_accepted(stage), patience_s(SLOWEST_BOOT_S))
    await until("the station to be at the MQTT broker", lambda: _is_at_broker(stage), patience_s())
    board = await stage.visitor.look()
    await stage.visitor.act("plug", evse=1, vehicle=VEHICLE)
    await until("the pilot to show a vehicle", lambda: _port(stage).pilot is not Pilot.GONE, patience_s(MOVE_S))
    status = "Preparing" if stage.plan.ocpp == "1.6" else "Occupied"
    await until(f"the CSMS to hear {status}", lambda: _has_status(stage, status), patience_s(MOVE_S))
    return replace(notes, meter_start_wh=board.evses[0].meter.energy_wh)


async def show_card(stage: Stage, notes: Notes) -> Notes:
    """The driver shows a card."""
    await stage.visitor.act("swipe", token=CARD)
    await stage.witness.until("the CSMS to be asked about the card", lambda: stage.said("Authorize"), 10.0)
    return notes


async def start(stage: Stage, notes: Notes) -> Notes:
    """The card is good: current is offered, the vehicle asks for it, the contactor closes, a transaction begins."""
    until, patience_s = stage.witness.until, stage.plan.patience_s(MOVE_S)
    await until("the card to be accepted", lambda: _port(stage).grant.token is not None, patience_s)
    await until("current to be offered", lambda: _vehicle(stage).offered_a is not None, patience_s)
    await until("the contactor to close", lambda: _port(stage).contactor is Contactor.CLOSED, patience_s)
    await until("the CSMS to hear of the transaction", lambda: stage.transaction() is not None, patience_s)
    return notes


async def charge(stage: Stage, notes: Notes) -> Notes:
    """Energy flows, and the CSMS is told how much."""
    until, plan = stage.witness.until, stage.plan
    await until("current to flow", lambda: _vehicle(stage).current_a > 0.0, plan.patience_s(MOVE_S))
    goal_wh = notes.meter_start_wh + plan.goal_wh
    what = f"{plan.goal_wh:.0f} Wh to flow"
    await until(what, lambda: stage.visitor.evse.meter.energy_wh >= goal_wh, plan.charging_patience_s(plan.goal_wh))
    await until("the CSMS to hear meter values", lambda: _is_metered(stage), plan.patience_s(120.0))
    return notes


async def limit(stage: Stage, notes: Notes) -> Notes:
    """Half-way somebody limits the current over MQTT; the vehicle follows, and goes on with less."""
    until, plan = stage.witness.until, stage.plan
    await stage.visitor.publish(LIMIT_TOPIC, str(LIMIT_A))
    heard = await stage.witness.find(
        "the station to hear the limit", lambda: stage.witness.heard.get(DynamicLimitSet), plan.patience_s()
    )
    followed_s = await _followed(stage, heard.mono_s)
    await until("the station to publish the limit", lambda: _offers(stage) <= LIMIT_A, plan.patience_s())
    goal_wh = stage.visitor.evse.meter.energy_wh + plan.limited_goal_wh
    what = f"{plan.limited_goal_wh:.0f} Wh to flow under the limit"
    patience_s = plan.charging_patience_s(plan.limited_goal_wh)
    await until(what, lambda: stage.visitor.evse.meter.energy_wh >= goal_wh, patience_s)
    if _vehicle(stage).current_a > LIMIT_A + NEARLY_A:
        raise NotFollowed(f"the vehicle draws {_vehicle(stage).current_a:.2f} A under a limit of {LIMIT_A} A")
    return replace(notes, followed_s=followed_s)


async def stop(stage: Stage, notes: Notes) -> Notes:
    """The same card again: the current ends, the contactor opens, the CSMS gets the bill; the vehicle leaves."""
    until, patience_s = stage.witness.until, stage.plan.patience_s(MOVE_S)
    await stage.visitor.act("swipe", token=CARD)
    await until("the contactor to open", lambda: _is_open(stage), patience_s)
    await until("the CSMS to hear the end of the transaction", lambda: _is_over(stage), patience_s)
    await until("the plug to be unlocked", lambda: _port(stage).lock is Lock.UNLOCKED, patience_s)
    await stage.visitor.look()
    vehicle = _vehicle(stage)
    await stage.visitor.act("unplug", evse=1)
    await until("the pilot to show that the vehicle is gone", lambda: _port(stage).pilot is Pilot.GONE, patience_s)
    await until("the CSMS to hear Available", lambda: _is_available(stage), patience_s)
    after = await stage.visitor.look()
    return replace(
        notes,
        meter_stop_wh=after.evses[0].meter.energy_wh,
        gained_wh=vehicle.gained_wh,
        lost_wh=vehicle.lost_wh,
    )


SCRIPT = (
    Step(Phase.PLUG_IN, plug_in),
    Step(Phase.CARD, show_card),
    Step(Phase.AUTHORISED, start),
    Step(Phase.CHARGING, charge),
    Step(Phase.LIMIT, limit),
    Step(Phase.STOP, stop),
)


async def _followed(stage: Stage, since_s: float) -> float:
    """Station time until the vehicle was seen to keep the limit. Raises NotFollowed."""
    while True:
        board = await stage.visitor.look()
        passed_s, drawn_a = board.now_s - since_s, _vehicle(stage).current_a
        if passed_s >= 0.0 and drawn_a <= LIMIT_A + NEARLY_A:
            return passed_s
        if passed_s > FOLLOW_S:
            raise NotFollowed(
                f"waited {passed_s:.1f} s of station time for {LIMIT_A} A; the vehicle draws {drawn_a:.2f} A"
            )
        await asyncio.sleep(LOOK_S)


def _offers(stage: Stage) -> float:
    """What the station says at the broker that it offers."""
    return float(stage.visitor.offered_a or "inf")


def _is_accepted(stage: Stage) -> bool:
    return stage.station.registration is Registration.ACCEPTED


def _is_at_broker(stage: Stage) -> bool:
    return stage.app.mqtt is not None and stage.app.mqtt.is_connected.is_set()


def _has_status(stage: Stage, status: str) -> bool:
    return stage.said("StatusNotification", lambda message: status in _statuses(message.payload))


def _is_available(stage: Stage) -> bool:
    """The last word about EVSE 1 is Available."""
    last = [message.payload for message in stage.csms.received("StatusNotification") if message.payload["connectorId"]]
    return "Available" in _statuses(last[-1])


def _statuses(payload: dict[str, object]) -> tuple[object, ...]:
    return payload.get("status"), payload.get("connectorStatus")


def _is_metered(stage: Stage) -> bool:
    """MeterValues of 1.6, or an Updated TransactionEvent that carries some."""
    return stage.said("MeterValues") or stage.said("TransactionEvent", lambda message: _carries_values(message.payload))


def _carries_values(payload: dict[str, object]) -> bool:
    return payload.get("eventType") == "Updated" and bool(payload.get("meterValue"))


def _is_open(stage: Stage) -> bool:
    return _port(stage).contactor in (Contactor.OPEN, Contactor.RESTING)


def _is_over(stage: Stage) -> bool:
    transaction = stage.transaction()
    return transaction is not None and not transaction.is_open
