"""How OCPP-J 2.0.1 spells the error codes (part 4, 4.3, table 8)."""

from collections.abc import Mapping
from types import MappingProxyType

from pilotwire.ocpp.rpc_error import RpcErrorKind

CODES: Mapping[RpcErrorKind, str] = MappingProxyType(
    {
        RpcErrorKind.NOT_IMPLEMENTED: "NotImplemented",
        RpcErrorKind.NOT_SUPPORTED: "NotSupported",
        RpcErrorKind.INTERNAL_ERROR: "InternalError",
        RpcErrorKind.PROTOCOL_ERROR: "ProtocolError",
        RpcErrorKind.SECURITY_ERROR: "SecurityError",
        RpcErrorKind.FORMAT_VIOLATION: "FormatViolation",
        RpcErrorKind.PROPERTY_CONSTRAINT: "PropertyConstraintViolation",
        RpcErrorKind.OCCURRENCE_CONSTRAINT: "OccurrenceConstraintViolation",
        RpcErrorKind.TYPE_CONSTRAINT: "TypeConstraintViolation",
        RpcErrorKind.GENERIC: "GenericError",
        RpcErrorKind.RPC_FRAMEWORK: "RpcFrameworkError",
        RpcErrorKind.MESSAGE_TYPE_NOT_SUPPORTED: "MessageTypeNotSupported",
    }
)
