"""A personality of one's own: a file anywhere, named by its path, that inherits from those that are shipped."""

import re
from pathlib import Path

import pytest

from pilotwire.core import registry
from pilotwire.personality.lint import lint_file
from pilotwire.personality.load import PersonalityError, load

HOWTO = Path(__file__).parents[2] / "docs" / "howto" / "personalities.md"


@pytest.fixture
def acme(tmp_path: Path) -> str:
    """The file of the how-to."""
    found = re.search(r"```toml\n(.*?)```", HOWTO.read_text("utf-8"), re.DOTALL)
    assert found
    (tmp_path / "acme.toml").write_text(found[1])
    return str(tmp_path / "acme.toml")


def test_the_example_of_the_how_to_is_right(acme: str) -> None:
    assert lint_file(acme) == ()
    personality = load(acme)
    assert (personality.name, personality.inherits, personality.variants) == ("acme", "pilotwire", ("old",))
    assert personality.changed()[registry.HEARTBEAT_INTERVAL_S.name].executed == (10, float("inf"))
    assert {"FreeMode", "NumberOfConnectors"} <= {key.name for key in personality.keys}
    assert load(acme, "old").identity.firmware_version == "1.9"


def test_what_is_wrong_with_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_text('inherits = "pilotwire"\n[rules]\ngap = 1\nsource = "x"')
    assert [str(error) for error in lint_file(str(path))] == ["acme.toml: rules: there is no gap"]
    with pytest.raises(PersonalityError, match="there is no gap"):
        load(str(path))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PersonalityError, match="there is no such personality"):
        load(str(tmp_path / "nobody.toml"))
    with pytest.raises(PersonalityError, match="there is no such personality"):
        load("/nonexistent/nobody.toml")
