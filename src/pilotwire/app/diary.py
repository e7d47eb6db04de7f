"""What a person who reads the log wants to know: faults that come and go, the installation, what is given up."""

from __future__ import annotations

import structlog

from pilotwire.core.delivery import LedgerErased, RowDiscarded
from pilotwire.core.port.effect import EFFECTS
from pilotwire.core.port.fault import Fault, standing_faults
from pilotwire.core.port.phase import Installation
from pilotwire.core.port.port import Port
from pilotwire.core.told import Told

log = structlog.get_logger()
INSTALLATIONS = {
    Installation.SINGLE: "Single phase installation",
    Installation.MULTIPLE: "Multiple phase installation",
}
OVER = {Fault.UNDERVOLTAGE: "Recover from short power outage"}  # Alfen release notes 6.0.0, 4


class Diary:
    """Told like every adapter; writes changes, and nothing about what stays as it is."""

    def tell(self, told: Told) -> None:
        """Write down what is new about each EVSE since the step before, and what nobody will ever be told."""
        for fact in told.outcome.facts:
            if isinstance(fact, RowDiscarded):
                log.warning("given up", transaction=fact.transaction, row=fact.row, error=fact.error)
            elif isinstance(fact, LedgerErased):
                log.warning("the ledger is erased: it was for another CSMS", url=fact.address)
        for old, new in zip(told.before.ports, told.after.ports, strict=True):
            if old is not new:
                self._note_faults(old, new)
                self._note_installation(old, new)

    def _note_faults(self, old: Port, new: Port) -> None:
        was, now = standing_faults(old), standing_faults(new)
        if was == now:
            return
        for fault in (each for each in Fault if each in now - was):
            log.warning("fault", evse=new.evse, fault=fault.value, energy=EFFECTS[fault].energy.value)
        for fault in (each for each in Fault if each in was - now):
            log.info(OVER.get(fault, "fault is over"), evse=new.evse, fault=fault.value)

    def _note_installation(self, old: Port, new: Port) -> None:
        """Alfen release notes 4.12 2.2: one line at the first meter update."""
        if old.phases.installation is not new.phases.installation:
            log.info(f"Meter #{new.evse}: first meter update, {INSTALLATIONS[new.phases.installation]}", evse=new.evse)
