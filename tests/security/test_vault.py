"""The vault: secrets have names, files are for nobody else, and a person's edit of customer.json has the last word."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pilotwire.core import registry
from pilotwire.core.certificate import Use
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import CacheClearAsked, ConfigurationEdited, VariablesWritten
from pilotwire.core.restart import Kept
from pilotwire.core.sealed import is_fit, is_sealed
from pilotwire.core.settings import Layers, Write
from pilotwire.security.sealing import sealed_layers, sealing, without_overruled
from pilotwire.security.vault import Vault, VaultError

SECRET, OTHER = "correct horse battery", "another staple"
KEY = (registry.PASSWORD.name, 0)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_has_one_name_that_says_nothing_of_it(vault: Vault) -> None:
    name = vault.seal(SECRET)
    assert is_sealed(name)
    assert SECRET not in name
    assert vault.seal(SECRET) == name != vault.seal(OTHER)
    assert vault.opened(name) == SECRET


@pytest.mark.parametrize(("text", "fit"), [("x" * 15, False), ("x" * 16, True), ("ä" * 8, True)])
def test_a_name_says_whether_the_password_is_long_enough(vault: Vault, text: str, fit: bool) -> None:
    assert is_fit(vault.seal(text)) is fit


def test_only_what_is_kept_survives(vault: Vault) -> None:
    kept, forgotten = vault.seal(SECRET), vault.seal(OTHER)
    vault.keep((kept,))
    again = Vault(vault.directory)
    assert again.opened(kept) == SECRET
    assert again.opened(forgotten) is None
    assert again.seal(SECRET) == kept


def test_what_is_kept_no_longer_is_on_no_disk_any_more(vault: Vault) -> None:
    vault.keep((vault.seal(SECRET),))
    vault.keep((vault.seal(OTHER),))
    text = (vault.directory / "passwords.json").read_text()
    assert SECRET not in text
    assert OTHER in text


def test_what_is_no_name_is_what_it_is(vault: Vault) -> None:
    assert vault.opened("plain") == "plain"
    assert vault.opened(None) is None
    assert vault.opened("sealed:gone:fit") is None


def test_everything_is_for_the_station_alone_even_where_somebody_was_careless(vault: Vault) -> None:
    vault.keep((vault.seal(SECRET),))
    vault.add_root(Use.CSMS, "a", "pem")
    file = vault.directory / "passwords.json"
    file.chmod(0o644)
    vault.directory.chmod(0o755)
    vault = Vault(vault.directory)
    vault.keep((vault.seal(OTHER),))
    directories = [vault.directory, *(path for path in vault.directory.rglob("*") if path.is_dir())]
    files = [path for path in vault.directory.rglob("*") if path.is_file()]
    assert {mode(path) for path in directories} == {0o700}
    assert len(files) == 2
    assert {mode(path) for path in files} == {0o600}


def test_a_vault_that_cannot_be_read_says_so(vault: Vault) -> None:
    (vault.directory / "passwords.json").write_text("{")
    with pytest.raises(VaultError, match=r"passwords\.json"):
        Vault(vault.directory)
    (vault.directory.parent / "file").write_text("")
    with pytest.raises(VaultError):
        Vault(vault.directory.parent / "file" / "vault")


# -- at the door


def sealed(vault: Vault, *writes: Write) -> tuple[Write, ...]:
    event = sealing(vault, lambda: registry.VARIABLES)(VariablesWritten(ReplyTo("r"), writes))
    assert isinstance(event, VariablesWritten)
    return event.writes


def test_what_enters_is_the_name_of_a_secret_and_everything_else_as_it_is(vault: Vault) -> None:
    password, other = sealed(vault, Write(registry.PASSWORD.name, SECRET), Write(registry.IDENTITY.name, SECRET))
    assert vault.opened(password.value) == SECRET != password.value
    assert other == Write(registry.IDENTITY.name, SECRET)
    edited = sealing(vault, lambda: registry.VARIABLES)(ConfigurationEdited((Write(registry.PASSWORD.name, SECRET),)))
    assert edited == ConfigurationEdited((password,))
    asked = CacheClearAsked(ReplyTo("r"))
    assert sealing(vault, lambda: registry.VARIABLES)(asked) is asked


def test_a_secret_that_is_not_allowed_does_not_enter_at_all(vault: Vault) -> None:
    assert sealed(vault, Write(registry.PASSWORD.name, "x" * 41)) == (Write(registry.PASSWORD.name, ()),)


def test_no_secret_is_a_value_too(vault: Vault) -> None:
    assert sealed(vault, Write(registry.PASSWORD.name, None)) == (Write(registry.PASSWORD.name, None),)


def test_the_secrets_of_the_configuration_are_sealed_in_every_layer(vault: Vault) -> None:
    apn = (registry.APN_PASSWORD.name, 0)
    layers = sealed_layers(vault, Layers(registry.VARIABLES, {KEY: SECRET, apn: OTHER}, {KEY: OTHER}))
    assert SECRET not in repr((layers.base, layers.pinned))
    assert [vault.opened(each) for each in (layers.base[KEY], layers.base[apn], layers.pinned[KEY])] == [
        SECRET,
        OTHER,
        OTHER,
    ]


def test_a_password_from_afar_counts_until_a_person_edits_the_file(vault: Vault) -> None:
    def after_a_start(in_file: str) -> Kept:
        layers = sealed_layers(vault, Layers(registry.VARIABLES, {KEY: in_file}))
        return without_overruled(Kept(settings={KEY: written}, proven={KEY: written}), vault, layers)

    written = vault.seal(OTHER)
    assert after_a_start(SECRET).settings == {KEY: written}
    vault.keep((written,))
    vault = Vault(vault.directory)
    assert after_a_start(SECRET).settings == {KEY: written}
    assert after_a_start("edited by a person") == Kept()
