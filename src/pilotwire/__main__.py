"""``python -m pilotwire`` and the command ``pilotwire``."""

from __future__ import annotations

from pilotwire.cli import program


def main() -> None:
    """Run the command line."""
    program()


if __name__ == "__main__":
    main()
