"""The ``workbook`` command."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn

import analysis
from analysis.errors import WorkbookError


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 1 with one line per problem on standard error."""
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
    for failure in failures:
        print(f"workbook: {' '.join(failure.split())}", file=sys.stderr)
    return 1 if failures else 0


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the command line as every other error is said: one line, status 1."""

    def error(self, message: str) -> NoReturn:
        """Print the line and end."""
        self.exit(1, f"workbook: {message}; see {self.prog} --help\n")


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
    render.add_argument("--pdf", action="store_true", help="print each page to a PDF too (needs Chromium)")
    render.add_argument("--lang", choices=("ar", "en"), default="ar", help="language of prose and labels")
    render.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="set a parameter (may be repeated)"
    )
    render.add_argument("--force", action="store_true", help="render unchanged texts again")
    render.set_defaults(run=_run_render)


def _positive(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written!r} is not a number from 1 up")
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
        )
    )


def _run_lab(options: argparse.Namespace) -> list[str]:
    from analysis.sharing import open_lab

    return open_lab(options.further)


if __name__ == "__main__":
    sys.exit(main())
