"""`kg build`, `kg demo` and `kg parse`: from articles to files.

Takes inputs and options; gives the files of a build, or CoNLL-U on standard output. Knows which options make sense and
how to word a summary; never how an article becomes a graph.
"""

from __future__ import annotations

import shlex
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kg import pipeline
from kg.cli.arguments import Fetch, MaxEntities, MaxSentence, MaxSize, Memory, Timeout
from kg.cli.asking import print_answer
from kg.cli.distributing import Engine, Master, distribute, sharded_formats
from kg.cli.progress import Tally, Written, many, shown
from kg.cli.terminal import Exit, check_writable, complain, say
from kg.errors import KgError
from kg.model import Parse, Statements
from kg.pipeline import (
    FORMATS,
    HERE,
    MEMORY,
    MOST_ON_A_PAGE,
    NOTHING_GIVEN,
    ORDINARY,
    SECONDS,
    USUAL,
    Bounds,
    Count,
    Format,
    Given,
    Workshop,
    cores,
)

if TYPE_CHECKING:
    from kg.corpus import Record
    from kg.pipeline.distributed import Format as Sharded
    from kg.reading import Failure, Fetcher, Said


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


def _formats(values: list[str] | None) -> list[str]:
    known = (*FORMATS, "parquet")
    wanted = {name.strip().lower() for value in values or () for name in value.split(",")}
    if unknown := sorted(wanted.difference(known)):
        msg = f"no such format: {', '.join(unknown)}; choose from {', '.join(known)}"
        raise typer.BadParameter(msg)
    return [name for name in known if name in wanted]


def _folder(value: Path) -> Path:
    if value.suffix.removeprefix(".") in FORMATS and not value.is_dir():
        msg = f"'{value}' looks like a file; name a folder, the files are named after the article"
        raise typer.BadParameter(msg)
    return value


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files (.txt, .jsonl, .html, .rss, .opml, .pdf, .warc; also .gz, .zst), folders or patterns of them,"
        " addresses (with --fetch), - for standard input.",
    ),
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
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="NUMBER", min=1, max=256, help="How many articles at a time.  [default: one a core]"
    ),
]
Afresh = Annotated[bool, typer.Option("--afresh", help="Read articles anew that were read before.")]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="Who is who across articles: lines 'merge A B' and 'split A'."),
]


@dataclass(frozen=True, slots=True)
class Order:
    """What the user wants built: of which inputs, where, in which formats (None: the usual), and how."""

    inputs: list[str]
    output: Path
    said: Said | None = None
    formats: list[Format] | None = None
    base: str | None = None
    given: Given = NOTHING_GIVEN
    store: str | None = None
    workshop: Workshop = HERE

    def record(self) -> Record | None:
        """Give the record of what the output was last built of; a store keeps its own."""
        if self.store is not None or self.said is None:
            return None
        formats = self.formats or USUAL
        return pipeline.record_of(self.inputs, self.said, self.given, self.workshop, formats=formats, base=self.base)


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
    jobs: Jobs = None,
    timeout: Timeout = SECONDS,
    memory: Memory = ORDINARY.memory,
    max_size: MaxSize = ORDINARY.size,
    max_sentence: MaxSentence = ORDINARY.sentence,
    max_entities: MaxEntities = ORDINARY.entities,
    fetch: Fetch = False,
    afresh: Afresh = False,
    engine: Engine = "local",
    master: Master = None,
) -> None:
    """Make the graph of articles.

    It is written as Turtle, as a page for the browser and as JSON. JSON is one file for each article; the others hold
    the graph of all, named after the article, or 'graph' if there are several; in TriG and N-Quads each article has a
    graph of its own. What the options say of the articles overrules what these say of themselves.

    A store keeps articles from one build to the next; one that is built again takes the place of its former self.

    Several articles are read side by side. What each says is remembered in the hidden folder .kg of the output, so that
    the next build reads only what is new or changed, or all when the rules are; an interrupted build goes on where it
    was. Articles that fail or exceed a limit are listed in failed.jsonl.

    Spark writes N-Triples, N-Quads and Parquet (a row for each claim), each as a folder of files that follow each
    other: together they are the file that one machine writes.
    """
    sharded = sharded_formats(engine, master, store, formats or ())
    bounds = Bounds(max_size, max_sentence, max_entities, memory)
    order = Order(
        inputs,
        output,
        _said(title, date, language),
        cast("list[Format]", formats) or None,
        base,
        pipeline.read_given(gazetteer, decisions, reconcile),
        store,
        _workshop(jobs, timeout, output if store is None else Path(store), _fetcher(bounds) if fetch else None, bounds),
    )
    if afresh and order.workshop.memory:
        shutil.rmtree(order.workshop.memory, ignore_errors=True)
    try:
        tally = _made(order) if sharded is None else _distributed(order, sharded, master)
    except KeyboardInterrupt:
        complain("interrupted; the same command goes on where it was")
        raise typer.Exit(Exit.INTERRUPTED) from None
    raise typer.Exit(_exit(tally))


def _made(order: Order) -> Tally:
    """Build on this machine: into a store, into files, or both; what is there already is not made again."""
    if order.store is not None and order.formats is None:
        return _keep(order)
    record = order.record()
    if record and record.holds():
        say("nothing is new: the files are as the last build left them")
        raise typer.Exit(Exit.DONE)
    return _make(order, record)


def _distributed(order: Order, formats: list[Sharded], master: str | None) -> Tally:
    """Build by Spark."""
    check_writable(order.output)
    said, base, given, workshop = order.said or _said(None, None, None), order.base, order.given, order.workshop
    return distribute(order.inputs, said, order.output, formats, master, base=base, given=given, workshop=workshop)


def demo(*, output: Output = Path("output"), base: Base = None) -> None:
    """Make the graph of the article that comes with kg.

    And show who did what to whom in it.
    """
    with as_file(pipeline.seed()) as path:
        _make(Order([str(path)], output, base=base))
    print_answer(pipeline.load(output / f"{pipeline.SEED.removesuffix('.txt')}.ttl").query("who-did-what"))


def parse(
    inputs: Inputs,
    *,
    date: Date = None,
    title: Title = None,
    language: Language = None,
    max_size: MaxSize = ORDINARY.size,
    max_sentence: MaxSentence = ORDINARY.sentence,
    fetch: Fetch = False,
) -> None:
    """Show how articles are parsed, in CoNLL-U."""
    from kg import reading

    bounds, said = Bounds(max_size, max_sentence), _said(title, date, language)
    results = pipeline.each(pipeline.parse, inputs, said, _fetcher(bounds) if fetch else None, bounds)
    done = []
    for result in shown(results, reading.count(inputs)):
        done.append(isinstance(result, Parse))
        if isinstance(result, Parse):
            typer.echo(pipeline.to_conllu(result), nl=False)
    raise typer.Exit(Exit.DONE if all(done) else Exit.SOME_FAILED if any(done) else Exit.FAILED)


def _workshop(jobs: int | None, timeout: float, folder: Path, fetch: Fetcher | None, bounds: Bounds) -> Workshop:
    is_here = not str(folder).startswith(("http:", "https:"))
    return Workshop(jobs or cores(), timeout, folder / MEMORY if is_here else None, fetch, bounds)


def _fetcher(bounds: Bounds) -> Fetcher:
    from kg.reading import Fetcher

    return Fetcher(largest=bounds.size_in_bytes)


def _said(title: str | None, date: str | None, language: str | None) -> Said:
    from kg.reading import Said

    return Said(title, date, language)


def _make(order: Order, record: Record | None = None) -> Tally:
    """Write the files of a graph, and tell what it came to."""
    from kg import reading
    from kg.pipeline import streaming

    check_writable(order.output)
    if record:
        record.forget()
    tally, total = Tally(), reading.count(order.inputs)
    outcome = streaming.build(
        partial(pipeline.state, linkers=order.given.linkers),
        order.inputs,
        order.output,
        prepare=pipeline.prepare,
        workshop=order.workshop,
        formats=order.formats,
        said=order.said or reading.NOTHING_SAID,
        given=order.given,
        base=order.base,
        kept_in=order.store,
        seen=lambda results: shown(tally.counted(results), total),
        told=Written(),
    )
    if record and tally.articles > 1 and not tally.failures:
        record.write(outcome.files)
    if tally.articles:
        tally.tell()
        _summarise(outcome.count, outcome.files, order.output)
    return tally


def _kept(order: Order) -> Iterator[Statements | Failure]:
    """State what each article says, keep it in a store, and show how far it is."""
    from kg import reading

    given = order.given
    work = partial(pipeline.state, linkers=given.linkers)
    results = pipeline.state_each(work, order.inputs, order.said, given, order.workshop, prepare=pipeline.prepare)
    return shown(pipeline.keep(results, order.store or "", order.base, given.decisions), reading.count(order.inputs))


def _keep(order: Order) -> Tally:
    """Keep articles in a store and write no file; what was kept need not stay in memory."""
    tally = Tally()
    for _ in tally.counted(_kept(order)):
        pass
    tally.tell()
    say(f"kept in {order.store}; next: kg query {shlex.quote(order.store or '')} who-did-what")
    return tally


def _summarise(count: Count, files: Sequence[Path], folder: Path) -> None:
    """Tell what was made, and what to do with it."""
    statuses = Counter(count.claims)
    said = ", ".join(f"{number} {status.lower()}" for status, number in statuses.most_common())
    say(f"{many(count.triples, 'triple')} stated as fact; {many(statuses.total(), 'claim')}: {said or 'none'}")
    merged = [path for path in files if path.suffix != ".json"]
    documents = [path for path in files if path.suffix == ".json"]
    named = merged + documents if len(documents) == 1 else merged
    for path in named:
        say(f"wrote {path}")
    if len(documents) > 1:
        say(f"wrote {len(documents)} JSON files to {folder}")
    if len(documents) > MOST_ON_A_PAGE and not any(path.suffix == ".html" for path in merged):
        say("no page was drawn of so many articles: -f html does so, kg serve shows those of a store one by one")
    turtle = next((path for path in merged if path.suffix == ".ttl"), None)
    if turtle and statuses:
        say(f"next: kg query {shlex.quote(str(turtle))} who-did-what")


def _exit(tally: Tally) -> Exit:
    if not tally.articles:
        return Exit.FAILED
    if tally.failures:
        return Exit.SOME_FAILED
    if not tally.found:
        complain("nothing was extracted: no verb or noun of an event was found; is this a news article in French?")
        return Exit.NOTHING
    return Exit.DONE
