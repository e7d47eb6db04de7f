"""Values written from outside end up in customer.json, whatever a person did to the file meanwhile."""

import os
from pathlib import Path

import pytest

from pilotwire.config.configuration import load
from pilotwire.config.customer import read_customer
from pilotwire.config.table import BY_VARIABLE, VARIABLES
from pilotwire.config.writer import CustomerWriteError, CustomerWriter, has_path
from pilotwire.core import registry
from pilotwire.core.variable import Access, Value
from pilotwire.personality.load import load as load_personality

TEXT = """\
{
  "ports": [ { "rzd_monitor": { "gpio": 5 } } ], // one
  "ocpp": {
    "ConnectionTimeOut": 60 /* s */
  }
}
"""
TIMEOUT = (registry.CONNECTION_TIMEOUT_S.name, 0)


@pytest.fixture
def writer(tmp_path: Path) -> CustomerWriter:
    (tmp_path / "customer.json").write_text(TEXT)
    return CustomerWriter(tmp_path / "customer.json", tmp_path / "backups" / "customer.json", VARIABLES)


def test_a_value_changes_and_nothing_else(writer: CustomerWriter) -> None:
    writer.write({TIMEOUT: 90})
    assert writer.path.read_text() == TEXT.replace("60 /* s */", "90 /* s */")


@pytest.mark.req("CCC-REV-007")
def test_after_a_change_the_backup_has_it_too(writer: CustomerWriter) -> None:
    writer.write({TIMEOUT: 90})
    assert writer.backup.read_text() == writer.path.read_text()


def test_what_somebody_changed_meanwhile_stays(writer: CustomerWriter) -> None:
    writer.write({TIMEOUT: 90})
    writer.path.write_text(writer.path.read_text().replace("// one", "// still one"))
    writer.write({TIMEOUT: 100})
    assert "// still one" in writer.path.read_text()


def test_a_value_without_a_place_yet_gets_one(writer: CustomerWriter) -> None:
    writer.write({(registry.SAMPLED.name, 0): ("Voltage", "SoC"), (registry.EVSE_LIMIT_A.name, 1): 16})
    values = read_customer(writer.path.read_text()).values
    assert values[registry.SAMPLED.name, 0] == ("Voltage", "SoC")
    assert values[registry.EVSE_LIMIT_A.name, 1] == 16


def test_a_misprint_gives_way_to_the_right_name(writer: CustomerWriter) -> None:
    writer.write({("RcdMonitor.Gpio", 1): 7})
    assert read_customer(writer.path.read_text()).values["RcdMonitor.Gpio", 1] == 7


@pytest.mark.parametrize("name", sorted(BY_VARIABLE))
def test_every_value_that_is_written_is_read_back(writer: CustomerWriter, name: str) -> None:
    variable = BY_VARIABLE[name].variable
    key = (name, 1 if variable.per_evse else 0)
    writer.write({(registry.CABLE_LIMIT_A.name, 1): 32})  # a fixed cable needs one
    writer.write({key: variable.default})
    assert read_customer(writer.path.read_text()).values[key] == variable.default


@pytest.mark.req("CCC-CONF-001")
def test_all_writable_keys_but_the_heartbeat_interval_are_kept_in_the_file(tmp_path: Path) -> None:
    personality = load_personality("chargebyte_charge_control_c")
    found = load(tmp_path, tmp_path, personality, {})
    variables = found.layers.variables
    writable = {
        name: (key.name, variables[name].default)
        for key in personality.keys
        for name in key.variables
        if (key.access or variables[name].access) is not Access.READ_ONLY
    }
    assert len(writable) == 25
    without_place = [key for name, (key, _) in writable.items() if not has_path((name, 0))]
    assert without_place == ["HeartbeatInterval"]
    values = {(name, 0): default for name, (_, default) in writable.items() if has_path((name, 0))}
    found.writer.write(values)
    read_back = read_customer(found.writer.path.read_text(), variables).values
    assert {key: read_back[key] for key in values} == values


@pytest.mark.parametrize("key", [("Nobody.Nothing", 0), (registry.EVSE_LIMIT_A.name, 0), (TIMEOUT[0], 1)])
def test_what_has_no_path_is_told(writer: CustomerWriter, key: tuple[str, int]) -> None:
    assert not has_path(key)
    with pytest.raises(CustomerWriteError, match="has no place"):
        writer.write({TIMEOUT: 90, key: 1})
    assert writer.path.read_text() == TEXT


@pytest.mark.parametrize("broken", [TEXT[:-3], "", None])
def test_while_the_file_is_broken_or_gone_the_backup_takes_the_change(
    writer: CustomerWriter, broken: str | None
) -> None:
    writer.write({TIMEOUT: 80})
    writer.path.unlink()
    if broken is not None:
        writer.path.write_text(broken)
    writer.write({TIMEOUT: 90})
    assert writer.backup.read_text() == TEXT.replace("60 /* s */", "90 /* s */")
    assert (writer.path.read_text() if writer.path.exists() else None) == broken


def test_while_the_file_has_a_wrong_value_both_take_the_change(writer: CustomerWriter) -> None:
    writer.write({TIMEOUT: 80})
    wrong = TEXT.replace('"gpio"', '"gpi"')
    writer.path.write_text(wrong)
    writer.write({TIMEOUT: 90})
    assert writer.path.read_text() == wrong.replace("60 /* s */", "90 /* s */")
    assert writer.backup.read_text() == TEXT.replace("60 /* s */", "90 /* s */")


@pytest.mark.parametrize("text", [TEXT[:-3], TEXT.replace('"gpio"', '"gpi"')])
def test_a_broken_file_without_backup_is_not_touched(writer: CustomerWriter, text: str) -> None:
    writer.path.write_text(text)
    with pytest.raises(CustomerWriteError, match="is broken and there is no backup"):
        writer.write({TIMEOUT: 90})
    assert writer.path.read_text() == text


@pytest.mark.parametrize(
    ("key", "value", "path"),
    [
        ((registry.CSMS_URL.name, 0), "http://host", "ocpp/uri"),
        ((registry.EVSE_LIMIT_A.name, 3), 16, "ports[2]/evse_current_limit"),
        (("RcdMonitor.TestCheckTrippedTime", 1), 4000, "ports[0]/rcd_monitor/test_check_tripped_time"),
        ((registry.VENDOR.name, 0), "\ud800", "ocpp/chargePointVendor"),
    ],
)
def test_a_value_the_next_start_would_trip_over_is_left_out(
    writer: CustomerWriter, key: tuple[str, int], value: Value, path: str
) -> None:
    (left_out,) = writer.write({key: value, TIMEOUT: 90})
    assert left_out.path == path
    assert writer.path.read_text() == TEXT.replace("60 /* s */", "90 /* s */") == writer.backup.read_text()


def test_values_that_are_right_only_together_are_written_together(writer: CustomerWriter) -> None:
    values = {("RcdMonitor.TestCheckTrippedTime", 1): 4000, ("RcdMonitor.TestTriggerTime", 1): 4500}
    assert writer.write(values) == ()
    assert values.items() <= read_customer(writer.path.read_text()).values.items()


def test_a_disk_that_refuses_is_an_error_in_words(writer: CustomerWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CustomerWriteError, match="cannot be written: No space left"):
        writer.write({TIMEOUT: 90})
    assert writer.path.read_text() == TEXT


def test_killed_before_the_rename_the_old_file_is_there_whole(
    writer: CustomerWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(source: object, target: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        writer.write({TIMEOUT: 90})
    assert writer.path.read_text() == TEXT
    assert os.listdir(writer.path.parent) == ["customer.json"]


def test_the_new_file_is_on_the_disk_before_it_takes_the_place_of_the_old(
    writer: CustomerWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, rename = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda one: (done.append("sync"), fsync(one)))
    monkeypatch.setattr(os, "replace", lambda one, other: (done.append("rename"), rename(one, other)))
    writer.write({TIMEOUT: 90})
    assert done[:3] == ["sync", "rename", "sync"]


def test_mode_and_link_stay(writer: CustomerWriter, tmp_path: Path) -> None:
    writer.path.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(writer.path)
    CustomerWriter(link, writer.backup, VARIABLES).write({TIMEOUT: 90})
    assert link.is_symlink()
    assert "90" in writer.path.read_text()
    assert writer.path.stat().st_mode & 0o777 == 0o640
