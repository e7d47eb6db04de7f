"""An update of the firmware, from the order to the restart, with everything that may come between."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.bench import UTC_S, CoreBench, online

from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import Timer
from pilotwire.core.firmware import (
    CheckSignature,
    CheckSigner,
    Download,
    DownloadEnded,
    FirmwareAsked,
    FirmwareOrder,
    FirmwarePhase,
    FirmwareStatus,
    FirmwareStatusChanged,
    Install,
    InstallEnded,
    OwnerWishes,
    SignatureChecked,
    Signed,
    SignerChecked,
    SignerVerdict,
)
from pilotwire.core.firmware import FirmwareStatus as S
from pilotwire.core.job import By, CancelJob, Failure, Patience, patience
from pilotwire.core.port.charging import Charging
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.reset import How, ResetAsked, Restart
from pilotwire.core.rules import Rules, UpdateManner
from pilotwire.core.update import Update, update_of

URL = "https://example.com/new.image"
SIGNED = Signed("-----BEGIN CERTIFICATE-----", "c2ln")
BACKGROUND = Rules(update_manner=UpdateManner.BACKGROUND)


def plain(**more: Any) -> FirmwareOrder:
    return FirmwareOrder(By.CENTRAL, URL, **more)


def signed(**more: Any) -> FirmwareOrder:
    return FirmwareOrder(By.CENTRAL_BY_ID, URL, request_id=7, signed=SIGNED, **more)


def ask(bench: CoreBench, order: FirmwareOrder) -> None:
    bench.hear(FirmwareAsked(ReplyTo("update"), order))


def check(bench: CoreBench, verdict: SignerVerdict = SignerVerdict.VALID) -> None:
    bench.hear(SignerChecked(bench.said(CheckSigner)[-1].id, verdict))


def download(bench: CoreBench, failure: Failure | None = None) -> None:
    bench.hear(DownloadEnded(bench.said(Download)[-1].id, failure))
    bench.go(0.0)


def verify(bench: CoreBench, *, is_valid: bool = True) -> None:
    bench.hear(SignatureChecked(bench.said(CheckSignature)[-1].id, is_valid))
    bench.go(0.0)


def install(bench: CoreBench, failure: Failure | None = None) -> None:
    bench.hear(InstallEnded(bench.said(Install)[-1].id, failure))


def statuses(bench: CoreBench) -> list[FirmwareStatus]:
    return [fact.status for fact in bench.said(FirmwareStatusChanged)]


def test_an_order_is_fetched_installed_and_told_after_the_restart() -> None:
    bench = online()
    ask(bench, plain())
    assert (bench.verdicts(), bench.said(Download)[0].location) == ([Verdict.ACCEPTED], URL)
    download(bench)
    install(bench)
    assert statuses(bench) == [S.DOWNLOADING, S.DOWNLOADED, S.INSTALLING, S.INSTALL_REBOOTING]
    bench.go(1.1)
    assert bench.said(Restart) == [Restart(BootCause.FIRMWARE_UPDATE)]
    again = bench.restarted()
    assert again.said(FirmwareStatusChanged) == [FirmwareStatusChanged(By.CENTRAL, S.INSTALLED, None)]
    assert again.station.firmware.phase is FirmwarePhase.IDLE
    assert again.restarted().said(FirmwareStatusChanged) == []


def test_a_signed_order_is_taken_once_its_certificate_is_known_to_be_good() -> None:
    bench = online()
    ask(bench, signed())
    assert (bench.verdicts(), bench.said(Download)) == ([], [])
    check(bench)
    download(bench)
    verify(bench)
    install(bench)
    assert bench.verdicts() == [Verdict.ACCEPTED]
    expected = [S.DOWNLOADING, S.DOWNLOADED, S.SIGNATURE_VERIFIED, S.INSTALLING, S.INSTALL_REBOOTING]
    assert statuses(bench) == expected
    assert {(fact.by, fact.request_id) for fact in bench.said(FirmwareStatusChanged)} == {(By.CENTRAL_BY_ID, 7)}


@pytest.mark.parametrize(
    ("worth", "verdict"),
    [
        (SignerVerdict.INVALID, Verdict.INVALID_CERTIFICATE),
        (SignerVerdict.REVOKED, Verdict.REVOKED_CERTIFICATE),
    ],
)
def test_a_bad_certificate_begins_nothing_and_leaves_alone_what_runs(worth: SignerVerdict, verdict: Verdict) -> None:
    bench = online()
    ask(bench, plain())
    bench.forget()
    ask(bench, signed())
    check(bench, worth)
    assert (bench.verdicts(), bench.said(CancelJob)) == ([verdict], [])
    assert bench.station.firmware.phase is FirmwarePhase.DOWNLOADING


def test_a_certificate_nobody_looks_at_in_time_is_not_valid() -> None:
    bench = online()
    ask(bench, signed())
    bench.go(9.9)
    assert bench.verdicts() == []
    bench.go(0.2)
    assert bench.verdicts() == [Verdict.INVALID_CERTIFICATE]
    check(bench)
    assert (len(bench.replies), bench.said(Download)) == (1, [])


def test_whoever_asks_while_a_certificate_is_looked_at_overtakes() -> None:
    bench = online()
    ask(bench, signed())
    ask(bench, signed())
    assert bench.verdicts() == [Verdict.REJECTED]
    check(bench)
    assert bench.verdicts() == [Verdict.REJECTED, Verdict.ACCEPTED]


def test_firmware_that_is_not_the_makers_is_not_installed() -> None:
    bench = online()
    ask(bench, signed())
    check(bench)
    download(bench)
    verify(bench, is_valid=False)
    assert (statuses(bench)[-1], bench.said(Install)) == (S.INVALID_SIGNATURE, [])
    assert bench.station.firmware.phase is FirmwarePhase.IDLE


@pytest.mark.req("CCC-ADD-026")
def test_a_download_is_tried_as_often_as_asked_for_with_the_pause_in_between() -> None:
    bench = online()
    ask(bench, plain(patience=Patience(3, 20.0)))
    download(bench, Failure.FAILED)
    bench.go(19.0)
    assert len(bench.said(Download)) == 1
    bench.go(1.5)
    assert len(bench.said(Download)) == 2
    download(bench, Failure.FAILED)
    bench.go(20.0)
    download(bench, Failure.FAILED)
    bench.go(60.0)
    assert len(bench.said(Download)) == 3
    assert statuses(bench) == [S.DOWNLOADING, S.DOWNLOAD_FAILED]


def test_a_download_that_succeeds_at_last_goes_on() -> None:
    bench = online()
    ask(bench, plain(patience=Patience(2, 20.0)))
    download(bench, Failure.FAILED)
    bench.go(20.0)
    download(bench)
    assert statuses(bench) == [S.DOWNLOADING, S.DOWNLOADED, S.INSTALLING]


@pytest.mark.parametrize(
    ("wished", "meant"),
    [((None, None), Patience(1, 30.0)), ((0, -5.0), Patience(1, 0.0)), ((3, 5.0), Patience(3, 5.0))],
)
def test_what_somebody_wishes_is_meant_within_reason(wished: tuple[Any, Any], meant: Patience) -> None:
    assert patience(*wished) == meant
    assert patience(10**9, 1e12) == Patience(100, 86400.0)


@pytest.mark.parametrize(
    ("failure", "status"),
    [(Failure.FAILED, S.INSTALLATION_FAILED), (Failure.VERIFICATION, S.VERIFICATION_FAILED)],
)
def test_an_installation_that_fails_leaves_the_station_as_it_was(failure: Failure, status: FirmwareStatus) -> None:
    bench = online()
    ask(bench, plain())
    download(bench)
    assert bench.charging() is Charging.UNAVAILABLE
    install(bench, failure)
    bench.go(5.0)
    assert (statuses(bench)[-1], bench.said(Restart), bench.charging()) == (status, [], Charging.EMPTY)


def test_a_retrieve_date_to_come_is_waited_for_also_across_a_restart() -> None:
    bench = online()
    ask(bench, plain(retrieve_utc_s=UTC_S + bench.now_s + 100.0))
    bench.go(50.0)
    assert bench.said(Download) == []
    again = bench.restarted(settle_s=0.0)
    again.go(49.0)
    assert again.said(Download) == []
    again.go(2.0)
    assert (len(again.said(Download)), statuses(again)) == (1, [S.DOWNLOADING])


def test_dates_to_come_are_told_of_an_order_with_an_id() -> None:
    bench = online()
    start_s = UTC_S + bench.now_s
    ask(bench, signed(retrieve_utc_s=start_s + 100.0, install_utc_s=start_s + 200.0))
    check(bench)
    assert statuses(bench) == [S.DOWNLOAD_SCHEDULED]
    bench.go(101.0)
    download(bench)
    verify(bench)
    expected = [S.DOWNLOAD_SCHEDULED, S.DOWNLOADING, S.DOWNLOADED, S.SIGNATURE_VERIFIED, S.INSTALL_SCHEDULED]
    assert (statuses(bench), bench.charging()) == (expected, Charging.EMPTY)
    bench.go(100.0)
    assert statuses(bench)[-1] is S.INSTALLING


def test_a_clock_that_is_set_right_moves_a_date() -> None:
    bench = online()
    ask(bench, plain(retrieve_utc_s=UTC_S + bench.now_s + 1000.0))
    bench.host.utc_s += 990.0
    bench.plug()
    bench.go(10.0)
    assert len(bench.said(Download)) == 1


# --- nobody is disturbed


def test_an_installation_waits_until_nobody_charges_and_nobody_new_begins() -> None:
    bench = online(sockets=(False, False))
    bench.charge(1)
    ask(bench, plain())
    download(bench)
    assert (bench.said(Install), bench.charging(1), bench.charging(2)) == ([], Charging.CHARGING, Charging.UNAVAILABLE)
    bench.unplug(1)
    bench.go(5.0)
    assert len(bench.said(Install)) == 1
    assert bench.charging(1) is Charging.UNAVAILABLE
    install(bench)
    bench.go(2.0)
    again = bench.restarted()
    assert [again.charging(evse) for evse in (1, 2)] == [Charging.EMPTY, Charging.EMPTY]


@pytest.mark.req("CCC-ADD-027", "CCC-FW-021")
def test_in_the_background_only_the_restart_waits() -> None:
    bench = online(rules=BACKGROUND)
    bench.charge()
    ask(bench, plain())
    download(bench)
    install(bench)
    bench.go(30.0)
    assert (bench.charging(), bench.said(Restart)) == (Charging.CHARGING, [])
    bench.unplug()
    bench.go(5.0)
    assert bench.said(Restart) == [Restart(BootCause.FIRMWARE_UPDATE)]
    assert statuses(bench.restarted()) == [S.INSTALLED]


def test_out_of_service_begins_with_the_request_and_fetches_when_nobody_charges() -> None:
    bench = online(sockets=(False, False), rules=Rules(update_manner=UpdateManner.OUT_OF_SERVICE))
    bench.charge(1)
    ask(bench, plain())
    assert (bench.said(Download), bench.charging(2)) == ([], Charging.UNAVAILABLE)
    bench.unplug(1)
    bench.go(5.0)
    assert bench.charging(1) is Charging.UNAVAILABLE
    download(bench, Failure.FAILED)
    assert [bench.charging(evse) for evse in (1, 2)] == [Charging.EMPTY, Charging.EMPTY]


@pytest.mark.req("CCC-LIM-022")
def test_offline_no_update_begins_where_a_station_waits_for_its_link() -> None:
    bench = online(rules=Rules(update_waits_for_link=True))
    ask(bench, plain(retrieve_utc_s=UTC_S + bench.now_s + 10.0))
    bench.disconnect()
    bench.go(60.0)
    assert bench.said(Download) == []
    bench.connect()
    assert len(bench.said(Download)) == 1


@pytest.mark.req("CCC-FW-023")
def test_a_reset_while_firmware_is_installed_is_rejected() -> None:
    bench = online()
    ask(bench, plain())
    bench.forget()
    bench.hear(ResetAsked(ReplyTo("x"), How.AT_ONCE))
    assert bench.verdicts() == [Verdict.ACCEPTED]  # a download may be disturbed
    bench = online()
    ask(bench, plain())
    download(bench)
    bench.forget()
    for how in (How.AT_ONCE, How.ORDERLY, How.WHEN_IDLE):
        bench.hear(ResetAsked(ReplyTo("x"), how))
    bench.go(10.0)
    assert (bench.verdicts(), bench.said(Restart)) == (3 * [Verdict.REJECTED], [])


# --- a newer order


@pytest.mark.req("CCC-FW-024")
def test_the_last_writer_wins_until_it_is_installed() -> None:
    bench = online()
    ask(bench, plain(retrieve_utc_s=UTC_S + 1e6))
    ask(bench, plain())
    first, second = bench.said(CancelJob)[0].id, bench.said(Download)[0].id
    assert first != second
    ask(bench, plain())
    bench.hear(DownloadEnded(second))  # too late: nobody waits for it
    assert bench.station.firmware.phase is FirmwarePhase.DOWNLOADING
    assert bench.verdicts() == [Verdict.ACCEPTED, Verdict.ACCEPTED_CANCELED, Verdict.ACCEPTED_CANCELED]
    download(bench)
    ask(bench, plain())
    assert (bench.verdicts()[-1], len(bench.said(CancelJob))) == (Verdict.REJECTED, 2)


# --- restarts


def test_a_download_that_was_cut_off_begins_again() -> None:
    bench = online()
    ask(bench, plain())
    again = bench.restarted()
    assert [command.id for command in again.said(Download)] == [bench.station.firmware.id]


def test_an_installation_that_was_cut_off_has_failed() -> None:
    bench = online()
    ask(bench, signed())
    check(bench)
    download(bench)
    verify(bench)
    again = bench.restarted()
    assert statuses(again) == [S.INSTALLATION_FAILED]
    assert again.station.firmware.phase is FirmwarePhase.IDLE


def test_firmware_that_waits_for_its_date_is_still_there_after_a_restart() -> None:
    bench = online()
    ask(bench, signed(install_utc_s=UTC_S + bench.now_s + 100.0))
    check(bench)
    download(bench)
    verify(bench)
    again = bench.restarted()
    again.go(100.0)
    assert (len(again.said(Install)), again.said(Download)) == (1, [])


# --- the owner's own update


@pytest.mark.req("CCC-FW-018")
def test_the_owner_restarts_when_they_like() -> None:
    bench = online()
    bench.charge()
    ask(bench, FirmwareOrder(By.OWNER, URL))
    download(bench)
    install(bench)
    bench.go(10.0)
    assert (bench.charging(), bench.said(Restart)) == (Charging.CHARGING, [])
    assert bench.station.firmware.told is S.INSTALLED
    assert bench.restarted().station.firmware.told is None


def test_people_at_the_station_see_that_it_is_installed_now() -> None:
    bench = online()
    ask(bench, plain())
    assert update_of(bench.station) is Update.NONE
    download(bench)
    assert update_of(bench.station) is Update.INSTALLING
    assert not bench.waits_for(Timer.UPDATE)


@pytest.mark.req("CCC-FW-018", "CCC-ADD-024")
def test_the_owner_is_as_patient_as_they_wish_from_the_next_update_on() -> None:
    bench = online()
    bench.hear(OwnerWishes(tries=3), OwnerWishes(pause_s=5.0))
    ask(bench, FirmwareOrder(By.OWNER, URL))
    bench.hear(OwnerWishes(tries=1))
    for _ in range(3):
        download(bench, Failure.FAILED)
        bench.go(5.0)
    assert len(bench.said(Download)) == 3
    ask(bench, FirmwareOrder(By.OWNER, URL))
    download(bench, Failure.FAILED)
    bench.go(60.0)
    assert len(bench.said(Download)) == 4


@pytest.mark.req("CCC-MQTT-009")
def test_where_the_download_is_part_of_the_installation_that_is_tried_again() -> None:
    bench = online()
    ask(bench, FirmwareOrder(By.CENTRAL, "https://example.com/new.raucb", patience=Patience(2, 5.0)))
    download(bench)
    install(bench, Failure.FAILED)
    bench.go(5.0)
    download(bench)
    install(bench, Failure.FAILED)
    bench.go(60.0)
    assert (len(bench.said(Install)), statuses(bench)[-1]) == (2, S.INSTALLATION_FAILED)


@pytest.mark.req("XCH-FW-004", "TIM-033")
def test_who_works_long_says_so_again_where_that_is_the_custom() -> None:
    bench = online(rules=Rules(update_told_every_s=10.0))
    ask(bench, plain())
    bench.go(35.0)
    assert statuses(bench) == 4 * [S.DOWNLOADING]
    download(bench, Failure.FAILED)
    bench.go(60.0)
    assert statuses(bench)[4:] == [S.DOWNLOAD_FAILED]
    quiet = online()
    ask(quiet, plain())
    quiet.go(60.0)
    assert statuses(quiet) == [S.DOWNLOADING]
