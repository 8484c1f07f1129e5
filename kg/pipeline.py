"""The flow of an article, from room to room.

    reading -> annotation -> extraction -> resolution -> graph -> rdf | view | store
    path       Article       Parse         Findings      Statements  Network   Turtle, page, JSON

Takes what the user names; gives parses, statements, graphs and files. Knows the order of the rooms and is the only
place where they meet; each is entered when it is needed (spaCy alone takes seconds to load). Never does their work.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeVar, get_args

from kg.errors import GraphError, InputError, KgError
from kg.model import Article, Parse, Statements

if TYPE_CHECKING:
    from kg.graph import Decisions, Network
    from kg.rdf import Results, Source
    from kg.reading import Failure, Said
    from kg.resolution import Linker

Name = str | os.PathLike[str]
Result = TypeVar("Result")
Format = Literal["ttl", "html", "json"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
SEED: Final = "iraq-us-2020-09.txt"


def parse(article: Article) -> Parse:
    """Article -> sentences in Universal Dependencies and names.

    Raises:
        LanguageError: there are no tables or no parser for its language.

    """
    from kg import annotation

    return annotation.annotate(article)


def state(article: Article, linkers: Sequence[Linker] = ()) -> Statements:
    """Article -> everything that it says, with the words that say it; `linkers` give people and bodies their links.

    Raises:
        LanguageError: there are no tables or no parser for its language.

    """
    from kg import extraction, language, resolution

    tables = language.load(article.language)
    parsed = parse(article)
    return resolution.resolve(parsed, extraction.extract(parsed, tables), tables, linkers)


def each(
    work: Callable[[Article], Result], inputs: Iterable[Name], said: Said | None = None
) -> Iterator[Result | Failure]:
    """Read articles and do some work on each; what fails is told, and the others go on."""
    from kg import reading

    for article in reading.read(inputs, said or reading.NOTHING_SAID):
        if isinstance(article, reading.Failure):
            yield article
            continue
        try:
            yield work(article)
        except KgError as error:
            yield reading.Failure(article.id, error)


def to_conllu(parsed: Parse) -> str:
    """Parse -> CoNLL-U."""
    from kg.annotation import conllu

    return conllu.to_conllu(parsed)


class Graph:
    """What one or more articles say, as a graph to ask and to write."""

    def __init__(
        self,
        articles: Iterable[Statements],
        failures: Iterable[Failure] = (),
        decisions: Decisions | None = None,
    ) -> None:
        self.articles = tuple(articles)
        self.failures = tuple(failures)
        """Inputs that gave no article."""
        self.decisions = decisions
        """What the user decided on who is who across articles."""
        self.base: str | None = None
        """The IRI under which its data stands, None for the default."""

    @cached_property
    def network(self) -> Network:
        """Give the graph as a `networkx.MultiDiGraph`, in a fixed order."""
        from kg import graph

        return graph.assemble(self.articles, self.decisions or graph.Decisions())

    @cached_property
    def store(self) -> Source:
        """Give the graph as triples that questions can be put to, a `pyoxigraph.Store`."""
        from kg import rdf

        return rdf.load(self.to_turtle() if self.base else self.network)

    def triples(self) -> list[tuple[str, str, str]]:
        """List what the articles state as fact: subject, relation, object."""
        from kg import graph

        return list(graph.asserted(self.network))

    def query(self, sparql: str, **parameters: str) -> Results:
        """Ask a question: in SPARQL, prefixes declared or not, or by the name of one that is kept with kg.

        Raises:
            GraphError: the question cannot be understood, or asks for what lies outside the graph.

        """
        from kg import rdf

        return rdf.query(self.store, sparql, parameters)

    def to_turtle(self, base: str | None = None) -> str:
        """Write the graph as RDF, in Turtle; data stands under the base IRI."""
        from kg import rdf

        return rdf.to_turtle(self.network, base or self.base or rdf.DEFAULT_BASE)

    def to_html(self, title: str | None = None) -> str:
        """Draw the graph as one page, which opens without network."""
        from kg import view

        return view.to_html(self.network, title)

    def to_json(self) -> str:
        """Write the graph JSON: of one article its document, of several a list of documents.

        Raises:
            GraphError: the graph was loaded from Turtle, which does not hold the articles.

        """
        from kg import store

        if not self.articles:
            msg = "there are no articles in this graph; JSON is written when articles are built: kg build -f json"
            raise GraphError(msg)
        documents = [store.to_json(statements) for statements in self.articles]
        return documents[0] if len(documents) == 1 else f"[{','.join(documents)}]"


@dataclass(frozen=True)
class Given:
    """What the user gives besides articles: where names have their links from, and who is who across articles."""

    linkers: tuple[Linker, ...] = ()
    decisions: Decisions | None = None


NOTHING_GIVEN = Given()


def read_given(gazetteer: Name | None, decisions: Name | None, reconcile: str | None = None) -> Given:
    """Read the files in which the user says what is known; `reconcile` is the address of a service that knows more.

    Raises:
        InputError: a file cannot be read, a line of it is not as it should be, or the address is none.

    """
    from kg import graph, resolution

    linkers: list[Linker] = []
    if gazetteer is not None:
        linkers.append(resolution.read_known(_text(gazetteer, "gazetteer")))
    if reconcile is not None:
        linkers.append(resolution.Reconciler(reconcile))
    decided = None if decisions is None else graph.read_decisions(_text(decisions, "decisions"))
    return Given(tuple(linkers), decided)


def _text(path: Name, kind: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the {kind} '{os.fspath(path)}': {error.strerror if isinstance(error, OSError) else error}"
        raise InputError(msg) from None


def build(
    source: Name,
    *,
    date: str | None = None,
    title: str | None = None,
    language: str | None = None,
    gazetteer: Name | None = None,
    decisions: Name | None = None,
    reconcile: str | None = None,
) -> Graph:
    """Make the graph of a text, or of a file or folder.

    A string is taken for a name if there is something of that name, or if it ends like one (`.txt`, `.jsonl`).
    What the arguments say overrules what the articles say of themselves. `gazetteer` and `decisions` are files: names
    with their IRIs, and who is who across articles; `reconcile` is the address of a W3C reconciliation service, asked
    for people and organisations. Inputs that gave no article stand in `graph.failures`.

    Raises:
        InputError: there is no article in it, the date is none, or a line of the files is wrong.
        LanguageError: there are no tables or no parser for the language.

    """
    from kg import reading

    said = reading.Said(title, date, language)
    given = read_given(gazetteer, decisions, reconcile)
    if isinstance(source, str) and not _is_name(source):
        return Graph([state(reading.read_text(source, said), linkers=given.linkers)], decisions=given.decisions)
    graph = _collect(each(partial(state, linkers=given.linkers), [source], said), lambda _: None)
    graph.decisions = given.decisions
    if not graph.articles:
        failure = graph.failures[0]
        raise type(failure.error)(str(failure))
    return graph


def load(path: Name) -> Graph:
    """Read a graph back from the Turtle that a build wrote.

    Raises:
        GraphError: it cannot be read, or holds no graph of kg.

    """
    from kg import rdf
    from kg.rdf.loading import base_in

    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the graph '{path}': {error.strerror if isinstance(error, OSError) else error}"
        raise GraphError(msg) from None
    graph = Graph(())
    graph.network = rdf.from_turtle(text)
    graph.store = rdf.load(text)
    graph.base = base_in(graph.store)
    return graph


def write(
    results: Iterable[Statements | Failure],
    folder: Path,
    formats: Iterable[Format],
    base: str | None = None,
    decisions: Decisions | None = None,
) -> tuple[Graph, list[Path]]:
    """Write the files of a build: JSON for each article as it comes, then the graph of all in the other formats.

    The graph is named after the article if there is one, `graph` if there are several.

    Raises:
        OutputError: the folder cannot be written to.
        GraphError: the base is no IRI.

    """
    from kg import store

    wanted = set(formats)
    written: list[Path] = []

    def put(name: str, kind: Format, content: str) -> None:
        path = folder / f"{name}.{kind}"
        store.write(path, content)
        written.append(path)

    def one(statements: Statements) -> None:
        if "json" in wanted:
            put(store.file_name(statements.article.id), "json", store.to_json(statements))

    graph = _collect(results, one)
    graph.decisions = decisions
    name = store.file_name(graph.articles[0].article.id) if len(graph.articles) == 1 else "graph"
    if graph.articles and "ttl" in wanted:
        put(name, "ttl", graph.to_turtle(base))
    if graph.articles and "html" in wanted:
        put(name, "html", graph.to_html())
    return graph, written


def _collect(results: Iterable[Statements | Failure], seen: Callable[[Statements], None]) -> Graph:
    articles: list[Statements] = []
    failures: list[Failure] = []
    for result in results:
        if isinstance(result, Statements):
            seen(result)
            articles.append(result)
        else:
            failures.append(result)
    return Graph(articles, failures)


def _is_name(text: str) -> bool:
    """Tell a file name from an article."""
    if text.lower().endswith((".txt", ".jsonl")) and "\n" not in text:
        return True
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # too long for a name, or with characters that no name has
        return False


def seed() -> Traversable:
    """Give the article that comes with kg: within the package where it is installed, beside it in a checkout."""
    package = files("kg")
    inside = package / "seeds" / SEED
    return inside if inside.is_file() else Path(str(package)).parent / "seeds" / SEED
