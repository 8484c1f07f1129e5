"""How far a build is, and what it came to.

Takes results as they come; shows on standard error a bar where a person sits, plain lines elsewhere, and at the end
a summary. Knows how much to say; never what an article says.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from kg.cli.terminal import complain, say
from kg.errors import ArticleError, InputError, LanguageError
from kg.model import Parse, Statements
from kg.pipeline import Count, count_statements

if TYPE_CHECKING:
    from rich.progress import Progress
    from typing_extensions import TypeIs

    from kg.pipeline.streaming import Told
    from kg.reading import Failure

Result = TypeVar("Result", Parse, Statements, "Told")
Counted = TypeVar("Counted", Statements, "Told")
FEW: Final = 100
"""Articles that are told one by one; of more, only how far it is."""
EVERY: Final = 10.0
"""Seconds from one line of progress to the next."""
CAUSES: Final = {
    InputError: "could not be read",
    LanguageError: "in a language that kg does not read",
    ArticleError: "exceeded a limit or broke off",
}


def shown(results: Iterable[Result | Failure], total: int | None) -> Iterator[Result | Failure]:
    """Pass results on; show on the way how far it is and what failed."""
    if sys.stderr.isatty():
        yield from _with_bar(results, total)
        return
    lines = _Lines(total)
    for number, result in enumerate(results, 1):
        if not _failed(result):
            lines.tell(number, _name(result))
        yield result


@dataclass(slots=True)
class _Lines:
    """Lines for a file or a program that reads them."""

    total: int | None
    _begun: float = field(default_factory=time.monotonic)
    _told: float = field(default_factory=time.monotonic)

    def tell(self, number: int, article: str) -> None:
        if self.total == 1:
            return
        now = time.monotonic()
        if (self.total or number) <= FEW:
            say(f"{number}/{self.total or '?'} {article}")
        elif now - self._told >= EVERY:
            self._told = now
            rate = number / (now - self._begun)
            say(f"{number:,}/{_count(self.total)} articles, {rate:.1f} a second{self._left(number, rate)}")

    def _left(self, number: int, rate: float) -> str:
        return f", {duration((self.total - number) / rate)} left" if self.total else ""


def _count(total: int | None) -> str:
    return "?" if total is None else f"{total:,}"


def duration(seconds: float) -> str:
    """Say a time as a person would.

    >>> duration(8.24), duration(75), duration(7322)
    ('8.2 s', '1 min 15 s', '2 h 2 min')
    """
    if seconds < 60:  # noqa: PLR2004 - seconds of a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _with_bar(results: Iterable[Result | Failure], total: int | None) -> Iterator[Result | Failure]:
    with _bar() as progress:
        task = progress.add_task("", total=total, rate="")
        begun = time.monotonic()
        for number, result in enumerate(results, 1):
            rate = f"{number / max(time.monotonic() - begun, 1e-3):.1f}/s"
            progress.update(task, advance=1, rate=rate, description="" if _failed(result) else _name(result))
            yield result


def _failed(result: object) -> TypeIs[Failure]:
    """Tell of a failure."""
    if _is_failure(result):
        complain(str(result))
        return True
    return False


def _is_failure(result: object) -> TypeIs[Failure]:
    from kg.reading import Failure

    return isinstance(result, Failure)


def _name(result: Parse | Statements | Told) -> str:
    """Give the name of the article."""
    return result.article.id if isinstance(result, Parse | Statements) else result.name


@dataclass(slots=True)
class Written:
    """Lines that tell how far the writing of very many articles is."""

    _told: float = field(default_factory=time.monotonic)

    def __call__(self, done: int, total: int) -> None:
        """Tell, now and then."""
        now = time.monotonic()
        if total > FEW and now - self._told >= EVERY:
            self._told = now
            say(f"{done:,}/{total:,} articles written")


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    return Progress(
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )


# ---- the end ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What articles came to, counted as they pass."""

    articles: int = 0
    sentences: int = 0
    events: int = 0
    facts: int = 0
    participants: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    _begun: float = field(default_factory=time.monotonic)

    def counted(self, results: Iterable[Counted | Failure]) -> Iterator[Counted | Failure]:
        """Count results and pass them on."""
        for result in results:
            if _is_failure(result):
                self.failures[CAUSES.get(type(result.error), "failed")] += 1
            else:
                self._add(count_statements(result) if isinstance(result, Statements) else result.count)
            yield result

    @property
    def found(self) -> int:
        """Count what was found in them."""
        return self.events + self.facts

    def tell(self) -> None:
        """Sum up: in a line for one article, with time and failures for several."""
        said = f"{many(self.articles, 'article')}: {many(self.events, 'event')}, {many(self.facts, 'fact')}"
        failed = self.failures.total()
        if self.articles + failed == 1:
            say(said)
            return
        took = duration(time.monotonic() - self._begun)
        say(f"{said}, {many(self.participants, 'participant')} in {many(self.sentences, 'sentence')}; {took}")
        if failed:
            causes = ", ".join(f"{count:,} {cause}" for cause, count in self.failures.most_common())
            say(f"{many(failed, 'article')} failed: {causes}")

    def _add(self, count: Count) -> None:
        self.articles += count.articles
        self.sentences += count.sentences
        self.events += count.events
        self.facts += count.facts
        self.participants += count.participants


def many(count: int, noun: str) -> str:
    """Say how many there are of something.

    >>> many(1, "article"), many(1200, "event")
    ('1 article', '1,200 events')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
