"""The test cases of the Open Charge Alliance for an OCPP 1.6 station, and why some of them are not played here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

TESTS = Path(__file__).parents[2]
MARK, NAME = re.compile(r"mark\.oca\(([^)]*)\)"), re.compile(r'"(\w+)"')
HEAD = """# Conformance to OCPP 1.6

The Open Charge Alliance tests stations with a tool of its own, whose cases are not public as a whole; their names are.
These tests play them on a virtual clock, one file per case, with the steps that the specification asks for, and judge
every frame against the official JSON schemas. They prove what they say and replace no certificate. `make test` runs
them all.

| case | what | here |
|---|---|---|"""
CASES: Mapping[str, str] = {
    "TC_001_CS": "Cold boot",
    "TC_002_CS": "Cold boot - Pending",
    "TC_003_CS": "Regular charging session - plug-in first",
    "TC_004_1_CS": "Identification first",
    "TC_004_2_CS": "Identification first - ConnectionTimeOut",
    "TC_005_1_CS": "EV-side disconnect, StopTransactionOnEVSideDisconnect=true, unlock true",
    "TC_005_2_CS": "EV-side disconnect, StopTransactionOnEVSideDisconnect=true, unlock false",
    "TC_005_3_CS": "EV-side disconnect, StopTransactionOnEVSideDisconnect=false: SuspendedEV, may resume",
    "TC_007_1_CS": "Start with cached id - local",
    "TC_007_2_CS": "Start with cached id - remote",
    "TC_008_1_CS": "Start, id in local list - local",
    "TC_008_2_CS": "Start, id in local list - remote",
    "TC_010_CS": "Remote start - cable plugged in first",
    "TC_011_1_CS": "Remote start first, then plug",
    "TC_011_2_CS": "Remote start - time out",
    "TC_012_CS": "Remote stop",
    "TC_013_CS": "Hard reset without transaction",
    "TC_014_CS": "Soft reset without transaction",
    "TC_015_CS": "Hard reset with transaction",
    "TC_016_CS": "Soft reset with transaction",
    "TC_017_1_CS": "Unlock connector, no session (socket)",
    "TC_017_2_CS": "Unlock connector, no session (fixed cable: NotSupported)",
    "TC_018_1_CS": "Unlock with session (socket)",
    "TC_018_2_CS": "Unlock with session (fixed cable)",
    "TC_019_CS": "Retrieve configuration (all / specific keys)",
    "TC_021_CS": "Change/set configuration",
    "TC_023_4_CS": "Local start - Authorize invalid",
    "TC_023_5_CS": "Remote start - Authorize invalid",
    "TC_024_CS": "Start - lock failure",
    "TC_026_CS": "Remote start - Rejected",
    "TC_027_CS": "Remote start - connectorId shall not be 0",
    "TC_028_CS": "Remote stop - Rejected (unknown transactionId)",
    "TC_030_CS": "Unlock - UnlockFailed",
    "TC_031_CS": "Unlock - unknown connector",
    "TC_032_1_CS": "Power failure - stop transactions before going down",
    "TC_032_2_CS": "Power failure - stop transactions after boot",
    "TC_034_CS": "Power failure with Unavailable status (persisted)",
    "TC_036_CS": "Connection loss during transaction",
    "TC_037_1_CS": "Offline start - valid idTag",
    "TC_037_2_CS": "Offline start - invalid idTag, StopTransactionOnInvalidId=false",
    "TC_037_3_CS": "Offline start - invalid idTag, StopTransactionOnInvalidId=true",
    "TC_038_CS": "Offline stop transaction",
    "TC_039_CS": "Whole transaction offline",
    "TC_040_1_CS": "ChangeConfiguration NotSupported key",
    "TC_040_2_CS": "ChangeConfiguration invalid value",
    "TC_041_CS": "Fault behaviour",
    "TC_042_1_CS": "GetLocalListVersion not supported (-1)",
    "TC_042_2_CS": "GetLocalListVersion empty (0)",
    "TC_043_CS": "SendLocalList",
    "TC_043_1_CS": "SendLocalList - NotSupported",
    "TC_043_2_CS": "SendLocalList - VersionMismatch",
    "TC_043_3_CS": "SendLocalList - Failed",
    "TC_044_1_CS": "Firmware update - download and install",
    "TC_044_2_CS": "Firmware - DownloadFailed",
    "TC_044_3_CS": "Firmware - InstallationFailed",
    "TC_045_1_CS": "GetDiagnostics",
    "TC_045_2_CS": "GetDiagnostics - UploadFailed",
    "TC_046_1_CS": "Reservation of a connector - local start",
    "TC_046_2_CS": "Reservation of a connector - remote start",
    "TC_047_CS": "Reservation expires",
    "TC_048_1_CS": "Reserve - Faulted",
    "TC_048_2_CS": "Reserve - Occupied",
    "TC_048_3_CS": "Reserve - Unavailable",
    "TC_048_4_CS": "Reserve - Rejected",
    "TC_049_CS": "Reservation of charge point (connector 0) - transaction",
    "TC_050_1_CS": "Reserve CP - Faulted",
    "TC_050_2_CS": "Reserve CP - Occupied",
    "TC_050_3_CS": "Reserve CP - Unavailable",
    "TC_050_4_CS": "Reserve CP - Rejected",
    "TC_051_CS": "Cancel reservation",
    "TC_052_CS": "Cancel reservation - Rejected",
    "TC_053_1_CS": "Reserved connector used via parentIdTag - local",
    "TC_053_2_CS": "Reserved connector used via parentIdTag - remote",
    "TC_054_CS": "TriggerMessage (every type)",
    "TC_055_CS": "TriggerMessage - Rejected (bad connector)",
    "TC_056_CS": "TxDefaultProfile",
    "TC_057_CS": "TxProfile",
    "TC_058_1_CS": "TxProfile without transaction: Rejected",
    "TC_058_2_CS": "TxProfile wrong transactionId: Rejected",
    "TC_059_CS": "RemoteStart with charging profile",
    "TC_060_CS": "RemoteStart with charging profile - Rejected (purpose != TxProfile)",
    "TC_061_1_CS": "ClearCache - local",
    "TC_061_2_CS": "ClearCache - remote",
    "TC_062_CS": "DataTransfer to charge point",
    "TC_066_CS": "GetCompositeSchedule",
    "TC_067_CS": "ClearChargingProfile",
    "TC_068_CS": "Stop by idTag = start idTag",
    "TC_069_CS": "Stop by same parentIdTag",
    "TC_070_CS": "Sampled meter values",
    "TC_071_CS": "Clock-aligned meter values",
    "TC_072_CS": "Stacking charging profiles",
    "TC_073_CS": "Update basic-auth password (AuthorizationKey)",
    "TC_074_CS": "Update CP certificate (ExtendedTriggerMessage SignChargePointCertificate)",
    "TC_075_1_CS": "Install ManufacturerRootCertificate",
    "TC_075_2_CS": "Install CentralSystemRootCertificate",
    "TC_076_CS": "Delete certificate",
    "TC_077_CS": "Invalid ChargePointCertificate security event",
    "TC_078_CS": "Invalid CentralSystemCertificate security event",
    "TC_079_CS": "Get security log",
    "TC_080_CS": "Secure firmware update",
    "TC_081_CS": "Secure firmware update - InvalidSignature",
    "TC_082_CS": "TxDefaultProfile with ongoing transaction",
    "TC_083_CS": "Upgrade security profile",
    "TC_084_CS": "Downgrade security profile - Rejected",
    "TC_085_CS": "Basic auth - valid",
    "TC_086_CS": "TLS server certificate - valid",
    "TC_087_CS": "TLS client certificate - valid",
}
WHY_NOT: Mapping[str, str] = {
    "TC_032_1_CS": "not for this station: no supply outlasts the mains, so nothing more is said (TC_032_2_CS)",
}


def played() -> dict[str, list[str]]:
    """The files that play each case, by its name; what needs a real socket stands in ``tests/real``."""
    found: dict[str, list[str]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        named = {name for marks in MARK.findall(file.read_text(encoding="utf-8")) for name in NAME.findall(marks)}
        for name in named:
            found.setdefault(name, []).append(file.relative_to(TESTS.parent).as_posix())
    return found


def render() -> str:
    """``docs/reference/conformance.md``."""
    files = played()
    rows = [f"| {name} | {about} | {_outcome(name, files)} |" for name, about in CASES.items()]
    return "\n".join([HEAD, *rows]) + "\n"


def _outcome(name: str, files: Mapping[str, list[str]]) -> str:
    if name in files:
        links = (f"[{Path(file).name}](../../{file})" for file in files[name])
        return f"passes: {', '.join(links)}"
    return WHY_NOT.get(name, "not yet")
