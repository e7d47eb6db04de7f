"""What can be wrong with a call, in words of no version; each dialect spells them in its ``error_codes.py``."""

import enum


class RpcErrorKind(enum.Enum):
    """OCPP-J 1.6 table 7, OCPP-J 2.0.1 part 4 table 8."""

    NOT_IMPLEMENTED = enum.auto()  # nobody knows this action
    NOT_SUPPORTED = enum.auto()  # known, and not done here
    INTERNAL_ERROR = enum.auto()
    PROTOCOL_ERROR = enum.auto()
    SECURITY_ERROR = enum.auto()
    FORMAT_VIOLATION = enum.auto()  # not JSON, not the structure of the message
    PROPERTY_CONSTRAINT = enum.auto()  # a value out of its enumeration, range or length
    OCCURRENCE_CONSTRAINT = enum.auto()  # a field missing, too few or too many elements
    TYPE_CONSTRAINT = enum.auto()
    GENERIC = enum.auto()
    RPC_FRAMEWORK = enum.auto()  # not a call at all
    MESSAGE_TYPE_NOT_SUPPORTED = enum.auto()
