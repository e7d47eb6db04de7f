"""How several EVSEs share what the station as a whole may draw (OCPP 1.6 3.13.3: all connectors combined)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.port.limits import MINIMUM_A


def shared(limit_a: float, wanted_a: Mapping[int, float]) -> dict[int, float]:
    """What each EVSE gets of *limit_a* per phase, of those that draw, in the order in which they came.

    Alike, and what one cannot use goes to the others. Where there is too little for all, those who came first get the
    6 A below which nobody can charge (IEC 61851-1 A.3.1), and the others wait.
    """
    if len(wanted_a) == 1:
        return dict.fromkeys(wanted_a, limit_a)
    shares = dict.fromkeys(wanted_a, 0.0)
    hungry = [evse for evse, most_a in wanted_a.items() if most_a >= MINIMUM_A]
    served = hungry[: int(limit_a // MINIMUM_A)]
    left_a = limit_a
    for others, evse in enumerate(sorted(served, key=wanted_a.__getitem__)):
        shares[evse] = min(wanted_a[evse], left_a / (len(served) - others))
        left_a -= shares[evse]
    return shares
