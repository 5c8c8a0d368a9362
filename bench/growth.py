"""Whether time grows with the length of a text and no faster: ``python bench/growth.py``.

Each hostile text is read at one length and at sixteen times that length; time that grows with the square
would take 256 times as long, linear time 16.
"""

import time

import pandas as pd

from analysis import add_lemmas, find_mentions, find_quotes, split_tokens
from analysis.arabic import pair_marks

#: Longer by this factor.
TIMES = 16
#: Opening and unit to repeat.
QUOTES = {
    "sentences": ("", "وقال الوزير إن «العمل بدأ أمس»، مشيرا إلى أن الوقت ضيق.\n"),
    "marks that never close": ("قال: «", "كلمة أخرى ثم قال الوزير إن «الأمر "),
    "words in straight marks": ("", '"كلمة" '),
    "one sentence of sources": ("", "وقال الوزير إن «الأمر مهم جدا» بحسب الوزارة "),
    "one sentence of colons": ("", "كلمة: «نعم نعم نعم» "),
    "one sentence of participles": ("", "قائلا إن الأمر مهم "),
    "one noun phrase": ("قال ", "الوزير الجديد "),
    "one office": ("قال وزير ", "في الوزارة «س» "),
    "one sentence without signs": ("", "قال الرجل كلمة ثم قالت له "),
    "lines with labels": ("", "الملك: من هناك؟\nالحارس: أنا.\n"),
    "labels that never end": ("", "الملك (\n"),
    "links of a chain": ("حدثنا ", "خالد عن سامي "),
}
MARKS = ['"ا ', "«ا ", "ا» ", '"', "«\n", "'ا ", "l'été "]


def report(length: int = 200) -> pd.DataFrame:
    """Time each text at ``length`` units and at `TIMES` as many.

    Returns
    -------
    DataFrame
        ``text, seconds, seconds_longer, ratio``.
    """
    rows = []
    for name, (opening, unit) in QUOTES.items():
        rows.append((name, *(_read(opening + unit * count) for count in (length, length * TIMES))))
    for unit in MARKS:
        rows.append((repr(unit), *(_pair(unit * count) for count in (20 * length, 20 * length * TIMES))))
    table = pd.DataFrame(rows, columns=["text", "seconds", "seconds_longer"])
    return table.assign(ratio=(table["seconds_longer"] / table["seconds"]).round(1)).round(4)


def _read(text: str) -> float:
    tokens = add_lemmas(split_tokens(pd.DataFrame({"seed": ["x"], "text": [text]})))
    mentions = find_mentions(tokens)
    return _time(lambda: find_quotes(tokens, mentions))


def _pair(text: str) -> float:
    return _time(lambda: pair_marks(text))


def _time(run) -> float:
    """Return the best of three processor times."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        run()
        best = min(best, time.process_time() - begun)
    return best


if __name__ == "__main__":
    print(report().to_string(index=False))
