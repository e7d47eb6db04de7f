"""``GET /metrics``: a pure function of the station and of what was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum

from aiohttp import hdrs, web

from pilotwire.core.csms import Registration
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, standing_faults
from pilotwire.core.port.guard import may_offer
from pilotwire.core.port.limits import offered_a
from pilotwire.core.port.phase import Contactor
from pilotwire.core.port.port import Port
from pilotwire.core.report import status_of
from pilotwire.core.station import Station
from pilotwire.web.door import CountsDoor
from pilotwire.web.exposition import CONTENT_TYPE, Metric, MetricKind, Sample, exposition
from pilotwire.web.station_view import station_view
from pilotwire.web.stream import Stream
from pilotwire.web.tally import Tally, by_name

PerEvse = Callable[[Port], float | None]

# name, help, kind, and what it is of one EVSE (None: not known)
EVSE_METRICS: tuple[tuple[str, str, MetricKind, PerEvse], ...] = (
    ("energy_wh_total", "Import register of the meter.", MetricKind.COUNTER, lambda port: _read(port, "energy_wh")),
    ("power_w", "Power drawn now.", MetricKind.GAUGE, lambda port: _read(port, "power_w")),
    ("soc_pct", "State of charge of the vehicle.", MetricKind.GAUGE, lambda port: _read(port, "soc_pct")),
    ("limit_a", "What all limits together allow, per phase.", MetricKind.GAUGE, offered_a),
    (
        "offered_a",
        "What the vehicle is offered now, per phase.",
        MetricKind.GAUGE,
        lambda port: offered_a(port) if may_offer(port) else 0.0,
    ),
    ("duty_pct", "Duty cycle of the pilot.", MetricKind.GAUGE, lambda port: port.duty_pct),
    ("contactor_closed", "1 while it is.", MetricKind.GAUGE, lambda port: float(port.contactor is Contactor.CLOSED)),
)


class Metrics:
    """What a monitoring system reads."""

    __slots__ = ("_door", "_station", "_stream", "_tally")

    def __init__(self, station: Callable[[], Station], tally: Tally, stream: Stream, door: CountsDoor | None) -> None:
        self._station = station
        self._tally = tally
        self._stream = stream
        self._door = door

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Where they are found."""
        return (web.get("/metrics", self.get),)

    async def get(self, request: web.Request) -> web.Response:
        """All of them."""
        station = self._station()
        listening = gauge("http_streams", "Clients of the event stream.", [Sample(len(self._stream), {})])
        elsewhere = self._door.counts() if self._door else {}
        metrics = (*station_metrics(station), *evse_metrics(station), *tally_metrics(self._tally, elsewhere), listening)
        return web.Response(body=exposition(metrics).encode(), headers={hdrs.CONTENT_TYPE: CONTENT_TYPE})


def gauge(name: str, text: str, samples: Iterable[Sample]) -> Metric:
    """Something that goes up and down."""
    return Metric(f"pilotwire_{name}", MetricKind.GAUGE, text, tuple(samples))


def counter(name: str, text: str, samples: Iterable[Sample]) -> Metric:
    """Something that only rises."""
    return Metric(f"pilotwire_{name}_total", MetricKind.COUNTER, text, tuple(samples))


def station_metrics(station: Station) -> Iterator[Metric]:
    """The station and its central system."""
    view = station_view(station)
    names = {"software": view.software, "vendor": view.vendor, "model": view.model, "boot": view.boot}
    yield gauge("info", "What this is.", [Sample(1, names)])
    yield gauge("online", "1 while the central system can be asked and told.", [Sample(view.is_online, {})])
    yield gauge("registration", "1 for the one it is in.", _one_of(Registration, station.registration, {}))
    yield gauge("claims", "Drivers who may charge and have not plugged in.", [Sample(len(view.claims), {})])


def evse_metrics(station: Station) -> Iterator[Metric]:
    """Every EVSE."""
    ports = station.ports
    states = ((port, status_of(station, port.evse).charging) for port in ports)
    yield gauge(
        "charging_state",
        "1 for the one it is in.",
        (sample for port, state in states for sample in _one_of(Charging, state, _evse(port))),
    )
    yield gauge(
        "fault",
        "1 while it stands.",
        (
            Sample(fault in standing_faults(port), {**_evse(port), "fault": fault.value})
            for port in ports
            for fault in Fault
        ),
    )
    running = (Sample(port.evse in station.transactions, _evse(port)) for port in ports)
    yield gauge("transaction_open", "1 while one runs.", running)
    for name, text, kind, value_of in EVSE_METRICS:
        values = ((port, value_of(port)) for port in ports)
        samples = tuple(Sample(value, _evse(port)) for port, value in values if value is not None)
        yield Metric(f"pilotwire_{name}", kind, text, samples)
    yield gauge("voltage_v", "Phase to neutral.", _per_phase(ports, "voltage_v"))
    yield gauge("current_a", "Drawn now.", _per_phase(ports, "current_a"))


def tally_metrics(tally: Tally, elsewhere: Mapping[str, int]) -> Iterator[Metric]:
    """What was counted here and *elsewhere*."""
    for name, text, label, counts in (
        ("events", "Events heard that changed or said something.", "event", tally.events),
        ("commands", "Commands given.", "command", tally.commands),
        ("facts", "Facts told.", "fact", tally.facts),
    ):
        yield counter(name, text, [Sample(count, {label: each}) for each, count in by_name(counts).items()])
    yield counter("replies", "Replies told.", [Sample(tally.replies, {})])
    for name, count in elsewhere.items():
        yield counter(name, f"{name.replace('_', ' ').capitalize()}.", [Sample(count, {})])


def _one_of(kind: type[Enum], state: Enum, labels: Mapping[str, str]) -> Iterator[Sample]:
    return (Sample(each is state, {**labels, "state": str(each.value)}) for each in kind)


def _per_phase(ports: Iterable[Port], name: str) -> Iterator[Sample]:
    for port in ports:
        values: tuple[float, ...] = getattr(port.reading, name) if port.reading else ()
        for phase, value in enumerate(values, 1):
            yield Sample(value, {**_evse(port), "phase": f"L{phase}"})


def _evse(port: Port) -> dict[str, str]:
    return {"evse": str(port.evse)}


def _read(port: Port, name: str) -> float | None:
    value: float | None = getattr(port.reading, name) if port.reading else None
    return value
