"""The tables of time expressions of a language, compiled.

Takes a language code; gives its rules (`times.tsv`), whose patterns name word lists (`time_words.tsv`), and the words
that open and link an interval (`intervals.tsv`). Knows the notation of the tables; never a word of any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from kg.errors import KnowledgeError
from kg.extraction.times.folding import fold
from kg.extraction.times.tense import Tense
from kg.language import KNOWLEDGE, rows

Kind = Literal["DATE", "TIME", "DURATION", "SET", "NONE"]
WORD_COLUMNS = ("list", "word", "value", "source")
RULE_COLUMNS = ("name", "pattern", "type", "value", "example", "anchor", "tense", "result", "source")
INTERVAL_COLUMNS = ("name", "open", "link", "adjacent", "example", "anchor", "result", "source")

_REFERENCE = re.compile(r"\{([a-z_]+)(?:/([a-z_]+))?\}")
_WORD_BEGINS = "(?<![a-z0-9])"
_GROUP_NAME = re.compile(r"\?P<[a-z_]+>")


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must read: document date and tense in, value out (None: no time expression)."""

    text: str
    anchor: str
    tense: Tense
    result: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over folded text and the template of its value; `lists` says which word list a group stands for."""

    name: str
    pattern: re.Pattern[str]
    kind: Kind
    template: str
    lists: Mapping[str, str]
    example: Example

    @property
    def follows(self) -> Literal["last", "near"] | None:
        """Whether the value is reckoned from the last date told (`near`: if it is near), not from the document's."""
        return next((prefix for prefix in ("last", "near") if self.template.startswith(f"{prefix}:")), None)


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """Where a rule applies in folded text, and the values of its groups."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Interval:
    """What makes an interval of two dates: `open` matches the end of the text before, `link` all that is between."""

    name: str
    open: re.Pattern[str]
    link: re.Pattern[str]
    adjacent: bool
    example: Example


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules of a language, in the order of the table; `anywhere` matches where one of them does."""

    words: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    rules: tuple[Rule, ...]
    intervals: tuple[Interval, ...]
    anywhere: re.Pattern[str]

    def matches(self, text: str) -> list[Match]:
        """Give the places where a rule applies, overlaps settled: the longest with its context first, then the row."""
        starts = [place.start() for place in self.anywhere.finditer(text)]
        found = [(rule, hit) for rule in self.rules for hit in _hits(rule.pattern, text, starts)]
        found.sort(key=lambda pair: pair[1].start() - pair[1].end())
        taken: set[int] = set()
        kept = []
        for rule, hit in found:
            extent = range(*hit.span("it"))
            if taken.isdisjoint(extent):
                taken.update(extent)
                kept.append(Match(rule, extent.start, extent.stop, self._groups(rule, hit)))
        return sorted(kept, key=lambda match: match.start)

    def _groups(self, rule: Rule, hit: re.Match[str]) -> dict[str, str]:
        return {group: self._value(word_list, hit[group] or "") for group, word_list in rule.lists.items()}

    def _value(self, word_list: str, text: str) -> str:
        value = next((value for word, value in self.words[word_list] if word.fullmatch(text)), "")
        return text if value == "=" else value


def _hits(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield what `finditer` finds, tried nowhere but at some starts: a pattern alone is tried at every character."""
    end = 0
    for start in starts:
        hit = pattern.match(text, start) if start >= end else None
        if hit is not None:
            end = hit.end()
            yield hit


@cache
def grammar(code: str) -> Grammar:
    """Read the tables of time expressions of a language.

    Raises:
        KnowledgeError: a table is broken.

    """
    folder = KNOWLEDGE / "languages" / code
    words: dict[str, list[tuple[str, str]]] = {}
    for row in rows(folder / "time_words.tsv", WORD_COLUMNS):
        words.setdefault(row["list"], []).append((fold_pattern(row["word"]), row["value"].removeprefix("-")))
    rules = tuple(_rule(row, words) for row in rows(folder / "times.tsv", RULE_COLUMNS))
    intervals = tuple(_interval(row) for row in rows(folder / "intervals.tsv", INTERVAL_COLUMNS))
    lists = {
        name: tuple((re.compile(word, re.ASCII), value) for word, value in entries) for name, entries in words.items()
    }
    return Grammar(lists, rules, intervals, _anywhere(rules))


@cache
def weekdays(code: str) -> frozenset[str]:
    """Read the names of the days, which say when even where no date tells which day is meant."""
    table = rows(KNOWLEDGE / "languages" / code / "time_words.tsv", WORD_COLUMNS)
    return frozenset(row["word"] for row in table if row["list"] == "weekday")


@cache
def links(code: str) -> Mapping[str, frozenset[str]]:
    """Read the words that tell of two events at one time, by kind."""
    table = list(rows(KNOWLEDGE / "languages" / code / "time_links.tsv", ("word", "kind", "example", "source")))
    kinds = ("preposition", "conjunction", "happening", "undergoing", "holding", "adverbial", "approximation")
    return {kind: frozenset(row["word"] for row in table if row["kind"] == kind) for kind in kinds}


def fold_pattern(pattern: str) -> str:
    r"""Take accents and case away from a regular expression, but for the letters that follow a backslash.

    >>> fold_pattern(r"Été \D\d")
    'ete \\D\\d'
    """
    return "".join(piece if piece[:1] == "\\" else fold(piece).text for piece in re.split(r"(\\.)", pattern))


def _rule(row: Mapping[str, str], words: Mapping[str, list[tuple[str, str]]]) -> Rule:
    lists: dict[str, str] = {}

    def alternatives(reference: re.Match[str]) -> str:
        word_list, group = reference[1], reference[2] or reference[1]
        if word_list not in words:
            msg = f"times.tsv: {row['name']}: there is no word list {word_list!r} in time_words.tsv"
            raise KnowledgeError(msg)
        anything = "|".join(word for word, _ in words[word_list])
        if group == "_":
            return f"(?:{anything})"
        lists[group] = word_list
        return f"(?P<{group}>{anything})"

    body = _REFERENCE.sub(alternatives, fold_pattern(row["pattern"]))
    body = body.replace("<<", "(?P<it>").replace(">>", ")") if "<<" in body else f"(?P<it>{body})"
    if row["type"] not in get_args(Kind):
        msg = f"times.tsv: {row['name']}: no such type: {row['type']}"
        raise KnowledgeError(msg)
    try:
        pattern = re.compile(rf"{_WORD_BEGINS}(?:{body})(?![a-z0-9])", re.ASCII)
        row["value"].format_map(dict.fromkeys(lists, "1"))
    except (re.error, KeyError, ValueError) as error:
        msg = f"times.tsv: {row['name']}: cannot read the pattern or the value: {error}"
        raise KnowledgeError(msg) from error
    return Rule(row["name"], pattern, cast("Kind", row["type"]), row["value"], lists, _example(row, row["tense"]))


def _anywhere(rules: Iterable[Rule]) -> re.Pattern[str]:
    """Join the patterns of all rules into one that matches, without any text, wherever one of them begins."""
    bodies = (_GROUP_NAME.sub("?:", rule.pattern.pattern.removeprefix(_WORD_BEGINS)) for rule in rules)
    return re.compile(rf"{_WORD_BEGINS}(?={'|'.join(bodies)})", re.ASCII)


def _interval(row: Mapping[str, str]) -> Interval:
    opening = "" if row["open"] == "-" else rf"(?<![a-z0-9])(?:{fold_pattern(row['open'])}) ?"
    link = re.compile(rf" ?(?:{fold_pattern(row['link'])}) ?")
    return Interval(row["name"], re.compile(f"{opening}$"), link, row["adjacent"] == "yes", _example(row, "past"))


def _example(row: Mapping[str, str], tense: str) -> Example:
    if tense not in get_args(Tense):
        msg = f"times.tsv: {row['name']}: no such tense: {tense}; one of {', '.join(get_args(Tense))}"
        raise KnowledgeError(msg)
    return Example(row["example"], row["anchor"], cast("Tense", tense), None if row["result"] == "-" else row["result"])


def examples(code: str) -> Iterator[tuple[str, Example]]:
    """Yield the name and the example of every rule, for the tests."""
    for rule in grammar(code).rules:
        yield rule.name, rule.example
    for interval in grammar(code).intervals:
        yield interval.name, interval.example
