"""What counts of one central system when another one is configured, or none has ever accepted the station."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, CoreBench, Settings

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.delivery import LedgerErased
from pilotwire.core.port.charging import Charging
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.restart import Kept, Plan, kept_of, restore
from pilotwire.core.rules import OldRows, Rules, Unregistered
from pilotwire.core.settings import Layers
from pilotwire.core.transaction import Kind, TransactionChanged

OLD, NEW = "ws://old.example", "ws://new.example"
FREE = {registry.USER_AUTHENTICATION: "free"}
WAITS, ERASES = Rules(unregistered=Unregistered.WAITS), Rules(old_rows=OldRows.ERASED)


def settings(url: str = OLD, **more: object) -> Settings:
    return {registry.OCPP_ENABLED: True, registry.CSMS_URL: url, registry.TX_WITHOUT_TIME: True, **FREE}


def station(rules: Rules, url: str = OLD, kept: Kept | None = None, **variables: object) -> CoreBench:
    return CoreBench({**settings(url), **variables}, rules=rules, kept=kept)  # type: ignore[dict-item]


# -- the first registration


@pytest.mark.req("CCC-LIM-020")
@pytest.mark.parametrize("answer", [None, Registration.PENDING, Registration.REJECTED])
def test_nobody_charges_before_the_first_registration(answer: Registration | None) -> None:
    bench = station(WAITS)
    bench.hear(LinkChanged(online=True))
    bench.hear(BootAnswered(answer, 60))
    bench.plug()
    assert (bench.charging(), bench.rows()) == (Charging.PLUGGED, [])


@pytest.mark.req("CCC-LIM-020")
def test_a_vehicle_that_waited_for_the_first_registration_charges_with_it_and_the_next_one_offline() -> None:
    bench = station(WAITS)
    bench.plug()
    bench.connect()
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    bench.unplug()
    bench.go(3.0)
    bench.disconnect()
    bench.plug()
    bench.go(8.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-LIM-020")
def test_a_registration_counts_after_a_restart_and_with_that_central_system_only() -> None:
    bench = station(WAITS)
    bench.connect()
    kept = kept_of(bench.station)
    for url, charging in ((OLD, Charging.CHARGING), (NEW, Charging.PLUGGED)):
        again = station(WAITS, url, kept)
        again.plug()
        assert again.charging() is charging, url


def test_a_station_that_has_no_central_system_waits_for_none() -> None:
    bench = CoreBench({**FREE, registry.OCPP_ENABLED: False}, rules=WAITS)  # type: ignore[dict-item]
    bench.plug()
    assert bench.charging() is Charging.CHARGING


def test_a_station_without_that_quirk_charges_before_anybody_has_accepted_it() -> None:
    bench = station(Rules())
    bench.plug()
    assert bench.charging() is Charging.CHARGING


def test_nobody_is_started_from_afar_by_a_central_system_that_has_not_accepted_the_station() -> None:
    bench = station(WAITS)
    bench.hear(LinkChanged(online=True))
    bench.hear(BootAnswered(Registration.PENDING, 60))
    bench.plug()
    bench.hear(RemoteStartAsked(ReplyTo("r"), ALICE, 1))
    assert [reply.verdict for reply in bench.replies] == [Verdict.REJECTED]


# -- rows for somebody who is not there any more


def charged(rules: Rules) -> Kept:
    """What is kept of a station that its central system has accepted and that charges."""
    bench = station(rules)
    bench.connect()
    bench.plug()
    assert bench.charging() is Charging.CHARGING
    return kept_of(bench.station)


def started(kept: Kept, url: str, rules: Rules) -> CoreBench:
    return CoreBench(settings(url), rules=rules, boot="later", kept=kept, settle_s=0.0)


@pytest.mark.req("CCC-OCPP-009")
def test_with_another_address_all_rows_are_erased_behind_the_last_words_of_what_ran() -> None:
    bench = started(charged(ERASES), NEW, ERASES)
    last_words, erased = bench.facts
    assert isinstance(last_words, TransactionChanged)
    assert last_words.kind is Kind.ENDED
    assert erased == LedgerErased(OLD)


@pytest.mark.req("CCC-OCPP-009")
def test_rows_are_erased_once_and_what_comes_after_that_is_kept_although_nobody_has_accepted_it_yet() -> None:
    bench = started(charged(ERASES), NEW, ERASES)
    bench.go(10.0)
    bench.plug()
    assert bench.charging() is Charging.CHARGING
    again = started(kept_of(bench.station), NEW, ERASES)
    assert [type(fact) for fact in again.facts] == [TransactionChanged]


@pytest.mark.parametrize(("url", "rules"), [(OLD, ERASES), (NEW, Rules())], ids=["same address", "no such quirk"])
def test_otherwise_no_row_is_erased(url: str, rules: Rules) -> None:
    bench = started(charged(rules), url, rules)
    assert [type(fact) for fact in bench.facts] == [TransactionChanged]


def test_the_address_that_counts_is_the_one_of_this_start_and_not_one_written_for_the_next() -> None:
    bench = station(WAITS)
    layers = Layers(registry.VARIABLES, {(variable.name, 0): value for variable, value in settings(NEW).items()})
    bench.connect()
    again, said = restore(kept_of(bench.station), Plan("later", layers, 1, ERASES), bench.moment)
    assert said.facts[0] == LedgerErased(OLD)
    assert again.accepted_by is None
