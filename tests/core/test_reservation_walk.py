"""Drivers, strangers and a central system do what they like: nobody charges where a place is kept for somebody else."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from tests.core.bench import UTC_S, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered, CardShown
from pilotwire.core.local_list import LocalListSent, Update
from pilotwire.core.port.phase import TAKEN
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.remote import RemoteStartAsked, RemoteStopAsked
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.reservation import CancellationAsked, Reservation, ReservationAsked
from pilotwire.core.restart import kept_of
from pilotwire.core.station import Station
from pilotwire.core.token import Token, TokenInfo, TokenStatus

TOKENS = tuple(Token(f"T{number}") for number in range(6))
GROUPS = {"T0": "A", "T1": "A", "T2": "B", "T3": "B"}
EVSES = 3
R = ReplyTo("r")


class Town:
    """Three EVSEs, six drivers, two of the groups with two of them each."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.bench = online({registry.PRE_AUTHORIZE: seed % 2 == 0}, sockets=(False,) * EVSES)
        self.began = self.reserved = self.used = 0
        self.deeds: list[Callable[[], None]] = [
            self.reserve,
            self.cancel,
            self.card,
            self.card,
            self.plug,
            self.plug,
            self.leave,
            self.remote,
            self.stop,
            self.send_list,
            self.wait,
            self.wait,
        ]

    def step(self) -> None:
        """One deed, and what follows from it; no promise is broken."""
        before = self.bench.station
        self.bench.forget()
        self.rng.choice(self.deeds)()
        self.answer()
        self.used += sum(row.reservation is not None for row in self.bench.rows())
        self.judge(before, self.bench.station)

    def judge(self, before: Station, after: Station) -> None:
        for old, new in zip(before.ports, after.ports, strict=True):
            if new.grant.permit in TAKEN and old.grant.permit not in TAKEN:
                self.began += 1
                kept = [each for each in before.reservations.values() if each.evse == new.evse]
                assert all(new.grant.token is not None and new.grant.token.is_kin(each.token) for each in kept)
        taken = sum(port.grant.permit in TAKEN for port in after.ports)
        particular = {each.evse for each in after.reservations.values() if each.evse}
        anybodys = sum(each.evse == 0 for each in after.reservations.values())
        assert taken + len(particular) + anybodys <= EVSES
        assert not any(after.ports[evse - 1].grant.permit in TAKEN for evse in particular)
        assert kept_of(after).reservations == after.reservations

    def token(self) -> Token:
        return self.rng.choice(TOKENS)

    def reserve(self) -> None:
        token = self.token()
        token = replace(token, group=GROUPS.get(token.id)) if self.rng.random() < 0.5 else token
        until_s = UTC_S + self.bench.now_s + self.rng.choice((30.0, 300.0))
        wanted = Reservation(self.rng.randrange(4), self.rng.randrange(EVSES + 1), token, until_s)
        (reply,) = self.bench.hear(ReservationAsked(R, wanted)).replies
        self.reserved += reply.verdict is Verdict.ACCEPTED

    def cancel(self) -> None:
        self.bench.hear(CancellationAsked(R, self.rng.randrange(4)))

    def card(self) -> None:
        self.bench.hear(CardShown(self.token(), self.rng.choice((0, 0, 1, 2, 3))))

    def plug(self) -> None:
        evse = self.rng.randrange(EVSES) + 1
        if self.bench.evses[evse - 1].vehicle is Pilot.GONE:
            self.bench.plug(evse)

    def leave(self) -> None:
        evse = self.rng.randrange(EVSES) + 1
        if self.bench.evses[evse - 1].vehicle is not Pilot.GONE:
            self.bench.unplug(evse)

    def remote(self) -> None:
        self.bench.hear(RemoteStartAsked(R, self.token(), self.rng.randrange(EVSES + 1)))

    def stop(self) -> None:
        for running in tuple(self.bench.station.transactions.values())[:1]:
            self.bench.hear(RemoteStopAsked(R, running.id))

    def send_list(self) -> None:
        info = {each.id: TokenInfo(TokenStatus.ACCEPTED, group=GROUPS.get(each.id)) for each in TOKENS}
        chosen = tuple((id, info[id]) for id in info if self.rng.random() < 0.3)
        self.bench.hear(LocalListSent(R, 1, Update.FULL, chosen))

    def wait(self) -> None:
        self.bench.go(self.rng.choice((1.0, 10.0, 70.0)))

    def answer(self) -> None:
        for asked in self.bench.said(AskAuthorization):
            status = TokenStatus.BLOCKED if asked.token.id == "T5" else TokenStatus.ACCEPTED
            info = TokenInfo(status, group=GROUPS.get(asked.token.id))
            self.bench.hear(AuthorizationAnswered(asked.ask, info))


def test_nobody_takes_a_place_that_is_kept_for_another() -> None:
    towns = [Town(seed) for seed in range(12)]
    for town in towns:
        for _ in range(400):
            town.step()
    for seen in ("began", "reserved", "used"):
        assert sum(getattr(town, seen) for town in towns) >= 50, seen


def test_what_a_town_leaves_behind_survives_a_power_cut() -> None:
    town = Town(99)
    while not town.bench.station.reservations:
        town.step()
    again: CoreBench = town.bench.restarted(settle_s=0.0)
    assert again.station.reservations == town.bench.station.reservations
