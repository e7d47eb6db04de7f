"""What a personality may bend: a closed list of typed quirks and timings, each read in exactly one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from pilotwire.core.incident import Incident
from pilotwire.core.job import LogKind
from pilotwire.core.port.fault import NO_FAULTS, Fault
from pilotwire.core.profile import ProfileKind, Purpose
from pilotwire.core.transfer import OwnTransfer


class SecondCard(Enum):
    """What happens to a driver who waits when another one shows a card before anybody has plugged in."""

    REPLACES = "replaces"  # the one who stands at the reader now is the one about to plug in
    WAITS = "waits"  # is refused until the first has plugged in or given up


class OfferTold(Enum):
    """What Current.Offered says where three phases are offered."""

    EACH = "each"  # what the pilot says: the same for every phase, told once
    BY_PHASE = "by phase"  # one value for each phase and their sum (chargebyte guide 3.3.6)


class OrderlyReset(Enum):
    """What an orderly (soft, on-idle) reset does with running transactions."""

    STOPS_ORDERLY = "stops orderly"
    STOPS_AT_ONCE = "stops at once"  # seen at chargebyte: soft = hard (guide 3.3.1)


class ImmediateReset(Enum):
    """What a reset that need not wait (hard, immediate) does with running transactions."""

    CUTS_OFF = "cuts off"
    STOPS_ORDERLY = "stops orderly"  # before it restarts: seen at ABB (overview 3.1)


class OfflineSamples(Enum):
    """What becomes of readings during a transaction when the station restarts before the central system has them."""

    KEPT = "kept"
    LOST = "lost"  # if they were taken offline; begin and end are told: seen at chargebyte (guide 3.3.2)


class Leaving(Enum):
    """When an EVSE is out of service that the central system takes out of it while it is in use (OCPP 1.6 5.2)."""

    AFTER_CHARGING = "after charging"  # as soon as the transaction has ended
    AFTER_VEHICLE = "after vehicle"  # with the vehicle; until then none begins: seen at chargebyte (guide 3.3.1)


class RejectedEnd(Enum):
    """What is told of an EVSE whose driver the central system refused after the start, while the vehicle is there."""

    TOLD = "told"  # that it has finished (OCPP 1.6 4.9 C6)
    UNTOLD = "untold"  # nothing before the vehicle has gone: seen at chargebyte (guide 3.3.1)


class PhasesTold(Enum):
    """Of which phases something is told where three are measured."""

    ALL = "all"  # of all that the meter knows (OCPP 1.6 3.16.3)
    LINES = "lines"  # voltages to neutral, currents and powers of lines, energy of all together: chargebyte guide 3.3.6


class RegisterTold(Enum):
    """What the import register says where it is told."""

    LIFETIME = "lifetime"  # what the meter says (OCPP 1.6 7.31)
    TRANSACTION = "transaction"  # what this transaction has taken, 0 without one: seen at ABB Terra AC


class IntervalTold(Enum):
    """Since when an interval of energy counts."""

    SAMPLE = "sample"  # the sample before it (OCPP 1.6 7.31)
    TRANSACTION = "transaction"  # the beginning of the transaction: seen at X-Cheng


class StationMeter(Enum):
    """What measures the station as a whole (connector 0 of OCPP 1.6, EVSE 0 of OCPP 2.0.1)."""

    NONE = "none"
    FIRST_EVSE = "first evse"  # told for the station too, if it is asked for: seen at ABB Terra AC, which has no other


class LostMeter(Enum):
    """How a transaction ends while its meter does not answer."""

    LAST_READING = "last reading"  # with the newest one there is, after a moment
    WAITS = "waits"  # as soon as it answers again: seen at chargebyte (guide 3.3.4.7); a restart does not wait


class RefusedRows(Enum):
    """What becomes of a row that the central system refuses as often as the settings allow it to be offered."""

    GIVEN_UP = "given up"  # OCPP 1.6 3.7.1; it is a fact, and so is every row that makes no sense without it
    KEPT = "kept"  # offered for ever, and all behind it waits: seen at ABB (overview 3.2.1, TransactionMessageAttempts)


class RowPause(Enum):
    """How long a row that was refused waits before it is offered again."""

    GROWING = "growing"  # longer each time (OCPP 1.6 3.7.1)
    EVEN = "even"  # TransactionMessageRetryInterval, every time: seen at X-Cheng, every minute


class SimCard(Enum):
    """When the numbers of the SIM card are told, where there is one."""

    ALWAYS = "always"
    IN_USE = "in use"  # while the mobile network is the way out, and no other: X-Cheng (FAQ 3.9)


class Unregistered(Enum):
    """What a station does that its central system, as configured now, has never accepted (OCPP 1.6 4.2.1)."""

    CHARGES = "charges"  # whoever its own rules let charge; it is uncertain whether anybody will ever be told
    WAITS = "waits"  # nobody charges before the first registration: seen at chargebyte (guide 3.3.2)


class LinkBack(Enum):
    """What is told when a link is back that was only lost, and nobody introduces themselves anew."""

    NEWS = "news"
    STATUSES = "statuses"  # of the station and each EVSE, old or new: seen at ABB Terra AC


class OldRows(Enum):
    """What becomes of rows that the last central system did not get when the address of another one counts."""

    KEPT = "kept"  # the new one is told
    ERASED = "erased"  # nobody is: seen at chargebyte (guide 3.3.3)


class Groups(Enum):
    """Whether a token of the same group (1.6: parent) is as good as the one that started."""

    COUNT = "count"
    IGNORED = "ignored"  # seen at chargebyte: parentIdTag has no effect (guide 3.3.1), against OCPP 1.6 4.10


class ListUpdates(Enum):
    """Which updates of the local list are done."""

    ALL = "all"
    FULL_ONLY = "full only"  # seen at chargebyte: others are NotSupported (guide 3.3.1), against OCPP 1.6 5.15


class UnknownOffline(Enum):
    """Whether a token nobody knows may charge while nobody can be asked, where the setting allows it."""

    AS_SET = "as set"
    REFUSED = "refused"  # seen at ABB: only tokens of the local list, against OCPP 1.6 9.1.1 (overview, 3.2)


class RemoteQuestion(Enum):
    """Whether the token of a remote start is judged before it starts, where the setting wants that."""

    AS_SET = "as set"
    NEVER = "never"  # seen at ABB: AuthorizeRemoteTxRequests has no effect, against OCPP 1.6 5.11 (overview, 3.2)


class ClearingCache(Enum):
    """What a central system is told that wants a cache cleared which is switched off, or does not exist."""

    REJECTED = "rejected"  # OCPP 1.6 errata 3.23, OCPP 2.0.1 C11.FR.04
    ACCEPTED = "accepted"  # seen at ABB, which has none (overview, ClearCache)


class Stranger(Enum):
    """What another driver's good card does at a reader whose EVSE charges, and where no other vehicle waits."""

    CHANGES_NOTHING = "changes nothing"
    STOPS = "stops"  # seen at ABB: any card the central system accepts stops the charge (overview, Authorize)


class StartProfile(Enum):
    """What becomes of a charging profile in a remote start."""

    FOLLOWED = "followed"
    IGNORED = "ignored"  # seen at chargebyte (guide 3.3.1)


class TopStackLevel(Enum):
    """Whether the highest stack level that is reported may be used."""

    TAKEN = "taken"
    REFUSED = "refused"  # seen at ABB: one below it is the highest that is accepted


class UnfitPhases(Enum):
    """What becomes of a charging profile for a number of phases that the EVSE does not have."""

    ADAPTED = "adapted"  # to those there are (OCPP 1.6 errata 3.34)
    REFUSED = "refused"  # seen at Alfen (release notes 6.0.0)


class ClearedProfiles(Enum):
    """What becomes of a charging profile that the central system clears."""

    ERASED = "erased"  # OCPP 1.6 5.5
    INVALIDATED = "invalidated"  # counts and is told no longer; its record stays: seen at Alfen (release notes 6.0.0)


class UpdateManner(Enum):
    """How much an update of the firmware disturbs whoever charges, or wants to."""

    WAITS = "waits"  # it is installed when nobody charges, and nobody new begins (OCPP 1.6 5.19, whitepaper L01.FR.06)
    BACKGROUND = "background"  # installed at once, only the restart waits: seen at chargebyte (guide 11.6, 11.8.2)
    OUT_OF_SERVICE = "out of service"  # from the request to the end, and fetched when nobody charges: X-Cheng (3.10)


class Image(Enum):
    """As what firmware lies where it is fetched from."""

    ONE_FILE = "one file"
    SLICES = "slices"  # so many as its address says; an address that does not is none: seen at ABB (overview 5.1)


Bits = Mapping[int, frozenset[Fault]]  # by the number of the bit
ELSEWHERE: Final = {"elsewhere": True}  # not a line of the table of rules


@dataclass(frozen=True, slots=True)
class Rules:
    """Quirks and timings in seconds; the defaults are pilotwire's own."""

    second_card: SecondCard = SecondCard.REPLACES
    orderly_reset: OrderlyReset = OrderlyReset.STOPS_ORDERLY
    immediate_reset: ImmediateReset = ImmediateReset.CUTS_OFF
    offline_samples: OfflineSamples = OfflineSamples.KEPT
    leaving: Leaving = Leaving.AFTER_CHARGING
    rejected_end: RejectedEnd = RejectedEnd.TOLD
    lost_meter: LostMeter = LostMeter.LAST_READING
    refused_rows: RefusedRows = RefusedRows.GIVEN_UP
    row_pause: RowPause = RowPause.GROWING
    sim_card: SimCard = SimCard.ALWAYS
    link_back: LinkBack = LinkBack.NEWS
    unregistered: Unregistered = Unregistered.CHARGES
    most_kept_transactions: int = 0  # finished ones that wait for the central system; then nothing begins. 0: no limit
    groups: Groups = Groups.COUNT
    list_updates: ListUpdates = ListUpdates.ALL
    unknown_offline: UnknownOffline = UnknownOffline.AS_SET
    remote_question: RemoteQuestion = RemoteQuestion.AS_SET
    clearing_cache: ClearingCache = ClearingCache.REJECTED
    stranger: Stranger = Stranger.CHANGES_NOTHING
    offer_told: OfferTold = OfferTold.EACH
    update_manner: UpdateManner = UpdateManner.WAITS
    image: Image = Image.ONE_FILE
    update_waits_for_link: bool = False  # seen at chargebyte: offline no update begins (guide 3.3.2)
    update_told_every_s: float = 0.0  # X-Cheng (FAQ 3.17): a status of an update at least every 10 s; 0: only news
    logs: tuple[LogKind, ...] = (LogKind.DIAGNOSTICS, LogKind.SECURITY)  # that GetLog sends: at ABB one (overview 3.1)
    log_times_count: bool = True  # seen at chargebyte: the file is the same with and without times (guide 3.3.1)
    phases_told: PhasesTold = PhasesTold.ALL
    register_told: RegisterTold = RegisterTold.LIFETIME
    interval_told: IntervalTold = IntervalTold.SAMPLE
    station_meter: StationMeter = StationMeter.NONE
    stop_grace_s: float = 6.0  # IEC 61851-1 table A.6, sequence 10.2
    contactor_rest_s: float = 6.0  # chargebyte guide 3.4
    contactor_travel_s: float = 0.5
    lock_travel_s: float = 3.0
    unlock_timeout_s: float = 20.0  # chargebyte guide 3.4: an asked unlock fails after 20 s
    recloser_s: float = 10.0  # chargebyte guide 3.4: an order to the recloser fails after 10 s
    status_gap_s: float = 0.0  # least time between two status reports of one EVSE
    final_reading_s: float = 2.0  # how long the end of a transaction waits for the meter
    restart_delay_s: float = 1.0  # between the answer to a reset and the restart, so that the answer gets out
    durable_reading_s: float = 10.0  # a running transaction loses at most this much at a power cut
    durable_reading_wh: float = 100.0
    boot_earliest_s: float = 0.0  # BootNotification not before, counted from the start (chargebyte guide 3.4)
    boot_latest_s: float = 0.0  # and not before that either as long as an EVSE has no meter
    profile_persist_s: float = 0.0  # a charging profile is stored so long after it came
    profile_purposes: tuple[Purpose, ...] = (Purpose.STATION_MAX, Purpose.TX_DEFAULT, Purpose.TX)
    profile_kinds: tuple[ProfileKind, ...] = (ProfileKind.ABSOLUTE, ProfileKind.RECURRING, ProfileKind.RELATIVE)
    start_profile: StartProfile = StartProfile.FOLLOWED
    top_stack_level: TopStackLevel = TopStackLevel.TAKEN
    unfit_phases: UnfitPhases = UnfitPhases.ADAPTED
    cleared_profiles: ClearedProfiles = ClearedProfiles.ERASED
    tx_profile_everywhere: bool = False  # one for EVSE 0 is for every transaction that runs (seen at Alfen)
    offline_after_s: float = 0.0  # so long after the start cards wait for a central system never reached (guide 3.4)
    silence_reset_s: float = 0.0  # so long without a link the station restarts (Alfen release notes 4.12.0); 0: never
    silent_boot_retry_s: float = 60.0  # BootNotification again when nobody answers it or the interval is 0
    # set by the key whose effect it is, the address of the central system
    old_rows: OldRows = field(default=OldRows.KEPT, metadata=ELSEWHERE)
    # what a personality says in tables of its own: the faults each bit of FaultCtrlr.Mask hides (X-Cheng FAQ 3.12) and
    # of FaultCtrlr.FunctionMask (3.13), and those told even behind a more important one (3.6)
    fault_mask: Bits = field(default_factory=dict, metadata=ELSEWHERE)
    function_mask: Bits = field(default_factory=dict, metadata=ELSEWHERE)
    transfers: tuple[OwnTransfer, ...] = field(default=(), metadata=ELSEWHERE)  # that the station itself understands
    told_together: frozenset[Fault] = field(default=NO_FAULTS, metadata=ELSEWHERE)
    # which security events the central system is told of: from [messages], none where it cannot be told of any
    incidents_told: frozenset[Incident] = field(default=frozenset(), metadata=ELSEWHERE)
