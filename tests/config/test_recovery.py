"""Which configuration a station starts on when its file is missing, empty, broken or out of reach (guide 10.3)."""

from pathlib import Path

import pytest

from pilotwire.config.configuration import Configuration, load
from pilotwire.config.error import ConfigErrors
from pilotwire.config.recovery import Origin, check_file
from pilotwire.core import registry
from pilotwire.personality.load import load as load_personality

PILOTWIRE = load_personality("pilotwire")
GOOD = '{"ports": [{"evse_current_limit": 20}]} // mine\n'
OLDER = '{"ports": [{"evse_current_limit": 10}]}'
WRONG = '{"ports": [{"evse_current_limit": "20"}]}'
LIMIT = (registry.EVSE_LIMIT_A.name, 1)


class Place:
    def __init__(self, directory: Path) -> None:
        self.config, self.data = directory / "etc", directory / "var"
        self.file, self.backup = self.config / "customer.json", self.data / "backups" / "customer.json"
        self.config.mkdir()
        self.backup.parent.mkdir(parents=True)

    def start(self) -> Configuration:
        return load(self.config, self.data, PILOTWIRE, {})


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.req("CCC-REV-007")
def test_a_good_file_becomes_the_backup(place: Place) -> None:
    place.file.write_text(GOOD)
    found = place.start()
    assert (found.layers.base[LIMIT], found.recovered) == (20, None)
    assert place.backup.read_text() == GOOD


@pytest.mark.req("CCC-ADD-028")
@pytest.mark.parametrize("text", [WRONG, GOOD[:20], '{"nonsense": 1, ' + GOOD[1:]])
def test_a_broken_file_is_left_alone_and_the_backup_counts(place: Place, text: str) -> None:
    place.file.write_text(text)
    place.backup.write_text(OLDER)
    found = place.start()
    assert found.layers.base[LIMIT] == 10
    assert found.recovered is not None
    assert found.recovered.origin is Origin.BACKUP
    assert found.recovered.errors[0].line == 1
    assert "is wrong; the station runs on the backup" in str(found.recovered)
    assert (place.file.read_text(), place.backup.read_text()) == (text, OLDER)


@pytest.mark.parametrize("backup", [None, WRONG, ""])
def test_a_broken_file_without_a_good_backup_tells_its_errors(place: Place, backup: str | None) -> None:
    place.file.write_text(WRONG)
    if backup is not None:
        place.backup.write_text(backup)
    with pytest.raises(ConfigErrors, match=r"customer.json:1: ports\[0\]/evse_current_limit: must be"):
        place.start()
    assert place.file.read_text() == WRONG


@pytest.mark.req("CCC-FW-010")
@pytest.mark.parametrize("content", [None, b"", b" \n", b"\x00" * 4096])
def test_a_missing_or_empty_file_comes_back_from_the_backup(place: Place, content: bytes | None) -> None:
    if content is not None:
        place.file.write_bytes(content)
    place.backup.write_text(OLDER)
    found = place.start()
    assert found.layers.base[LIMIT] == 10
    assert found.recovered is not None
    assert (found.recovered.origin, found.recovered.errors) == (Origin.BACKUP, ())
    assert place.file.read_text() == OLDER


@pytest.mark.req("CCC-FW-010")
@pytest.mark.parametrize("backup", [None, WRONG])
def test_without_a_good_backup_it_comes_from_the_factory(place: Place, backup: str | None) -> None:
    if backup is not None:
        place.backup.write_text(backup)
    found = place.start()
    assert found.recovered is not None
    assert found.recovered.origin is Origin.FACTORY
    assert place.file.read_text().startswith("// customer.json:")
    assert place.backup.read_text() == place.file.read_text()
    assert place.start().recovered is None


def test_directories_that_are_not_there_are_made(tmp_path: Path) -> None:
    found = load(tmp_path / "a" / "etc", tmp_path / "b" / "var", PILOTWIRE, {})
    assert found.writer.path.exists()


def test_a_new_file_can_be_read_by_its_owner_only(place: Place) -> None:
    place.start()
    assert place.file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_read_is_an_error_in_words(place: Place) -> None:
    place.file.mkdir()
    with pytest.raises(ConfigErrors, match=r"customer.json: cannot be read: Is a directory"):
        place.start()


@pytest.mark.parametrize(("data", "says"), [(b'{\n"\xff"}', "customer.json:2"), (b"\xff\xfe{\x00", "UTF-16")])
def test_another_encoding_is_an_error_with_its_line(place: Place, data: bytes, says: str) -> None:
    place.file.write_bytes(data)
    with pytest.raises(ConfigErrors, match=says):
        place.start()


@pytest.mark.parametrize("text", [None, "", WRONG])
def test_a_check_tells_and_writes_nothing(place: Place, text: str | None) -> None:
    if text is not None:
        place.file.write_text(text)
    place.backup.write_text(OLDER)
    with pytest.raises(ConfigErrors):
        check_file(place.file, registry.VARIABLES)
    assert place.file.exists() is (text is not None)


def test_a_station_starts_although_nothing_can_be_written(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, text: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pilotwire.config.recovery.replace_file", refuse)
    found = place.start()
    assert found.evses == 1
    assert "cannot be written: Permission denied" in str(found.warnings[0])
