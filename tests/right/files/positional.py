"""A script with any number of names, and a place."""

from argparse import ArgumentParser

parser = ArgumentParser()
parser.add_argument("names", nargs="*")
parser.add_argument("out")
print(parser.parse_args())
