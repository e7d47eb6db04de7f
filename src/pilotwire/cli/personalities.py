"""``pilotwire personalities``: whose stations there are."""

from __future__ import annotations

import typer


def personalities() -> None:
    """List whose station this can be, with their variants."""
    from pilotwire.personality.load import available, load

    for name in available():
        personality = load(name)
        more = [f"variants: {', '.join(personality.variants)}"] if personality.variants else []
        more += ["more with --set Limitations=on"] if personality.has_limitations else []
        typer.echo(f"{name}  {len(personality.keys)} keys{''.join(f'; {each}' for each in more)}")
