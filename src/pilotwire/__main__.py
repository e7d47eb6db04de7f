"""``python -m pilotwire`` and the command ``pilotwire``."""

from __future__ import annotations

import gc
import sys

STARTING = 100_000  # objects between two collections, until a command says otherwise


def main() -> None:
    """Run the command line. ``pilotwire safe``, as a stop hook calls it, waits for no library that it does not need."""
    if sys.argv[1:] == ["safe"]:
        from pilotwire.hardware.linux.safe import main as safe

        sys.exit(safe())
    gc.set_threshold(STARTING)  # what is imported stays: looking through it again and again only takes time
    from pilotwire.cli import program

    program()


if __name__ == "__main__":
    main()
