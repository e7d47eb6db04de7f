"""How a simulated EVSE looks from outside: views made of the parts."""

from __future__ import annotations

from pilotwire.hardware.sim.evse import SimEvse
from pilotwire.hardware.sim.signal import PilotState
from pilotwire.hardware.sim.vehicle import Vehicle
from pilotwire.hardware.sim.view import EvseView, MeterView, VehicleView


def view_evse(evse: SimEvse) -> EvseView:
    """What *evse* is now."""
    high_v, low_v = evse.signal.plateaus(evse.vehicle.state if evse.vehicle else PilotState.A)
    return EvseView(
        evse=evse.number,
        pilot_high_v=round(high_v, 2),
        pilot_low_v=round(low_v, 2),
        duty_pct=evse.signal.duty_pct,
        pilot_dropped=evse.signal.is_dropped,
        proximity_ohm=evse.inlet.ohm if evse.inlet else None,
        contactor_closed=evse.contactor.is_closed,
        secondary_closed=evse.secondary.is_closed if evse.secondary else None,
        locked=evse.inlet.lock.is_locked if evse.inlet else None,
        rcd_tripped=evse.rcd.is_tripped,
        fan_running=evse.fan.is_running,
        recloser_closed=evse.recloser.is_closed if evse.recloser else None,
        meter=view_meter(evse),
        faults=tuple(sorted(fault.value for fault in evse.faults)),
        vehicle=view_vehicle(evse.vehicle) if evse.vehicle else None,
    )


def view_meter(evse: SimEvse) -> MeterView:
    """What the meter of *evse* shows, whether anybody can read it or not."""
    shown = evse.reading()
    return MeterView(shown.energy_wh, shown.power_w or 0.0, shown.voltage_v, shown.current_a)


def view_vehicle(vehicle: Vehicle) -> VehicleView:
    """What *vehicle* is and does."""
    battery, charger = vehicle.battery, vehicle.charger
    return VehicleView(
        state=vehicle.state.value,
        asks=vehicle.ask.value,
        battery_kwh=vehicle.build.battery_kwh,
        soc_pct=round(min(100.0, battery.soc_pct), 3),
        current_a=round(charger.current_a, 3),
        offered_a=vehicle.offer_a,
        max_a=vehicle.build.max_a,
        min_a=vehicle.build.min_a,
        phases=charger.phases,
        gained_wh=battery.gained_wh,
        lost_wh=battery.lost_wh,
        iso15118=vehicle.build.iso15118,
        mac=vehicle.build.mac,
        asleep=vehicle.is_asleep,
    )
