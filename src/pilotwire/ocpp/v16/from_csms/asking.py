"""What a request of the central system is judged by, besides itself."""

from dataclasses import dataclass

from pilotwire.core.reply import ReplyTo
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Notes
from pilotwire.ocpp.v16.keys import Key, Keys, fold
from pilotwire.ocpp.v16.to_csms.status_notification import Manner
from pilotwire.personality.habit import Configuring


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to answer, the last told station, the notes of the ledger, and the habits of the personality."""

    reply_to: ReplyTo
    station: Station
    notes: Notes
    keys: Keys
    manner: Manner
    triggers: frozenset[str] | None  # what TriggerMessage can ask for; None: everything
    configuring: Configuring = Configuring()
    knows_signed_updates: bool = True

    def key(self, name: str) -> Key | None:
        """The configuration key of this *name*."""
        return self.keys.get(fold(name, self.configuring))
