"""Statistics of single cells of a contingency table; every function works on whole columns at once.

In all of them ``a`` and ``b`` are how often a word occurs in the target and in the reference, ``c`` and ``d``
all other words there; ``both`` is how often two words occur together, ``x`` and ``y`` how often each occurs
(of collocates: ``x`` the words inside the windows of the node), ``words`` how many words there are.
"""

import numpy as np

#: What stands in place of a frequency of zero where a ratio would be infinite (Hardie 2014).
HALF_A_HIT = 0.5


def log_likelihood(a, b, c, d) -> np.ndarray:
    """Return G2 over all 4 cells: twice the sum of O ln(O/E) (Dunning 1993, Computational Linguistics 19).

    It is never negative and says how surprising the difference is, not which way it goes.

    Examples
    --------
    >>> round(float(log_likelihood(110, 2442, 111, 29114)), 2)
    270.72
    """
    a, b, c, d = np.broadcast_arrays(*(np.asarray(cell, dtype=float) for cell in (a, b, c, d)))
    margins = ((a, a + b, a + c), (b, a + b, b + d), (c, c + d, a + c), (d, c + d, b + d))
    total = np.zeros(a.shape)
    for cell, row, column in margins:
        # an empty cell adds nothing: O ln O goes to 0 with O
        ratio = np.divide(cell * (a + b + c + d), row * column, out=np.ones_like(total), where=cell > 0)
        total = total + cell * np.log(ratio)
    # rounding can leave a hair below zero where the shares agree
    return np.maximum(2 * total, 0)


def bic(g2, words) -> np.ndarray:
    """Return the Bayes factor, G2 - ln N (Wilson 2013).

    Over 2 is positive evidence of a difference, over 6 strong, over 10 very strong.
    """
    return np.asarray(g2, dtype=float) - np.log(words)


def log_ratio(a, b, c, d) -> np.ndarray:
    """Return log2 of the ratio of the relative frequencies (Hardie 2014), half a hit in place of zero.

    0: equally frequent; 1: twice as frequent in the target; -1: half as frequent.
    """
    target, reference = relative(a, b, c, d)
    return np.log2(target / reference)


def log_variance(hits, words) -> np.ndarray:
    """Return the variance of ln(hits / words), words taken singly (Katz et al. 1978), half a hit for zero."""
    return 1 / at_least_half(hits) - 1 / np.maximum(words, 1)


def percent_diff(a, b, c, d) -> np.ndarray:
    """Return %DIFF (Gabrielatos & Marchi 2011).

    By how many per cent the target's relative frequency is higher than the reference's; half a hit stands
    in place of zero.
    """
    target, reference = relative(a, b, c, d)
    return 100 * (target - reference) / reference


def odds_ratio(a, b, c, d) -> np.ndarray:
    """Return (a/c)/(b/d) (Pojanapunya & Todd 2018), half a hit in place of zero in any cell."""
    a, b, c, d = (at_least_half(cell) for cell in (a, b, c, d))
    return (a / c) / (b / d)


def relative(a, b, c, d) -> tuple[np.ndarray, np.ndarray]:
    """Return the relative frequencies in target and reference, half a hit in place of zero."""
    target_words, reference_words = np.asarray(a) + c, np.asarray(b) + d
    return at_least_half(a) / target_words, at_least_half(b) / reference_words


def at_least_half(count) -> np.ndarray:
    """Return counts with half a hit in place of zero."""
    count = np.asarray(count, dtype=float)
    return np.where(count == 0, HALF_A_HIT, count)


def log_dice(both, x, y) -> np.ndarray:
    """Return logDice, 14 + log2(2 both / (x + y)) (Rychly 2008); one more is twice as typical.

    Examples
    --------
    >>> log_dice(8, 389, 230).round(4)
    np.float64(8.7262)
    """
    return 14 + np.log2(2 * np.asarray(both, dtype=float) / (np.asarray(x) + y))


def pmi(both, x, y, words) -> np.ndarray:
    """Return pointwise mutual information, log2 O/E (Church & Hanks 1990), E = x y / words."""
    return np.log2(np.asarray(both, dtype=float) / expected_together(x, y, words))


def mi3(both, x, y, words) -> np.ndarray:
    """Return MI3, log2 O^3/E (Daille 1994), E = x y / words."""
    return pmi(both, x, y, words) + 2 * np.log2(both)


def delta_p(both, x, y, words) -> np.ndarray:
    """Return Delta P of y given x: its share among the x less its share among all others (Gries 2013).

    0 where there are no others.

    Examples
    --------
    >>> round(float(delta_p(5610, 174548, 7867, 10409868)), 3)
    0.032
    """
    both, x, y, words = np.broadcast_arrays(*(np.asarray(c, dtype=float) for c in (both, x, y, words)))
    others = x * (words - x)
    return np.divide(both * words - x * y, others, out=np.zeros(both.shape), where=others > 0)


def t_score(both, x, y, words) -> np.ndarray:
    """Return t, (O - E) / sqrt(O) (Manning & Schuetze 1999, 5.3.1), E = x y / words."""
    both = np.asarray(both, dtype=float)
    return (both - expected_together(x, y, words)) / np.sqrt(both)


def pair_log_likelihood(both, x, y, words) -> np.ndarray:
    """Return G2 over the 4 cells both, x only, y only, neither (Dunning 1993)."""
    both, x, y = (np.asarray(count, dtype=float) for count in (both, x, y))
    return log_likelihood(both, y - both, x - both, words - x - y + both)


def expected_together(x, y, words) -> np.ndarray:
    """Return how often two words would meet if each were strewn by chance."""
    return np.asarray(x, dtype=float) * y / words
