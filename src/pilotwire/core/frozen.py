"""``dataclasses.replace`` for the state: the same, and faster; it was half of what a step cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace as replace  # so that every call is checked field by field
else:
    from dataclasses import fields
    from functools import cache
    from operator import attrgetter

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
