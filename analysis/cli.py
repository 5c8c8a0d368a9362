"""The ``workbook`` command."""

import argparse
import os
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import analysis
from analysis.errors import WorkbookError, one_line, reason


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 1 with one line per problem on standard error."""
    with _standard_streams(), _ended_like_ctrl_c():
        return _run(arguments)


def _run(arguments: list[str] | None) -> int:
    parser = _parser()
    options, further = parser.parse_known_args(arguments)
    if further and options.run is not _run_lab:
        parser.error(f"unrecognized arguments: {' '.join(further)}")
    options.further = further
    try:
        failures = options.run(options)
    except WorkbookError as error:
        failures = [str(error)]
    except KeyboardInterrupt:
        failures = ["stopped; pages written so far are whole"]
    except OSError as error:
        failures = [reason(error)]
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        failures = [f"{reason(error)}; a fault of this program: python -X dev -m analysis.cli shows where"]
    for failure in failures:
        with suppress(OSError):
            print(f"workbook: {one_line(failure)}", file=sys.stderr)
    return 1 if failures else 0


@contextmanager
def _standard_streams():
    """Have all three standard streams, whatever they lead to: closed, full, or with no reader."""
    for handle in range(3):
        try:
            os.fstat(handle)
        except OSError:
            # the next file opened would take its place, and what is meant for it would be written there
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    sys.stdout, sys.stderr = sys.stdout or open(os.devnull, "w"), sys.stderr or open(os.devnull, "w")
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                # Python would try again at its end, and say so
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def _ended_like_ctrl_c():
    """Let what ends a program elsewhere (kill, a closed terminal) end a run as Ctrl-C does: tidily."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {}
    # only the main thread may, and what nohup has switched off stays so
    with suppress(ValueError):
        for number in numbers:
            if signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the command line as every other error is said: one line, status 1."""

    def error(self, message: str) -> NoReturn:
        """Print the line and end."""
        self.exit(1, f"workbook: {one_line(message)}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="workbook",
        description="Read Arabic (and mixed) texts closely: notebooks, and pages made from them.",
    )
    parser.add_argument("--version", action="version", version=f"workbook {analysis.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_render(commands)
    lab = commands.add_parser(
        "lab",
        help="open JupyterLab on notebooks/, right-to-left ready",
        epilog="Options of jupyter lab (--no-browser, --port=8899) are passed on.",
    )
    lab.set_defaults(run=_run_lab)
    return parser


def _add_render(commands) -> None:
    render = commands.add_parser(
        "render",
        help="run every notebook on each text and write pages",
        description="Run every notebook on each text: rendered/<text>/<notebook>.html, rendered/index.html.",
    )
    render.add_argument("seeds", nargs="*", metavar="SEED", help="files, folders or globs (default: seeds/)")
    render.add_argument("--out", type=Path, default=Path("rendered"), metavar="DIR", help="default: rendered")
    render.add_argument(
        "--notebook", action="append", default=[], metavar="NAME", help="only this notebook (may be repeated)"
    )
    render.add_argument(
        "--jobs", type=_positive, default=0, metavar="N", help="kernels at a time (default: one per core)"
    )
    render.add_argument(
        "--timeout",
        type=_positive,
        default=600,
        metavar="SECONDS",
        help="stop a notebook that runs longer (default: 600)",
    )
    render.add_argument("--pdf", action="store_true", help="print each page to a PDF too (needs Chromium)")
    render.add_argument("--lang", choices=("ar", "en"), default="ar", help="language of prose and labels")
    render.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="set a parameter (may be repeated)"
    )
    render.add_argument("--force", action="store_true", help="render unchanged texts again")
    render.set_defaults(run=_run_render)


def _positive(written: str) -> int:
    if not written.isdecimal() or len(written) > 9 or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{one_line(written)!r} is not a number from 1 to 999999999")
    return int(written)


def _run_render(options: argparse.Namespace) -> list[str]:
    from analysis.sharing import Order, render

    return render(
        Order(
            paths=tuple(options.seeds),
            out=options.out,
            notebooks=tuple(options.notebook),
            jobs=options.jobs,
            language=options.lang,
            settings=tuple(options.set),
            pdf=options.pdf,
            force=options.force,
            timeout=options.timeout,
        )
    )


def _run_lab(options: argparse.Namespace) -> list[str]:
    from analysis.sharing import open_lab

    return open_lab(options.further)


if __name__ == "__main__":
    sys.exit(main())
