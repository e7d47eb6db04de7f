"""The composition root: configuration, personality and board become a running station."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

import structlog

from pilotwire import __version__
from pilotwire.app.boards import real, simulated
from pilotwire.app.diary import Diary
from pilotwire.app.doors import Bench
from pilotwire.app.durable import is_in_file
from pilotwire.app.lamps import LedsOnFile
from pilotwire.app.life import GATE, House, Life
from pilotwire.app.notify import ALIVE, notify, watchdog_s
from pilotwire.app.options import Options
from pilotwire.app.registers import registers_wh
from pilotwire.app.services import opened_mqtt, opened_neighbours, opened_web
from pilotwire.app.usage import UsageError
from pilotwire.app.watchdog import Watchdog
from pilotwire.app.ways import address_of, policy_of, utc_s
from pilotwire.config.configuration import Configuration, load, with_rotary, with_switch
from pilotwire.config.error import ConfigErrors
from pilotwire.config.names import EACH, SettingError
from pilotwire.config.rotary import SWITCH_NAME
from pilotwire.core import registry
from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import STATION
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.settings import Settings
from pilotwire.core.station import Station
from pilotwire.gate import Adapter
from pilotwire.hardware.board import Board
from pilotwire.hardware.sim.action import Network, Power, Supply
from pilotwire.inbox import Inbox
from pilotwire.leds.adapter import LedAdapter
from pilotwire.ocpp.address import BadAddress
from pilotwire.personality.load import PersonalityError
from pilotwire.personality.load import load as load_personality
from pilotwire.personality.model import Personality
from pilotwire.security.keeper import Keeper
from pilotwire.security.sealing import sealing
from pilotwire.security.vault import Vault
from pilotwire.store.ledger import Ledger
from pilotwire.store.lock import locked
from pilotwire.supervisor import Supervisor
from pilotwire.tempo import Tempo
from pilotwire.trace import Recorder
from pilotwire.update.driver import NoTransfers, SimulatedTransfers, Transfers
from pilotwire.update.simulated import SimulatedTransfer

if TYPE_CHECKING:
    from pilotwire.mqtt.adapter import MqttAdapter
    from pilotwire.web.server import WebServer

log = structlog.get_logger("pilotwire")
BOARD, LEDS, LEDS_FILE, WATCHDOG, TRANSFERS = "board", "leds", "leds.json", "watchdog", "transfers"
VITAL = (BOARD, GATE)  # without these nobody may charge; whoever tells the world may die and come back


class App:
    """One station, from configuration to running. Raises UsageError or OSError where it cannot begin."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.personality = _personality(options)
        self._configuration = configuration = configured(options, self.personality)
        told_of(configuration)
        self._lock = locked(options.data_dir)
        self.tempo = Tempo(options.speed, wall=options.clock)
        self.vault = Vault(options.data_dir / "vault")
        self.inbox = Inbox(self.tempo, sealing(self.vault, lambda: configuration.layers.variables))
        self.ledger = Ledger(options.data_dir / "transactions.db", is_in_file)
        self.keeper = Keeper(
            self.vault,
            self.inbox.put,
            lambda: policy_of(self.station.settings),
            lambda: utc_s(self.station, self.tempo.now()),
        )
        self.bench: Bench | None = None  # only a simulated board has one
        self.transfers: Transfers = NoTransfers(self.inbox.put)
        self.board = self._board(configuration)
        self.watchers: list[Adapter] = []  # told like every adapter; to be filled before the run
        self.web: WebServer | None = None
        self.mqtt: MqttAdapter | None = None
        self._settings = Settings(configuration.layers)
        _check_address(self._settings)
        self._evses = configuration.evses
        self.leds = LedAdapter(self.board.lamps, self.tempo)
        self._leds_on_file = LedsOnFile(options, lambda: self._configuration, self.leds)
        self._supervisor = Supervisor(self._died, self._revived)
        self._powered = asyncio.Event()
        self._powered.set()
        self._is_networked = True  # the simulated network; outlives every life
        self.life: Life | None = None

    def _board(self, configuration: Configuration) -> Board:
        if self.options.hardware is not None:
            return real(self.options.hardware, configuration, self.inbox, self.tempo)
        board = simulated(configuration, self.inbox, self.tempo, registers_wh(self.ledger))
        transfers = SimulatedTransfers(SimulatedTransfer(), self.inbox.put, self.tempo)
        self.transfers, self.bench = transfers, Bench(board, transfers, self._network, self._power)
        return board

    @property
    def station(self) -> Station:
        """The newest station that is durable. Raises LookupError before the first life."""
        if self.life is None:
            raise LookupError("the station has not begun")
        return self.life.station

    async def run(self) -> None:
        """Start everything and live until cancelled; a reset or a power cut begins another life of the same process."""
        async with AsyncExitStack() as stack:
            stack.callback(self._lock.close)
            stack.callback(self.ledger.close)
            stack.callback(self.keeper.close)
            stack.callback(self.board.close)
            stack.push_async_callback(self._supervisor.stop)
            house = await self._house(stack)
            self._begin(house, BootCause.POWER_UP)
            self._supervisor.start(BOARD, self.board.run, first_retry_s=0.0)  # or the core would miss the feedback
            self._supervisor.start(TRANSFERS, self.transfers.run)
            self._supervisor.start(LEDS, self.leds.run)
            self._supervisor.start(LEDS_FILE, self._leds_on_file.run)
            self._warn_of_speed()
            self._keep_watch()
            self.options.on_ready(self._ready_line())
            while self.life is not None:
                cause = await self.life.run()
                await self._rest()
                self._begin(house, cause)

    def _keep_watch(self) -> None:
        allowed_s = watchdog_s()
        if allowed_s is not None:
            watchdog = Watchdog(allowed_s, lambda: self.life.vital if self.life else (), partial(notify, ALIVE))
            self._supervisor.start(WATCHDOG, watchdog.run)

    async def _house(self, stack: AsyncExitStack) -> House:
        options, settings, say = self.options, self._settings, self.inbox.put
        self.web = await opened_web(stack, options, settings, lambda: self.station, say, self.bench, self.ledger)
        self.mqtt = await opened_mqtt(stack, settings, self._evses, self.inbox, self.bench, self._supervisor)
        neighbours = opened_neighbours(stack, settings, self._evses, self.inbox, self._supervisor)
        told = (Diary(), self.leds, self.web, self.mqtt, neighbours, *self.watchers)
        return House(
            options=options,
            personality=self.personality,
            tempo=self.tempo,
            inbox=self.inbox,
            ledger=self.ledger,
            board=self.board,
            vault=self.vault,
            keeper=self.keeper,
            transfers=self.transfers,
            neighbours=neighbours,
            supervisor=self._supervisor,
            adapters=tuple(each for each in told if each is not None),
            recorder=self._recorder(stack),
        )

    def _recorder(self, stack: AsyncExitStack) -> Recorder | None:
        path = self.options.record
        return None if path is None else Recorder(stack.enter_context(path.open("ab", buffering=0)))

    def _begin(self, house: House, cause: BootCause) -> None:
        """A new life, with customer.json as it stands now; the number of EVSEs is that of the board."""
        try:
            self._configuration = configured(self.options, self.personality)
        except UsageError as error:  # somebody broke it meanwhile: a station that runs goes on as it was
            log.error("the configuration cannot be used; the last one that could still counts", error=str(error))
        if self._configuration.evses != self._evses:
            log.warning("customer.json has another number of ports; restart the process to use them")
        if self.life is not None:  # of the first one the start has told
            told_of(self._configuration)
        turned = with_switch(self._configuration, self.board.switch(SWITCH_NAME))
        warn_of_phases(turned)
        self._leds_on_file.read()
        self.life = Life(house, turned, self._evses, cause)
        self._set_network()

    async def _rest(self) -> None:
        """Between two lives: no current anywhere, and whatever nobody had heard is forgotten."""
        self.board.cut_power()
        self.transfers.cut()
        self.inbox.clear()
        await self._powered.wait()
        self.board.restore_power()
        self.leds.begin()

    def _network(self, action: Network) -> None:
        self._is_networked = action.online
        self._set_network()

    def _set_network(self) -> None:
        if self.life is not None and self.life.central is not None:
            self.life.central.set_reachable(self._is_networked)

    def _power(self, action: Power) -> None:
        """Gone at once; a cycle brings it back, also after a cut."""
        if action.action is Supply.CUT:
            self._powered.clear()
        else:
            self._powered.set()
        if self.life is not None:
            self.life.cut_power()

    def _died(self, name: str) -> None:
        """Nobody watches a board whose task is dead: it is made safe before anything is said."""
        if name == BOARD:
            self.board.cut_power()
        if name in VITAL:
            self.inbox.say(FaultSeen(STATION, Fault.INTERNAL))

    def _revived(self, name: str) -> None:
        if name == BOARD:
            self.board.restore_power()
        if name in VITAL:
            self.inbox.say(FaultCleared(STATION, Fault.INTERNAL))

    def _warn_of_speed(self) -> None:
        """Timestamps run ahead of the world's; a central system that is not ours should know why."""
        if self.options.speed != 1.0 and self.life is not None and self.life.central is not None:
            log.warning("the station's clock runs fast: the CSMS is no time source", speed=self.options.speed)

    def _ready_line(self) -> str:
        """``pilotwire ready ...``: what a script needs to know, on one line of stdout."""
        parts = [f"pilotwire ready version={__version__} evses={self._evses} personality={self.personality.name}"]
        if self.personality.variant is not None:
            parts.append(f"variant={self.personality.variant}")
        if self._settings.get(registry.LIMITATIONS):
            parts.append("limitations=on")
        if self.web is not None:
            parts.append(f"http=http://{self.web.address}")
        if self.mqtt is not None:
            parts.append(f"mqtt={self.mqtt.url}")
        if self.life is not None and self.life.central is not None:
            parts.append(f"csms={self.life.central.url}")
        return " ".join(parts)


def configured(options: Options, personality: Personality) -> Configuration:
    """The configuration for *options*. Raises UsageError whose text has one line per mistake."""
    try:
        options.config_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--config {options.config_dir}: {error.strerror}") from error
    try:
        configuration = load(options.config_dir, options.data_dir, personality, options.pins)
        configuration = with_rotary(configuration, options.config_dir, options.data_dir)
    except (ConfigErrors, SettingError) as error:
        raise UsageError(str(error)) from error
    return configuration


def told_of(configuration: Configuration) -> None:
    """Log whatever is odd about *configuration*."""
    for warning in configuration.warnings:
        log.warning("customer.json", warning=str(warning))
    if configuration.recovered is not None:
        log.warning(str(configuration.recovered))
        for error in configuration.recovered.errors:
            log.warning("customer.json", error=str(error))


def warn_of_phases(configuration: Configuration) -> None:
    """Switching phases needs a rotary switch that stands at three (chargebyte guide 15.20)."""
    settings = Settings(configuration.layers)
    for evse in range(1, configuration.evses + 1):
        if settings.get(registry.PHASE_SWITCH_ENABLED, evse) and settings.get(registry.SUPPLY_PHASES, evse) == 1:
            log.warning("phases cannot be switched: only one is connected, says the rotary switch or a flag", evse=evse)


def _check_address(settings: Settings) -> None:
    try:
        address_of(settings)
    except BadAddress as error:
        raise UsageError(str(error)) from error


def _personality(options: Options) -> Personality:
    try:
        with_limitations = options.pins.get((registry.LIMITATIONS.name, EACH)) is True
        return load_personality(options.personality, options.variant, with_limitations=with_limitations)
    except PersonalityError as error:
        raise UsageError(str(error)) from error
