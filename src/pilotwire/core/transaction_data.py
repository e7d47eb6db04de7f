"""What is measured during a transaction and told when it has ended (OCPP 1.6 3.16, OCPP 2.0.1 TxEndedMeasurands)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.frozen import replace
from pilotwire.core.sampling import Occasion, Sampled, sampled
from pilotwire.core.transaction import Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.settings import Settings
    from pilotwire.core.station import Station


@dataclass(frozen=True, slots=True)
class SampleKept:
    """*sample* is told with the end of *transaction* and not before; until then the ledger has it."""

    transaction: str
    sample: Sampled


def at_end(settings: Settings) -> tuple[str, ...]:
    """What is told of the first and the last moment of a transaction (OCPP 1.6 errata 3.16.6)."""
    wanted = (*settings.get(registry.SAMPLED_AT_END), *settings.get(registry.ALIGNED_AT_END))
    return tuple(dict.fromkeys(wanted))


def begun(station: Station, evse: int, moment: Moment) -> tuple[SampleKept, ...]:
    """The first of them, and what the meter has signed of it (OCA signed meter values 1.0, 5.1)."""
    kept = _kept(station, evse, Occasion.BEGIN, at_end(station.settings), moment)
    is_signed = station.settings.get(registry.SIGN_SAMPLED)
    return tuple(replace(each, sample=replace(each.sample, is_signed=is_signed)) for each in kept)


def went_on(station: Station, evse: int, occasion: Occasion, moment: Moment) -> tuple[SampleKept, ...]:
    """Those in between, which are not signed."""
    wanted = registry.SAMPLED_AT_END if occasion is Occasion.PERIODIC else registry.ALIGNED_AT_END
    kept = _kept(station, evse, occasion, station.settings.get(wanted), moment)
    return tuple(replace(each, sample=replace(each.sample, is_signed=False)) for each in kept)


def _kept(
    station: Station, evse: int, occasion: Occasion, measurands: tuple[str, ...], moment: Moment
) -> tuple[SampleKept, ...]:
    transaction = station.transactions.get(evse)
    if transaction is None or transaction.phase is not Phase.CHARGEABLE:
        return ()
    samples = sampled(station, evse, occasion, measurands, moment)
    return tuple(SampleKept(transaction.id, each) for each in samples)
