"""A personality: what makes the station that of a vendor. Data; the rooms that read each part say what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from pilotwire.core import registry
from pilotwire.core.incident import Incident
from pilotwire.core.port.fault import Fault
from pilotwire.core.rules import Bits, OldRows, Rules
from pilotwire.core.transfer import OwnTransfer
from pilotwire.core.variable import Access, Applies, Effect, Kind, Value, Variable
from pilotwire.personality.habit import Configuring, Spelling
from pilotwire.personality.key import KeyEntry

Toml = object  # whatever a TOML file can say


class Unsupported(Enum):
    """The CALLERROR for a request that is not answered (OCPP-J 1.6 4.2.3)."""

    NOT_IMPLEMENTED = "NotImplemented"
    NOT_SUPPORTED = "NotSupported"


class MessageIds(Enum):
    """How message ids are made."""

    UUID = "uuid"
    COUNTER = "counter"  # from "1" at each start
    SEVEN_DIGITS = "seven digits"  # with leading zeros


class Spacing(Enum):
    """Blanks in JSON."""

    COMPACT = "compact"
    SPACED = "spaced"  # one behind each comma and colon


class Timestamps(Enum):
    """How a time is written."""

    MILLISECONDS = "milliseconds"
    ZERO_MILLISECONDS = "zero milliseconds"  # always .000Z
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the station says it is; over it lies what customer.json says."""

    vendor: str | None = None
    model: str | None = None
    serial_number: str | None = None
    firmware_version: str | None = None
    release: str | None = None  # the version in firmware_version, where that says more; keys come and go with it

    @property
    def firmware(self) -> str | None:
        """The version that ``since`` and ``until`` are compared with."""
        return self.release or self.firmware_version

    def changes(self) -> tuple[VariableChange, ...]:
        """The same as changes of Variables."""
        texts = {
            registry.VENDOR.name: self.vendor,
            registry.MODEL.name: self.model,
            registry.SERIAL_NUMBER.name: self.serial_number,
            registry.FIRMWARE_VERSION.name: self.firmware_version,
        }
        return tuple(VariableChange(name, default=text) for name, text in texts.items() if text is not None)


@dataclass(frozen=True, slots=True)
class VariableChange:
    """What is different about a Variable; None: nothing. With a ``kind`` it is one of the vendor's own (``made``)."""

    name: str
    source: str = ""
    default: Value = None
    allowed: tuple[tuple[float, float], ...] | None = None
    choices: tuple[str, ...] | None = None
    max_length: int | None = None
    access: Access | None = None
    applies: Applies | None = None
    executed: tuple[float, float] | None = None
    effect: Effect | None = None
    kind: Kind | None = None
    unit: str | None = None
    pattern: str | None = None
    example: str | None = None
    per_evse: bool | None = None

    def made(self) -> Variable[Value]:
        """A Variable of the vendor's own that core knows nothing of: stored, reported, and nobody's business.

        :raises ValueError: nothing says of which kind it is, so it should have been one of core's.
        """
        if self.kind is None:
            raise ValueError(self.name)
        blank: Variable[Value] = Variable(self.name, self.kind, self.default, per_evse=bool(self.per_evse))
        return self.apply(blank)

    def apply(self, variable: Variable[Value]) -> Variable[Value]:
        """*variable* with the differences."""
        return replace(
            variable,
            default=variable.default if self.default is None else self.default,
            allowed=variable.allowed if self.allowed is None else self.allowed,
            choices=variable.choices if self.choices is None else self.choices,
            max_length=variable.max_length if self.max_length is None else self.max_length,
            access=self.access or variable.access,
            applies=self.applies or variable.applies,
            executed=self.executed or variable.executed,
            effect=self.effect or variable.effect,
            unit=variable.unit if self.unit is None else self.unit,
            pattern=variable.pattern if self.pattern is None else self.pattern,
            example=variable.example if self.example is None else self.example,
        )


def change_of(key: KeyEntry) -> VariableChange | None:
    """What *key* says of its Variable itself, whoever writes it; None: nothing."""
    effect = None if key.effect is Effect.NONE else key.effect
    if key.variable is None or (key.default, key.applies, key.executed, effect) == (None, None, None, None):
        return None
    return VariableChange(
        key.variable, key.source, key.default, applies=key.applies, executed=key.executed, effect=effect
    )


@dataclass(frozen=True, slots=True)
class Messages:
    """OCPP 1.6 actions: ``supported`` are requests it answers, ``sent`` those it makes.

    ``triggers`` are messages that can be triggered; ``security_events`` those SecurityEventNotification tells of, where
    it is sent (in the words of OCPP 2.0.1), ``tech_info`` what is told of one that says nothing more. A request that is
    not supported gets its own error in ``errors``, else ``unsupported``. ``statuses`` are all that a message about a
    job ever tells, by its action; others are passed over in silence. ``names_station``: BootNotification says by which
    name the central system knows it, as chargeBoxSerialNumber.
    """

    supported: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    security_events: tuple[Incident, ...] = ()
    tech_info: Mapping[str, str] = field(default_factory=dict)
    unsupported: Unsupported = Unsupported.NOT_IMPLEMENTED
    errors: Mapping[str, Unsupported] = field(default_factory=dict)
    statuses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names_station: bool = False

    @property
    def incidents_told(self) -> frozenset[Incident]:
        """The security events of which a central system hears."""
        return frozenset(self.security_events) if "SecurityEventNotification" in self.sent else frozenset()


@dataclass(frozen=True, slots=True)
class Status:
    """``shown_as``: statuses that are reported as another one. ``info`` and ``vendor_error_code`` stand where there is
    nothing to say; ``says_time``: whether it says since when."""

    shown_as: Mapping[str, str] = field(default_factory=dict)
    info: str | None = None
    vendor_error_code: str | None = None
    says_time: bool = True


@dataclass(frozen=True, slots=True)
class RequestForm:
    """What requests say besides. BootNotification: ``meter_type``. StopTransaction: ``names_starter``, the token of
    the start where nobody's token ended it."""

    meter_type: str | None = None
    names_starter: bool = False


class WhichLocation(Enum):
    """Which values say where they were measured (OCPP 1.6 7.30)."""

    NEVER = "never"
    UNUSUAL = "unusual"  # those that are not of the outlet, which is the default
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class MeterForm:
    """How OCPP 1.6 writes what the meter says.

    ``says_format``: Raw, although it is the default. ``by_phase``: all of L1, then L2, then L3, then what belongs to no
    phase; otherwise one measurand after the other. ``units``: another unit in the place of one, such as kWh for Wh.
    ``decimals``: exactly so many for a measurand, else for its unit, ``*`` for the others; without it no more than are
    needed. ``order``: measurands that come first, in this order, whatever the key says (within each phase).
    """

    location: WhichLocation = WhichLocation.UNUSUAL
    says_format: bool = False
    by_phase: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wire:
    """How frames look and when they come. ``members``: those of a request that come first, in this order, by its
    action. ``also_offers``: subprotocols that are offered besides the one that is spoken."""

    message_ids: MessageIds = MessageIds.UUID
    spacing: Spacing = Spacing.COMPACT
    timestamps: Timestamps = Timestamps.MILLISECONDS
    boot_pause_s: float = 0.0  # from the WebSocket to BootNotification
    accepted_pause_s: float = 0.0  # from its answer to the next message
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also_offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerJson:
    """``by_ocpp``: whether paths of customer.json are names of configuration keys too (chargebyte guide 14.1 T47).
    ``most_ports``: how many charging points such a station can have; the file may list more, which nobody reads."""

    by_ocpp: bool = False
    most_ports: int = 32


@dataclass(frozen=True, slots=True)
class Mask:
    """A number whose bits hide faults: what each hides, by its number. One that hides nothing here is taken all the
    same, and one that does not stand here is reserved.
    """

    bits: Mapping[int, tuple[Fault, ...]] = field(default_factory=dict)

    @property
    def settable(self) -> int:
        """The sum of the bits that may be set."""
        return sum(1 << bit for bit in self.bits if bit >= 0)

    @property
    def hides(self) -> Bits:
        """The same as core's rules have it."""
        return {bit: frozenset(faults) for bit, faults in self.bits.items()}


@dataclass(frozen=True, slots=True)
class FaultBits:
    """What each fault adds to a vendorErrorCode that is a sum, by the single bit it adds; none: codes are words."""

    bits: Mapping[int, tuple[Fault, ...]] = field(default_factory=dict)

    @property
    def by_fault(self) -> Mapping[Fault, int]:
        """The bit of each fault."""
        return {fault: bit for bit, faults in self.bits.items() for fault in faults}


@dataclass(frozen=True, slots=True)
class Personality:
    """A vendor's station, everything inherited already in it.

    ``shipped`` are values by path that the factory default of customer.json has instead of the defaults of the
    Variables. ``variants`` are names of models or firmwares that differ; ``load`` takes one, and this is ``variant``.
    ``has_limitations``: whether more of the original is there for who asks for what loses money or safety.
    """

    name: str
    inherits: str | None = None
    identity: Identity = Identity()
    rules: Rules = Rules()
    variables: tuple[VariableChange, ...] = ()
    keys: tuple[KeyEntry, ...] = ()
    transfers: tuple[OwnTransfer, ...] = ()
    messages: Messages = Messages()
    requests: RequestForm = RequestForm()
    status: Status = Status()
    meter_values: MeterForm = MeterForm()
    configuration: Configuring = Configuring()
    spelling: Spelling = Spelling()
    wire: Wire = Wire()
    customer_json: CustomerJson = CustomerJson()
    fault_mask: Mask = Mask()
    function_mask: Mask = Mask()
    fault_bits: FaultBits = FaultBits()
    shipped: Mapping[str, Toml] = field(default_factory=dict)
    variants: tuple[str, ...] = ()
    variant: str | None = None
    has_limitations: bool = False

    @property
    def changes(self) -> tuple[VariableChange, ...]:
        """All changes of Variables, those of the identity first, those that keys bring last."""
        of_keys = (change_of(key) for key in self.keys)
        return (*self.identity.changes(), *self.variables, *(change for change in of_keys if change is not None))

    @property
    def defaults(self) -> tuple[str, ...]:
        """The names of the Variables that have another default than core's."""
        return tuple(change.name for change in self.changes if change.default is not None)

    @property
    def masks(self) -> Mapping[str, Mask]:
        """What the bits of each mask mean, by the Variable that holds it."""
        return {registry.FAULT_MASK.name: self.fault_mask, registry.FUNCTION_MASK.name: self.function_mask}

    @property
    def ruled(self) -> Rules:
        """The rules for core, with what the masks and bits say."""
        return replace(
            self.rules,
            fault_mask=self.fault_mask.hides,
            function_mask=self.function_mask.hides,
            transfers=self.transfers,
            told_together=frozenset(self.fault_bits.by_fault),
            incidents_told=self.messages.incidents_told,
            old_rows=OldRows.ERASED if self._erases_ledger else OldRows.KEPT,
        )

    @property
    def _erases_ledger(self) -> bool:
        """The key for the address of the central system says so."""
        url = registry.CSMS_URL.name
        return any(key.effect is Effect.ERASE_LEDGER and url in key.variables for key in self.keys)

    def changed(self, variables: Mapping[str, Variable[Value]] = registry.VARIABLES) -> dict[str, Variable[Value]]:
        """*variables* as this personality has them."""
        result = dict(variables)
        for change in self.changes:
            variable = result.get(change.name)
            result[change.name] = change.made() if variable is None else change.apply(variable)
        for name, mask in self.masks.items():
            result[name] = replace(result[name], bits=mask.settable)
        return result
