"""``GET /metrics``: what a monitoring system reads."""

import re

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.web.exposition import Metric, MetricKind, Sample, exposition

LINE = re.compile(r'[a-z_]+(\{([a-z_]+="([^"\\\n]|\\[\\"n])*",?)+\})? -?[0-9.e+-]+')


async def read(client):
    """The samples by name and labels."""
    async with client.session.get(client.url + "/metrics") as response:
        assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        lines = (await response.text()).splitlines()
    samples = [line for line in lines if not line.startswith("# ")]
    assert all(LINE.fullmatch(line) for line in samples)
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in samples)}


async def test_a_charging_vehicle_is_seen(registered, client):
    await client.ask("POST", "/api/sim/plug")
    await client.ask("POST", "/api/sim/swipe", json={"token": "04A1B2"})
    registered.go(20)
    samples = await read(client)
    assert samples['pilotwire_charging_state{evse="1",state="charging"}'] == 1
    assert sum(samples[f'pilotwire_charging_state{{evse="1",state="{each.value}"}}'] for each in Charging) == 1
    assert samples['pilotwire_power_w{evse="1"}'] > 1000
    assert samples['pilotwire_energy_wh_total{evse="1"}'] > 0
    assert samples['pilotwire_offered_a{evse="1"}'] == 32
    assert samples['pilotwire_contactor_closed{evse="1"}'] == 1
    assert samples['pilotwire_current_a{evse="1",phase="L1"}'] > 1
    assert samples["pilotwire_online"] == 1
    assert samples['pilotwire_registration{state="accepted"}'] == 1
    assert samples['pilotwire_facts_total{fact="transaction_changed"}'] >= 2


async def test_what_is_told_is_counted(house, client):
    before = await read(client)
    await client.put("OCPPCommCtrlr.HeartbeatInterval", 300)
    after = await read(client)
    assert after["pilotwire_replies_total"] == before["pilotwire_replies_total"] + 1
    assert after['pilotwire_events_total{event="variables_written"}'] == 1


async def test_what_other_rooms_count_is_there_too(client):
    assert (await read(client))["pilotwire_ocpp_messages_sent_total"] == 42


async def test_a_station_at_rest_offers_nothing(client):
    samples = await read(client)
    assert samples['pilotwire_limit_a{evse="1"}'] == 32
    assert samples['pilotwire_offered_a{evse="1"}'] == 0
    assert samples["pilotwire_online"] == 0
    assert not any(name.startswith("pilotwire_power_w") for name in samples)  # no reading: no number


async def test_a_name_with_quotes_stays_one_label(build, serve):
    async with serve(build(base={(registry.VENDOR.name, 0): 'A "quoted"\\\nname'})) as client:
        samples = await read(client)
    assert any('vendor="A \\"quoted\\"\\\\\\nname"' in name for name in samples)


def test_a_metric_without_samples_is_left_out():
    assert exposition([Metric("a", MetricKind.GAUGE, "Nothing.", ())]) == ""


def test_every_metric_says_what_it_is():
    metric = Metric("a_total", MetricKind.COUNTER, "Something.", (Sample(1e9, {"x": "y"}),))
    assert exposition([metric]) == '# HELP a_total Something.\n# TYPE a_total counter\na_total{x="y"} 1000000000\n'
