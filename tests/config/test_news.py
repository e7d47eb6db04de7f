"""What is new in an edited customer.json, and when it counts."""

from __future__ import annotations

from pilotwire.config.customer import read_customer
from pilotwire.config.news import News, news_of
from pilotwire.config.table import VARIABLES
from pilotwire.core import registry
from pilotwire.core.settings import Layers, Settings, Write, write
from pilotwire.core.variable import Values
from pilotwire.personality.load import load

CHARGEBYTE = load("chargebyte_charge_control_c").changed(VARIABLES)
TIMEOUT, EVSE_LIMIT = registry.CONNECTION_TIMEOUT_S.name, registry.EVSE_LIMIT_A.name
BEFORE = '{"ports": [{"evse_current_limit": 16}], "ocpp": {"ConnectionTimeOut": 30}}'


def news(after: str, before: str = BEFORE, pinned: Values = {}, stored: Values = {}) -> News:  # noqa: B006
    old, new = (read_customer(text, CHARGEBYTE) for text in (before, after))
    settings = Settings(Layers(CHARGEBYTE, old.values, pinned))
    for (name, evse), value in stored.items():
        settings, _, _ = write(settings, Write(name, value, evse))
    return news_of(old, new, settings)


def test_a_value_counts_now_or_after_a_restart_as_its_variable_says() -> None:
    edited = (
        '{"ports": [{"evse_current_limit": 20}], "ocpp": {"ConnectionTimeOut": 40, "MeterValueSampleInterval": 15}}'
    )
    found = news(edited)
    assert (found.now, found.later) == (("ocpp/ConnectionTimeOut",), ("ports[0]/evse_current_limit",))
    assert found.waiting == ("ocpp/MeterValueSampleInterval",)
    assert Write(TIMEOUT, 40) in found.changes
    assert Write(EVSE_LIMIT, 20, 1) in found.changes


def test_a_value_that_is_gone_counts_with_the_default_of_the_personality() -> None:
    assert news('{"ports": [{}]}').changes == (Write(EVSE_LIMIT, 6, 1), Write(TIMEOUT, 60))


def test_comments_and_order_are_no_news() -> None:
    same = '{"ocpp": {"ConnectionTimeOut": 30}, // nothing new\n "ports": [{"evse_current_limit": 16}]}'
    assert not news(same).is_any


def test_what_the_station_itself_has_written_is_no_news() -> None:
    assert not news(BEFORE.replace("30", "40"), stored={(TIMEOUT, 0): 40}).is_any


def test_an_older_value_than_the_written_one_is_news() -> None:
    assert news(BEFORE.replace("30", "45"), stored={(TIMEOUT, 0): 40}).changes == (Write(TIMEOUT, 45),)


def test_what_a_flag_holds_is_said_to_be_held() -> None:
    found = news(BEFORE.replace("30", "40"), pinned={(TIMEOUT, 0): 50})
    assert (found.now, found.held) == ((), ("ocpp/ConnectionTimeOut",))


def test_another_number_of_ports_needs_a_restart_and_its_values_change_nothing_yet() -> None:
    found = news(BEFORE.replace("}], ", '}, {"evse_current_limit": 10}], '))
    assert (found.changes, found.later) == ((), ("ports",))


def test_lists_and_tables_of_their_own_need_a_restart() -> None:
    found = news(BEFORE.replace('"ports"', '"fake_highlevel_dc_vendors": {"Tesla": {"switch_method": 2}}, "ports"'))
    assert (found.changes, found.later) == ((), ("fake_highlevel_dc_vendors/Tesla/switch_method",))


def test_the_remote_ports_of_a_reader_are_told_once() -> None:
    found = news('{"ports": [{"evse_current_limit": 16, "rfid": {"remote_ports": [{"uri": "mqtt://a"}]}}]}')
    assert found.later == ("ports[0]/rfid/remote_ports",)
