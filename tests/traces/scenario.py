"""The named traces of the house: what happens, told once; both dialects play it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.traces.stage import UTC_S, Stage

from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.port.limits import DynamicLimitSet
from pilotwire.core.token import Token, TokenKind
from pilotwire.core.variable import Value
from pilotwire.hardware.sim.action import Plug, Swipe, Turn, Unplug

ANNA = Token("04A2B3C4", TokenKind.ISO14443)
BEN = Token("04D5E6F7", TokenKind.ISO14443)
REMOTE_START: Mapping[str, tuple[str, dict[str, object]]] = {
    "1.6": ("RemoteStartTransaction", {"connectorId": 1, "idTag": "04A2B3C4"}),
    "2.0.1": (
        "RequestStartTransaction",
        {"evseId": 1, "remoteStartId": 7, "idToken": {"idToken": "04A2B3C4", "type": "Central"}},
    ),
}
RESET: Mapping[str, tuple[str, dict[str, object]]] = {
    "1.6": ("Reset", {"type": "Hard"}),
    "2.0.1": ("Reset", {"type": "Immediate"}),
}
Play = Callable[[Stage, str], None]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One trace: what is played, on what kind of station, which tokens the central system refuses.

    ``host_utc_s`` is what a host believes that does not know the time.
    """

    play: Play
    evses: int = 1
    has_socket: bool = False
    settings: Mapping[str, Value] = field(default_factory=dict)
    invalid: frozenset[str] = frozenset()
    host_utc_s: float | None = None


def _online(stage: Stage) -> None:
    stage.link(up=True)
    stage.wait(10)


def plug_first(stage: Stage, version: str) -> None:
    """The vehicle comes before the card; the same card ends it; a socket with a lock."""
    _online(stage)
    stage.act(Plug(1))
    stage.wait(5)
    stage.act(Swipe(ANNA))
    stage.wait(130)
    stage.act(Swipe(ANNA))
    stage.wait(15)
    stage.act(Unplug(1))
    stage.wait(10)


def card_first(stage: Stage, version: str) -> None:
    """The card comes before the vehicle."""
    _online(stage)
    stage.act(Swipe(ANNA))
    stage.wait(20)
    stage.act(Plug(1))
    stage.wait(70)
    stage.act(Unplug(1))
    stage.wait(10)


def remote(stage: Stage, version: str) -> None:
    """Started by the central system; ended by unplugging."""
    _online(stage)
    stage.act(Plug(1))
    stage.wait(5)
    stage.request(*REMOTE_START[version])
    stage.wait(70)
    stage.act(Unplug(1))
    stage.wait(10)


def offline_start(stage: Stage, version: str) -> None:
    """The link is gone when the driver comes, and back before the driver leaves."""
    _online(stage)
    stage.link(up=False)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(70)
    stage.link(up=True)
    stage.wait(20)
    stage.act(Swipe(ANNA))
    stage.wait(15)
    stage.act(Unplug(1))
    stage.wait(10)


def offline_stop(stage: Stage, version: str) -> None:
    """The link breaks during charging; the driver leaves before it is back."""
    _online(stage)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(30)
    stage.link(up=False)
    stage.wait(60)
    stage.act(Unplug(1))
    stage.wait(30)
    stage.link(up=True)
    stage.wait(10)


def invalid_after_start(stage: Stage, version: str) -> None:
    """The token is refused when the transaction is told."""
    _online(stage)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(20)
    stage.act(Unplug(1))
    stage.wait(10)


def two_evses_card_first(stage: Stage, version: str) -> None:
    """Two drivers, two cards, two EVSEs, and the first card before any vehicle."""
    _online(stage)
    stage.act(Swipe(ANNA))
    stage.wait(5)
    stage.act(Plug(2))
    stage.wait(5)
    stage.act(Plug(1))
    stage.act(Swipe(BEN))
    stage.wait(60)
    stage.act(Swipe(ANNA))
    stage.wait(15)
    stage.act(Unplug(2))
    stage.act(Unplug(1))
    stage.wait(10)


def kill(stage: Stage, version: str) -> None:
    """The power goes during charging: the transaction is closed with its last durable reading."""
    _online(stage)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(75)
    stage.cut_power()
    stage.wait(5)
    stage.link(up=True)
    stage.wait(10)
    stage.act(Unplug(1))
    stage.wait(10)


def reset(stage: Stage, version: str) -> None:
    """The central system restarts the station at once, in the middle of charging."""
    _online(stage)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(40)
    stage.request(*RESET[version])
    stage.wait(20)
    stage.act(Unplug(1))
    stage.wait(10)


def suspended_by_limit(stage: Stage, version: str) -> None:
    """A limit below 6 A pauses charging; lifting it resumes."""
    _online(stage)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(30)
    stage.say(DynamicLimitSet(0, "house", 3.0))
    stage.wait(30)
    stage.say(DynamicLimitSet(0, "house", 10.0))
    stage.wait(30)
    stage.act(Unplug(1))
    stage.wait(10)


def key_switch(stage: Stage, version: str) -> None:
    """A key decides: nobody is asked, no card counts, and a remote start does not go round it."""
    _online(stage)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.request(*REMOTE_START[version])
    stage.wait(10)
    stage.act(Turn("key", True))
    stage.wait(70)
    stage.act(Turn("key", False))
    stage.wait(15)
    stage.act(Unplug(1))
    stage.wait(10)


def free_vend(stage: Stage, version: str) -> None:
    """A plug is enough, and what is told is the token of the station itself."""
    _online(stage)
    stage.act(Plug(1))
    stage.wait(70)
    stage.act(Unplug(1))
    stage.wait(10)


def without_time(stage: Stage, version: str) -> None:
    """Offline and without a valid time a driver comes and goes; then the central system says what time it is."""
    stage.wait(10)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(130)
    stage.act(Unplug(1))
    stage.wait(30)
    _online(stage)


def without_time_kill(stage: Stage, version: str) -> None:
    """The same, and the power goes during charging; the host's clock goes on, and is as wrong as before."""
    stage.wait(10)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(75)
    stage.cut_power()
    stage.act(Unplug(1))
    stage.wait(30)
    _online(stage)


def time_learnt_kill(stage: Stage, version: str) -> None:
    """The time is learnt during charging, and the power goes before the central system has heard of it."""
    stage.wait(10)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(75)
    stage.say(LinkChanged(online=True))
    stage.say(BootAnswered(Registration.ACCEPTED, 86400, UTC_S + stage.now_s))
    stage.wait(30)
    stage.host_utc_s = 0.0  # and the host has forgotten everything
    stage.cut_power()
    stage.act(Unplug(1))
    stage.wait(30)
    _online(stage)


MINUTES = {"SampledDataCtrlr.TxUpdatedInterval": 60}
WITHOUT_TIME: Mapping[str, Value] = {
    **MINUTES,
    "OCPPCommCtrlr.Enabled": True,
    "TxCtrlr.AllowTxWithInvalidTime": True,
    "AuthCtrlr.OfflineTxForUnknownIdEnabled": True,
}
WRONG_UTC_S = 1_700_000_000.0  # 2023: what a host believes that was switched off for three years
SCENARIOS: Mapping[str, Scenario] = {
    "plug_first": Scenario(plug_first, has_socket=True, settings=MINUTES),
    "card_first": Scenario(card_first, settings=MINUTES),
    "remote": Scenario(remote, settings=MINUTES),
    "offline_start": Scenario(offline_start, settings={**MINUTES, "AuthCtrlr.OfflineTxForUnknownIdEnabled": True}),
    "offline_stop": Scenario(offline_stop, settings=MINUTES),
    "invalid_after_start": Scenario(invalid_after_start, invalid=frozenset({ANNA.id}), settings=MINUTES),
    "two_evses_card_first": Scenario(two_evses_card_first, evses=2, settings=MINUTES),
    "without_time": Scenario(without_time, settings=WITHOUT_TIME, host_utc_s=WRONG_UTC_S),
    "without_time_kill": Scenario(without_time_kill, settings=WITHOUT_TIME, host_utc_s=WRONG_UTC_S),
    "time_learnt_kill": Scenario(time_learnt_kill, settings=WITHOUT_TIME, host_utc_s=WRONG_UTC_S),
    "kill": Scenario(kill, settings=MINUTES),
    "reset": Scenario(reset, settings=MINUTES),
    "key_switch": Scenario(key_switch, settings={**MINUTES, "AuthCtrlr.UserAuthentication": "key-switch"}),
    "free_vend": Scenario(
        free_vend,
        settings={**MINUTES, "AuthCtrlr.FreeVendEnabled": True, "AuthCtrlr.FreeVendIdToken": "TACW2240123G0001"},
    ),
    "suspended_by_limit": Scenario(suspended_by_limit, settings=MINUTES),
}
