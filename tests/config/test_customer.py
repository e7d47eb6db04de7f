"""Reading customer.json: everything wrong is told at once, with line and path; misprints are understood."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotwire.config.customer import read_customer
from pilotwire.config.entry import PORTS
from pilotwire.config.error import ConfigErrors
from pilotwire.config.table import BY_VARIABLE, ENTRIES, NOT_KEPT, entry_of
from pilotwire.core import registry
from pilotwire.core.variable import Access

BROKEN = """\
{
  "ports": [
    {
      "meter": { "baudrat": 9600, // a slip of the finger
                 "parity": "odds" },
      "evse_current_limit": "32"
    }
  ],
  "ocpp": {
    "enable": 1,
    "HeartbeatInterval": 300,
    "enable": false
  },
  "evse_id": "x"
}
"""
NAMES = [
    *("ports", "ocpp", "meter", "rcd_monitor", "rzd_monitor", "rfid", "remote_ports", "uri", "csDataTransfers", "http"),
    *("vendorId", "network", "ipv4", "gateway", "address", "fake_highlevel_dc_vendors", "oui", "bind", "*", "[]"),
]
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES) | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def errors_of(text: str) -> list[str]:
    with pytest.raises(ConfigErrors) as caught:
        read_customer(text)
    return [str(error) for error in caught.value.errors]


def test_all_errors_are_told_at_once_with_line_and_path() -> None:
    assert errors_of(BROKEN) == [
        "customer.json:4: ports[0]/meter/baudrat: is not known; did you mean ports[0]/meter/baudrate?",
        "customer.json:5: ports[0]/meter/parity: 'odds' is not allowed: one of none | odd | even",
        "customer.json:6: ports[0]/evse_current_limit: must be a whole number",
        "customer.json:10: ocpp/enable: must be true or false",
        "customer.json:11: ocpp/HeartbeatInterval: is not known: it is not kept in this file, "
        "the central system sets it at each start",
        "customer.json:12: ocpp/enable: stands here a second time",
        "customer.json:14: evse_id: is not known; did you mean ports[0]/evse_id?",
    ]


def test_an_error_of_syntax_has_line_and_column() -> None:
    assert errors_of('{\n "ocpp": {"enable": true,,}\n}') == [
        "customer.json:2: column 26: a name in double quotes is expected"
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[]", "customer.json:1: must be an object in braces"),
        ('{"ports": {}}', "customer.json:1: ports: must be a list"),
        ('{"ports": []}', "customer.json:1: ports: must have 1 to 32 entries, one for each charging point"),
        ('{"ports": [5]}', "customer.json:1: ports[0]: must be an object in braces"),
        ('{"ocpp": []}', "customer.json:1: ocpp: must be an object in braces"),
        ('{"ocpp": {"enable": null}}', "customer.json:1: ocpp/enable: must be true or false, not null"),
        ('{"ocpp": {"MeterValuesSampledData": null}}', "must be a list of texts, not null"),
        ('{"ocpp": {"ConnectionTimeOut": 1.5}}', "ocpp/ConnectionTimeOut: must be a whole number"),
        ('{"ocpp": {"csDataTransfers": [{}, {"messageId": "x"}]}}', "ocpp/csDataTransfers[1]: needs a vendorId"),
        ('{"http": {"bind": "0.0.0.0:80"}}', "http/bind: needs http/password"),
        ('{"mqtt": {"bind": "0.0.0.0:1883"}}', "mqtt/bind: needs mqtt/username and mqtt/password"),
        ('{"mqtt": {"bind": "0.0.0.0:1883", "username": "me"}}', "needs mqtt/username (line 1) and mqtt/password"),
        ('{"mqtt": {"bind": "localhost"}}', "mqtt/bind: must be an address like 0.0.0.0:1883"),
        (
            '{"ports": [{"rfid": {"enable": true, "remote_ports": [{"uri": "mqtt://a"}]}}],'
            ' "ocpp": {"rfidStopTransaction": true, "rfidRequiresEvPresent": true}}',
            "rfid/remote_ports: needs ocpp/rfidStopTransaction (line 1) false",
        ),
        (
            '{"ports": [{"rfid": {"enable": true, "remote_ports": [{"uri": "mqtt://a"}]}}],'
            ' "ocpp": {"rfidStopTransaction": false, "rfidRequiresEvPresent": false}}',
            "rfid/remote_ports: needs ocpp/rfidRequiresEvPresent (line 1) true",
        ),
        ('{"http": {"bind": "8080x"}}', "http/bind: must be 'off' or an address"),
        ('{"mqtt": {"broker": "tcp://x"}}', "mqtt/broker: must be 'embedded', 'off' or an address"),
    ],
)
def test_what_is_wrong_is_said_in_words(text: str, error: str) -> None:
    (told,) = errors_of(text)
    assert error in told


def test_a_secret_is_not_repeated_in_an_error() -> None:
    (told,) = errors_of('{"ocpp": {"password": "%s"}}' % ("secret" * 10))
    assert "secret" not in told


@pytest.mark.parametrize("text", ["{}", '{"ports": [{}]}', "\ufeff{} // nothing"])
def test_a_file_that_says_nothing_is_a_station_with_one_evse(text: str) -> None:
    file = read_customer(text)
    assert (file.ports, file.values, file.warnings) == (1, {}, ())


def test_each_port_is_an_evse() -> None:
    file = read_customer('{"ports": [{"evse_current_limit": 16}, {}, {"evse_current_limit": 20}]}')
    assert file.ports == 3
    assert file.values == {(registry.EVSE_LIMIT_A.name, 1): 16, (registry.EVSE_LIMIT_A.name, 3): 20}


@pytest.mark.req("CCC-CFG-012", "CCC-CFG-013", "CCC-CFG-014", "CCC-CFG-015")
def test_the_misprint_of_the_guide_is_read_with_a_warning() -> None:
    file = read_customer('{"ports": [{"rzd_monitor": {"gpio": 5}, "rcd_monitor": {"test_gpio": 6}}]}')
    assert file.values == {("RcdMonitor.Gpio", 1): 5, ("RcdMonitor.TestGpio", 1): 6}
    assert "ports[0]/rzd_monitor: is read as rcd_monitor" in str(file.warnings[0])


@pytest.mark.parametrize("order", [1, -1])
def test_the_right_name_wins_over_the_misprint(order: int) -> None:
    both = [("rzd_monitor", {"gpio": 5}), ("rcd_monitor", {"gpio": 6})][::order]
    file = read_customer(json.dumps({"ports": [dict(both)]}))
    assert file.values == {("RcdMonitor.Gpio", 1): 6}


@pytest.mark.req("CCC-CFG-023", "CCC-CFG-035")
def test_protocols_are_compared_without_case() -> None:
    file = read_customer('{"ports": [{"rfid": {"protocol": "stronglink"}, "meter": {"protocol": "Eastron,SDM630"}}]}')
    assert set(file.values.values()) == {"Stronglink", "eastron,sdm630"}


@pytest.mark.req("CCC-SYS-007", "CCC-CFG-050")
def test_a_long_evse_id_is_cut_and_said_to_be() -> None:
    file = read_customer(json.dumps({"ports": [{"evse_id": "DE*" + "1" * 50}]}))
    assert file.values["Iso15118Ctrlr.EvseId", 1] == "DE*" + "1" * 34
    assert "longer than 37" in str(file.warnings[0])


@pytest.mark.req("CCC-SYS-007")
def test_a_long_vendor_is_kept_and_said_to_be_sent_cut() -> None:
    file = read_customer(json.dumps({"ocpp": {"chargePointVendor": "v" * 25}}))
    assert file.values[registry.VENDOR.name, 0] == "v" * 25
    assert "is sent cut" in str(file.warnings[0])


def test_an_empty_address_is_none() -> None:
    assert read_customer('{"ocpp": {"uri": ""}}').values == {(registry.CSMS_URL.name, 0): None}


@given(st.text(max_size=80))
def test_any_text_gives_a_file_or_errors(text: str) -> None:
    try:
        read_customer(text)
    except ConfigErrors as errors:
        assert errors.errors  # noqa: PT017


@given(JSON)
def test_any_json_gives_a_file_or_errors(value: Any) -> None:
    try:
        file = read_customer(json.dumps(value))
    except ConfigErrors as errors:
        assert errors.errors  # noqa: PT017
    else:
        assert all(entry_of(key) for key in file.values)


@pytest.mark.parametrize(
    "text",
    [
        '{"ports": [' + "{}," * 5000 + "]}",
        "{" + ",".join(f'"k{n}": 1' for n in range(20_000)) + "}",
        '{"' + "k" * 900_000 + '": 1}',
    ],
    ids=["ports", "keys", "one long key"],
)
def test_a_hostile_file_is_refused_in_good_time(text: str) -> None:
    assert 1 <= len(errors_of(text)) <= 100


def test_every_writable_variable_has_one_path_but_the_heartbeat() -> None:
    for variable in registry.VARIABLES.values():
        if variable.access is not Access.READ_ONLY and variable.name not in NOT_KEPT:
            assert variable.name in BY_VARIABLE, variable.name
    assert not set(NOT_KEPT) & set(BY_VARIABLE)


def test_paths_and_variables_of_the_table_are_unique() -> None:
    paths = [entry.path.lower() for entry in ENTRIES]
    names = [entry.variable.name for entry in ENTRIES]
    assert len(set(paths)) == len(paths)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.path for entry in ENTRIES])
def test_a_path_below_ports_names_a_variable_of_each_evse(entry: Any) -> None:
    assert entry.path.startswith(PORTS) is entry.variable.per_evse
    assert entry.is_record or entry.at(1 if entry.variable.per_evse else 0)
