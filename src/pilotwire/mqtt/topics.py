"""The topic table: every topic the station speaks or hears, once.

Names and payloads are those of the chargebyte guide, which is their section unless it says "own"; the direction is the
station's (contradiction C31). Where the guide says nothing about retain, states are retained, so that whoever comes
later sees them, and messages about a moment are not (contradiction C29).
"""

from __future__ import annotations

from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.mqtt import card, parse, view
from pilotwire.mqtt.awaited import HIGH_LEVEL
from pilotwire.mqtt.firmware import FIRMWARE
from pilotwire.mqtt.metering import METERING
from pilotwire.mqtt.phases import PHASES
from pilotwire.mqtt.rcd import RCD
from pilotwire.mqtt.topic import Option, Retain, Topic
from pilotwire.mqtt.transfer import DATA_TRANSFER
from pilotwire.mqtt.ventilation import VENTILATION

BOOL = "0 or 1"
AMPERE = "A, integer"
VERSION = "ci/global/version/charging_software"
CARD = '["ISO14443", "1F2D3A4F5506C7"]'

SESSION: tuple[Topic, ...] = (
    Topic(
        "port{n}/ci/charge/init/protocol",
        "IEC61851 or ISO15118",
        "15.5.1 T58",
        "Protocol of the session, from plugging in.",
        view=view.protocol,
    ),
    Topic("port{n}/ci/charge/cp/status", "A to F", "15.5.1 T58", "State of the control pilot.", view=view.pilot),
    Topic(
        "port{n}/ci/charge/pwm/status",
        "%, two decimals",
        "15.5.1 T58",
        "Duty cycle that is put out; 100.00 is no PWM.",
        view=view.duty,
    ),
    Topic(
        "port{n}/ci/charge/tcp/status", BOOL, "15.5.1 T58", "TCP connection of the vehicle (ISO 15118).", view=view.tcp
    ),
    Topic(
        "port{n}/ci/charge/plug/status",
        "locked, unlocked or unknown",
        "15.5.1 T58",
        "Plug lock; unknown with a fixed cable.",
        view=view.plug,
    ),
    Topic(
        "port{n}/ci/charge/contactor/status",
        "closed, opened or unknown",
        "15.5.1 T58",
        "Contactor, as its feedback says.",
        view=view.contactor,
    ),
    Topic("port{n}/contactor/state/target", BOOL, "15.13 T70", "Contactor request.", view=view.contactor_target),
    Topic("port{n}/contactor/state/actual", BOOL, "7.7 T24", "Contactor feedback.", view=view.contactor_actual),
    Topic("port{n}/plug_lock/state/target", BOOL, "15.13 T70", "Plug lock request.", view=view.lock_target),
    Topic("port{n}/charging", BOOL, "15.13 T70", "Charging is active.", view=view.charging),
    Topic("port{n}/cp/duty_cycle", "%, two decimals", "15.13 T70", "Requested duty cycle.", view=view.duty),
    Topic(
        "port{n}/session/authorization_status",
        BOOL,
        "15.21 T83",
        "Somebody may charge.",
        view=view.authorization,
        options=(Option.OWN_PERMIT,),
    ),
    Topic(
        "port{n}/session/authorization_status",
        BOOL,
        "15.21 T83",
        "1: a vehicle may charge; retained for every session, else for one.",
        parse=parse.permission,
        options=(Option.REMOTE_PERMIT,),
        minds_retain=True,
    ),
    Topic(
        "port{n}/ci/ev/soc/actual",
        "%, integer, or -1 or -2",
        "15.21 T83",
        "State of charge of the vehicle; -1 until high-level communication is spoken.",
        view=view.soc,
    ),
    Topic(
        "port{n}/ci/ev/soc/timestamp",
        "2023-06-23T06:54:55.123Z",
        "15.21 T83",
        "When the state of charge was updated.",
        says=view.soc_timestamp,
    ),
)

FAULTS: tuple[Topic, ...] = (
    Topic("port{n}/contactor/error", BOOL, "3.3.4.1", "1 is PowerSwitchFailure.", view=view.contactor_error),
    Topic(
        "port{n}/plug_lock/permanent_failure",
        "vendorErrorCode or empty",
        "3.3.4.2-6",
        "What is wrong with the plug lock.",
        view=view.lock_failure,
    ),
    Topic(
        "port{n}/session/proximity_error",
        "vendorErrorCode or empty",
        "3.3.4.34-36",
        "What is wrong with the proximity pilot.",
        view=view.proximity_error,
    ),
    Topic(
        "port{n}/metering/meter/available",
        BOOL,
        "3.3.4.7",
        "The meter answers.",
        view=view.meter_available,
        options=(Option.OWN_METER,),
    ),
    Topic(
        "port{n}/metering/meter/available",
        BOOL,
        "3.3.4.7",
        "Your meter answers.",
        parse=parse.meter_available,
        options=(Option.REMOTE_METER,),
    ),
    Topic(
        "port{n}/rfid/available",
        BOOL,
        "3.3.4.11",
        "The card reader answers.",
        view=view.reader_available,
        options=(Option.OWN_READER,),
    ),
    Topic(
        "port{n}/rfid/available",
        BOOL,
        "3.3.4.11",
        "Your card reader answers.",
        parse=parse.reader_available,
        options=(Option.REMOTE_READER,),
    ),
    Topic("port{n}/emergency_shutdown", BOOL, "3.3.4.15", "1 is EmergencyShutdown.", view=view.emergency),
)

LIMITS: tuple[Topic, ...] = (
    Topic(
        "ci/evse/basic/maxcurrentlimit",
        "A, integer or one decimal, or -1",
        "15.16 T74",
        "Limit of the whole station, per phase; below 6 acts as 0, -1 is no limit.",
        parse=parse.central_limit,
    ),
    Topic(
        "ci/global/dyn_current_limit/+",
        "A, integer or one decimal, or -1",
        "15.16 T74",
        "The same under a name of your own; the first five names count until the next start.",
        parse=parse.dynamic_limit,
    ),
    Topic(
        "port{n}/ci/evse/basic/offered_current_limit",
        "A, one decimal",
        "15.16 T74",
        "Smallest of all limits; published each time a limit is set.",
        view=view.offered_limit,
        echoes=(CentralLimitSet, DynamicLimitSet),
    ),
    Topic(
        "port{n}/ci/evse/basic/physical_current_limit",
        AMPERE,
        "15.16 T74",
        "Smallest of grid, EVSE and cable.",
        view=view.physical_limit,
    ),
    Topic("port{n}/cable_current_limit", "A, integer, or -1", "15.16 T74", "Cable in a socket.", view=view.cable_limit),
    Topic("port{n}/ci/evse/basic/grid_current_limit/actual", AMPERE, "15.16 T74", "Grid limit.", view=view.grid_limit),
    Topic("port{n}/ci/evse/basic/evse_current_limit/actual", AMPERE, "15.16 T74", "EVSE limit.", view=view.evse_limit),
)

STATION: tuple[Topic, ...] = (
    Topic(
        "port{n}/ci/availability/target",
        "operative or inoperative",
        "3.3.5 T5",
        "Takes the EVSE out of service; never overrides the central system.",
        parse=parse.availability,
    ),
    Topic(
        "port{n}/availability/actual",
        "operative or inoperative",
        "3.3.5 T5",
        "Central system and customer together.",
        view=view.available,
    ),
    Topic(
        "ocpp/uri/target",
        "ws:// or wss:// address",
        "own",
        "Another central system, from the next start on.",
        Retain.NO,
        parse=parse.central_address,
    ),
    Topic("ocpp/online", BOOL, "15.5.2 T59", "Connection to the central system.", view=view.online),
    Topic(
        VERSION,
        "version",
        "15.5.2 T59",
        "Version of this software.",
        view=view.version,
    ),
    Topic(
        "ci/global/time_set/status", "1", "15.5.2 T59", "The time of day is known; nothing before.", says=view.time_set
    ),
)

CARDS: tuple[Topic, ...] = (
    Topic(
        "port{n}/rfid/authorization_request",
        CARD,
        "15.17 T75",
        "A card was shown at the station's own reader.",
        Retain.NO,
        says=view.card,
        options=(Option.OWN_READER,),
    ),
    Topic(
        "port{n}/rfid/authorizeReq",
        CARD,
        "15.17 note",
        "The same under its old name.",
        Retain.NO,
        says=view.card,
        options=(Option.OLD_CARD_TOPIC,),
    ),
    Topic(
        "port{n}/rfid/authorization_request",
        CARD,
        "15.18",
        "A card was shown at a reader elsewhere.",
        Retain.NO,
        parse=card.card,
        options=(Option.REMOTE_READER,),
    ),
    Topic(
        "port{n}/rfid/authorizeReq",
        CARD,
        "15.17 note",
        "The same under its old name.",
        Retain.NO,
        parse=card.card,
        options=(Option.REMOTE_READER,),
    ),
)

TOPICS: tuple[Topic, ...] = (
    *SESSION,
    *FAULTS,
    *RCD,
    *VENTILATION,
    *LIMITS,
    *PHASES,
    *METERING,
    *STATION,
    *CARDS,
    *HIGH_LEVEL,
    *FIRMWARE,
    *DATA_TRANSFER,
)
