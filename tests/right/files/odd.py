"""A script whose arguments only running it tells."""

import argparse

parser = argparse.ArgumentParser()
for name in ["zone", "out"]:
    parser.add_argument("--" + name, required=True)
print(parser.parse_args())
