"""`kg build --engine spark`: how a build by Spark is begun and told.

Takes the options of a build; gives folders of shards. Knows which options make sense with Spark, and how to tell how
far it is and what it came to, as for one machine; never what Spark does.
"""

from __future__ import annotations

import shlex
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import pipeline
from kg.cli.progress import CAUSES, EVERY, Tally, duration, many
from kg.cli.terminal import complain, say
from kg.pipeline import Given, Workshop

if TYPE_CHECKING:
    from kg.pipeline.distributed import Format, Outcome
    from kg.reading import Said


Engine = Annotated[
    Literal["local", "spark"],
    typer.Option(help="What works on many articles: processes of this machine, or Apache Spark, which writes shards."),
]
Master = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Where Spark runs, such as spark://host:7077.  [default: local, with all --jobs]"),
]


def sharded_formats(engine: str, master: str | None, store: str | None, formats: Sequence[str]) -> list[Format] | None:
    """Check the options of an engine: give the formats that Spark is to write, None where it is not wanted."""
    if engine == "spark":
        if store is not None:
            msg = "Spark writes files; leave out --store, and load the N-Triples into a store afterwards"
            raise typer.BadParameter(msg)
        return _checked(formats)
    if master is not None or "parquet" in formats:
        msg = f"only Spark has {'--master' if master else 'parquet'}; add --engine spark"
        raise typer.BadParameter(msg)
    return None


def _checked(formats: Sequence[str]) -> list[Format]:
    from kg.pipeline.distributed import FORMATS

    if unknown := [name for name in formats if name not in FORMATS]:
        msg = f"Spark does not write {', '.join(unknown)}; choose from {', '.join(FORMATS)}, or leave out --engine"
        raise typer.BadParameter(msg)
    return [name for name in FORMATS if name in formats] or list(FORMATS)


def distribute(
    inputs: Sequence[str],
    said: Said,
    output: Path,
    formats: Sequence[Format],
    master: str | None,
    *,
    base: str | None,
    given: Given,
    workshop: Workshop,
) -> Tally:
    """Build by Spark, and tell what it came to."""
    from kg.pipeline import distributed

    tally = Tally()
    outcome = distributed.build(
        partial(pipeline.state, linkers=given.linkers),
        inputs,
        output,
        master or f"local[{workshop.jobs}]",
        formats=formats,
        said=said,
        given=given,
        base=base,
        workshop=workshop,
        told=_Progress(),
    )
    _count(tally, outcome)
    for failure in outcome.failures:
        complain(str(failure))
    if tally.articles:
        tally.tell()
        _summarise(outcome)
    return tally


@dataclass(slots=True)
class _Progress:
    """Lines that tell how far it is; done articles are known when all that a process took are done."""

    _begun: float = field(default_factory=time.monotonic)
    _told: tuple[float, int] = (0.0, 0)

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        last, before = self._told
        if done > before and now - last >= EVERY:
            rate = done / (now - self._begun)
            say(f"{done:,}/{total:,} articles, {rate:.1f} a second, {duration((total - done) / rate)} left")
            self._told = now, done


def _count(tally: Tally, outcome: Outcome) -> None:
    count = outcome.count
    tally.articles, tally.sentences, tally.participants = count.articles, count.sentences, count.participants
    tally.events, tally.facts = count.events, count.facts
    tally.failures.update(CAUSES.get(type(failure.error), "failed") for failure in outcome.failures)


def _summarise(outcome: Outcome) -> None:
    claims = Counter(outcome.count.claims)
    said = ", ".join(f"{number} {status.lower()}" for status, number in claims.most_common())
    triples = many(outcome.count.triples, "triple")
    say(f"{triples} stated as fact; {many(claims.total(), 'claim')}: {said or 'none'}")
    for folder, shards in outcome.shards.items():
        say(f"wrote {folder}: {many(len(shards), 'file')}")
    graph = next((folder for folder in outcome.shards if folder.suffix == ".nt"), None)
    if graph and claims:
        say(f"next: kg query {shlex.quote(str(graph))} who-did-what")
