"""The page about the simulated board: what can break on it, and what the core makes of that. A view of two tables."""

from __future__ import annotations

from pilotwire.core.port.effect import EFFECTS, Effect, Energy, Plug
from pilotwire.core.port.fault import Fault
from pilotwire.hardware.sim.contactor import TRAVEL_S
from pilotwire.hardware.sim.evse import MEASURE_S
from pilotwire.hardware.sim.fan import SPIN_S
from pilotwire.hardware.sim.fault import BREAKAGES, Breakage, SimFault
from pilotwire.hardware.sim.lock import TRAVEL_S as LOCK_S
from pilotwire.hardware.sim.rcd import HOLD_S, TRIP_S
from pilotwire.hardware.sim.vehicle import REACTION_S, WAKE_S

INTRO = """# The simulated board

Physics, not a script: contactors travel, a vehicle reads its pilot, a battery fills. Nothing tells the core what is
broken but the sensors a real board has. [How to use it](../howto/break-things.md) · [actions over HTTP](http.md)

"""
ENERGY = {
    Energy.FLOWS: "flows",
    Energy.NOT_BEGUN: "what flows goes on, nothing begins",
    Energy.INTERRUPTED: "interrupted",
}
PLUG = {Plug.AS_EVER: "as ever", Plug.HELD: "stays as it is", Plug.RELEASED: "given back"}


def render() -> str:
    """The page, in Markdown."""
    return INTRO + _parts() + _faults()


def _parts() -> str:
    low_ms, high_ms = (round(1000 * each_s) for each_s in TRAVEL_S)
    awake = f"on the pilot; one that sleeps once that was away for {WAKE_S:g} s"
    rows = (
        ("contactor, and the one for L2 and L3", f"{low_ms} to {high_ms} ms", "its feedback, after every command"),
        ("plug lock", f"{LOCK_S:g} s", "its feedback, after every command"),
        ("pilot and proximity", f"{1000 * MEASURE_S:g} ms", "both plateaus, or ohms, when they change"),
        ("residual current monitor", f"{1000 * TRIP_S:g} ms; tripped for {HOLD_S:g} s at least", "when it changes"),
        ("fan", f"{SPIN_S:g} s", "its feedback, after every command"),
        (
            "vehicle",
            f"{REACTION_S:g} s after a new offer",
            awake,
        ),
    )
    lines = "".join(f"| {part} | {time} | {said} |\n" for part, time, said in rows)
    return f"## Parts\n\n| part | takes | says |\n|---|---|---|\n{lines}\n"


def _faults() -> str:
    intro = (
        "## Faults\n\nNames of `POST /api/sim/fault` and `port<N>/sim/fault`. *Told* ones are reported by a sensor; the"
        " others are mechanics, and the core finds them out when it next relies on the part.\n\n"
        "| name | what breaks | told | fault of the core | energy | pilot | plug | over |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return intro + "".join(_row(name, BREAKAGES[name], fault) for name in SimFault for fault in BREAKAGES[name].shows)


def _row(name: SimFault, breakage: Breakage, fault: Fault) -> str:
    effect, told = EFFECTS[fault], "yes" if breakage.is_reported else ""
    return f"| `{name.value}` | {breakage.about} | {told} | {fault.value} | {_effect(effect)} |\n"


def _effect(effect: Effect) -> str:
    pilot = f"{effect.duty_pct:g} %" if effect.energy is Energy.INTERRUPTED else "as ever"
    plug = PLUG[effect.plug]
    if effect.without_vehicle is not None:
        pilot += f"; {effect.without_vehicle.duty_pct:g} % without a vehicle"
        plug += f"; {PLUG[effect.without_vehicle.plug]} without a vehicle"
    return f"{ENERGY[effect.energy]} | {pilot} | {plug} | {effect.clears.value}"
