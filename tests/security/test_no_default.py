"""Nobody can get into a station with something that is printed in a manual."""

from __future__ import annotations

import pytest

from pilotwire.config.table import VARIABLES
from pilotwire.personality.load import available, load


@pytest.mark.req("CCC-SYS-002")
@pytest.mark.parametrize("personality", available())
def test_no_personality_ships_a_password(personality: str) -> None:
    secrets = [variable for variable in load(personality).changed(VARIABLES).values() if variable.secret]
    assert len(secrets) >= 2
    assert {variable.default for variable in secrets} == {None}
