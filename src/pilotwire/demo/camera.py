"""Makes scenes of what is on the stage."""

from __future__ import annotations

from pilotwire import __version__
from pilotwire.core.led import Color
from pilotwire.demo.feed import Feed
from pilotwire.demo.lamp import color_of
from pilotwire.demo.scene import Scene
from pilotwire.demo.stage import Stage
from pilotwire.demo.step import Phase, progress


class Camera:
    """Remembers what a single look does not show: the power since the beginning, and which phase it is."""

    def __init__(self, stage: Stage, feed: Feed) -> None:
        self.phase = Phase.PLUG_IN
        self.limit_a: float | None = None
        self._stage, self._feed = stage, feed
        self._first_wh = stage.visitor.evse.meter.energy_wh
        self._powers_w: list[float] = []

    @property
    def station_s(self) -> float:
        """The station's clock."""
        return self._stage.app.tempo.now_s()

    def expose(self) -> None:
        """Keep the present power; before the card nothing can flow, and the chart need not show it."""
        if self.phase not in (Phase.PLUG_IN, Phase.CARD):
            self._powers_w.append(self._stage.visitor.evse.meter.power_w)

    def scene(self) -> Scene:
        """Everything as it is now."""
        stage, evse = self._stage, self._stage.visitor.evse
        vehicle = evse.vehicle
        energy_wh = evse.meter.energy_wh - self._first_wh
        waits_for = stage.witness.waits_for
        return Scene(
            version=__version__,
            ocpp=stage.plan.ocpp,
            personality=stage.plan.personality,
            speed=stage.plan.speed,
            station_s=self.station_s,
            phase=self.phase,
            progress=progress(self.phase, self._part(energy_wh)),
            note=f"waiting for {waits_for}" if waits_for else self.phase.value,
            power_w=evse.meter.power_w,
            energy_wh=energy_wh,
            soc_pct=vehicle.soc_pct if vehicle else None,
            offered_a=vehicle.offered_a if vehicle else None,
            drawn_a=vehicle.current_a if vehicle else None,
            limit_a=self.limit_a,
            powers_w=tuple(self._powers_w),
            entries=self._feed.entries(),
            sent=self._feed.sent,
            received=self._feed.received,
            lamp=color_of(stage.visitor.board.lamps) if stage.visitor.board else Color.BLACK,
        )

    def _part(self, energy_wh: float) -> float:
        """How much of the present phase is over, where energy tells."""
        plan = self._stage.plan
        if self.phase is Phase.CHARGING:
            return energy_wh / plan.goal_wh
        if self.phase is Phase.LIMIT:
            return (energy_wh - plan.goal_wh) / plan.limited_goal_wh
        return 0.0
