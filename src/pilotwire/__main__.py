"""``python -m pilotwire`` and the command ``pilotwire``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. ``pilotwire safe``, as a stop hook calls it, waits for no library that it does not need."""
    if sys.argv[1:] == ["safe"]:
        from pilotwire.hardware.linux.safe import main as safe

        sys.exit(safe())
    from pilotwire.cli import program

    program()


if __name__ == "__main__":
    main()
