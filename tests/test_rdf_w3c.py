"""The W3C's syntax suites: our reader takes what they take, our writers write it so that others read the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF

from kg.errors import GraphError
from kg.rdf import turtle
from kg.rdf.parsing import quads
from kg.rdf.serialising import lines

MANIFEST = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
BASE = "https://w3c.test/suite/"
SUITES = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
}
UNREADABLE = {
    # Oxigraph allows a letter of plane 14 in a prefixed name, and refuses it in the same IRI written in full
    "localName_with_assigned_nfc_PN_CHARS_BASE_character_boundaries",
}


def entries(folder: Path, *, wrong: bool) -> dict[str, Path]:
    """Give the tests of a suite that are right or wrong, by name, each with the file that it reads."""
    manifest = rdflib.Graph().parse(folder / "manifest.ttl", publicID=BASE)
    found = {}
    for test, kind in manifest.subject_objects(RDF.type):
        action = manifest.value(test, MANIFEST.action)
        if action is not None and ("Negative" in str(kind)) == wrong:
            found[str(test).rpartition("#")[2]] = folder / str(action).removeprefix(BASE)
    assert found
    return dict(sorted(found.items()))


def canonical(found: Iterable[ox.Quad]) -> ox.Dataset:
    """Give quads with names of blank nodes that depend on content alone."""
    dataset = ox.Dataset(found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def as_trig(found: ox.Dataset) -> str:
    """Write quads by our writer for people, each graph by itself."""
    graphs: dict[ox.NamedNode | None, list[ox.Triple]] = {None: []}
    for quad in sorted(found, key=str):
        name = quad.graph_name if isinstance(quad.graph_name, ox.NamedNode) else None
        graphs.setdefault(name, []).append(quad.triple)
    return turtle.write_graphs(((name, {"": triples}) for name, triples in graphs.items()), {"": BASE})


WRITERS: dict[str, tuple[Callable[[ox.Dataset], str], ox.RdfFormat]] = {
    "for people": (as_trig, ox.RdfFormat.TRIG),
    "in lines": (lines, ox.RdfFormat.N_QUADS),
}


def is_read(path: Path) -> bool:
    """Tell whether our reader takes a file."""
    try:
        quads(path)
    except GraphError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("suite", SUITES)
def test_what_is_right_is_read_and_what_is_wrong_refused(w3c: Path, suite: str, tmp_path: Path) -> None:
    # files of ours name their base, which these need too; and a file of ours is never empty
    based = f"@base <{BASE}> .\n".encode() if suite in {"turtle", "trig"} else b""
    for wrong in (False, True):
        for name, path in entries(w3c / suite, wrong=wrong).items():
            content = based + path.read_bytes()
            (tmp_path / path.name).write_bytes(content)
            expected = not wrong and any(True for _ in ox.parse(content, format=SUITES[suite]))
            assert is_read(tmp_path / path.name) == expected, name


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("suite", SUITES)
def test_what_is_read_is_written_so_that_it_reads_the_same(w3c: Path, suite: str, writer: str) -> None:
    write, syntax = WRITERS[writer]
    for name, path in entries(w3c / suite, wrong=False).items():
        found = canonical(ox.parse(path.read_bytes(), format=SUITES[suite], base_iri=f"{BASE}{path.name}"))
        has_names = not any(isinstance(quad.graph_name, ox.BlankNode) for quad in found)
        if has_names and name not in UNREADABLE:
            assert canonical(ox.parse(write(found).encode(), format=syntax)) == found, name
