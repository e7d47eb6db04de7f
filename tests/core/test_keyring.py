"""Passwords and profiles: what permits what, what is on trial, and how a trial ends."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.deadline import Timer
from pilotwire.core.incident import Incident
from pilotwire.core.keyring import Keyring, KeyringSeen
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.core.request import ConfigurationEdited, VariablesWritten
from pilotwire.core.sealed import seal_name
from pilotwire.core.sequel import RECONNECT, Reconnect
from pilotwire.core.settings import Write, WriteVerdict
from pilotwire.core.trial import TrialEnded, is_on_trial

OLD, NEW, WEAK = seal_name("old", 16), seal_name("new", 40), seal_name("weak", 15)
NOTHING, ROOT, CERTIFICATE = (
    Keyring(),
    Keyring(has_root=True),
    Keyring(has_root=True, certificate="first", until_utc_s=4e9),
)


def write(bench: CoreBench, **values: object) -> list[WriteVerdict]:
    """The verdicts on a password or a profile."""
    variables = {"password": registry.PASSWORD, "profile": registry.SECURITY_PROFILE}
    writes = tuple(Write(variables[name].name, value) for name, value in values.items())  # type: ignore[arg-type]
    bench.hear(VariablesWritten(ReplyTo("r"), writes))
    return list([each for each in bench.replies if isinstance(each, Reply)][-1].writes)


def station(profile: int = 0, password: str | None = None, keyring: Keyring = NOTHING) -> CoreBench:
    bench = online({registry.SECURITY_PROFILE: profile, registry.PASSWORD: password})
    bench.hear(KeyringSeen(keyring))
    bench.forget()
    return bench


@pytest.mark.parametrize(
    ("profile", "password", "keyring", "wanted", "is_taken"),
    [
        (0, OLD, Keyring(), 1, True),
        (0, None, Keyring(), 1, False),
        (0, WEAK, Keyring(), 1, False),
        (1, OLD, ROOT, 2, True),
        (1, OLD, Keyring(), 2, False),
        (0, None, ROOT, 2, False),
        (2, OLD, CERTIFICATE, 3, True),
        (0, None, CERTIFICATE, 3, True),
        (2, OLD, ROOT, 3, False),
        (2, OLD, CERTIFICATE, 2, False),
        (2, OLD, CERTIFICATE, 1, False),
        (3, OLD, CERTIFICATE, 0, False),
        (0, OLD, CERTIFICATE, 0, False),
        (0, OLD, CERTIFICATE, 4, False),
    ],
)
def test_a_profile_only_goes_up_and_only_with_all_it_needs(
    profile: int, password: str | None, keyring: Keyring, wanted: int, is_taken: bool
) -> None:
    bench = station(profile, password, keyring)
    expected = WriteVerdict.ACCEPTED if is_taken else WriteVerdict.REFUSED
    assert write(bench, profile=wanted) == [expected]
    assert bench.station.settings.reported(registry.SECURITY_PROFILE) == (wanted if is_taken else profile)


@pytest.mark.parametrize(
    ("wanted", "has", "why"),
    [
        (1, station(0, WEAK), "it needs a password of at least 16 bytes first"),
        (2, station(1, OLD), "it needs a root certificate for the central system first"),
        (3, station(2, OLD, ROOT), "it needs a certificate of the station first"),
        (1, station(2, OLD, ROOT), "a profile only goes up"),
        (9, station(1, OLD), "out of range"),
    ],
)
def test_the_log_says_what_a_security_profile_lacks(wanted: int, has: CoreBench, why: str) -> None:
    write(has, profile=wanted)
    assert has.replies[-1].why == f"SecurityCtrlr.SecurityProfile: {why}"


def test_the_log_says_that_a_password_is_too_short_and_not_which_it_was() -> None:
    bench = station(1, OLD)
    write(bench, password=WEAK)
    assert bench.replies[-1].why == "SecurityCtrlr.BasicAuthPassword: security profile 1 wants at least 16 bytes"


@pytest.mark.parametrize(("profile", "verdict"), [(0, WriteVerdict.ACCEPTED), (1, WriteVerdict.REFUSED)])
def test_a_short_password_will_do_where_no_profile_asks_for_more(profile: int, verdict: WriteVerdict) -> None:
    assert write(station(profile, OLD), password=WEAK) == [verdict]


def test_a_password_is_stored_at_once_and_counts_when_a_connection_came_about_with_it() -> None:
    bench = station(1, OLD)
    write(bench, password=NEW)
    settings = bench.station.settings
    assert (settings.reported(registry.PASSWORD), settings.get(registry.PASSWORD)) == (NEW, OLD)
    assert RECONNECT in bench.station.deadlines
    bench.go(bench.station.rules.restart_delay_s)
    assert bench.commands == [Reconnect()]
    bench.hear(TrialEnded(worked=True))
    assert bench.station.settings.get(registry.PASSWORD) == NEW
    assert not is_on_trial(bench.station.settings)


def test_a_password_that_only_the_station_likes_is_taken_back_and_nobody_connects_again_for_that() -> None:
    bench = station(1, OLD)
    write(bench, password=NEW)
    bench.go(bench.station.rules.restart_delay_s)
    noted = len(bench.incidents)
    bench.hear(TrialEnded(worked=False))
    assert len(bench.incidents) == noted + 1
    settings = bench.station.settings
    assert (settings.reported(registry.PASSWORD), settings.get(registry.PASSWORD)) == (OLD, OLD)
    assert bench.incidents[-1].incident is Incident.RECONFIGURATION
    assert RECONNECT not in bench.station.deadlines


def test_what_is_on_trial_is_still_on_trial_after_a_power_cut() -> None:
    bench = station(1, OLD)
    write(bench, password=NEW)
    again = bench.restarted()
    settings = again.station.settings
    assert (settings.reported(registry.PASSWORD), settings.get(registry.PASSWORD)) == (NEW, OLD)


def test_the_first_password_of_all_is_on_trial_too() -> None:
    bench = station()
    write(bench, password=NEW)
    again = bench.restarted()
    assert (again.station.settings.reported(registry.PASSWORD), again.station.settings.get(registry.PASSWORD)) == (
        NEW,
        None,
    )


def test_the_end_of_no_trial_changes_nothing() -> None:
    bench = station(1, OLD)
    before = bench.station
    bench.hear(TrialEnded(worked=False), TrialEnded(worked=True))
    assert bench.station is before


def test_a_person_may_lower_the_profile_in_the_file() -> None:
    bench = station(2, OLD)
    bench.hear(ConfigurationEdited((Write(registry.SECURITY_PROFILE.name, 0),)))
    bench.hear(TrialEnded(worked=True))
    assert bench.station.settings.get(registry.SECURITY_PROFILE) == 0


def test_another_certificate_is_shown_at_once_where_certificates_are_shown() -> None:
    for profile, is_shown in ((3, True), (2, False)):
        bench = station(profile, OLD, CERTIFICATE)
        bench.hear(KeyringSeen(CERTIFICATE))
        assert RECONNECT not in bench.station.deadlines
        bench.hear(KeyringSeen(Keyring(has_root=True, certificate="second", until_utc_s=4e9)))
        assert (RECONNECT in bench.station.deadlines) is is_shown


def test_nobody_looks_at_a_certificate_that_is_not_there() -> None:
    bench = station(3, OLD, CERTIFICATE)
    bench.hear(KeyringSeen(ROOT))
    assert Timer.EXPIRY not in {due.timer for due in bench.station.deadlines}
