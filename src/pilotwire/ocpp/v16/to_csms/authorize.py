"""Authorize: may this driver charge? (OCPP 1.6 4.1)."""

from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.id_tag import id_tag_of, info_of
from pilotwire.ocpp.v16.messages.authorize import AuthorizeRequest, AuthorizeResponse

ACTION = "Authorize"


def authorize(question: AskAuthorization) -> Message:
    """The question."""
    return Message(ACTION, AuthorizeRequest(id_tag=id_tag_of(question.token)))


def authorized(question: AskAuthorization, answer: AuthorizeResponse) -> AuthorizationAnswered:
    """The answer to *question*."""
    return AuthorizationAnswered(question.ask, info_of(answer.id_tag_info))
