"""Starting and stopping from afar (OCPP 1.6 5.11 and 5.12, OCPP 2.0.1 F01 to F03)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pilotwire.core import registry
from pilotwire.core.authorization import ask, has_place, may_ask, must_wait, settle, waiting_for
from pilotwire.core.claim import dropped
from pilotwire.core.clock import date_s
from pilotwire.core.csms import is_online
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Origin, Withdrawn
from pilotwire.core.port.phase import TAKEN
from pilotwire.core.profile import ChargingProfile, Purpose
from pilotwire.core.progress import end
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.reservation import as_kin
from pilotwire.core.reset import Resetting
from pilotwire.core.rules import RemoteQuestion, StartProfile
from pilotwire.core.schedule import refusal_of
from pilotwire.core.stop import BY_CENTRAL_SYSTEM, Trigger
from pilotwire.core.token import Token, TokenStatus, known, named
from pilotwire.core.transaction import Phase, Transaction

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]

NOT_ACCEPTED: Final = "the central system has not accepted the station's boot yet"


@dataclass(frozen=True, slots=True)
class RemoteStartAsked:
    """*token* is to charge at *evse* (0: wherever there is place), as *profile* allows."""

    reply_to: ReplyTo
    token: Token
    evse: int = 0
    remote_start_id: int | None = None
    profile: ChargingProfile | None = None


@dataclass(frozen=True, slots=True)
class RemoteStopAsked:
    """The transaction with the id *transaction* is to end."""

    reply_to: ReplyTo
    transaction: str


def on_start_asked(station: Station, event: RemoteStartAsked, moment: Moment) -> Said:
    """Accepted where somebody could charge; the token is judged first only if the setting wants it."""
    info = known(station, event.token, date_s(station, moment))
    token = event.token if info is None else named(station, event.token, info)
    is_certain = info is not None or has_place(station, event.evse, token)
    hoped = token if is_certain else as_kin(station, event.evse, token)  # who may be of the right group is asked about
    waiting = waiting_for(station, event.evse, hoped)
    why = "the token is empty" if not event.token.id else _obstacle(station, event.evse, hoped)
    if why is not None:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why=why),))
    profile, why = _profile(station, event, moment)
    if why is not None:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why=why),))
    origin = Origin(Trigger.REMOTE_START, event.remote_start_id, profile)
    transaction = _begun_by_plugging_in(station, waiting)
    reply = Reply(event.reply_to, Verdict.ACCEPTED, transaction.id if transaction else None)
    if _is_judged(station) or not is_certain:
        station, said = ask(station, event.token, event.evse, origin, moment)
    else:
        station, said = settle(station, token, event.evse, origin, TokenStatus.ACCEPTED, moment)
    return station, Outcome(replies=(reply,)) + said


def _profile(station: Station, event: RemoteStartAsked, moment: Moment) -> tuple[ChargingProfile | None, str | None]:
    """The profile the transaction is to have, or why it cannot have it (OCPP 1.6 5.11, OCPP 2.0.1 F01.FR.08)."""
    if event.profile is None or station.rules.start_profile is StartProfile.IGNORED:
        return None, None
    if event.profile.purpose is not Purpose.TX:
        return None, "the profile is not one of a transaction"
    return event.profile, refusal_of(station, event.profile, (event.evse,), moment)


def _obstacle(station: Station, evse: int, token: Token) -> str | None:
    """Why *token* cannot charge at *evse*, or wait there, or nobody can be asked about it; None: it can."""
    if not is_online(station):
        return NOT_ACCEPTED
    if evse > len(station.ports):
        return "there is no such EVSE"
    if station.resetting is not Resetting.NO:
        return "a reset is on its way"
    if not may_ask(station):
        return "too many questions are open"
    if not has_place(station, evse, token):
        return "no EVSE is free for this token"
    is_place = bool(waiting_for(station, evse, token)) or not must_wait(station, evse)
    return None if is_place else "another driver is waited for"


def _is_judged(station: Station) -> bool:
    """A remote start is a card like any other (OCPP 1.6 5.11 AuthorizeRemoteTxRequests, OCPP 2.0.1 F01.FR.01)."""
    is_wanted = station.settings.get(registry.AUTHORIZE_REMOTE_START)
    return is_wanted and station.rules.remote_question is RemoteQuestion.AS_SET


def _begun_by_plugging_in(station: Station, waiting: tuple[int, ...]) -> Transaction | None:
    """The transaction that waits for its driver at the EVSE which will be chosen (OCPP 2.0.1 F01.FR.04)."""
    transaction = station.transactions.get(waiting[-1]) if waiting else None
    return None if transaction is None or transaction.phase is Phase.ENDING else transaction


def on_stop_asked(station: Station, event: RemoteStopAsked, moment: Moment) -> Said:
    """Accepted where the transaction runs and is not ending by itself."""
    evse = next((each for each, running in station.transactions.items() if running.id == event.transaction), None)
    if not is_online(station) or evse is None or station.transactions[evse].phase is Phase.ENDING:
        why = "the transaction has ended, or is ending" if is_online(station) else NOT_ACCEPTED
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why=why),))
    station, said = _stopped(station, evse, moment)
    return station, Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED),)) + said


def _stopped(station: Station, evse: int, moment: Moment) -> Said:
    if evse in station.claims:
        return dropped(station, evse, BY_CENTRAL_SYSTEM, moment)
    if not evse:
        return station, NOTHING
    if station.ports[evse - 1].grant.permit in TAKEN:
        return station.step_port(Withdrawn(evse, BY_CENTRAL_SYSTEM), moment)
    return end(station, evse, BY_CENTRAL_SYSTEM, moment)  # a transaction that began before anybody was authorised
