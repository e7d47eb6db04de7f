"""What is to be published after each step: the topics whose value has become another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pilotwire.core import registry
from pilotwire.core.deadline import STATION
from pilotwire.core.port.charging import charging_of
from pilotwire.mqtt.publication import Publication
from pilotwire.mqtt.topic import NAME_PART, Pace, Retain, Spot, Step


class Announcer:
    """Remembers what every topic was told last; knows nothing of brokers."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._spots = tuple((spot, spot.name) for spot in spots if spot.topic.is_published and spot.topic.is_served)
        self._told: dict[str, Publication] = {}
        self._metered_s: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._spots)

    def step(self, step: Step) -> list[Publication]:
        """What *step* makes worth saying."""
        return list(self._news(step, self._metering(step)))

    def everything(self) -> list[Publication]:
        """The newest of every state, for a broker that has forgotten it."""
        return [self._told[name] for _, name in self._spots if name in self._told]

    def _news(self, step: Step, metered: frozenset[int]) -> Iterator[Publication]:
        for spot, name in self._spots:
            if spot.topic.says is not None:
                payload, is_due = spot.topic.says(step, spot.evse), spot.topic.retain is Retain.NO
            elif name not in self._told or self._is_touched(spot, step):
                payload, is_due = self._seen(spot, step, metered), self._is_due(spot, step)
            else:
                continue
            if payload is not None:
                name = name if spot.topic.names is None else name.replace(NAME_PART, spot.topic.names(step))
                yield from self._said(Publication(name, payload, spot.topic.retain is Retain.YES), is_due)

    def _said(self, said: Publication, is_due: bool) -> Iterator[Publication]:
        if not is_due and self._told.get(said.topic) == said:
            return
        if said.retain:
            self._told[said.topic] = said
        yield said

    @staticmethod
    def _is_touched(spot: Spot, step: Step) -> bool:
        """Whether anything has changed that a view of *spot* can see."""
        before, after = step.before, step.after
        if _is_echo(spot, step):
            return True
        if spot.evse == STATION or before.settings is not after.settings:
            return before is not after
        return spot.topic.pace is Pace.METER or before.ports[spot.evse - 1] is not after.ports[spot.evse - 1]

    @staticmethod
    def _seen(spot: Spot, step: Step, metered: frozenset[int]) -> str | None:
        view = spot.topic.view
        if view is None or (spot.topic.pace is Pace.METER and spot.evse not in metered):
            return None
        return view(step.after, spot.evse)

    @staticmethod
    def _is_due(spot: Spot, step: Step) -> bool:
        """Whether the value is published even if it is the same."""
        return spot.topic.pace is Pace.METER or _is_echo(spot, step)

    def _metering(self, step: Step) -> frozenset[int]:
        """The EVSEs whose meter is published now: the interval is over, or the state has changed."""
        due = {
            port.evse
            for port in step.after.ports
            if port.reading is not None and (self._is_meter_time(port.evse, step) or _is_changed(step, port.evse))
        }
        self._metered_s.update(dict.fromkeys(due, step.moment.mono_s))
        return frozenset(due)

    def _is_meter_time(self, evse: int, step: Step) -> bool:
        last_s = self._metered_s.get(evse)
        interval_s = step.after.settings.get(registry.METER_INTERVAL_S, evse)
        return last_s is None or not last_s <= step.moment.mono_s < last_s + interval_s


def _is_changed(step: Step, evse: int) -> bool:
    before, after = step.before.ports, step.after.ports
    if before[evse - 1] is after[evse - 1]:
        return False
    return charging_of(before[evse - 1]) is not charging_of(after[evse - 1])


def _is_echo(spot: Spot, step: Step) -> bool:
    """Whoever said *step* waits for the answer of *spot*, even if it is the old one."""
    if spot.topic.repeats is not None and spot.topic.repeats(step, spot.evse):
        return True
    return isinstance(step.event, spot.topic.echoes) and getattr(step.event, "evse", STATION) in (STATION, spot.evse)
