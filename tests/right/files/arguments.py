"""A script whose arguments are declared in a function of their own, and in groups."""

import argparse
from pathlib import Path


def build() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-m", "--month", type=int, required=True, choices=range(1, 13))
    parser.add_argument("--minimum", type=float, default=0.0)
    parser.add_argument("--level", choices=["low", "high"], default="low")
    words = parser.add_argument_group("words")
    words.add_argument("--name", dest="names", action="append", default=[])
    words.add_argument("--verbose", action=argparse.BooleanOptionalAction)
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--day", type=lambda text: text.split("-"))
    when.add_argument("--week", type=int)
    parser.add_argument("-o", "--out", type=Path, required=True)
    return parser


def main(argv=None):
    args = build().parse_args(argv)
    print(args)


if __name__ == "__main__":
    main()
