"""What a station runs on: the simulated board, or real hardware that was opened before anything was read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pilotwire.app.usage import UsageError
from pilotwire.config.configuration import Configuration
from pilotwire.core import registry
from pilotwire.core.settings import Settings
from pilotwire.hardware.board import Board
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild, board_of
from pilotwire.hardware.sim.driver import SimDriver
from pilotwire.inbox import Inbox
from pilotwire.mqtt.option import is_meter_elsewhere, is_recloser_elsewhere
from pilotwire.tempo import Tempo

if TYPE_CHECKING:
    from pilotwire.hardware.linux.hardware import Hardware


def simulated(configuration: Configuration, inbox: Inbox, tempo: Tempo, registers_wh: Mapping[int, float]) -> SimDriver:
    """A simulated board, built as *configuration* says; the meters of some EVSEs count on from *registers_wh*."""
    settings = Settings(configuration.layers)
    builds = tuple(
        replace(built(settings, evse), register_wh=registers_wh.get(evse, 0.0))
        for evse in range(1, configuration.evses + 1)
    )
    return SimDriver(SimBoard(configuration.evses, builds=builds, load=lambda: os.getloadavg()[0]), inbox.say, tempo)


def built(settings: Settings, evse: int) -> BoardBuild:
    """What the simulated board has at *evse*; parts elsewhere are not on it."""
    build = board_of(settings, evse)
    has_recloser = build.has_recloser and not is_recloser_elsewhere(settings, evse)
    return replace(build, has_meter=not is_meter_elsewhere(settings, evse), has_recloser=has_recloser)


def real(hardware: Hardware, configuration: Configuration, inbox: Inbox, tempo: Tempo) -> Board:
    """*hardware*, wired as *configuration* says. Raises UsageError or MissingHardware."""
    if tempo.speed != 1.0:
        raise UsageError(f"--speed {tempo.speed:g}: real hardware has only one speed")
    from pilotwire.hardware.linux.driver import LinuxDriver
    from pilotwire.hardware.linux.wiring import wiring_of

    settings = Settings(configuration.layers)
    wirings = [wiring_of(settings, evse) for evse in range(1, configuration.evses + 1)]
    return LinuxDriver(hardware, wirings, settings.get(registry.INPUT_THRESHOLD_MV), inbox.say)
