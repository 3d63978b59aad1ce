import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--month", type=int, required=True)
parser.parse_args()
