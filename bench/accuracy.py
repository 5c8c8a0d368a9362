"""Print the accuracy of every room against hand-marked data: ``python bench/accuracy.py --gold DIR``.

The data is not part of this repository; ``--gold`` names its folder. ``--only lemmas`` scores one room.
"""

import argparse
import importlib
import time
from pathlib import Path

import pandas as pd

ROOMS = {
    "lemmas": "score_lemmas",
    "mentions": "score_mentions",
    "quotes": "score_quotes",
    "structure": "score_structure",
}


def main() -> None:
    """Score the rooms asked for, one table each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="folder of the marked data")
    parser.add_argument("--only", choices=ROOMS, action="append", help="score this room alone")
    options = parser.parse_args()
    if not options.gold.is_dir():
        parser.exit(1, f"{options.gold}: no such folder; name the folder of the marked data\n")
    pd.set_option("display.width", 160, "display.max_columns", 20, "display.max_rows", 200)
    pd.set_option("display.max_colwidth", 60)
    for room in options.only or ROOMS:
        start = time.perf_counter()
        table = importlib.import_module(ROOMS[room]).report(options.gold)
        print(f"== {room} ({time.perf_counter() - start:.0f} s)")
        print(table.to_string(), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
