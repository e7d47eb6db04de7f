"""Where a broker is."""

import pytest

from pilotwire.mqtt.url import BrokerUrl, Scheme, UrlError


@pytest.mark.req("CCC-API-001", "CCC-ADD-029")
@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("mqtt://localhost", BrokerUrl("localhost", 1883)),
        ("mqtt://192.168.0.1:9001", BrokerUrl("192.168.0.1", 9001)),
        ("mqtt://[::1]:1884", BrokerUrl("::1", 1884)),
        ("mqtts://broker.example", BrokerUrl("broker.example", 8883, Scheme.TLS)),
        ("mqtt://me:p%40ss@host/", BrokerUrl("host", 1883, Scheme.PLAIN, "me", "p@ss")),
        ("mqtt://me@host", BrokerUrl("host", 1883, Scheme.PLAIN, "me")),
    ],
)
def test_a_url_is_a_place(text, url):
    assert BrokerUrl.parse(text) == url


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "begins with"),
        ("localhost:1883", "begins with"),
        ("http://localhost", "begins with"),
        ("mqtt://", "names a host"),
        ("mqtt://:1883", "names a host"),
        ("mqtt://host:port", "1 to 65535"),
        ("mqtt://host:0", "1 to 65535"),
        ("mqtt://host:70000", "1 to 65535"),
        ("mqtt://host/path", "ends after the port"),
        ("mqtt://host?x=1", "ends after the port"),
        ("mqtt://:secret@host", "names a user"),
        ("mqtt://ho st", "no spaces"),
        ("mqtt://[::1", "not an MQTT URL"),
    ],
)
def test_anything_else_is_refused_in_one_line(text, complaint):
    with pytest.raises(UrlError, match=complaint) as refused:
        BrokerUrl.parse(text)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_url_is_shown_without_its_password():
    url = BrokerUrl.parse("mqtts://me:secret@[::1]")
    assert str(url) == "mqtts://me@[::1]:8883"
    assert "secret" not in repr(url)
