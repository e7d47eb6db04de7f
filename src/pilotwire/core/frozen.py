"""What every step does to frozen state, faster than it comes: another value in it, and what of it is another object.

``replace`` is that of dataclasses; it was half of what a step cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast


def is_alike(old: object, new: object, besides: frozenset[str]) -> bool:
    """Whether *old* and *new*, of one class, have the very same objects in all their fields *besides* some."""
    kind: Any = old.__class__  # Hashable, which the checker does not see
    return _alike(kind, besides)(old, new)


@cache
def _alike(kind: Any, besides: frozenset[str]) -> Callable[[object, object], bool]:
    """One expression made from the fields, as dataclasses make their own methods: a new field is in it by itself."""
    names = [each.name for each in fields(kind) if each.name not in besides]
    compared = " and ".join(f"old.{name} is new.{name}" for name in names)
    return cast("Callable[[object, object], bool]", eval(f"lambda old, new: {compared}"))


if TYPE_CHECKING:
    from dataclasses import replace as replace  # so that every call is checked field by field
else:

    def replace(old, /, **changes):
        """A new *old* with other values in the fields that *changes* names. Raises KeyError for a field it has not."""
        kind = old.__class__
        values_of, places = _form(kind)
        values = list(values_of(old))
        for name, value in changes.items():
            values[places[name]] = value
        return kind(*values)

    @cache
    def _form(kind):
        """How to read all fields of *kind* at once, and the place of each."""
        names = [each.name for each in fields(kind)]
        values_of = attrgetter(*names)
        places = {name: place for place, name in enumerate(names)}
        return (values_of if len(names) > 1 else lambda old: (values_of(old),)), places
