"""The errors a reader may see: each is one clear line, on a terminal and in a notebook cell."""


class WorkbookError(ValueError):
    """Base of every error this package raises on purpose.

    The message is one line that names what was wrong (file, place, value) and what would be right. It
    is a ``ValueError``, so callers that know nothing of this package can still catch it.
    """

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in a cell instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


def first_line(error: Exception) -> str:
    r"""Return kind and message of somebody else's exception in one line, for a message of ours.

    Examples
    --------
    >>> first_line(ValueError("no such model\nlook elsewhere"))
    'ValueError: no such model'
    """
    lines = str(error).strip().splitlines()
    return ": ".join([type(error).__name__, *lines[:1]])


class SeedError(WorkbookError):
    """A text could not be read."""


class ColumnError(WorkbookError):
    """A table lacks a column, or a parameter names one that is not there."""


class OptionError(WorkbookError):
    """An option has a value that means nothing; the message lists those that do."""


class AliasError(WorkbookError):
    """A file of aliases or stop words that the reader edits has a wrong entry."""


class RenderError(WorkbookError):
    """A notebook could not be made into a page."""
