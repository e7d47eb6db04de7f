"""How OCPP-J 1.6 spells the error codes (4.2.3, table 7)."""

from collections.abc import Mapping
from types import MappingProxyType

from pilotwire.ocpp.rpc_error import RpcErrorKind

# FormationViolation and OccurenceConstraintViolation are the standard's own misspellings; the errata (5.1, 5.2) keep
# them: "Do not fix, this is a message level change". The last two kinds have no code in 1.6.
CODES: Mapping[RpcErrorKind, str] = MappingProxyType(
    {
        RpcErrorKind.NOT_IMPLEMENTED: "NotImplemented",
        RpcErrorKind.NOT_SUPPORTED: "NotSupported",
        RpcErrorKind.INTERNAL_ERROR: "InternalError",
        RpcErrorKind.PROTOCOL_ERROR: "ProtocolError",
        RpcErrorKind.SECURITY_ERROR: "SecurityError",
        RpcErrorKind.FORMAT_VIOLATION: "FormationViolation",
        RpcErrorKind.PROPERTY_CONSTRAINT: "PropertyConstraintViolation",
        RpcErrorKind.OCCURRENCE_CONSTRAINT: "OccurenceConstraintViolation",
        RpcErrorKind.TYPE_CONSTRAINT: "TypeConstraintViolation",
        RpcErrorKind.GENERIC: "GenericError",
        RpcErrorKind.RPC_FRAMEWORK: "GenericError",  # "any other error not covered by the previous ones"
        RpcErrorKind.MESSAGE_TYPE_NOT_SUPPORTED: "GenericError",
    }
)
