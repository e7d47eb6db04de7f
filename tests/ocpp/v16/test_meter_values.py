"""What OCPP 1.6 says of the meter: measurands as keys, the forms of personalities, and what a meter has signed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.core.bench import CoreBench, online
from tests.ocpp.v16.conftest import READING, Make, Wire

from pilotwire.core import registry
from pilotwire.core.moment import Moment
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading, Signed
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.sampled_value import values_of
from pilotwire.core.sampling import Occasion, Offer, Sampled, sampled
from pilotwire.core.settings import WriteVerdict
from pilotwire.core.station import Station, step
from pilotwire.core.trigger import MeterSampled
from pilotwire.core.variable import Refusal, refusal_of
from pilotwire.mqtt.reading import meter_read
from pilotwire.mqtt.topic import Place
from pilotwire.ocpp.v16.dialect import V16, v16_of
from pilotwire.ocpp.v16.spelling import Unreadable
from pilotwire.ocpp.v16.telling import reported
from pilotwire.ocpp.v16.writing import writes_of
from pilotwire.personality.load import load
from pilotwire.personality.model import MeterForm, WhichLocation
from pilotwire.store.volatile import VolatileLedger

Samples = Callable[..., Sampled]
CHARGEBYTE = load("chargebyte_charge_control_c")
LISTS = ("MeterValuesAlignedData", "MeterValuesSampledData", "StopTxnAlignedData", "StopTxnSampledData")


def told(samples: Sampled, station: Station, wire: Wire, form: MeterForm | None = None) -> list[dict[str, Any]]:
    (message,) = replace(V16({}), form=form or MeterForm()).notify(
        MeterSampled(1, (samples,), None), station, VolatileLedger()
    )
    (value,) = wire(message)["meterValue"]
    return list(value["sampledValue"])


# --- the form


def test_celsius_is_written_as_the_errata_recommend(sample: Samples, station: Station, wire: Wire) -> None:
    (temperature,) = told(sample("Temperature"), station, wire)
    assert temperature == {
        "value": "31.5",
        "context": "Sample.Periodic",
        "measurand": "Temperature",
        "location": "Body",
        "unit": "Celcius",
    }


def test_a_power_factor_has_no_unit(sample: Samples, station: Station, wire: Wire) -> None:
    (factor,) = told(sample("Power.Factor"), station, wire)
    assert (factor["value"], "unit" in factor) == ("0.99", False)


def test_a_personality_may_say_kilowatt_hours_and_so_many_decimals(
    sample: Samples, station: Station, wire: Wire
) -> None:
    wanted = ("Energy.Active.Import.Register", "Power.Active.Import", "Voltage.L1-N", "Temperature")
    form = MeterForm(units={"Wh": "kWh", "Celsius": "Celsius"})
    values = [(each["value"], each["unit"]) for each in told(sample(*wanted), station, wire, form)]
    assert values[0] == ("5.0004", "kWh")
    assert values[-1] == ("31.5", "Celsius")
    form = MeterForm(units={"Wh": "kWh"}, decimals={"kWh": 1, "V": 2, "*": 0})
    values = [(each["value"], each["unit"]) for each in told(sample(*wanted), station, wire, form)]
    assert [values[0], values[1], values[-2], values[-1]] == [
        ("5.0", "kWh"),
        ("11040", "W"),
        ("230.00", "V"),
        ("32", "Celcius"),
    ]


def test_a_personality_may_go_by_phase(sample: Samples, station: Station, wire: Wire) -> None:
    wanted = sample("Energy.Active.Import.Register", "Voltage", "Current.Import", "Power.Active.Import")
    values = told(wanted, station, wire, MeterForm(by_phase=True))
    short = [(each["measurand"].split(".")[0], each.get("phase")) for each in values]
    by_phase = [("Voltage", "L{}-N"), ("Current", "L{}"), ("Power", "L{}")]
    assert short == [
        *((name, phase.format(number)) for number in (1, 2, 3) for name, phase in by_phase),
        ("Energy", None),
        ("Power", None),
    ]


@pytest.mark.parametrize(
    ("which", "locations"),
    [
        (WhichLocation.NEVER, [None, None]),
        (WhichLocation.UNUSUAL, [None, "EV"]),
        (WhichLocation.ALWAYS, ["Outlet", "EV"]),
    ],
)
def test_a_personality_says_where_it_measures_always_never_or_where_it_is_not_the_outlet(
    sample: Samples, station: Station, wire: Wire, which: WhichLocation, locations: list[str | None]
) -> None:
    values = told(sample("Frequency", "SoC"), station, wire, MeterForm(location=which, says_format=True))
    assert [each.get("location") for each in values] == locations
    assert [each["format"] for each in values] == ["Raw", "Raw"]


@pytest.mark.req("CCC-MEAS-001")
def test_charge_control_c_never_says_a_location(sample: Samples, station: Station, wire: Wire) -> None:
    values = told(sample(*registry.MEASURANDS), station, wire, v16_of(CHARGEBYTE).form)
    assert len(values) > 20
    assert not any("location" in each for each in values)


# --- Charge Control C


MEASURANDS = (
    "Energy.Active.Import.Register",
    "Power.Active.Import",
    "Power.Offered",
    "Current.Import",
    "Current.Offered",
    "Voltage",
    "Frequency",
)


def charge_control_c(phases: int) -> CoreBench:
    bench = CoreBench({registry.SUPPLY_PHASES: phases}, rules=CHARGEBYTE.ruled, variables=CHARGEBYTE.changed())
    more = {"phase_energy_wh": (1.0, 2.0, 3.0), "line_voltage_v": (400.0, 400.0, 400.0), "neutral_current_a": 0.5}
    bench.hear(MeterRead(1, replace(READING, **more)))
    return bench


def phases_of(bench: CoreBench, measurand: str) -> list[str]:
    (one,) = sampled(bench.station, 1, Occasion.PERIODIC, (measurand,), bench.moment)
    return [value.phase for value in values_of(one)]


LINES = ["L1", "L2", "L3"]


@pytest.mark.parametrize(
    ("measurand", "phases"),
    [
        pytest.param("Voltage", ["L1-N", "L2-N", "L3-N"], marks=pytest.mark.req("CCC-MEAS-003")),
        pytest.param("Frequency", [""], marks=pytest.mark.req("CCC-MEAS-004")),
        pytest.param("Current.Import", LINES, marks=pytest.mark.req("CCC-MEAS-005")),
        pytest.param("Power.Active.Import", ["", *LINES], marks=pytest.mark.req("CCC-MEAS-006")),
        pytest.param("Energy.Active.Import.Register", [""], marks=pytest.mark.req("CCC-MEAS-007")),
        pytest.param("Current.Offered", ["", *LINES], marks=pytest.mark.req("CCC-MEAS-008")),
        pytest.param("Power.Offered", [""], marks=pytest.mark.req("CCC-MEAS-009")),
    ],
)
def test_charge_control_c_tells_each_measurand_of_the_phases_of_the_guide(measurand: str, phases: list[str]) -> None:
    assert phases_of(charge_control_c(3), measurand) == phases
    assert phases_of(charge_control_c(1), measurand) == [""]


@pytest.mark.req("CCC-BUS-003", "CCC-REV-004")
def test_charge_control_c_tells_nothing_of_what_flows_back() -> None:
    event = meter_read(b'{"energy_wh": 1, "power_w": -700, "current_a": [-1, -1, -1], "export_wh": 9}', Place(1))
    bench = charge_control_c(3)
    bench.hear(event)
    for key in LISTS:
        (variable,) = v16_of(CHARGEBYTE).keys[key.casefold()].variables
        assert not any("Export" in word for word in variable.words)
        (one,) = sampled(bench.station, 1, Occasion.PERIODIC, variable.choices, bench.moment)
        measured = {value.measurand: value.value for value in values_of(one)}
        assert (measured["Power.Active.Import"], measured["Current.Import"]) == (0.0, 0.0)
        assert measured["Energy.Active.Import.Register"] == 1.0  # and none of what was exported


def test_what_charge_control_c_offers_is_a_sum_at_the_nominal_voltage() -> None:
    bench = charge_control_c(3)
    (one,) = sampled(bench.station, 1, Occasion.PERIODIC, ("Current.Offered", "Power.Offered"), bench.moment)
    total, *_, power = values_of(one)
    assert one.offer == Offer(96.0, 96.0 * 230.0, (32.0, 32.0, 32.0))
    assert (total.value, power.value) == (96.0, 22080.0)


# --- keys


def write(key: str, value: str, station: Station, by: V16) -> WriteVerdict:
    try:
        writes = writes_of(by.keys[key.casefold()], value, station)
    except Unreadable:
        return WriteVerdict.REFUSED
    _, said = step(station, VariablesWritten(ReplyTo("write"), writes), Moment(1.0))
    (verdict,) = said.replies[0].writes
    return verdict


@pytest.mark.parametrize("key", LISTS)
@pytest.mark.req("CCC-LIM-002", "CCC-MEAS-010")
def test_charge_control_c_takes_its_seven_measurands_alone_or_with_a_phase(key: str) -> None:
    station, by = charge_control_c(3).station, v16_of(CHARGEBYTE)
    phased = "Current.Import.L1, Voltage.L1-N,power.active.import.l2,Current.Offered.L3"
    for good in (",".join(MEASURANDS), phased, ""):
        assert write(key, good, station, by) is WriteVerdict.ACCEPTED, good
    for unsupported in set(registry.MEASURANDS) - set(MEASURANDS) | {"SoC", "RPM", "Voltage.L4", "Frequency.L1"}:
        assert write(key, f"Voltage,{unsupported}", station, by) is WriteVerdict.REFUSED, unsupported


@pytest.mark.parametrize("key", LISTS)
@pytest.mark.req("CCC-MEAS-010")
def test_charge_control_c_takes_all_of_them_at_once_and_at_most_27(key: str) -> None:
    by = v16_of(CHARGEBYTE)
    (variable,) = by.keys[key.casefold()].variables
    assert write(key, ",".join(variable.words), charge_control_c(3).station, by) is WriteVerdict.ACCEPTED
    assert variable.max_length == 27
    assert refusal_of(variable, ("Voltage",) * 28) is Refusal.TOO_LONG


@pytest.mark.req("CCC-MEAS-002")
def test_a_single_phase_station_takes_no_measurand_with_a_phase() -> None:
    station, by = charge_control_c(1).station, v16_of(CHARGEBYTE)
    assert write(LISTS[1], "Voltage,Current.Import", station, by) is WriteVerdict.ACCEPTED
    assert write(LISTS[1], "Voltage,Current.Import.L1", station, by) is WriteVerdict.REFUSED


@pytest.mark.parametrize("name", ["pilotwire", "chargebyte_charge_control_c"])
@pytest.mark.parametrize("key", LISTS)
def test_how_long_a_list_may_be_is_told(station: Station, name: str, key: str) -> None:
    by = v16_of(load(name))
    (variable,) = by.keys[key.casefold()].variables
    assert reported(by.keys[f"{key}MaxLength".casefold()], station) == str(variable.max_length)


# --- what a meter has signed


OCMF = 'OCMF|{"FV":"1.0","RD":[]}|{"SD":"30"}'
SIGNED = replace(READING, signed=Signed(OCMF), public_key="3056ab")


def signed(
    make_station: Make, wire: Wire, sample: Samples, occasion: Occasion = Occasion.END, **values: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    names = {"form": registry.SIGNED_FORMAT.name, "key": registry.PUBLIC_KEY_WITH_SIGNED.name}
    station = make_station(values={(names[each], 0): value for each, value in values.items()})
    one = sample("Energy.Active.Import.Register", occasion=occasion, reading=SIGNED, is_signed=True)
    raw, of_meter = told(one, station, wire)
    return raw, of_meter


def test_signed_data_stand_beside_the_number_as_the_application_note_says(
    make_station: Make, wire: Wire, sample: Samples
) -> None:
    raw, of_meter = signed(make_station, wire, sample)
    assert raw["value"] == "5000.4"
    assert "format" not in raw
    assert {name: of_meter[name] for name in ("context", "format", "measurand", "unit")} == {
        "context": "Transaction.End",
        "format": "SignedData",
        "measurand": "Energy.Active.Import.Register",
        "unit": "Wh",
    }
    fields = json.loads(of_meter["value"])
    assert base64.b64decode(fields["signedMeterData"]).decode() == OCMF
    assert (fields["signingMethod"], fields["encodingMethod"]) == ("", "OCMF")
    assert base64.b64decode(fields["publicKey"]) == b"oca:base16:asn1:3056ab"


@pytest.mark.parametrize(
    ("key", "occasion", "is_sent"),
    [
        ("Never", Occasion.END, False),
        ("OncePerTransaction", Occasion.END, True),
        ("OncePerTransaction", Occasion.BEGIN, False),
        ("EveryMeterValue", Occasion.BEGIN, True),
    ],
)
def test_the_public_key_goes_with_it_as_often_as_is_set(
    make_station: Make, wire: Wire, sample: Samples, key: str, occasion: Occasion, is_sent: bool
) -> None:
    _, of_meter = signed(make_station, wire, sample, occasion, key=key)
    assert (json.loads(of_meter["value"])["publicKey"] != "") is is_sent


@pytest.mark.req("CCC-REV-012")
def test_charge_control_c_writes_them_as_text_or_in_hexadecimal(
    make_station: Make, wire: Wire, sample: Samples
) -> None:
    by = v16_of(CHARGEBYTE)
    (variable,) = by.keys["calibrationlawformat"].variables
    assert (variable.default, variable.choices) == ("ocmf,plain", ("ocmf,plain", "ocmf,hex"))
    assert signed(make_station, wire, sample, form="ocmf,plain")[1]["value"] == OCMF
    assert bytes.fromhex(signed(make_station, wire, sample, form="ocmf,hex")[1]["value"]).decode() == OCMF
    signature = by.keys["stoptransactionsignatureformat"]
    assert (signature.is_read_only, reported(signature, make_station())) == (True, "MR")


@pytest.mark.parametrize(
    ("reading", "bare", "on_the_wire"),
    [
        (Reading(1.0), None, None),
        (Reading(1.0, public_key=""), "", ""),
        (Reading(1.0, public_key="3056ab"), "3056ab", base64.b64encode(b"oca:base16:asn1:3056ab").decode()),
    ],
)
@pytest.mark.req("CCC-CONF-005", "CCC-KEY-027")
def test_the_public_key_of_a_meter_is_a_key(reading: Reading, bare: str | None, on_the_wire: str | None) -> None:
    bench = online()
    bench.hear(MeterRead(1, reading))
    key = v16_of(CHARGEBYTE).keys["meter1publickey"]
    assert (reported(key, bench.station), key.is_read_only) == (bare, True)
    own = v16_of(load("pilotwire")).keys
    assert reported(own["meterpublickey1"], bench.station) == on_the_wire
    assert reported(own["meterpublickey2"], bench.station) is None
