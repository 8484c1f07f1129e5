"""`kg build`, `kg demo` and `kg parse`: from articles to files.

Takes inputs and options; gives the files of a build, or CoNLL-U on standard output. Knows which options make sense and
how to word a summary; never how an article becomes a graph.
"""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kg import pipeline
from kg.cli.asking import print_answer
from kg.cli.terminal import Exit, complain, say, shown
from kg.errors import KgError, OutputError
from kg.model import Parse, Statements
from kg.pipeline import FORMATS, NOTHING_GIVEN, USUAL, Format, Given, Graph

if TYPE_CHECKING:
    from kg.reading import Failure, Said


def _checked(check: Callable[[str], str]) -> Callable[[str | None], str | None]:
    """Turn a check that raises our own errors into one that tells of wrong usage."""

    def callback(value: str | None) -> str | None:
        try:
            return None if value is None else check(value)
        except KgError as error:
            raise typer.BadParameter(str(error)) from None

    return callback


def _date(value: str) -> str:
    from kg.reading import read_date

    return read_date(value)


def _language(value: str) -> str:
    from kg.reading import known_language

    return known_language(value)


def _base(value: str) -> str:
    from kg.rdf.vocabulary import checked_base

    return checked_base(value)


def _formats(values: list[str] | None) -> list[Format]:
    wanted = {name.strip().lower() for value in values or () for name in value.split(",")}
    if unknown := sorted(wanted.difference(FORMATS)):
        msg = f"no such format: {', '.join(unknown)}; choose from {', '.join(FORMATS)}"
        raise typer.BadParameter(msg)
    return [name for name in FORMATS if name in wanted]


def _folder(value: Path) -> Path:
    if value.suffix.removeprefix(".") in FORMATS and not value.is_dir():
        msg = f"'{value}' looks like a file; name a folder, the files are named after the article"
        raise typer.BadParameter(msg)
    return value


Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT", help="Files (.txt, .jsonl), folders of them, - for standard input.")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", callback=_folder, help="Where the files go.")]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=_formats,
        help=f"{', '.join(FORMATS)}; repeat, or use commas.  [default: {', '.join(USUAL)}]",
    ),
]
Date = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", callback=_checked(_date), help="When the articles appeared: 2020, 2020-09 or 2020-09-08."
    ),
]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Their title.")]
Language = Annotated[
    str | None,
    typer.Option(metavar="CODE", callback=_checked(_language), help="Their language, such as fr.  [default: detected]"),
]
Base = Annotated[
    str | None,
    typer.Option(
        metavar="IRI", callback=_checked(_base), help="Where data stands.  [default: https://example.org/kg/]"
    ),
]


Gazetteer = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        metavar="FILE",
        help="Names that you know: lines of name, aliases, IRI and type, with tabs between.",
    ),
]
Reconcile = Annotated[
    str | None,
    typer.Option(metavar="URL", help="A W3C reconciliation service to ask for people and bodies: goes online."),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="STORE",
        help="Keep the articles in a store: a folder, or the address of one elsewhere. Then only -f writes files.",
    ),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="Who is who across articles: lines 'merge A B' and 'split A'."),
]


def build(
    inputs: Inputs,
    *,
    output: Output = Path("output"),
    formats: Formats = None,
    date: Date = None,
    title: Title = None,
    language: Language = None,
    base: Base = None,
    gazetteer: Gazetteer = None,
    decisions: DecisionsFile = None,
    reconcile: Reconcile = None,
    store: StoreOption = None,
) -> None:
    """Make the graph of articles.

    It is written as Turtle, as a page for the browser and as JSON. JSON is one file for each article; the others hold
    the graph of all, named after the article, or 'graph' if there are several; in TriG and N-Quads each article has a
    graph of its own. What the options say of the articles overrules what these say of themselves.

    A store keeps articles from one build to the next; one that is built again takes the place of its former self.
    """
    given = pipeline.read_given(gazetteer, decisions, reconcile)
    wanted = cast("list[Format]", formats)
    said = _said(title, date, language)
    if store is not None and not wanted:
        raise typer.Exit(_keep(inputs, said, store, base=base, given=given))
    graph = _make(inputs, said, output, wanted or USUAL, base=base, given=given, store=store)
    raise typer.Exit(_outcome(graph))


def demo(*, output: Output = Path("output"), base: Base = None) -> None:
    """Make the graph of the article that comes with kg.

    And show who did what to whom in it.
    """
    with as_file(pipeline.seed()) as path:
        graph = _make([str(path)], None, output, USUAL, base=base)
    print_answer(graph.query("who-did-what"))


def parse(inputs: Inputs, *, date: Date = None, title: Title = None, language: Language = None) -> None:
    """Show how articles are parsed, in CoNLL-U."""
    from kg import reading

    results = pipeline.each(pipeline.parse, inputs, _said(title, date, language))
    done = []
    for result in shown(results, reading.count(inputs)):
        done.append(isinstance(result, Parse))
        if isinstance(result, Parse):
            typer.echo(pipeline.to_conllu(result), nl=False)
    raise typer.Exit(Exit.DONE if all(done) else Exit.SOME_FAILED if any(done) else Exit.FAILED)


def _said(title: str | None, date: str | None, language: str | None) -> Said:
    from kg.reading import Said

    return Said(title, date, language)


def _make(
    inputs: list[str],
    said: Said | None,
    output: Path,
    formats: Iterable[Format],
    *,
    base: str | None,
    given: Given = NOTHING_GIVEN,
    store: str | None = None,
) -> Graph:
    _check_writable(output)
    results = _stated(inputs, said, given, store, base)
    graph, files = pipeline.write(results, output, formats, base, given.decisions)
    if graph.articles:
        _summarise(graph, files, output)
    return graph


def _stated(
    inputs: list[str], said: Said | None, given: Given, store: str | None, base: str | None
) -> Iterator[Statements | Failure]:
    """State what each article says, show how far it is, and keep it in a store if there is one."""
    from kg import reading

    results = pipeline.each(partial(pipeline.state, linkers=given.linkers), inputs, said)
    kept = results if store is None else pipeline.keep(results, store, base, given.decisions)
    return shown(kept, reading.count(inputs))


def _keep(inputs: list[str], said: Said | None, store: str, *, base: str | None, given: Given) -> Exit:
    """Keep articles in a store and write no file; what was kept need not stay in memory."""
    done: Counter[str] = Counter()
    for result in _stated(inputs, said, given, store, base):
        if isinstance(result, Statements):
            done["articles"] += 1
            done["events"] += len(result.events)
            done["facts"] += len(result.facts)
        else:
            done["failures"] += 1
    say(f"{_many(done['articles'], 'article')}: {_many(done['events'], 'event')}, {_many(done['facts'], 'fact')}")
    say(f"kept in {store}; next: kg query {shlex.quote(store)} who-did-what")
    return _exit(done["articles"], done["failures"], done["events"] + done["facts"])


def _check_writable(folder: Path) -> None:
    """Find out before the work rather than after it whether its results can be written."""
    try:
        nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        fault = None if nearest.is_dir() else f"'{nearest}' is no folder"
        if not fault and not os.access(nearest, os.W_OK | os.X_OK):
            fault = "permission denied"
    except OSError as error:
        fault = error.strerror
    if fault:
        msg = f"cannot write to '{folder}': {fault}; name another folder with --output"
        raise OutputError(msg)


def _summarise(graph: Graph, files: list[Path], folder: Path) -> None:
    """Tell what was made, and what to do with it."""
    from kg import graph as network

    statuses = Counter(claim.status for claim in network.claims(graph.network))
    events = sum(len(statements.events) for statements in graph.articles)
    facts = sum(len(statements.facts) for statements in graph.articles)
    said = ", ".join(f"{count} {status.lower()}" for status, count in statuses.most_common())
    say(f"{_many(len(graph.articles), 'article')}: {_many(events, 'event')}, {_many(facts, 'fact')}")
    say(f"{_many(len(graph.triples()), 'triple')} stated as fact; {_many(statuses.total(), 'claim')}: {said or 'none'}")
    merged = [path for path in files if path.suffix != ".json"]
    documents = [path for path in files if path.suffix == ".json"]
    named = merged + documents if len(documents) == 1 else merged
    for path in named:
        say(f"wrote {path}")
    if len(documents) > 1:
        say(f"wrote {len(documents)} JSON files to {folder}")
    turtle = next((path for path in merged if path.suffix == ".ttl"), None)
    if turtle and statuses:
        say(f"next: kg query {shlex.quote(str(turtle))} who-did-what")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _outcome(graph: Graph) -> Exit:
    found = sum(len(statements.events) + len(statements.facts) for statements in graph.articles)
    return _exit(len(graph.articles), len(graph.failures), found)


def _exit(articles: int, failures: int, found: int) -> Exit:
    if not articles:
        return Exit.FAILED
    if failures:
        return Exit.SOME_FAILED
    if not found:
        complain("nothing was extracted: no verb or noun of an event was found; is this a news article in French?")
        return Exit.NOTHING
    return Exit.DONE
