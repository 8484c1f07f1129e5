"""Readers and the Turtle writer under inputs that are led by what code they reach: atheris (libFuzzer).

    python tests/fuzz_coverage.py readers -max_total_time=300
    python tests/fuzz_coverage.py turtle -max_total_time=300

Takes a target and the options of libFuzzer (https://llvm.org/docs/LibFuzzer.html#options); ends with a traceback, and
the input in a file, at the first defect. Needs `pip install atheris`, as no other part of the project does. Knows what
a reader may raise and what Turtle must give back; never which input is next.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Final

import pyoxigraph
from hypothesis import HealthCheck, given, settings
from strategies import statements

try:
    import atheris  # type: ignore[import-untyped]  # it ships no types
except ModuleNotFoundError:
    atheris = None

with atheris.instrument_imports(include=["kg.reading", "kg.rdf", "kg.graph"]) if atheris else nullcontext():
    from kg.errors import KgError
    from kg.graph import assemble
    from kg.model import Statements
    from kg.rdf import from_turtle, to_turtle
    from kg.reading.formats import FORMATS
    from kg.reading.headers import read_head
    from kg.reading.pieces import Origin, Piece
    from kg.reading.streams import Stream

LARGEST: Final = 1_000_000
"""Bytes that an article may have here, so that bombs are met early."""


def read(data: bytes) -> None:
    """Read bytes in the format that the first of them chooses: articles, or one of our own errors."""
    form = FORMATS[data[0] % len(FORMATS)] if data else FORMATS[0]
    try:
        with Stream(io.BytesIO(data[1:]), LARGEST) as stream:
            for found in form.read(stream, Origin("a", "a")):
                _read_piece(found)
    except KgError:
        return


def _read_piece(found: object) -> None:
    if not isinstance(found, Piece):
        return
    try:
        record = found.read()
    except KgError:
        return
    record.text.encode()
    for span in read_head(record.text).prose:
        assert span.of(record.text).strip() == span.of(record.text)


@settings(suppress_health_check=list(HealthCheck))
@given(statements(surrogates=True))
def write(drawn: Statements) -> None:
    """Write an article as Turtle: what is read back is written alike, and triples are those that were counted."""
    written = to_turtle(assemble([drawn]))
    triples = list(pyoxigraph.parse(written.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(triples) == len(set(triples))
    assert to_turtle(from_turtle(written)) == written


TARGETS: Final[dict[str, Callable[[bytes], object]]] = {
    "readers": read,
    "turtle": write.hypothesis.fuzz_one_input,  # type: ignore[attr-defined]  # which hypothesis adds to the function
}


def main() -> None:
    """Run the target that is named first."""
    if atheris is None:
        sys.exit("this needs another package: pip install atheris")
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
