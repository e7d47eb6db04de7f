"""Charge Control C as a table. Data.

Most rows are printed in the chargebyte guide, chapter 7; it says nothing about the control and proximity pilot inside
the board. Those rows are read from its device tree in the Linux kernel (imx6ull-tarragon-common.dtsi, which also
confirms every line number of the guide) and from the manifest of the driver its maker published; they are marked.
"""

from __future__ import annotations

from typing import Final

from pilotwire.core.lamp import BoardLed
from pilotwire.hardware.linux.table import (
    Adc,
    BoardTable,
    Bridge,
    Divider,
    EvseTable,
    Line,
    PilotCircuit,
    Pin,
    Polarity,
    PwmOutput,
    Reference,
    Relay,
)

LOW: Final = Polarity.ACTIVE_LOW
ADC: Final = "2198000.adc"  # guide 7.6: by this name, for its number depends on all connected devices
FULL_MV, FULL_RAW = 3300.0, 4095.0  # 12 bit

PLUG_LOCK: Final = Bridge(in1=Pin(71, LOW), in2=Pin(72), fault=Pin(19, LOW), sense=Adc(ADC, 0))  # guide T22, X9
COVER_LOCK: Final = Bridge(in1=Pin(73), in2=Pin(136), fault=Pin(25, LOW), sense=Adc(ADC, 1))  # guide T23, X10

PILOT: Final = PilotCircuit(  # not in the guide: device tree and public driver
    pwm=PwmOutput("20fc000.pwm", 0, 1_000_000),  # 1 kHz, IEC 61851-1 table A.3
    enable=Pin(13),  # CP_INVERT
    high=Adc(ADC, 2),
    low=Adc(ADC, 3),
    high_reset=Pin(138),
    low_reset=Pin(139),
    volts=Line(FULL_MV / FULL_RAW * 0.009581933, -16.013855),
)
# not in the guide: 1 kOhm to 3.3 V with 220 Ohm in series puts every resistor of IEC 61851-1 table B.2 in the middle
# between the decision levels of the public driver (2459, 1813, 1170, 891, 751 mV)
PROXIMITY: Final = Divider(supply_mv=FULL_MV, pull_up_ohm=1000.0, series_ohm=220.0, open_mv=2459.0)

EVSE: Final = EvseTable(
    contactor=Relay(coil=Pin(76), sense=Pin(131)),  # guide T24: R1, S1
    second=Relay(coil=Pin(77), sense=Pin(130)),  # guide T24: R2, S2; variant 100 has no relay 2
    pilot=PILOT,
    proximity=Adc(ADC, 5),  # not in the guide
    proximity_ohm=PROXIMITY,
    plug_lock=PLUG_LOCK,
    cover_lock=COVER_LOCK,
)

CHARGE_CONTROL_C: Final = BoardTable(
    name="charge_control_c",
    gpio_chips=("209c000.gpio", "20a0000.gpio", "20a4000.gpio", "20a8000.gpio", "20ac000.gpio"),
    evses=(EVSE,),
    adc_mv=Line(FULL_MV / FULL_RAW),
    reference=Reference(PwmOutput(1, 0, 40_000), full_mv=12_000.0),  # guide 7.9.1, T27; 25 kHz
    digital_inputs=(121, 122, 124, 123, 116, 119),  # guide T26: DIG_IN_1..6
    digital_outputs=(84, 85, 86, 87, 88, 89),  # guide T28: PUSH_PULL_OUT_1..6
    emergency=Pin(121),
    rcd=Pin(122),
    rcd_test=Pin(87),
    key_switch=Pin(124),
    status_led=Pin(84),
    # guide 4.1: LED1 to LED3; their names are those of the device tree
    board_leds={
        BoardLed.BOOT: "green:boot",
        BoardLed.UPDATE: "yellow:programming",
        BoardLed.HEARTBEAT: "red:heartbeat",
    },
    rotary_name="SW2",
    rotary_switch=(Pin(114, LOW), Pin(92, LOW), Pin(91, LOW), Pin(90, LOW)),  # SW2, not in the guide
)
