"""``pilotwire check`` and ``pilotwire lint``."""

import json

import pytest


async def test_a_good_configuration_is_fine(start, config):
    (config / "customer.json").write_text('{ "ports": [{}, {}] }')
    check = await start("check", "--config", config)
    assert await check.end() == 0
    assert check.out == [f"{config}/customer.json: fine, 2 EVSEs"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{ "ports": [{ "evse_current_limit": 99999 }] }', ["customer.json:1: ports[0]/evse_current_limit: 99999"]),
        (
            '{\n"ports": [{ "bogus": 1 }],\n"nothing": 2 }',
            ["customer.json:2: ports[0]/bogus", "customer.json:3: nothing"],
        ),
        ('{ "ports": ', ["customer.json:1: column"]),
    ],
)
async def test_every_mistake_is_a_line(start, config, text, lines):
    (config / "customer.json").write_text(text)
    check = await start("check", "--config", config)
    assert await check.end() == 2
    assert check.out == []
    assert len(check.err) == len(lines)
    assert all(said.startswith(wanted) for said, wanted in zip(check.err, lines, strict=True))


async def test_the_leds_are_checked_too_and_both_files_are_told_at_once(start, config):
    (config / "customer.json").write_text('{ "ports": [{ "bogus": 1 }] }')
    (config / "leds.json").write_text('{ "leds": [{\n"gpios": ["red"] }] }')
    check = await start("check", "--config", config)
    assert await check.end() == 2
    assert [line.split(" is ")[0].split(" must ")[0] for line in check.err] == [
        "customer.json:1: ports[0]/bogus:",
        "leds.json:2: leds[0]/gpios[0]:",
    ]


async def test_what_is_odd_about_the_leds_is_a_warning(start, config):
    (config / "customer.json").write_text('{ "ports": [{}] }')
    behavior = '{ "condition": "ready", "mode": "solid", "color": "blue" }'
    (config / "leds.json").write_text(f'{{ "leds": [{{ "gpios": [84, 85], "behaviors": [{behavior}] }}] }}')
    check = await start("check", "--config", config)
    assert await check.end() == 0
    assert check.err == ["warning: leds.json:1: leds[0]: blue at 'ready' has blue in it, and no third GPIO is named"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(None, id="missing"),
        pytest.param(b"\xff\xfe{}", id="UTF-16"),
    ],
)
async def test_a_file_that_is_none_is_one_line_that_names_it(start, config, data):
    if data is not None:
        (config / "customer.json").write_bytes(data)
    check = await start("check", "--config", config)
    assert await check.end() == 2
    assert len(check.err) == 1
    assert "customer.json" in check.err[0]


async def test_the_personalities_are_right(start):
    lint = await start("lint")
    assert await lint.end() == 0
    assert lint.out[0].startswith("fine: ")
    assert "chargebyte_charge_control_c" in lint.out[0]


async def test_mistakes_in_rotaryencd_json_are_told_with_those_of_customer_json(start, config):
    (config / "customer.json").write_text('{ "nothing": 2 }')
    (config / "rotaryencd.json").write_text('{\n"rotary_switch_1": [{ "phase_count": 2 }] }')
    check = await start("check", "--config", config)
    assert await check.end() == 2
    assert check.err[0].startswith("customer.json:1: nothing")
    assert check.err[1].startswith("rotaryencd.json:2: rotary_switch_1[0]/phase_count: 2 is not allowed")


@pytest.mark.parametrize(("file", "name"), [("customer.json", "ports"), ("rotaryencd.json", "rotary_switch_1")])
async def test_the_schema_for_an_editor_is_printed(start, file, name):
    check = await start("check", "--schema", file)
    assert await check.end() == 0
    assert name in json.loads("\n".join(check.out))["properties"]
