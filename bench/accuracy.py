"""Print the accuracy of every room against hand-marked data: ``python bench/accuracy.py --gold DIR``.

The data is not part of this repository; ``--gold`` names its folder. ``--only lemmas`` scores one room;
``--texts DIR`` adds the texts of other genres (``--only genres --texts DIR`` scores them alone).
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
    "genres": "score_genres",
}


def main() -> None:
    """Score the rooms asked for, one table each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="folder of the marked data")
    parser.add_argument("--texts", type=Path, help="folder of the texts of other genres")
    parser.add_argument("--only", choices=ROOMS, action="append", help="score this room alone")
    options = parser.parse_args()
    rooms = options.only or [room for room in ROOMS if room != "genres" or options.texts]
    folders = {room: options.texts if room == "genres" else options.gold for room in rooms}
    for room, folder in folders.items():
        if not (folder and folder.is_dir()):
            name = "--texts" if room == "genres" else "--gold"
            parser.exit(
                1, f"{folder or name}: no such folder; {name} names the folder of the data of {room}\n"
            )
    pd.set_option("display.width", 160, "display.max_columns", 20, "display.max_rows", 200)
    pd.set_option("display.max_colwidth", 60)
    for room, folder in folders.items():
        start = time.perf_counter()
        table = importlib.import_module(ROOMS[room]).report(folder)
        print(f"== {room} ({time.perf_counter() - start:.0f} s)")
        print(table.to_string(), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
