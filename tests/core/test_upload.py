"""The upload of a log: its name at once, the rest when it happens."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core.job import By, CancelJob, Failure, LogKind, Patience
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.rules import Rules
from pilotwire.core.upload import LogAsked, LogOrder, UploadEnded, UploadLog, UploadPhase, UploadStatusChanged
from pilotwire.core.upload import UploadStatus as S

URL = "ftp://example.com/logs/"


def ask(bench: CoreBench, by: By = By.CENTRAL, kind: LogKind = LogKind.DIAGNOSTICS, **more: Any) -> None:
    bench.hear(LogAsked(ReplyTo("log"), LogOrder(by, kind, URL, **more)))


def end(bench: CoreBench, failure: Failure | None = None) -> None:
    bench.hear(UploadEnded(bench.said(UploadLog)[-1].id, failure))


def statuses(bench: CoreBench) -> list[S]:
    return [fact.status for fact in bench.said(UploadStatusChanged)]


def test_a_log_has_a_name_at_once_and_is_sent_under_it() -> None:
    bench = online()
    ask(bench)
    [reply], [sent] = bench.replies, bench.said(UploadLog)
    assert (reply.verdict, reply.file, sent.order.location) == (Verdict.ACCEPTED, sent.file, URL)
    assert sent.file.startswith("diagnostics-")
    end(bench)
    assert statuses(bench) == [S.UPLOADING, S.UPLOADED]
    assert bench.station.upload.phase is UploadPhase.IDLE


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Failure.FAILED, S.FAILED),
        (Failure.PERMISSION_DENIED, S.PERMISSION_DENIED),
        (Failure.BAD_MESSAGE, S.BAD_MESSAGE),
        (Failure.NOT_SUPPORTED, S.NOT_SUPPORTED),
    ],
)
def test_a_failure_is_told_as_what_it_is_with_the_id_of_the_request(failure: Failure, status: S) -> None:
    bench = online()
    ask(bench, By.CENTRAL_BY_ID, LogKind.SECURITY, request_id=9)
    end(bench, failure)
    assert statuses(bench) == [S.UPLOADING, status]
    assert {(fact.by, fact.request_id) for fact in bench.said(UploadStatusChanged)} == {(By.CENTRAL_BY_ID, 9)}


def test_it_is_tried_as_often_as_asked_for() -> None:
    bench = online()
    ask(bench, patience=Patience(2, 10.0))
    end(bench, Failure.FAILED)
    bench.go(9.0)
    assert len(bench.said(UploadLog)) == 1
    bench.go(2.0)
    end(bench, Failure.FAILED)
    bench.go(60.0)
    assert (len(bench.said(UploadLog)), statuses(bench)) == (2, [S.UPLOADING, S.FAILED])


def test_a_newer_wish_takes_the_place_of_the_old_one() -> None:
    bench = online()
    ask(bench)
    old = bench.said(UploadLog)[0].id
    ask(bench)
    assert (bench.verdicts(), bench.said(CancelJob)) == (
        [Verdict.ACCEPTED, Verdict.ACCEPTED_CANCELED],
        [CancelJob(old)],
    )
    bench.hear(UploadEnded(old))
    assert statuses(bench) == [S.UPLOADING, S.UPLOADING]


def test_an_upload_that_was_cut_off_begins_again_after_a_restart() -> None:
    bench = online()
    ask(bench)
    again = bench.restarted()
    assert again.said(UploadLog) == bench.said(UploadLog)
    end(again)
    assert statuses(again) == [S.UPLOADED]


@pytest.mark.req("CCC-LIM-011")
def test_a_station_that_minds_no_times_sends_all_it_has() -> None:
    for rules, span in ((Rules(), (1.0, 2.0)), (Rules(log_times_count=False), (None, None))):
        bench = online(rules=rules)
        ask(bench, oldest_utc_s=1.0, latest_utc_s=2.0)
        order = bench.said(UploadLog)[0].order
        assert (order.oldest_utc_s, order.latest_utc_s) == span


@pytest.mark.req("ABB-MSG-031")
def test_a_log_a_station_does_not_send_by_id_is_rejected() -> None:
    bench = online(rules=Rules(logs=(LogKind.SECURITY,)))
    ask(bench, By.CENTRAL_BY_ID)
    assert (bench.verdicts(), bench.said(UploadLog)) == ([Verdict.REJECTED], [])
    ask(bench, By.CENTRAL_BY_ID, LogKind.SECURITY)
    ask(bench, By.CENTRAL)
    assert len(bench.said(UploadLog)) == 2
