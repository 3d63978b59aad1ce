"""A script that lets pass what it does not know."""

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--month", type=int)
known, rest = parser.parse_known_args()
print(known, rest)
