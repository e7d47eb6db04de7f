"""One life of a station: from the one beginning to a reset or a power cut, within one process."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass
from typing import get_args

import structlog

from pilotwire import __version__
from pilotwire.app.dialects import dialect_of
from pilotwire.app.durable import DurableStore
from pilotwire.app.options import Options
from pilotwire.app.watch import CustomerWatch
from pilotwire.app.watchdog import Turning
from pilotwire.app.ways import Ways, address_of
from pilotwire.config.configuration import Configuration
from pilotwire.config.names import ocpp_paths
from pilotwire.core.clock import SetClock
from pilotwire.core.command import CentralCommand, HardwareCommand, JobCommand, VaultCommand
from pilotwire.core.csms import BootCause
from pilotwire.core.driver import Driver
from pilotwire.core.moment import Moment
from pilotwire.core.neighbour import HandOver
from pilotwire.core.reply import ReplyTo
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.restart import Begun, Kept, Plan, restore
from pilotwire.core.station import Station
from pilotwire.core.told import Told
from pilotwire.gate import Adapter, Gate
from pilotwire.hardware.board import Board
from pilotwire.inbox import Inbox
from pilotwire.loop import Loop, unrecorded
from pilotwire.ocpp.address import BadAddress
from pilotwire.ocpp.central_system import CentralSystem
from pilotwire.ocpp.writer import Writer
from pilotwire.personality.model import Personality
from pilotwire.security.keeper import Keeper
from pilotwire.security.sealing import sealed_layers, without_overruled
from pilotwire.security.vault import Vault
from pilotwire.store.fullness import Fullness
from pilotwire.store.ledger import Ledger
from pilotwire.supervisor import Supervisor
from pilotwire.tempo import Tempo
from pilotwire.trace import Header, Recorder, kept_rows, rows_of

log = structlog.get_logger("pilotwire.app.life")
HARDWARE_COMMANDS, CENTRAL_COMMANDS = get_args(HardwareCommand), get_args(CentralCommand)
VAULT_COMMANDS = get_args(VaultCommand)
JOB_COMMANDS = get_args(JobCommand)
GATE, CENTRAL, WATCH = "gate", "central system", "customer.json"
LAST_COMMIT_S = 5.0
LAST_WORDS_S = 5.0


@dataclass(frozen=True, slots=True)
class House:
    """What outlives every life: clock, door, ledger, board, and whoever is told."""

    options: Options
    personality: Personality
    tempo: Tempo
    inbox: Inbox
    ledger: Ledger
    board: Board
    vault: Vault
    keeper: Keeper
    transfers: Driver
    neighbours: Driver | None
    supervisor: Supervisor
    adapters: tuple[Adapter, ...]
    recorder: Recorder | None


class Life:
    """Restores a station and runs it; the next life is another object."""

    def __init__(self, house: House, configuration: Configuration, evses: int, cause: BootCause) -> None:
        self._house, self._configuration, self._cause = house, configuration, cause
        kept = house.ledger.kept()
        layers = sealed_layers(house.vault, configuration.layers)
        kept = without_overruled(kept, house.vault, layers)
        self._plan = Plan(uuid.uuid4().hex[:12], layers, evses, house.personality.ruled, cause)
        moment = house.tempo.now()
        self.station, self._said = restore(kept, self._plan, moment)
        self._begin_trace(kept, moment)
        self.central = self._central(self.station)
        fullness = Fullness(house.ledger, self._plan.rules.most_kept_transactions, house.inbox.put)
        adapters: tuple[Adapter, ...] = (self, fullness, *house.adapters)
        if self.central is not None:
            adapters += (self.central,)
        store = DurableStore(house.ledger, configuration.writer, self.station.settings, house.vault)
        self._gate = Gate(store, adapters, house.inbox.put)
        self._gate.take(Told(Begun(cause), moment, self.station, self.station, self._said))
        self._loop: asyncio.Task[BootCause] | None = None
        self._is_cut = False

    async def run(self) -> BootCause:
        """Until a reset (the cause of the next life is told) or a power cut; nothing of it runs afterwards."""
        house = self._house
        loop = Loop(house.inbox, self._gate, self._drivers(), house.recorder.record if house.recorder else unrecorded)
        house.supervisor.start(GATE, self._gate.run)
        house.supervisor.start(WATCH, self._watch().run)
        house.keeper.look()
        if self.central is not None:
            house.supervisor.start(CENTRAL, self.central.run)
        loop.obey(self._said)
        self._loop = asyncio.create_task(loop.run(self.station), name="loop")
        try:
            await asyncio.wait({self._loop})
            if self._is_cut:
                return BootCause.POWER_UP
            if self._loop.exception() is not None:
                house.board.cut_power()  # nobody decides any more: safe first, then the disk
            await self._last_commit()
            return cause_of(self._loop)
        except asyncio.CancelledError:  # an orderly stop: what runs is ended, and what was said becomes durable
            await self._shut_down(self._loop)
            self._loop.cancel()
            await self._last_commit()
            raise
        finally:
            self._loop.cancel()
            await house.supervisor.stop(WATCH, CENTRAL, GATE)

    @property
    def vital(self) -> tuple[Turning, ...]:
        """What must turn while this life lasts."""
        is_over = self._loop is None or self._loop.done()
        return () if is_over else (self._house.inbox, self._gate)

    def tell(self, told: Told) -> None:
        """Remember the newest station that is durable."""
        self.station = told.after

    def _watch(self) -> CustomerWatch:
        most = self._house.personality.customer_json.most_ports
        return CustomerWatch(self._configuration, lambda: self.station.settings, self._house.inbox.put, most)

    async def _shut_down(self, loop: asyncio.Task[BootCause]) -> None:
        """Nobody is left charging behind a process that is gone; without a transaction there is nothing to wait for."""
        if self.station.transactions and not loop.done():
            self._house.inbox.put(ResetAsked(ReplyTo("shut down"), How.SHUT_DOWN))
            await asyncio.wait({loop}, timeout=LAST_WORDS_S)

    async def _last_commit(self) -> None:
        """A disk that fails does not keep the station from ending."""
        try:
            async with asyncio.timeout(LAST_COMMIT_S):
                await self._gate.drained()
        except TimeoutError:
            log.error("the last words are not durable", waited_s=LAST_COMMIT_S)

    def cut_power(self) -> None:
        """Over at once, without a goodbye; what was not durable yet is gone."""
        self._is_cut = True
        if self._loop is not None:
            self._loop.cancel()

    def _drivers(self) -> dict[type, Driver]:
        drivers: dict[type, Driver] = dict.fromkeys(HARDWARE_COMMANDS, self._house.board)
        drivers |= dict.fromkeys(VAULT_COMMANDS, self._house.keeper)
        drivers |= dict.fromkeys(JOB_COMMANDS, self._house.transfers)
        if self._house.options.clock is not None:
            drivers[SetClock] = self._house.options.clock
        if self._house.neighbours is not None:
            drivers[HandOver] = self._house.neighbours
        if self.central is not None:
            drivers |= dict.fromkeys(CENTRAL_COMMANDS, self.central)
        return drivers

    def _central(self, station: Station) -> CentralSystem | None:
        settings, house = station.settings, self._house
        try:
            address = address_of(settings)
        except BadAddress as error:  # somebody wrote it from afar: a station without a central system still charges
            log.error("no central system: its address is wrong", error=str(error))
            return None
        if address is None:
            return None
        version = settings.get(self._configuration.layers.variables["OCPPCommCtrlr.Version"])
        paths = ocpp_paths(len(station.ports), self._configuration.layers.variables)
        dialect = dialect_of(str(version), house.personality, paths)
        house.ledger.speak(dialect.subprotocol)
        writer = Writer(house.personality.wire)
        ways = Ways(house.vault, house.keeper, dialect)
        return CentralSystem(ways, dialect, house.ledger, house.inbox, station, house.options.watch, writer)

    def _begin_trace(self, kept: Kept, moment: Moment) -> None:
        if self._house.recorder is None:
            return
        plan, layers = self._plan, self._plan.layers
        header = Header(
            version=__version__,
            personality=self._house.options.personality,  # with the path of a file of one's own
            boot=plan.boot,
            cause=plan.cause,
            evses=plan.evses,
            rules=plan.rules,
            base=rows_of(layers.base),
            pinned=rows_of(layers.pinned),
            kept=kept_rows(kept),
            moment=moment,
            variant=self._house.personality.variant,
        )
        self._house.recorder.begin(header)


def cause_of(loop: asyncio.Task[BootCause]) -> BootCause:
    """Why the next life begins, now that *loop* has ended."""
    error = loop.exception()
    if error is None:
        return loop.result()
    log.error("the loop died; the station starts anew", exc_info=error)
    return BootCause.WATCHDOG
