"""The remote starts of the OCA at an Alfen NG9xx, which 4.12.0 corrected "in accordance with OCTT" (its notes, 6)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16 import (
    test_tc_010_cs,
    test_tc_011_1_cs,
    test_tc_011_2_cs,
    test_tc_023_5_cs,
    test_tc_026_cs,
    test_tc_027_cs,
)

pytestmark = [pytest.mark.station(personality="alfen_ng9xx"), pytest.mark.req("ALF-412-015")]

test_of_a_vehicle_that_waits = test_tc_010_cs.test_a_remote_start_of_a_vehicle_that_waits
test_it_waits_for_the_vehicle = test_tc_011_1_cs.test_a_remote_start_waits_for_the_vehicle
test_it_is_given_up_when_nobody_plugs_in = test_tc_011_2_cs.test_a_remote_start_is_given_up_when_nobody_plugs_in
test_one_that_is_refused_starts_nothing = test_tc_023_5_cs.test_a_refused_remote_start_starts_nothing
test_of_a_connector_that_is_taken = test_tc_026_cs.test_a_remote_start_of_a_connector_that_is_taken_is_rejected
test_of_the_station_as_a_whole = test_tc_027_cs.test_a_remote_start_of_the_station_is_rejected
