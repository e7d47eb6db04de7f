"""The names ``--set`` takes, and values written as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotwire.config.names import NameTable, SettingError, assigned, ocpp_paths, parse_value, resolve, spread
from pilotwire.config.table import VARIABLES
from pilotwire.core import registry
from pilotwire.core.variable import Key, Kind, Value, Variable

KEYS: NameTable = {"ConnectionTimeOut": ((registry.CONNECTION_TIMEOUT_S.name, 0), parse_value)}
DECIMAL: Variable[Value] = Variable("A.Decimal", Kind.DECIMAL, 1.5)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ocpp/chargePointVendor", (registry.VENDOR.name, 0)),
        ("ports[0]/evse_current_limit", (registry.EVSE_LIMIT_A.name, 1)),
        ("ports[2]/evse_current_limit", (registry.EVSE_LIMIT_A.name, 3)),
        ("ports[0]/rzd_monitor/gpio", ("RcdMonitor.Gpio", 1)),
        ("OCPPCommCtrlr.HeartbeatInterval", (registry.HEARTBEAT_INTERVAL_S.name, 0)),
        ("ocppcommctrlr.heartbeatinterval", (registry.HEARTBEAT_INTERVAL_S.name, 0)),
        ("EVSE@2.CurrentLimit", (registry.EVSE_LIMIT_A.name, 2)),
        ("EVSE.CurrentLimit", (registry.EVSE_LIMIT_A.name, 0)),
        ("ConnectionTimeOut", (registry.CONNECTION_TIMEOUT_S.name, 0)),
    ],
)
def test_a_variable_is_found_by_any_of_its_names(name: str, key: Key) -> None:
    assert resolve(name, KEYS).key == key


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ConectionTimeOut", "did you mean ConnectionTimeOut"),
        ("ports[0]/evse_limit", "did you mean ports"),
        ("OCPPCommCtrlr@1.HeartbeatInterval", "is not known"),
        ("ports/evse_current_limit", "is not known"),
        ("ocpp/csDataTransfers[0]/vendorId", "is not known"),
        ("", "is not known"),
        ("x" * 10_000, "is not known"),
    ],
)
def test_an_unknown_name_is_an_error(name: str, says: str) -> None:
    with pytest.raises(SettingError, match=says):
        resolve(name, KEYS)


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        (registry.OCPP_ENABLED, "TRUE", True),
        (registry.OCPP_ENABLED, " false ", False),
        (registry.HEARTBEAT_INTERVAL_S, "300", 300),
        (registry.FAILSAFE_LIMIT_A, "-1", -1),
        (registry.SAMPLED, "Voltage, SoC", ("Voltage", "SoC")),
        (registry.SAMPLED, "", ()),
        (registry.CSMS_URL, "ws://host/path", "ws://host/path"),
        (registry.CSMS_URL, "", None),
        (VARIABLES["Meter.Protocol"], "DZG", "dzg"),
        (VARIABLES["Network.Dns"], "1.1.1.1,8.8.8.8", ("1.1.1.1", "8.8.8.8")),
        (DECIMAL, "2.25", 2.25),
    ],
)
def test_a_text_becomes_a_value(variable: Variable[Value], text: str, value: Value) -> None:
    assert parse_value(variable, text) == value


@pytest.mark.parametrize(
    ("variable", "text", "says"),
    [
        (registry.OCPP_ENABLED, "yes", "cannot be 'yes': true or false"),
        (registry.HEARTBEAT_INTERVAL_S, "5m", "cannot be '5m': 1 to 86400 s"),
        (registry.HEARTBEAT_INTERVAL_S, "0", "0 is not allowed: 1 to 86400 s"),
        (registry.HEARTBEAT_INTERVAL_S, "9" * 50, "cannot be"),
        (registry.HEARTBEAT_INTERVAL_S, "٣", "cannot be"),
        (registry.SAMPLED, "Volts", "Volts is not allowed"),
        (registry.CSMS_URL, "http://host", "a text that begins with ws://"),
        (registry.PASSWORD, "p" * 60, "too long"),
        (DECIMAL, "nan", "cannot be 'nan'"),
    ],
)
def test_a_text_that_is_no_value_is_an_error(variable: Variable[Value], text: str, says: str) -> None:
    with pytest.raises(SettingError, match=says):
        parse_value(variable, text)


@given(st.sampled_from(sorted(VARIABLES)), st.text(max_size=30))
def test_any_text_is_a_value_or_an_error(name: str, text: str) -> None:
    try:
        parse_value(VARIABLES[name], text)
    except SettingError as error:
        assert str(error)  # noqa: PT017


def test_assignments_are_read_in_order() -> None:
    values = assigned(["ConnectionTimeOut=30", "ocpp/ConnectionTimeOut=40", "ocpp/uri=ws://h/?a=b"], KEYS)
    assert values == {(registry.CONNECTION_TIMEOUT_S.name, 0): 40, (registry.CSMS_URL.name, 0): "ws://h/?a=b"}


def test_a_central_system_may_use_the_paths_the_guide_gives_it() -> None:
    paths = ocpp_paths(2)
    assert paths["ports[1]/meter/baudrate"] == (registry.METER_BAUD, 2, None)
    assert paths["ocpp/ftpTryTLSUpgrade"] == (registry.FTP_TRIES_TLS, 0, None)
    assert {"ocpp/uri", "ocpp/enable", "ocpp/password", "ports[2]/meter/baudrate"} & set(paths) == set()


def test_an_assignment_without_equals_sign_is_an_error() -> None:
    with pytest.raises(SettingError, match="NAME=VALUE"):
        assigned(["ConnectionTimeOut"], KEYS)


def test_what_names_no_evse_is_for_each_and_what_names_one_wins() -> None:
    name = registry.EVSE_LIMIT_A.name
    assert spread({(name, 2): 10, (name, 0): 16}, VARIABLES, 3) == {(name, 1): 16, (name, 2): 10, (name, 3): 16}


def test_an_evse_there_is_not_is_an_error() -> None:
    with pytest.raises(SettingError, match="there are only 1"):
        spread({(registry.EVSE_LIMIT_A.name, 2): 10}, VARIABLES, 1)
