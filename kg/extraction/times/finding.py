"""Parse -> time expressions, with TimeML types and values.

Takes a `Parse`; gives `TimeExpression`s over the source text in its order. Knows how to run the rules sentence by
sentence and which date a later expression is reckoned from; what cannot be told is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.extraction.times import periods
from kg.extraction.times.filters import is_time
from kg.extraction.times.folding import Folded, fold
from kg.extraction.times.intervals import Found, Group, alone, expression, grouped
from kg.extraction.times.periods import Period
from kg.extraction.times.rules import Grammar, Match, grammar
from kg.extraction.times.tense import Tense, tense_around
from kg.extraction.times.values import Reference, Value, evaluate
from kg.language import Language, load
from kg.model import Parse, Sentence, Span, TimeExpression

TenseAt = Callable[[Sentence, Span, Language], Tense]
NEAR = 1
"""How many sentences back a time of the clock looks for its date; other expressions look back to the start."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier sentences leave: the document's date, the last date told and the index of its sentence."""

    anchor: Period | None
    value: Value | None = None
    sentence: int = 0


def find(parse: Parse, *, intervals: bool = True, tense_at: TenseAt = tense_around) -> tuple[TimeExpression, ...]:
    """Find the time expressions of an article, in the order of the text.

    Without a document date only what needs none is given: dates that name their year, durations, sets. With
    `intervals`, `du 22 au 24 juin` is one expression, without them two. `tense_at` reads the tense around a span.

    Raises:
        LanguageError: there are no tables for the article's language.
        KnowledgeError: a table of time expressions is broken.

    """
    language = load(parse.article.language)
    rules = grammar(language.code)
    memory = Memory(periods.period(parse.article.date) if parse.article.date else None)
    expressions: list[TimeExpression] = []
    for sentence in parse.sentences:
        folded = fold(parse.article.text, sentence.span)
        spans = dict(_matches(rules, folded, sentence, parse))
        tenses = {match: tense_at(sentence, span, language) for match, span in spans.items()}
        values = _evaluate(tenses, sentence, memory)
        found = [Found(match, values[match], span) for match, span in spans.items() if match in values]
        groups = grouped(found, folded, rules.intervals)
        memory = _remember(groups, sentence, memory)
        expressions.extend(expression(group) for group in (groups if intervals else map(alone, found)))
    return tuple(expressions)


def _matches(rules: Grammar, folded: Folded, sentence: Sentence, parse: Parse) -> Iterator[tuple[Match, Span]]:
    for match in rules.matches(folded.text):
        span = folded.source(match.start, match.end)
        if match.rule.kind != "NONE" and is_time(match, span, sentence, parse):
            yield match, span


def _evaluate(tenses: Mapping[Match, Tense], sentence: Sentence, memory: Memory) -> dict[Match, Value]:
    """Give the values: first of what is reckoned from the document's date, then of what follows another date."""
    values: dict[Match, Value] = {}
    for follows in (False, True):
        for match, tense in tenses.items():
            if (match.rule.follows is not None) == follows:
                last = _last(match, values, sentence, memory) if follows else None
                reference = _reference(match, last, memory.anchor)
                value = evaluate(match.rule.template, match.groups, reference, tense)
                if value is not None:
                    values[match] = value
    return values


def _reference(match: Match, last: Value | None, anchor: Period | None) -> Reference:
    """Give the dates to reckon from; a time of the clock without a date before it is that of the document's day."""
    if last is None:
        return Reference(anchor, anchor if match.rule.follows == "near" else None)
    return Reference(anchor, last.period, last.night)


def _last(match: Match, values: Mapping[Match, Value], sentence: Sentence, memory: Memory) -> Value | None:
    """Choose the date that an expression follows: in its sentence, else the last one told."""
    dated = sorted((other for other in values if _dates(match, values[other])), key=lambda other: other.start)
    before = [other for other in dated if other.start < match.start]
    if before:
        return values[before[-1]]
    if match.rule.follows == "near" and dated:
        return values[dated[0]]
    is_far = match.rule.follows == "near" and sentence.index - memory.sentence > NEAR
    return memory.value if memory.value and not is_far and _dates(match, memory.value) else None


def _dates(match: Match, value: Value) -> bool:
    """Tell whether a match can be reckoned from a value: days and times only from a day."""
    needs_day = match.rule.template.startswith(("last:day", "near:day"))
    return value.period is not None and (value.period.unit == "day" or not needs_day)


def _remember(groups: list[Group], sentence: Sentence, memory: Memory) -> Memory:
    """Keep the last date; after an interval there is none to reckon from."""
    dated = [group for group in groups if group.members[0].value.period]
    if not dated:
        return memory
    last = dated[-1].members
    return Memory(memory.anchor, last[0].value if len(last) == 1 else None, sentence.index)
