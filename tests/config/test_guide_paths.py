"""The paths of the guide's tables, one row each: what is shipped, what is accepted, what is refused."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pilotwire.config.configuration import Configuration, load
from pilotwire.config.customer import CustomerFile, read_customer
from pilotwire.config.edit import set_value
from pilotwire.config.error import ConfigErrors
from pilotwire.config.jsonc import parse, path_of
from pilotwire.config.names import ocpp_paths
from pilotwire.config.table import ENTRIES, VARIABLES
from pilotwire.core import registry
from pilotwire.core.moment import Moment
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.sampling import Sampled
from pilotwire.core.settings import WriteVerdict
from pilotwire.core.station import step
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.ocpp.v16.dialect import v16_of
from pilotwire.personality.load import load as load_personality

# requirement, path, what the file is shipped with (None: only a comment), accepted, refused, column "OCPP"
ROWS: list[tuple[str, str, Any, list[Any], list[Any], bool]] = [
    ("CCC-CFG-001", "ports[0]/pluggable", True, [True, False], ["true", 1], True),
    ("CCC-CFG-002", "ports[0]/pp/cable_current_limit", 6, [6, 63], [-1, "1", True], True),
    ("CCC-CFG-003", "ports[0]/evse_current_limit", 6, [6, 63], [-1, "1", True], True),
    ("CCC-CFG-004", "ports[0]/failsafe_current_limit", -1, [-1, 0, 16], [-2, "1", True], True),
    ("CCC-CFG-005", "ports[0]/contactor/feedback_type", "no", ["nc", "no", "none"], ["nothing", 1], True),
    ("CCC-CFG-006", "ports[0]/ventilation/enable", False, [True, False], ["true", 1], True),
    ("CCC-CFG-007", "ports[0]/ventilation/control", "internal", ["internal", "external"], ["nothing", 1], True),
    ("CCC-CFG-008", "ports[0]/ventilation/feedback_type", "no", ["nc", "no", "none"], ["nothing", 1], True),
    ("CCC-CFG-009", "ports[0]/emergency_alarm/enable", False, [True, False], ["true", 1], True),
    ("CCC-CFG-010", "ports[0]/emergency_alarm/gpio", 121, [121], [-5, "1", True], True),
    (
        "CCC-CFG-011",
        "ports[0]/emergency_alarm/polarity",
        "active_high",
        ["active_low", "active_high"],
        ["nothing", 1],
        True,
    ),
    ("CCC-CFG-012", "ports[0]/rcd_monitor/enable", False, [True, False], ["true", 1], True),
    ("CCC-CFG-013", "ports[0]/rcd_monitor/gpio", 122, [122], [-5, "1", True], True),
    (
        "CCC-CFG-014",
        "ports[0]/rcd_monitor/polarity",
        "active_high",
        ["active_low", "active_high"],
        ["nothing", 1],
        True,
    ),
    ("CCC-CFG-015", "ports[0]/rcd_monitor/test_gpio", 87, [-1, 0], [-2, "1", True], True),
    (
        "CCC-CFG-016",
        "ports[0]/rcd_monitor/test_gpio_polarity",
        "active_high",
        ["active_low", "active_high"],
        ["nothing", 1],
        True,
    ),
    ("CCC-CFG-017", "ports[0]/rcd_monitor/test_trigger_time", 815, [500, 5000], [0, 5001, 1.5, "1", True], True),
    ("CCC-CFG-018", "ports[0]/rcd_monitor/test_check_tripped_time", 810, [1, 1000], [0, 5001, "1", True], True),
    ("CCC-CFG-019", "ports[0]/rcd_monitor/test_check_normal_time", 410, [1, 5000], [0, 5001, "1", True], True),
    (
        "CCC-CFG-020",
        "ports[0]/plug_lock/type",
        "EV-T2M3S-E-LOCK12V",
        [
            "KUESTER-02S",
            "KUESTER-04S",
            "EV-T2M3S-E-LOCK12V",
            "EV-T2M3SM-E-LOCK12V",
            "HELLA-MICRO-ACTUATOR-1",
            "WALTHER-WERKE-9798999009",
            "INTRAMCO-603205",
            "SCAME-200.23260BS",
            "SCAME-200.23261BS",
            "SCAME-200.23261BP",
            "SCAME-200.23261BL",
        ],
        ["nothing", 1],
        True,
    ),
    ("CCC-CFG-021", "ports[0]/meter/enable", False, [True, False], ["true", 1], True),
    ("CCC-CFG-022", "ports[0]/meter/port", "/dev/ttymx0", ["text"], [1], True),
    (
        "CCC-CFG-023",
        "ports[0]/meter/protocol",
        "dzg",
        [
            "dzg",
            "eastron",
            "eastron,sdm230",
            "eastron,sdm630",
            "eastron,sdm72dm-v1",
            "eastron,sdm72dm-v2",
            "elecnova,dds1946",
            "elecnova,dts1946",
            "gavazzi",
            "klefr",
            "eem-350-d-mcb",
            "abb",
            "iskra",
            "socomec",
            "sunspec",
        ],
        ["nothing", 1],
        True,
    ),
    ("CCC-CFG-024", "ports[0]/meter/baudrate", 9600, [9600], [-5, "1", True], True),
    ("CCC-CFG-025", "ports[0]/meter/parity", "even", ["none", "odd", "even"], ["nothing", 1], True),
    ("CCC-CFG-026", "ports[0]/meter/address", None, [1, 247], [0, 248, "1", True], True),
    ("CCC-CFG-027", "ports[0]/recloser/enable", False, [True, False], ["true", 1], True),
    ("CCC-CFG-028", "ports[0]/recloser/port", "/dev/ttymx0", ["text"], [1], True),
    ("CCC-CFG-029", "ports[0]/recloser/protocol", "geya", ["geya"], ["nothing", 1], True),
    ("CCC-CFG-030", "ports[0]/recloser/baudrate", 9600, [9600], [-5, "1", True], True),
    ("CCC-CFG-031", "ports[0]/recloser/parity", "none", ["none", "odd", "even"], ["nothing", 1], True),
    ("CCC-CFG-032", "ports[0]/recloser/address", None, [1, 247], [0, 248, "1", True], True),
    ("CCC-CFG-033", "ports[0]/rfid/enable", False, [True, False], ["true", 1], True),
    ("CCC-CFG-034", "ports[0]/rfid/port", "/dev/ttymx0", ["text"], [1], True),
    (
        "CCC-CFG-035",
        "ports[0]/rfid/protocol",
        "Stronglink",
        ["Stronglink", "stronglink-modbus", "smarttec-mcr-legic", "mqtt"],
        ["nothing", 1],
        True,
    ),
    ("CCC-CFG-036", "ports[0]/rfid/baudrate", 9600, [9600], [-5, "1", True], True),
    ("CCC-CFG-037", "ports[0]/rfid/parity", "none", ["none", "odd", "even"], ["nothing", 1], True),
    ("CCC-CFG-038", "ports[0]/rfid/address", None, [1, 247], [0, 248, "1", True], True),
    (
        "CCC-CFG-040",
        "ports[0]/rfid/remote_ports[0]/uri",
        None,
        ["mqtt://192.168.0.1:9001"],
        ["http://x", "mqtt://", 1],
        True,
    ),
    ("CCC-CFG-041", "io/digital_input_threshold_voltage", 6000, [0, 12000], [-1, 12001, "1", True], True),
    ("CCC-CFG-042", "ports[0]/hlc_protocols", "urn:iso:15118:2:2013", ["urn:iso:15118:2:2013"], ["nothing", 1], True),
    ("CCC-CFG-043", "ports[0]/always_accept_cp_state_d", False, [True, False], ["true", 1], True),
    ("CCC-CFG-044", "ports[0]/force_wake_up", False, [True, False], ["true", 1], True),
    ("CCC-CFG-045", "ports[0]/wake_up_after_timeout", False, [True, False], ["true", 1], True),
    (
        "CCC-CFG-046",
        "ports[0]/charging_type",
        "basic",
        ["basic", "highlevel", "basic+fake_highlevel_dc"],
        ["nothing", 1],
        True,
    ),
    (
        "CCC-CFG-047",
        "ports[0]/user_authentication",
        "free",
        ["free", "ocpp", "mqtt", "key-switch"],
        ["nothing", 1],
        True,
    ),
    ("CCC-CFG-048", "ports[0]/highlevel_authentication_mode", "eim", ["eim"], ["nothing", 1], True),
    ("CCC-CFG-049", "ports[0]/tls_security", "prohibit", ["prohibit", "allow", "force"], ["nothing", 1], True),
    ("CCC-CFG-050", "ports[0]/evse_id", "DE*INT*ECH1234567890", ["DE*INT* ECH 1234567890"], [1], True),
    ("CCC-CFG-051", "ports[0]/meter/publish_settings/timer", 30, [1, 60], [0, -1, "1", True], True),
    (
        "CCC-CFG-053",
        "fake_highlevel_dc_vendors/Tesla/oui",
        ["98:ED:5C", "4C:FC:AA", "54:F8:F0", "0C:29:8F", "DC:44:27:1"],
        [["98:ED:5C", "DC:44:27:1"], ["00:01:87:12:34:56"]],
        [["98ED5C"], "98:ED:5C", ["00:01:87:12:34:56:7"]],
        True,
    ),
    ("CCC-CFG-054", "fake_highlevel_dc_vendors/Tesla/hlc_terminates_after", None, ["MAC", "SoC"], ["nothing", 1], True),
    ("CCC-CFG-055", "fake_highlevel_dc_vendors/Tesla/switch_method", None, [1, 4], [0, 5, "1", True], True),
    ("CCC-CFG-056", "ocpp/enable", False, [True, False], ["true", 1], False),
    ("CCC-CFG-057", "ocpp/uri", None, ["ws://a/b", "wss://a:8/b"], ["WS://a", "http://a", "ws://", 1], False),
    ("CCC-CFG-058", "ocpp/verifyCert", True, [True, False], ["true", 1], False),
    ("CCC-CFG-059", "ocpp/rfidStopTransaction", True, [True, False], ["true", 1], True),
    ("CCC-CFG-060", "ocpp/rfidRequiresEvPresent", False, [True, False], ["true", 1], True),
    ("CCC-CFG-061", "ocpp/chargePointModel", None, ["text"], [1], False),
    ("CCC-CFG-062", "ocpp/chargePointVendor", None, ["text"], [1], False),
    ("CCC-CFG-063", "ocpp/chargePointSerialNumber", None, ["1"], [1], False),
    ("CCC-CFG-064", "ocpp/ftpTryTLSUpgrade", False, [True, False], ["true", 1], True),
    ("CCC-CFG-065", "ocpp/AllowOfflineTxForUnknownId", False, [True, False], ["true", 1], True),
    ("CCC-CFG-066", "ocpp/allowTxWithInvalidTime", False, [True, False], ["true", 1], True),
    ("CCC-CFG-067", "ocpp/AuthorizationCacheEnabled", True, [True, False], ["true", 1], True),
    ("CCC-CFG-068", "ocpp/AuthorizeRemoteTxRequests", False, [True, False], ["true", 1], True),
    ("CCC-CFG-069", "ocpp/calibrationLawFormat", "ocmf,plain", ["ocmf,plain", "ocmf,hex"], ["nothing", 1], True),
    ("CCC-CFG-070", "ocpp/ClockAlignedDataInterval", 0, [0, 10, 86400], [1, 9, 86401, "1", True], True),
    ("CCC-CFG-071", "ocpp/ConnectionTimeOut", 60, [0, 10, 100000], [1, 9, -1, "1", True], True),
    ("CCC-CFG-072", "ocpp/LocalAuthListEnabled", True, [True, False], ["true", 1], True),
    ("CCC-CFG-073", "ocpp/LocalPreAuthorize", True, [True, False], ["true", 1], True),
    ("CCC-CFG-074", "ocpp/LocalAuthorizeOffline", True, [True, False], ["true", 1], True),
    ("CCC-CFG-075", "ocpp/MeterValueSampleInterval", 60, [0, 10, 86400], [9, 86401, "1", True], True),
    (
        "CCC-CFG-076",
        "ocpp/MeterValuesSampledData",
        ["Energy.Active.Import.Register"],
        [["Energy.Active.Import.Register"], [], ["Voltage", "Power.Offered"]],
        [["Nothing"], "Voltage", [1]],
        True,
    ),
    ("CCC-CFG-077", "ocpp/StopTransactionOnInvalidId", True, [True, False], ["true", 1], True),
    (
        "CCC-CFG-078",
        "ocpp/StopTxnSampledData",
        [],
        [["Energy.Active.Import.Register"], [], ["Voltage", "Power.Offered"]],
        [["Nothing"], "Voltage", [1]],
        True,
    ),
    ("CCC-CFG-079", "ocpp/TransactionMessageAttempts", 3, [1], [0, "1", True], True),
    ("CCC-CFG-080", "ocpp/TransactionMessageRetryInterval", 30, [0, 30], [-1, "1", True], True),
    ("CCC-CFG-081", "ocpp/useAsTimeSource", True, [True, False], ["true", 1], True),
    ("CCC-CFG-082", "ocpp/bootNotificationOnReconnect", False, [True, False], ["true", 1], True),
    ("CCC-CFG-083", "ocpp/WebSocketPingInterval", 0, [0, 1], [-1, "1", True], True),
    ("CCC-CFG-084", "ocpp/webSocketPingTimeout", 120, [1], [0, -1, "1", True], True),
    ("CCC-CFG-085", "ocpp/csDataTransfers[0]/vendorId", None, ["text"], [1], False),
    ("CCC-CFG-086", "ocpp/csDataTransfers[0]/messageId", None, ["text"], [1], False),
    ("CCC-CFG-087", "ocpp/csDataTransfers[0]/confirmTimeout", None, [1, 60], [0, 61, "1", True], False),
    ("CCC-CFG-088", "ports[0]/switch3to1phase/enable", False, [True, False], ["true", 1], False),
    ("CCC-CFG-089", "ports[0]/switch3to1phase/feedback_type", "no", ["nc", "no"], ["nothing", 1], False),
    ("CCC-CFG-090", "ports[0]/switch3to1phase/switch_delay", 20, [10, 300], [9, 301, "1", True], False),
    ("CCC-CFG-091", "network/skip_configuration", False, [True, False], [], True),
    ("CCC-CFG-092", "network/ipv4/dhcp", True, [True, False], [], True),
    ("CCC-CFG-093", "network/ipv4/address", None, ["192.168.178.2/24"], ["192.168.178.2", "x/24"], True),
    ("CCC-CFG-094", "network/ipv4/gateway", None, ["192.168.178.254", ["192.168.178.254"]], ["x", ["1.2.3"]], True),
    ("CCC-CFG-095", "network/ipv4/dns", None, ["1.1.1.1", ["1.1.1.1", "8.8.8.8"]], ["dns", 1], True),
    ("CCC-CFG-096", "network/ntp", None, ["pool.ntp.org", ["a", "b"]], [1], True),
    ("CCC-CFG-097", "uplink/apn_name", "", ["text"], [1], True),
    ("CCC-CFG-098", "uplink/apn_username", None, [None, "u"], [1], True),
    ("CCC-CFG-099", "uplink/apn_password", None, [None, "p"], [1], True),
]


def cases(column: int, *, each: bool = False) -> list[Any]:
    """Path and *column* of every row (or *each* of what stands there), as parameters that carry the requirement."""
    return [
        pytest.param(row[1], value, id=f"{row[1]}-{value}", marks=pytest.mark.req(row[0]))
        for row in ROWS
        for value in (row[column] if each else [row[column]])
    ]


CHARGEBYTE = load_personality("chargebyte_charge_control_c")
MOMENT = Moment(0.0, 1_750_000_200.0)


class Central:
    """A station on the shipped file, and a central system that speaks OCPP 1.6 with it."""

    def __init__(self, directory: Path) -> None:
        self.configuration = load(directory / "etc", directory / "var", CHARGEBYTE, {})
        layers = self.configuration.layers
        self.station, _ = restore(Kept(), Plan("boot", layers, 1), MOMENT)
        self._dialect = v16_of(CHARGEBYTE, ocpp_paths(1, layers.variables))

    def ask(self, action: str, payload: dict[str, Any]) -> dict[str, Any]:
        taken = self._dialect.take(action, json.dumps(payload).encode(), ReplyTo("r"), self.station, EmptyNotes())
        if isinstance(taken, Answer):
            return json.loads(msgspec.json.encode(taken.payload))  # type: ignore[no-any-return]
        assert isinstance(taken, VariablesWritten)
        self.station, said = step(self.station, taken, MOMENT)
        return json.loads(msgspec.json.encode(self._dialect.reply(action, said.replies[0], taken, self.station)))  # type: ignore

    def change(self, path: str, value: Any) -> str:
        return str(self.ask("ChangeConfiguration", {"key": path, "value": as_text(value)})["status"])

    def store(self) -> None:
        assert self.configuration.writer.write(self.station.settings.stored) == ()


class EmptyNotes:
    def note_of(self, transaction: str) -> str | None:
        return None

    def samples_of(self, transaction: str) -> tuple[Sampled, ...]:
        return ()

    def transaction_of(self, note: str) -> str | None:
        return None


def as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, list) else "" if value is None else str(value)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return load(tmp_path_factory.mktemp("etc"), tmp_path_factory.mktemp("var"), CHARGEBYTE, {})


@pytest.fixture(scope="module")
def text(shipped: Configuration) -> str:
    return shipped.writer.path.read_text("utf-8")


def reads(text: str, path: str, value: Any) -> CustomerFile:
    steps = path_of(path)
    assert steps is not None
    if "csDataTransfers" in path and not path.endswith("vendorId"):
        text = set_value(text, (*steps[:-1], "vendorId"), "com.example")
    return read_customer(set_value(text, steps, value), CHARGEBYTE.changed(VARIABLES))


@pytest.mark.parametrize(("path", "value"), cases(2))
def test_the_file_is_shipped_with_the_default_of_the_guide(text: str, path: str, value: Any) -> None:
    steps = path_of(path)
    assert steps is not None
    node = parse(text).at(steps)
    assert (node and node.value) == value


@pytest.mark.parametrize(("path", "value"), cases(3, each=True))
def test_what_the_guide_allows_is_accepted(text: str, path: str, value: Any) -> None:
    file = reads(text, path, value)
    assert path in file.lines


@pytest.mark.parametrize(("path", "value"), cases(4, each=True))
def test_what_it_does_not_allow_is_refused_with_line_and_path(text: str, path: str, value: Any) -> None:
    with pytest.raises(ConfigErrors) as caught:
        reads(text, path, value)
    (error,) = caught.value.errors
    assert error.path == path
    assert error.line > 0


@pytest.mark.parametrize(("path", "by_ocpp"), cases(5))
def test_the_column_ocpp_is_kept(path: str, by_ocpp: bool) -> None:
    pattern = path.replace("[0]", "[]").replace("Tesla", "*")
    assert [entry.by_ocpp for entry in ENTRIES if entry.path == pattern] == [by_ocpp]


@pytest.mark.req("CCC-REV-008")
@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(row[1], row[3][0], id=row[1], marks=pytest.mark.req(row[0]))
        for row in ROWS
        if row[5] and row[0] not in ("CCC-CFG-040", "CCC-CFG-054")
    ],
)
def test_what_has_yes_in_the_column_ocpp_is_read_and_changed_as_a_key_and_kept(
    tmp_path: Path, path: str, value: Any
) -> None:
    central = Central(tmp_path)
    assert central.change(path, value) in ("Accepted", "RebootRequired")
    central.store()
    node = parse(central.configuration.writer.path.read_text("utf-8")).at(path_of(path) or ())
    assert node is not None
    assert node.value == value
    (told,) = central.ask("GetConfiguration", {"key": [path]})["configurationKey"]
    is_told = value is not None and "password" not in path
    assert told.get("value") == (as_text(value) if is_told else None)


@pytest.mark.req("CCC-REV-008")
@pytest.mark.parametrize(
    "path", [pytest.param(row[1], id=row[1], marks=pytest.mark.req(row[0])) for row in ROWS if not row[5]]
)
def test_what_has_no_in_the_column_ocpp_is_no_key(tmp_path: Path, path: str) -> None:
    central = Central(tmp_path)
    assert central.change(path, "x") == "NotSupported"
    assert central.ask("GetConfiguration", {"key": [path]}) == {"unknownKey": [path]}


@pytest.mark.req("CCC-CFG-039", "CCC-CFG-040", "CCC-REV-008")
@pytest.mark.parametrize("path", ["ports[0]/rfid/remote_ports", "ports[0]/rfid/remote_ports[]/uri"])
def test_the_remote_ports_of_a_reader_are_one_key_with_commas(tmp_path: Path, path: str) -> None:
    central = Central(tmp_path)
    uris = ["mqtt://192.168.0.1:9001", "mqtt://192.168.0.2"]
    assert central.change(path, uris) == "RebootRequired"
    central.store()
    ports = parse(central.configuration.writer.path.read_text("utf-8")).at(("ports", 0, "rfid", "remote_ports"))
    assert ports is not None
    assert ports.value == [{"uri": uri} for uri in uris]
    assert central.change(path, [*uris, "mqtt://a", "mqtt://b"]) == "Rejected"
    assert central.change(path, ["http://x"]) == "Rejected"


def test_a_key_of_the_guide_is_not_hidden_by_the_paths(tmp_path: Path) -> None:
    told = Central(tmp_path).ask("GetConfiguration", {})["configurationKey"]
    assert [one["key"] for one in told if "/" in one["key"]] == []


@pytest.mark.req("CCC-CFG-039")
def test_the_station_has_the_remote_ports_as_one_value() -> None:
    items = [{"uri": "mqtt://a"}, {}, {"uri": "mqtt://b"}, {"uri": "mqtt://c"}]
    file = read_customer(json.dumps({"ports": [{}, {"rfid": {"remote_ports": items}}]}))
    assert file.values == {(registry.READER_REMOTE_PORTS.name, 2): ("mqtt://a", "mqtt://b")}


@pytest.mark.req("CCC-CFG-054")
def test_a_path_longer_than_a_key_of_1_6_may_be_is_changed_over_2_0_1(tmp_path: Path) -> None:
    central, path = Central(tmp_path), ("fake_highlevel_dc_vendors", "Tesla", "hlc_terminates_after")
    variable = {"component": {"name": "FakeDc"}, "variable": {"name": "Tesla.TerminatesAfter"}}
    wanted = {"setVariableData": [{"attributeValue": "MAC", **variable}]}
    taken = V201().take("SetVariables", json.dumps(wanted).encode(), ReplyTo("r"), central.station, EmptyNotes())
    assert isinstance(taken, VariablesWritten)
    central.station, said = step(central.station, taken, MOMENT)
    assert said.replies[0].writes == (WriteVerdict.REBOOT_REQUIRED,)
    central.store()
    node = parse(central.configuration.writer.path.read_text("utf-8")).at(path)
    assert node is not None
    assert node.value == "MAC"


@pytest.mark.req("CCC-CFG-052")
def test_a_make_somebody_has_added_to_the_file_can_be_changed_over_ocpp(tmp_path: Path) -> None:
    Central(tmp_path)
    file = tmp_path / "etc" / "customer.json"
    file.write_text(set_value(file.read_text(), ("fake_highlevel_dc_vendors", "MyCar", "oui"), ["00:01"]))
    central, path = Central(tmp_path), "fake_highlevel_dc_vendors/MyCar/switch_method"
    assert central.change(path, 3) == "RebootRequired"
    central.store()
    assert Central(tmp_path).ask("GetConfiguration", {"key": [path]})["configurationKey"][0]["value"] == "3"
    assert central.change(path, 5) == "Rejected"
    assert central.change("fake_highlevel_dc_vendors/Nobody/oui", "00:01") == "NotSupported"


@pytest.mark.req("CCC-CFG-052")
def test_the_factory_default_knows_two_makes_that_need_a_fake_session(text: str) -> None:
    vendors = parse(text).at(("fake_highlevel_dc_vendors",))
    assert vendors is not None
    assert [member.key for member in vendors.members] == ["Tesla", "Volkswagen"]


def test_one_remote_port_is_shipped_without_uri(text: str) -> None:
    ports = parse(text).at(("ports", 0, "rfid", "remote_ports"))
    assert ports is not None
    assert ports.value == [{}]


def test_more_than_three_remote_ports_are_not_even_looked_at() -> None:
    items = [{"uri": f"mqtt://host{number}:1883"} for number in range(3)]
    file = read_customer(json.dumps({"ports": [{"rfid": {"remote_ports": [*items, {"nonsense": 1}]}}]}))
    assert list(file.records.values()) == [item["uri"] for item in items]


def test_an_item_of_remote_ports_without_uri_counts_for_the_three() -> None:
    items: list[dict[str, str]] = [{}, {}, {}, {"uri": "mqtt://host:1883"}]
    assert read_customer(json.dumps({"ports": [{"rfid": {"remote_ports": items}}]})).records == {}


@pytest.mark.parametrize(
    ("path", "value", "counts_as"),
    [
        ("skip_configuration", "yes", False),
        ("skip_configuration", 1, False),
        ("ipv4/dhcp", "no", True),
        ("ipv4/dhcp", None, True),
    ],
)
def test_network_booleans_that_are_none_count_with_a_warning(path: str, value: Any, counts_as: bool) -> None:
    steps = path_of(f"network/{path}")
    assert steps is not None
    file = read_customer(set_value("{}", steps, value))
    assert list(file.values.values()) == [counts_as]
    assert "is no boolean" in str(file.warnings[0])
