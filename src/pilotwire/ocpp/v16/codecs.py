"""The spellings of their own that keys can have: from the text in the key to that of the Variable, and back."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pilotwire.ocpp.v16.spelling import Unreadable
from pilotwire.personality.key import Codec

HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]{1,12}")
NO_DECIMALS = re.compile(r"(?<=[0-9])\.0+$")
DIGITS = re.compile(r"(?:[0-9a-fA-F]{2}){16,}")  # security whitepaper: a key of at least 16 bytes, written hexadecimal
BYTES = "latin-1"  # every byte is a character and comes back as it was


@dataclass(frozen=True, slots=True)
class Coder:
    """``read`` is for what is written, and raises Unreadable; ``write`` for what is told."""

    read: Callable[[str], str]
    write: Callable[[str], str]


def _as_it_is(text: str) -> str:
    return text


def _decimal(text: str) -> str:
    return str(int(text, 16)) if HEXADECIMAL.fullmatch(text.strip()) else text


def _whole(text: str) -> str:
    """A number without decimals that say nothing."""
    return NO_DECIMALS.sub("", text.strip())


def _two_decimals(text: str) -> str:
    return f"{float(text):.2f}"


def _from_hexadecimal(text: str) -> str:
    try:
        return bytes.fromhex(text).decode(BYTES)
    except ValueError:
        raise Unreadable(text) from None


def _to_hexadecimal(text: str) -> str:
    return text.encode(BYTES, "replace").hex()


def _from_either(text: str) -> str:
    return _from_hexadecimal(text) if DIGITS.fullmatch(text) else text


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode(BYTES)
    except (binascii.Error, ValueError):
        raise Unreadable(text) from None


def _to_base64(text: str) -> str:
    return base64.b64encode(text.encode(BYTES, "replace")).decode("ascii")


PLAIN = Coder(_as_it_is, _as_it_is)
# what is not here is not about the text: INVERTED is about the value, OF_SOCKET and PHASE_ROTATION about the EVSEs
CODERS: Mapping[Codec, Coder] = {
    Codec.DECIMAL_OR_HEXADECIMAL: Coder(_decimal, _as_it_is),
    Codec.TWO_DECIMALS: Coder(_whole, _two_decimals),
    Codec.HEXADECIMAL_TEXT: Coder(_from_hexadecimal, _to_hexadecimal),
    Codec.TEXT_OR_HEXADECIMAL: Coder(_from_either, _as_it_is),
    Codec.BASE64_TEXT: Coder(_from_base64, _to_base64),
}


def coder_of(codec: Codec | None) -> Coder:
    """How *codec* reads and writes a text."""
    return PLAIN if codec is None else CODERS.get(codec, PLAIN)
