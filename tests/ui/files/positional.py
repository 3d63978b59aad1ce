"""A script with positional arguments."""

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("many", type=int)
parser.add_argument("out")
print(parser.parse_args())
