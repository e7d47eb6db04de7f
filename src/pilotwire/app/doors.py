"""What one adapter needs of another room, opened here so that no adapter imports another."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pilotwire.core.transaction import TransactionChanged
from pilotwire.hardware.sim.action import ActionError, Break, Network, Power, SimAction
from pilotwire.hardware.sim.driver import SimDriver
from pilotwire.hardware.sim.fault import FAULTS
from pilotwire.hardware.sim.parse import ACTIONS, parse_action
from pilotwire.hardware.sim.view import BoardView
from pilotwire.store.ledger import Ledger
from pilotwire.update.driver import SimulatedTransfers
from pilotwire.update.trouble import NAMES as TROUBLES
from pilotwire.update.trouble import Trouble
from pilotwire.web.door import LogLine, SimNames
from pilotwire.web.error import Unprocessable
from pilotwire.web.transaction_view import TransactionView, transaction_view

LOG_LINES = 500


class Bench:
    """The simulated board as page, topics and command line use it; network and power are the station's to switch."""

    def __init__(
        self,
        board: SimDriver,
        transfers: SimulatedTransfers,
        network: Callable[[Network], None],
        power: Callable[[Power], None],
    ) -> None:
        self._board, self._transfers, self._network, self._power = board, transfers, network, power

    def names(self) -> SimNames:
        """The names there are."""
        return SimNames(tuple(ACTIONS), (*FAULTS, *TROUBLES))

    def view(self) -> BoardView:
        """What the board is now."""
        return self._board.view()

    def act(self, name: str, body: Mapping[str, object]) -> BoardView:
        """Do *name* and say what the board is then. Raises Unprocessable, naming the field."""
        try:
            return self._act(name, body)
        except ActionError as error:
            raise Unprocessable(error.path, error.text) from error

    def _act(self, name: str, body: Mapping[str, object]) -> BoardView:
        """A trouble of a transfer is a fault like any other, but not one of the board."""
        if name != "fault" or body.get("name") not in TROUBLES:
            return self.do(parse_action(name, body))
        active = parse_action(name, {**body, "name": FAULTS[0]})  # its other fields are those of any fault
        assert isinstance(active, Break)
        self._transfers.transfer.suffer(Trouble(body["name"]), active=active.active)
        self._transfers.wake()
        return self._board.view()

    def do(self, action: SimAction) -> BoardView:
        """Do *action*. Raises ActionError for what this board can never do."""
        match action:
            case Network():
                self._network(action)
            case Power():
                self._power(action)
            case _:
                return self._board.act(action)
        return self._board.view()

    def act_by_topic(self, name: str, payload: bytes, evse: int) -> None:
        """``port<N>/sim/<action>``; the EVSE of the topic counts where the object names none. Raises ActionError."""
        try:
            body = json.loads(payload or b"{}")
        except ValueError as error:
            raise ActionError("", f"not JSON: {error}") from error
        if not isinstance(body, dict):
            raise ActionError("", "not a JSON object")
        needs_evse = name not in ("network", "power", "switch")
        self._act(name, {"evse": evse, **body} if needs_evse else body)


class TransactionReader:
    """The ledger, for a page."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def transactions(self) -> Sequence[TransactionView]:
        """The newest hundred, the newest first; each from its first and its last row, however many lie between."""
        ends = (self._ledger.ends_of(transaction) for transaction in self._ledger.transactions())
        return [replace(transaction_view(rows), rows=count) for rows, count in ends if rows]

    async def transaction(self, id: str) -> Sequence[TransactionChanged]:
        """The rows of one."""
        return self._ledger.rows_of(id)


class LogTail:
    """The newest lines of the log; a structlog processor puts them here."""

    def __init__(self) -> None:
        self._lines: deque[LogLine] = deque(maxlen=LOG_LINES)

    def add(self, line: LogLine) -> None:
        """One more line."""
        self._lines.append(line)

    def lines(self, most: int) -> Sequence[LogLine]:
        """At most *most* lines, the newest last."""
        return tuple(self._lines)[-most:] if most > 0 else ()
