"""The residual current monitor and its recloser (chargebyte guide 15.15.5 T73, 3.3.4.16)."""

from __future__ import annotations

from typing import Final

from pilotwire.core import registry
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen, standing_faults
from pilotwire.core.port.rcd import RcdTestAsked
from pilotwire.core.port.recloser import Recloser, RecloserOrdered, RecloserRead
from pilotwire.core.station import Station
from pilotwire.mqtt.topic import Option, Place, Retain, Step, Topic
from pilotwire.mqtt.value import flag, one_of, signal
from pilotwire.mqtt.view import bool_text, named, rfc3339

ERRORS: Final = {
    Fault.RCD_SPURIOUS: "SpuriousRcdError",
    Fault.RCD_TEST_FAILED: "RcdTestError",
    Fault.RESIDUAL_CURRENT: "RcdGroundFailure",
}
POSITIONS: Final = one_of({"open": False, "close": True})  # the words of chargebyte guide 3.3.9
WORDS: Final = {Recloser.OPEN: "open", Recloser.CLOSED: "close"}
TARGETS: Final = {**WORDS, Recloser.OPENING: "open", Recloser.CLOSING: "close"}
TRIPPED: Final = frozenset({Fault.RESIDUAL_CURRENT, Fault.RCD_SPURIOUS})  # a test, even a failed one, is none


def state(station: Station, evse: int) -> str:
    """1: not tripped; 0: residual current, or a monitor that trips without a vehicle."""
    return bool_text(TRIPPED.isdisjoint(standing_faults(station.ports[evse - 1])))


def has_feedback(station: Station, evse: int) -> str:
    """Whether there is a monitor."""
    return bool_text(station.settings.get(registry.RCD_ENABLED, evse))


def has_test(station: Station, evse: int) -> str:
    """Whether it can be tested."""
    return bool_text(station.ports[evse - 1].build.rcd_test is not None)


def error(station: Station, evse: int) -> str:
    """What is wrong with it, as a vendorErrorCode; empty: nothing."""
    return named(station.ports[evse - 1], ERRORS)


def has_ended(step: Step, evse: int) -> bool:
    """A test has ended in *step*; its end is told at the topic of the error, even if it was well before."""
    return step.before.ports[evse - 1].rcd.tested_s != step.after.ports[evse - 1].rcd.tested_s


def timestamp(step: Step, evse: int) -> str | None:
    """When the latest test ended."""
    return rfc3339(step) if has_ended(step, evse) else None


def test_asked(payload: bytes, place: Place) -> RcdTestAsked:
    """Somebody wants a test now."""
    signal(payload)
    return RcdTestAsked(place.evse)


def recloser_error(station: Station, evse: int) -> str:
    """1: the recloser does not answer."""
    return bool_text(Fault.RECLOSER_LOST in standing_faults(station.ports[evse - 1]))


def recloser_told(payload: bytes, place: Place) -> FaultSeen | FaultCleared:
    """The recloser elsewhere fails, or works again."""
    said = FaultSeen if flag(payload) else FaultCleared
    return said(place.evse, Fault.RECLOSER_LOST)


def recloser_state(station: Station, evse: int) -> str | None:
    """Where the recloser stands; nothing before it has said so."""
    return WORDS.get(station.ports[evse - 1].recloser)


def recloser_target(station: Station, evse: int) -> str | None:
    """Where a recloser elsewhere is to be."""
    return TARGETS.get(station.ports[evse - 1].recloser)


def recloser_ordered(payload: bytes, place: Place) -> RecloserOrdered:
    """The owner's software wants it open or closed."""
    return RecloserOrdered(place.evse, POSITIONS(payload))


def recloser_read(payload: bytes, place: Place) -> RecloserRead:
    """A recloser elsewhere says where it stands."""
    return RecloserRead(place.evse, POSITIONS(payload))


RCD: Final[tuple[Topic, ...]] = (
    Topic("port{n}/rcd/state/actual", "0 or 1", "15.15.5 T73", "0: the RCD has tripped.", view=state),
    Topic("port{n}/rcd/feedback/available", "0 or 1", "15.15.5 T73", "The RCD is watched.", view=has_feedback),
    Topic("port{n}/rcd/test/available", "0 or 1", "15.15.5 T73", "The RCD can be tested.", view=has_test),
    Topic(
        "port{n}/rcd/test/perform",
        "anything",
        "15.15.5 T73",
        "Tests the RCD now, if no energy flows.",
        Retain.NO,
        parse=test_asked,
    ),
    Topic(
        "port{n}/rcd/test/timestamp",
        "2023-06-23T06:54:55.123Z",
        "15.15.5 T73",
        "When the latest test ended.",
        says=timestamp,
    ),
    Topic(
        "port{n}/rcd/error",
        "vendorErrorCode or empty",
        "15.15.5 T73",
        "What is wrong with the RCD; published at the end of each test.",
        view=error,
        repeats=has_ended,
    ),
    Topic(
        "port{n}/rcd/recloser/error",
        "0 or 1",
        "3.3.4.16",
        "1 is RcdRecloserFailure.",
        view=recloser_error,
        options=(Option.OWN_RECLOSER,),
    ),
    Topic(
        "port{n}/rcd/recloser/error",
        "0 or 1",
        "3.3.4.16",
        "1: your recloser does not answer.",
        parse=recloser_told,
        options=(Option.REMOTE_RECLOSER,),
    ),
    Topic(
        "port{n}/rcd/recloser/state/actual",
        "open or close",
        "own",
        "Where the recloser stands.",
        view=recloser_state,
        options=(Option.OWN_RECLOSER,),
    ),
    Topic(
        "port{n}/rcd/recloser/state/target",
        "open or close",
        "own",
        "Runs the recloser.",
        Retain.NO,
        parse=recloser_ordered,
        options=(Option.OWN_RECLOSER,),
    ),
    Topic(
        "port{n}/rcd/recloser/state/target",
        "open or close",
        "own",
        "Where your recloser is to be.",
        view=recloser_target,
        options=(Option.REMOTE_RECLOSER,),
    ),
    Topic(
        "port{n}/rcd/recloser/state/actual",
        "open or close",
        "own",
        "Where your recloser stands.",
        parse=recloser_read,
        options=(Option.REMOTE_RECLOSER,),
    ),
)
