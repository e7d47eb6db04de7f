"""The layers a station starts with: pins over customer.json over personality over core."""

from dataclasses import replace
from pathlib import Path

import pytest

from pilotwire.config.configuration import Configuration, instances_in, load
from pilotwire.config.customer import read_customer
from pilotwire.config.error import ConfigErrors
from pilotwire.config.factory import factory_text
from pilotwire.config.names import SettingError
from pilotwire.config.table import ENTRIES, VARIABLES
from pilotwire.core import registry
from pilotwire.core.settings import Settings, Write, WriteVerdict, write
from pilotwire.core.tunnel import Tunnel, tunnels_of
from pilotwire.core.variable import Values
from pilotwire.personality.load import available
from pilotwire.personality.load import load as load_personality
from pilotwire.personality.model import CustomerJson, Personality

CHARGEBYTE = load_personality("chargebyte_charge_control_c")


def started(
    directory: Path,
    text: str,
    pins: Values = {},  # noqa: B006
    personality: Personality = CHARGEBYTE,
) -> Configuration:
    (directory / "customer.json").write_text(text)
    return load(directory, directory, personality, pins)


def test_customer_json_lies_over_the_personality_and_pins_over_both(tmp_path: Path) -> None:
    text = '{"ports": [{"evse_current_limit": 20}, {}]}'
    wide = replace(CHARGEBYTE, customer_json=CustomerJson(most_ports=2))
    settings = Settings(started(tmp_path, text, {(registry.HAS_SOCKET.name, 0): False}, wide).layers)
    assert settings.get(registry.EVSE_LIMIT_A, 1) == 20
    assert settings.get(registry.EVSE_LIMIT_A, 2) == 6
    assert settings.get(registry.HAS_SOCKET, 2) is False
    assert settings.get(registry.GRID_LIMIT_A) == registry.GRID_LIMIT_A.default


def test_a_value_is_written_against_the_ranges_of_the_personality(tmp_path: Path) -> None:
    settings = Settings(started(tmp_path, "{}").layers)
    _, verdict, _ = write(settings, Write(registry.CONNECTION_TIMEOUT_S.name, 5))
    assert verdict is WriteVerdict.REFUSED
    _, verdict, _ = write(settings, Write(registry.CACHE_ENABLED.name, False))
    assert verdict is WriteVerdict.REBOOT_REQUIRED


def test_the_file_is_read_against_the_ranges_of_the_personality(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors, match="5 is not allowed: 0 or 10 to 2147483647 s"):
        started(tmp_path, '{"ocpp": {"ConnectionTimeOut": 5}}')


def test_settings_of_rooms_to_come_can_be_set_too(tmp_path: Path) -> None:
    settings = Settings(started(tmp_path, '{"ports": [{"meter": {"baudrate": 19200}}]}').layers)
    assert settings.get(VARIABLES["Meter.BaudRate"], 1) == 19200


def test_the_number_of_ports_is_the_number_of_evses(tmp_path: Path) -> None:
    assert started(tmp_path, '{"ports": [{}, {}]}', personality=load_personality("pilotwire")).evses == 2


@pytest.mark.req("CCC-SYS-008")
def test_a_station_with_one_charging_point_passes_over_more_and_says_so(tmp_path: Path) -> None:
    found = started(tmp_path, '{"ports": [{"evse_current_limit": 16},\n{"evse_current_limit": 10}]}')
    assert found.evses == 1
    assert Settings(found.layers).get(registry.EVSE_LIMIT_A, 1) == 16
    assert (registry.EVSE_LIMIT_A.name, 2) not in found.layers.base
    (warning,) = map(str, found.warnings)
    assert warning.startswith("customer.json:2: ports: has 2 entries, but such a station has 1")


def test_a_pin_for_an_evse_there_is_not_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError):
        started(tmp_path, "{}", {(registry.HAS_SOCKET.name, 2): False})


def test_warnings_of_the_file_are_passed_on(tmp_path: Path) -> None:
    found = started(tmp_path, '{"ports": [{"rzd_monitor": {}}]}')
    assert [warning.path for warning in found.warnings] == ["ports[0]/rzd_monitor"]


@pytest.mark.req("CCC-FW-010")
@pytest.mark.parametrize("empty", [None, b"", b"\x00\x00\n"])
def test_a_missing_or_empty_file_is_restored_from_the_one_the_maker_shipped(
    tmp_path: Path, empty: bytes | None
) -> None:
    if empty is not None:
        (tmp_path / "customer.json").write_bytes(empty)
    (tmp_path / "customer.json.shipped").write_text('{"ports": [{"evse_current_limit": 13}]} // ours')
    found = load(tmp_path, tmp_path / "data", CHARGEBYTE, {})
    assert Settings(found.layers).get(registry.EVSE_LIMIT_A, 1) == 13
    assert (tmp_path / "customer.json").read_text().endswith("// ours")


@pytest.mark.req("CCC-FW-010")
def test_the_backup_goes_before_what_the_maker_shipped(tmp_path: Path) -> None:
    (tmp_path / "customer.json.shipped").write_text('{"ports": [{"evse_current_limit": 13}]}')
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "customer.json").write_text('{"ports": [{"evse_current_limit": 14}]}')
    assert Settings(load(tmp_path, tmp_path, CHARGEBYTE, {}).layers).get(registry.EVSE_LIMIT_A, 1) == 14


def test_a_broken_shipped_file_does_not_keep_a_station_from_beginning(tmp_path: Path) -> None:
    (tmp_path / "customer.json.shipped").write_text('{"ports": 5}')
    assert Settings(load(tmp_path, tmp_path, CHARGEBYTE, {}).layers).get(registry.EVSE_LIMIT_A, 1) == 6


def test_where_key_and_file_print_different_defaults_the_shipped_file_wins(tmp_path: Path) -> None:
    settings = Settings(load(tmp_path, tmp_path, CHARGEBYTE, {}).layers)
    assert settings.get(registry.AUTHORIZE_OFFLINE) is True
    assert settings.get(registry.SAMPLE_INTERVAL_S) == 60
    without = Settings(started(tmp_path, "{}").layers)
    assert without.get(registry.AUTHORIZE_OFFLINE) is False
    assert without.get(registry.SAMPLE_INTERVAL_S) == 30


@pytest.mark.parametrize("name", available())
def test_the_factory_default_of_every_personality_reads_without_a_word(name: str) -> None:
    personality = load_personality(name)
    variables = personality.changed(VARIABLES)
    text = factory_text(variables, personality.shipped)  # type: ignore[arg-type]
    file = read_customer(text, variables)
    assert file.warnings == ()
    of_tables = instances_in(file)
    plain = {key: value for key, value in file.values.items() if key[0] not in of_tables}
    wrong = [(key, value) for key, value in plain.items() if value != variables[key[0]].default]
    assert len(wrong) == sum("/" in path for path in personality.shipped)


def test_the_factory_default_names_every_path_and_is_not_wider_than_a_screen() -> None:
    text = factory_text(VARIABLES, {})
    assert max(len(line) for line in text.splitlines()) <= 120
    leaves = {entry.path.rpartition("/")[2] for entry in ENTRIES if "*" not in entry.path}
    assert {leaf for leaf in leaves if f'"{leaf}": ' not in text} == set()


@pytest.mark.req("CCC-CFG-085", "CCC-CFG-086", "CCC-CFG-087")
def test_the_data_transfers_of_the_file_are_tunnels_in_their_order(tmp_path: Path) -> None:
    text = """{"ocpp": {"csDataTransfers": [
        {"vendorId": "com.acme", "messageId": "tariff", "confirmTimeout": 60}, {"vendorId": "com.other"}]}}"""
    tunnels = tunnels_of(Settings(started(tmp_path, text).layers).get(registry.TUNNELS))
    assert tunnels == (Tunnel("com.acme", "tariff", 60.0), Tunnel("com.other", None, 1.0))
    assert Settings(started(tmp_path, "{}").layers).get(registry.TUNNELS) == ()
