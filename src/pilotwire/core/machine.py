"""How a small machine is written down: what it hears, what it does in each phase, what it ignores on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pilotwire.core.deadline import Due, Timer

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment

S = TypeVar("S")  # whose phase it is: a port, or the station
Out = TypeVar("Out")  # what its handlers say
H = TypeVar("H")
Heard = type | Timer  # an event by its class, a deadline by its timer
Pair = tuple[Enum, Heard]


@dataclass(frozen=True, slots=True)
class Machine(Generic[S, Out]):
    """One small machine: ``phase_of`` reads its phase; ``table`` and ``ignored`` together decide every pair."""

    name: str
    phases: type[Enum]
    phase_of: Callable[[S], Enum]
    hears: tuple[Heard, ...]
    table: Mapping[Pair, Callable[[S, Any, Moment], tuple[S, Out]]]
    ignored: frozenset[Pair]
    nothing: Out

    def hear(self, state: S, event: object, moment: Moment) -> tuple[S, Out]:
        """*state* after *event*, and what its handler says; unchanged where the pair is ignored."""
        handler = self.table.get((self.phase_of(state), heard_as(event)))
        return handler(state, event, moment) if handler else (state, self.nothing)


def heard_as(event: object) -> Heard:
    """The column of a table in which *event* stands."""
    return event.timer if isinstance(event, Due) else type(event)


def for_all(phases: Iterable[Enum], heard: Heard, handler: H) -> dict[Pair, H]:
    """The rows of a table in which all *phases* treat *heard* alike."""
    return {(phase, heard): handler for phase in phases}


def ignoring(phases: Iterable[Enum], *heard: Heard) -> frozenset[Pair]:
    """The pairs of *phases* and *heard* in which nothing happens, on purpose."""
    wanted = tuple(phases)
    return frozenset((phase, each) for phase in wanted for each in heard)
