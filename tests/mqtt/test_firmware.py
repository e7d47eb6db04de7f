"""An update by the owner's software, as its topics tell of it."""

import pytest
from tests.mqtt.customer import spots

from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.firmware import DownloadEnded, FirmwareAsked, FirmwareOrder, InstallEnded, OwnerWishes
from pilotwire.core.job import By, Failure, JobProgressed
from pilotwire.core.reply import ReplyTo
from pilotwire.mqtt.announcer import Announcer
from pilotwire.mqtt.ear import Ear
from pilotwire.mqtt.topic import TopicError

EAR = Ear(spots(), 2)
ROOT = "firmware/update"
URL = b"http://user:pass@example.com/update.image"


def heard(topic, payload, *, retained=False):
    return EAR.hear(f"{ROOT}/{topic}", payload, retained=retained)


@pytest.mark.req("CCC-MQTT-008", "CCC-FW-018")
def test_whoever_writes_an_address_starts_an_update():
    expected = FirmwareAsked(ReplyTo("mqtt"), FirmwareOrder(By.OWNER, URL.decode()))
    assert heard("target/url", URL) == expected


@pytest.mark.parametrize("payload", [b"", b"/srv/x.image", b"file:///x", b"http://", b"http://[x", b"\xff"])
def test_what_is_no_address_starts_nothing(payload):
    with pytest.raises(TopicError):
        heard("target/url", payload)


def test_an_address_must_not_be_retained():
    with pytest.raises(TopicError, match="must not be retained"):
        heard("target/url", URL, retained=True)


@pytest.mark.req("CCC-ADD-024", "CCC-MQTT-009", "CCC-MQTT-010")
@pytest.mark.parametrize(
    ("topic", "payload", "wish"),
    [
        ("target/max_trials", b"3", OwnerWishes(tries=3)),
        ("target/max_trials", b"0", OwnerWishes(tries=1)),
        ("target/max_trials", b"", OwnerWishes(tries=1)),
        ("target/interval", b"20", OwnerWishes(pause_s=20.0)),
        ("target/interval", b"-1", OwnerWishes(pause_s=0.0)),
        ("target/interval", b"", OwnerWishes(pause_s=0.0)),
    ],
)
def test_what_is_too_little_or_unset_counts_as_the_least(topic, payload, wish):
    assert heard(topic, payload) == wish
    assert heard(topic, payload, retained=True) == wish


class Watched:
    """What is published about an update, topic by topic."""

    def __init__(self, story):
        self.story, self.announcer = story, Announcer(spots())
        self.announcer.step(story.begin())

    def hear(self, event, after_s=0.0):
        said = self.announcer.step(self.story.hear(event, after_s))
        return {each.topic.removeprefix(ROOT + "/"): each.payload for each in said if each.topic.startswith(ROOT)}

    def begin(self, url=URL, by=By.OWNER):
        return self.hear(FirmwareAsked(ReplyTo("x"), FirmwareOrder(by, url.decode())))

    @property
    def id(self):
        return self.story.station.firmware.id

    def go_on(self, after_s=0.0):
        return self.hear(Due(STATION, Timer.UPDATE), after_s)


@pytest.fixture
def watched(story):
    return Watched(story)


def test_before_any_update_it_is_idle_and_has_no_result(story):
    said = {each.topic: each.payload for each in Announcer(spots()).step(story.begin())}
    states = [said[f"{ROOT}/{name}"] for name in ("state/actual", "state/progress", "result/state", "result/message")]
    assert states == ["idle", "0", "", ""]


@pytest.mark.req("CCC-FW-019", "CCC-MQTT-011", "CCC-MQTT-012", "CCC-MQTT-013", "CCC-ADD-025")
def test_a_good_update_is_told_step_by_step_and_its_result_at_the_end(watched):
    assert watched.begin() == {"state/actual": "downloading"}
    assert watched.hear(JobProgressed(watched.id, 40)) == {"state/progress": "40"}
    assert watched.hear(DownloadEnded(watched.id)) == {"state/actual": "download-succeeded", "state/progress": "0"}
    assert watched.go_on() == {"state/actual": "installing"}
    said = watched.hear(InstallEnded(watched.id))
    assert said == {"state/actual": "install-succeeded", "state/progress": "100", "result/state": "succeeded"}


@pytest.mark.req("CCC-FW-019", "CCC-MQTT-013", "CCC-MQTT-014", "CCC-ADD-024")
def test_a_failed_try_has_a_message_and_only_the_last_one_a_result(watched):
    watched.hear(OwnerWishes(tries=2))
    watched.begin()
    said = watched.hear(DownloadEnded(watched.id, Failure.FAILED))
    assert said == {"state/actual": "download-failed", "result/message": "the transfer or the installation failed"}
    assert watched.go_on(1.0) == {"state/actual": "downloading", "result/message": ""}
    said = watched.hear(DownloadEnded(watched.id, Failure.PERMISSION_DENIED))
    assert (said["result/state"], said["result/message"]) == ("failed", "the server denies access")


@pytest.mark.req("CCC-FW-019")
def test_an_installation_that_fails_says_so(watched):
    watched.begin()
    watched.hear(DownloadEnded(watched.id))
    watched.go_on()
    said = watched.hear(InstallEnded(watched.id, Failure.VERIFICATION))
    assert (said["state/actual"], said["result/state"]) == ("install-failed", "failed")


@pytest.mark.req("CCC-ADD-025")
def test_an_update_of_the_central_system_is_told_too_and_install_succeeded_comes_before_the_restart(watched):
    assert watched.begin(by=By.CENTRAL) == {"state/actual": "downloading"}
    watched.hear(DownloadEnded(watched.id))
    watched.go_on()
    assert watched.hear(InstallEnded(watched.id))["state/actual"] == "install-succeeded"
