"""A script that wants one of two."""

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--out")
which = parser.add_mutually_exclusive_group(required=True)
which.add_argument("--day")
which.add_argument("--month")
print(parser.parse_args())
