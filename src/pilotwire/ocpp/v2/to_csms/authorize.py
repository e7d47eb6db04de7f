"""Authorize: may this token charge? (OCPP 2.0.1 C01)."""

from __future__ import annotations

from typing import cast

from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.core.station import Station
from pilotwire.ocpp.decode import decode_response
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v2 import messages, token
from pilotwire.ocpp.v2.messages.authorize import AuthorizeRequest, AuthorizeResponse

ACTION = "Authorize"


def ask(question: AskAuthorization, station: Station) -> Message:
    """The question, with the token as it was shown (OCPP 2.0.1 C01.FR.02)."""
    return Message(ACTION, AuthorizeRequest(id_token=token.to_wire(question.token)))


def answered(question: AskAuthorization, payload: bytes | None) -> AuthorizationAnswered:
    """The verdict of the central system; without one the rules for offline apply (OCPP 2.0.1 C13, C15)."""
    if payload is None:
        return AuthorizationAnswered(question.ask, None)
    answer = cast(AuthorizeResponse, decode_response(messages, ACTION, payload))
    return AuthorizationAnswered(question.ask, token.info_from(answer.id_token_info))
