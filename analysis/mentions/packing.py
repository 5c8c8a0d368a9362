"""A model on disk: rounded to what its accuracy needs, its sorted numbers as differences, then deflated."""

import zlib

import numpy as np

from analysis.mentions.network import Model

_EXACT = ("edge", "bias", "summary_bias", "output_bias", "start", "transitions")
_MATRICES = ("summary", "output", "told_output")
_SORTED = ("keys", "class_keys")
_PLAIN = ("codes", "classes", "class_count")


def pack(model: Model, *, levels: float = 1.5) -> dict[str, np.ndarray]:
    """Return arrays that `numpy.savez_compressed` stores small.

    Parameters
    ----------
    model
        After training.
    levels
        Steps to which one standard deviation of the vectors is rounded: fewer make a smaller file.
    """
    spread = model.vectors[1:].std(axis=0) / levels
    vectors = np.clip(np.rint(model.vectors[1:] / spread), -127, 127).astype(np.int8)
    step = np.abs(model.window).max(axis=(0, 1)) / 127
    packed = {
        "vectors": _squeeze(vectors),
        "spread": spread.astype(np.float32),
        "window": np.rint(model.window / step).astype(np.int8),
        "step": step.astype(np.float32),
        "features": _planes(model.features),
        "counts": np.rint(np.log2(model.tables["counts"] + 1) * 8).astype(np.uint8),
        "labels": np.array(model.labels),
    }
    packed |= {name: getattr(model, name).astype(np.float32) for name in _EXACT}
    packed |= {name: getattr(model, name).astype(np.float16) for name in _MATRICES}
    packed |= {name: _planes(model.tables[name]) for name in _SORTED}
    return packed | {name: np.asarray(model.tables[name]).T.copy(order="C") for name in _PLAIN}


def unpack(packed: dict[str, np.ndarray]) -> Model:
    """Return the model that `pack` was given, but for the rounding."""
    rounded = np.frombuffer(zlib.decompress(packed["vectors"].tobytes()), dtype=np.int8)
    vectors = rounded.reshape(-1, len(packed["spread"])) * packed["spread"]
    tables = {name: _from_planes(packed[name]) for name in _SORTED}
    tables |= {name: packed[name].T for name in _PLAIN}
    tables["counts"] = 2.0 ** (packed["counts"] / 8) - 1
    return Model(
        tables=tables,
        features=_from_planes(packed["features"]),
        vectors=np.vstack([np.zeros_like(vectors[:1]), vectors]).astype(np.float32),
        labels=tuple(packed["labels"].tolist()),
        window=packed["window"] * packed["step"],
        **{name: packed[name].astype(np.float32) for name in (*_EXACT, *_MATRICES)},
    )


def _squeeze(numbers: np.ndarray) -> np.ndarray:
    """Deflate numbers that never repeat in runs: without looking for runs the result is a sixth smaller."""
    deflate = zlib.compressobj(9, strategy=zlib.Z_HUFFMAN_ONLY)
    return np.frombuffer(deflate.compress(numbers.tobytes()) + deflate.flush(), dtype=np.uint8)


def _planes(ascending: np.ndarray) -> np.ndarray:
    """Return the differences of ascending uint32 numbers, first all their lowest bytes, then the next."""
    steps = np.diff(ascending, prepend=ascending.dtype.type(0)).astype("<u4")
    return np.ascontiguousarray(steps.view(np.uint8).reshape(-1, 4).T)


def _from_planes(planes: np.ndarray) -> np.ndarray:
    """Undo `_planes`."""
    return np.cumsum(np.ascontiguousarray(planes.T).view("<u4").ravel(), dtype=np.uint32)
