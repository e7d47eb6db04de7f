"""Topics of rooms that are not built yet: nobody misses them in the table, and what is heard there is checked. Data.

Names are those of the chargebyte guide even where they look like misprints; the corrected ones are spoken and heard,
too (contradiction C26).
"""

from __future__ import annotations

from typing import Final

from pilotwire.mqtt.topic import Check, Retain, Topic
from pilotwire.mqtt.value import flag, integer, json_object, json_of, one_of, physical_value, signal, word

ISO15118: Final = "ISO 15118"
MAX_LONG: Final = 2**63 - 1
MAX_INT: Final = 2**31 - 1
PROCESSING: Final = {"0": 0, "1": 1, "Finished": 0, "Ongoing": 1}  # ISO 15118-2 EVSEProcessingType
NOTIFICATION: Final = {  # ISO 15118-2 EVSENotificationType; the guide prints 3 for what is 2 there (contradiction C25)
    "0": 0,
    "1": 1,
    "2": 2,
    "3": 2,
    "None": 0,
    "StopCharging": 1,
    "ReNegotiation": 2,
    "Renegotiation": 2,
}
STATUS: Final = "started or finished"
TEXT: Final = "text"
WHOLE: Final = "integer"
JSON: Final = "JSON"
PHYSICAL: Final = '{"Multiplier": -3..3, "Value": -32768..32767}'
SCHEDULE: Final = json_object(
    {"Start": list, "Duration": int, "PMax": list, "PMaxMultiplier": list},
    {"SAScheduleTupled": int, "SAScheduleTupleID": int},
)
SERVICE: Final = json_object(
    {},
    {
        "ServiceID": int,
        "ServiceName": str,
        "ServiceCategory": int,
        "ServiceScope": str,
        "FreeService": bool,
        **{f"SupportedEnergyTransferType{number}": int for number in range(5)},
    },
)
PAYMENT: Final = json_object({}, {"PaymentOption0": int, "PaymentOption1": int})


def told(name: str, payload: str, section: str, meaning: str) -> Topic:
    """The station will publish it."""
    return Topic(f"port{{n}}/{name}", payload, section, meaning, awaits=ISO15118)


def heard(name: str, payload: str, section: str, meaning: str, check: Check) -> Topic:
    """The station will hear it."""
    return Topic(f"port{{n}}/ci/evse/{name}", payload, section, meaning, awaits=ISO15118, check=check)


PHASES: Final[tuple[Topic, ...]] = (
    told("ci/charge/init/status", STATUS, "15.5.1 T58", "From plugging in to the choice of service and payment."),
    told("ci/charge/auth/status", STATUS, "15.5.1 T58", "Certificates and authorisation."),
    told("ci/charge/parameter/status", STATUS, "15.5.1 T58", "Charge parameters are discovered."),
    told("ci/charge/charge/status", STATUS, "15.5.1 T58", "Power delivery and charging."),
    Topic(
        "port{n}/ci/charge/reinit_session",
        "anything",
        "15.21 T83",
        "High-level communication once more, to read the state of charge anew.",
        Retain.NO,
        awaits=ISO15118,
        check=signal,
    ),
    Topic(
        "port{n}/session/v2g_mac",
        "00:12:34:56:78:9A",
        "15.21 T83",
        "MAC address of the vehicle.",
        Retain.NO,
        awaits=ISO15118,
    ),
    Topic(
        "port{n}/ci/ev/parameter/resssoc",
        "%, integer",
        "15.21 T83",
        "State of charge, once at the beginning.",
        Retain.NO,
        awaits=ISO15118,
    ),
)

INIT: Final[tuple[Topic, ...]] = (
    heard("init/sessionid", TEXT, "15.5.3 T60", "Name of the session.", word),
    heard("init/evseid", TEXT, "15.5.3 T60", "Name of the EVSE, as DE*INT*ECH1234567890.", word),
    heard("init/datetimenow", "ms since 1970", "15.5.3 T60", "Date and time.", integer(0, MAX_LONG)),
    heard("init/paymentoptions", JSON, "15.5.3 T60", "Payment options; 1 is external payment.", PAYMENT),
    heard("init/chargeservice", JSON, "15.5.3 T60", "The charge service.", SERVICE),
    heard("init/servicelist", JSON, "15.5.3 T60", "Services beside it.", json_of),
    heard("init/serviceparameterlist", JSON, "15.5.3 T60", "Details of those services.", json_of),
    heard("auth/genchallenge", JSON, "15.5.4 T61", "The challenge of the authorisation.", json_of),
    heard("auth/evseprocessing", "0 or 1", "15.5.4 T61", "0: finished, 1: ongoing.", one_of(PROCESSING)),
    heard("auth/error", "0 or 1", "15.5.4 T61", "1: the user may not charge.", flag),
)

PARAMETERS: Final[tuple[Topic, ...]] = (
    heard("parameter/evseprocessing", "0 or 1", "15.5.5 T62", "0: finished, 1: ongoing.", one_of(PROCESSING)),
    heard("parameter/saschedulelist", JSON, "15.5.5 T62", "Charging schedules.", SCHEDULE),
    heard("parameter/salestariff", JSON, "15.5.5 T62", "Tariffs.", json_of),
    heard("parameter/maxcurrentlimit", PHYSICAL, "15.5.5 T62", "Largest current, A.", physical_value(has_unit=False)),
    heard("parameter/notificationmaxdelay", WHOLE, "15.5.5 T62", "Time to react, s.", integer(0, MAX_INT)),
    heard(
        "parameter/notification", "0 to 3", "15.5.5 T62", "1: stop charging, 2 or 3: negotiate.", one_of(NOTIFICATION)
    ),
    heard("parameter/nominalvoltage", PHYSICAL, "15.5.5 T62", "Line voltage, V.", physical_value(has_unit=False)),
    heard("parameter/rcd", "0 or 1", "15.5.5 T62", "State of the RCD.", flag),
    heard("charge/notificationmaxdelay", WHOLE, "15.5.6 T63", "Time to react, s.", integer(0, MAX_INT)),
    heard("charge/notification", "0 to 3", "15.5.6 T63", "1: stop charging, 2 or 3: negotiate.", one_of(NOTIFICATION)),
    heard("charge/meterinfo", JSON, "15.5.6 T63", "What the meter says.", json_of),
    heard("charge/receiptrequired", "0 or 1", "15.5.6 T63", "1: the vehicle signs what the meter says.", flag),
)

VEHICLE: Final[tuple[Topic, ...]] = (
    told("ci/ev/init/evccid", TEXT, "15.5.7 T64", "Name of the vehicle's communication controller."),
    told("ci/ev/init/servicescope", TEXT, "15.5.7 T64", "Scope of the vehicle's service discovery."),
    told("ci/ev/init/servicecategory", WHOLE, "15.5.7 T64", "Category of services it looks for."),
    told("ci/ev/init/selectedserviceid", WHOLE, "15.5.7 T64", "Service it chose."),
    told("ci/ev/init/selectedpaymentoption", WHOLE, "15.5.7 T64", "Payment option it chose."),
    told("ci/ev/auth/emaaid", TEXT, "15.5.8 T65", "Contract; the name is as printed."),
    told("ci/ev/auth/emaid", TEXT, "own", "The same, spelled right."),
    told("ci/ev/auth/contractsignaturecertificatechain", JSON, "15.5.8 T65", "Certificates of the contract."),
    told("ci/ev/auth/contractid", TEXT, "15.5.8 T65", "Name of the contract."),
    told("ci/ev/auth/genchallenge", TEXT, "15.5.8 T65", "The challenge as the vehicle gives it back."),
    told("ci/ev/parameter/maxsascheduleuples", WHOLE, "15.5.9 T66", "Most schedules it takes; as printed."),
    told("ci/ev/parameter/maxsascheduletuples", WHOLE, "own", "The same, spelled right."),
    told("ci/ev/parameter/requestedenergytype", WHOLE, "15.5.9 T66", "Kind of energy transfer it wants."),
    told("ci/ev/parameter/departuretime", "s, integer", "15.5.9 T66", "When it wants to leave, from now."),
    told("ci/ev/parameter/eamount", PHYSICAL, "15.5.9 T66", "Energy it expects to take."),
    told("ci/ev/parameter/maxvoltagelimit", PHYSICAL, "15.5.9 T66", "Highest voltage it takes, V."),
    told("ci/ev/parameter/maxcurrentlimit", PHYSICAL, "15.5.9 T66", "Largest current it takes, A."),
    told("ci/ev/parameter/mincurrentlimit", PHYSICAL, "15.5.9 T66", "Smallest current it takes, A."),
    told("ci/ev/charge/readytochargestate", "0, 1 or 2", "15.5.10 T67", "Start, stop or renegotiate."),
    told("ci/ev/charge/chargingprofiletupleid", TEXT, "15.5.10 T67", "Schedule it chose."),
    told("ci/ev/charge/chargingprofileentry", JSON, "15.5.10 T67", "Profile it will follow."),
    told("ci/ev/stop/progress", WHOLE, "15.5.11 T68", "It terminates or pauses."),
)

HIGH_LEVEL: Final = (*PHASES, *INIT, *PARAMETERS, *VEHICLE)
