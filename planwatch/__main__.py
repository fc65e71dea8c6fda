"""`python -m planwatch`."""

import sys


def main() -> None:
    """The command line. Ctrl-C ends it without a word as long as it is being loaded."""
    try:
        from planwatch.cli import main  # noqa: PLC0415

        main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
