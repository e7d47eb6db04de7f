"""A certificate for the station: asked for on request or before the old one ends, and work with roots."""

from __future__ import annotations

import pytest
from tests.core.bench import UTC_S, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.certificate import (
    MOST_OPEN,
    Accept,
    CertificateAsked,
    CertificateId,
    CertificateWorkDone,
    DoCertificateWork,
    Hash,
    Install,
    List,
    Use,
)
from pilotwire.core.csms import LinkChanged
from pilotwire.core.incident import Incident
from pilotwire.core.keyring import LOOK_S, RENEWAL_S, Keyring, KeyringSeen, LookAtKeyring
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.signing import AskSigning, MakeRequest, RequestMade, Signing, SigningAnswered
from pilotwire.core.trigger import Message, TriggerAsked

NAMED = {registry.ORGANIZATION: "Operator", registry.SERIAL_NUMBER: "S1"}
MAKE = MakeRequest("S1", "Operator")
R = ReplyTo("r")
ID = CertificateId(Hash.SHA256, "aa", "bb", "1", Use.CSMS)


def triggered(bench: CoreBench) -> Verdict:
    bench.hear(TriggerAsked(R, Message.SIGN_CERTIFICATE))
    return bench.replies[-1].verdict


def under_way(**settings: int) -> CoreBench:
    """A request has been made and sent, and the central system takes care of it."""
    variables = {"wait": registry.SIGNING_WAIT_S, "repeats": registry.SIGNING_REPEATS}
    bench = online({**NAMED, **{variables[name]: value for name, value in settings.items()}})
    triggered(bench)
    bench.hear(RequestMade("csr"), SigningAnswered(taken=True))
    bench.forget()
    return bench


def test_a_request_is_made_and_sent_and_the_central_system_takes_care_of_it() -> None:
    bench = online(NAMED)
    assert triggered(bench) is Verdict.ACCEPTED
    assert bench.commands == [MAKE]
    bench.hear(RequestMade("csr"))
    assert bench.facts == [AskSigning("csr")]
    bench.hear(SigningAnswered(taken=True))
    assert bench.station.signing is Signing.WAITING


def test_without_the_name_of_an_operator_no_request_is_made() -> None:
    bench = online({registry.SERIAL_NUMBER: "S1"})
    assert triggered(bench) is Verdict.REJECTED
    assert bench.commands == []


def test_another_wish_begins_anew() -> None:
    bench = under_way()
    assert triggered(bench) is Verdict.ACCEPTED
    assert (bench.commands, bench.station.signing) == ([MAKE], Signing.MAKING)


@pytest.mark.parametrize("refused", [RequestMade(None), SigningAnswered(taken=False)])
def test_what_cannot_be_made_or_is_not_taken_is_over(refused: RequestMade | SigningAnswered) -> None:
    bench = online(NAMED)
    triggered(bench)
    bench.hear(*(() if isinstance(refused, RequestMade) else (RequestMade("csr"),)), refused)
    assert bench.station.signing is Signing.NONE


def test_a_certificate_that_does_not_come_is_not_asked_for_again_by_itself() -> None:
    bench = under_way(wait=100)
    bench.go(1000.0)
    assert bench.station.signing is Signing.NONE
    assert MAKE not in bench.commands


def test_where_it_is_wanted_it_is_asked_for_again_with_growing_patience() -> None:
    bench = under_way(wait=100, repeats=2)
    bench.go(100.0)
    assert bench.commands.count(MAKE) == 1
    bench.hear(RequestMade("csr"), SigningAnswered(taken=True))
    bench.go(199.0)
    assert bench.commands.count(MAKE) == 1
    bench.go(1.0)
    assert bench.commands.count(MAKE) == 2
    bench.hear(RequestMade("csr"), SigningAnswered(taken=True))
    bench.go(400.0)
    assert bench.commands.count(MAKE) == 2
    assert bench.station.signing is Signing.NONE


def test_the_certificate_that_comes_ends_the_wait() -> None:
    bench = under_way(wait=100, repeats=2)
    bench.hear(CertificateAsked(R, Accept("chain")))
    (command,) = (each for each in bench.commands if isinstance(each, DoCertificateWork))
    bench.hear(CertificateWorkDone(command.job, Verdict.ACCEPTED))
    assert bench.replies == [Reply(R, Verdict.ACCEPTED)]
    assert bench.station.signing is Signing.NONE
    bench.go(1000.0)
    assert MAKE not in bench.commands


def test_one_that_is_no_good_is_refused_and_noted_and_the_wait_goes_on() -> None:
    bench = under_way(wait=100, repeats=1)
    bench.hear(CertificateAsked(R, Accept("chain")))
    job = next(each.job for each in bench.commands if isinstance(each, DoCertificateWork))
    bench.hear(CertificateWorkDone(job, Verdict.REJECTED, "expired", Incident.INVALID_STATION_CERTIFICATE))
    assert bench.replies == [Reply(R, Verdict.REJECTED)]
    assert bench.incidents[-1].incident is Incident.INVALID_STATION_CERTIFICATE
    assert bench.station.signing is Signing.WAITING


def test_a_certificate_with_a_month_left_is_renewed_by_the_station_itself() -> None:
    bench = online(NAMED)
    bench.hear(KeyringSeen(Keyring(certificate="c", until_utc_s=UTC_S + bench.moment.mono_s + RENEWAL_S + LOOK_S / 2)))
    bench.go(LOOK_S - 1.0)
    assert MAKE not in bench.commands
    bench.go(1.0)
    assert bench.commands.count(MAKE) == 1


def test_while_nobody_listens_none_is_renewed() -> None:
    bench = online(NAMED)
    bench.hear(LinkChanged(online=False), KeyringSeen(Keyring(certificate="c", until_utc_s=UTC_S)))
    bench.go(LOOK_S * 3)
    assert MAKE not in bench.commands


def test_roots_are_told_as_they_were_found_and_looking_is_no_incident() -> None:
    bench = online()
    bench.hear(CertificateAsked(R, List((Use.CSMS,))))
    (command,) = bench.commands
    assert isinstance(command, DoCertificateWork)
    noted = len(bench.incidents)
    bench.hear(CertificateWorkDone(command.job, Verdict.ACCEPTED, found=(ID,)))
    assert bench.replies == [Reply(R, Verdict.ACCEPTED, certificates=(ID,))]
    assert len(bench.incidents) == noted


def test_a_root_that_is_installed_is_a_security_event() -> None:
    bench = online()
    bench.hear(CertificateAsked(R, Install(Use.CSMS, "pem")))
    job = next(each.job for each in bench.commands if isinstance(each, DoCertificateWork))
    bench.hear(CertificateWorkDone(job, Verdict.ACCEPTED, "csms root installed"))
    assert bench.incidents[-1].incident is Incident.RECONFIGURATION


def test_work_nobody_asked_for_changes_nothing() -> None:
    bench = online()
    before = bench.station
    bench.hear(CertificateWorkDone("nobody", Verdict.ACCEPTED))
    assert bench.station is before


def test_a_central_system_that_asks_faster_than_work_is_done_is_refused() -> None:
    bench = online()
    for number in range(MOST_OPEN + 5):
        bench.hear(CertificateAsked(ReplyTo(str(number)), List((Use.CSMS,))))
    assert [each.verdict for each in bench.replies] == [Verdict.REJECTED] * 5
    assert len(bench.station.certifying) == MOST_OPEN


def test_a_certificate_that_begins_later_is_looked_at_when_it_does() -> None:
    bench = online(NAMED)
    now_s = UTC_S + bench.moment.mono_s
    bench.hear(KeyringSeen(Keyring(certificate="c", until_utc_s=4e9, next_utc_s=now_s + 1000.0)))
    bench.go(1.0)
    bench.forget()
    bench.go(998.0)
    assert LookAtKeyring() not in bench.commands
    bench.go(2.0)
    assert bench.commands.count(LookAtKeyring()) == 1


def test_what_is_seen_again_is_no_news() -> None:
    bench = online(NAMED)
    bench.hear(KeyringSeen(Keyring(certificate="c", until_utc_s=4e9)))
    before = bench.station
    bench.hear(KeyringSeen(Keyring(certificate="c", until_utc_s=4e9)))
    assert bench.station is before
