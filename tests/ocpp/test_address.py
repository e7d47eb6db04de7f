"""Where the central system is: with our name at the end, or as it is; with our name beside the password, or another."""

from base64 import b64decode

import pytest

from pilotwire.ocpp.address import Address, BadAddress

URL = "wss://csms.example/ocpp/"


def test_the_identity_stands_at_the_end_of_the_url() -> None:
    assert Address(URL, "pile 7").full_url == "wss://csms.example/ocpp/pile%207"


def test_a_url_that_is_whole_is_used_as_it_is() -> None:
    assert Address(URL, "123456789", is_whole=True).full_url == URL
    assert Address(URL, "123456789").full_url == "wss://csms.example/ocpp/123456789"


def test_a_profile_with_tls_counts_for_a_whole_url_too() -> None:
    assert Address("ws://csms.example/x", "a", profile=2, is_whole=True).full_url == "wss://csms.example/x"


@pytest.mark.parametrize(("username", "told"), [(None, "pile"), ("me", "me")])
def test_beside_the_password_stands_the_identity_or_a_name_of_its_own(username: str | None, told: str) -> None:
    address = Address(URL, "pile", b"secret", username=username)
    assert b64decode(address.headers["Authorization"].removeprefix("Basic ")) == told.encode() + b":secret"


@pytest.mark.parametrize("url", ["ws://[bad", "ws://bad]/x", "ws://csms:port/x", "ws://", "http://csms", ""])
def test_what_is_no_address_of_a_central_system_is_said_to_be_none(url: str) -> None:
    with pytest.raises(BadAddress):
        Address(url, "pile")
