"""Dates and times that belong together as one interval: `du 22 au 24 juin`, `entre 1990 et 1995`.

Takes the matches of a sentence with their values; gives groups of them and, of a group, the `TimeExpression`. Knows
the words that open and link an interval from the language's table; never reckons a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.times.folding import Folded
from kg.extraction.times.rules import Interval, Match
from kg.extraction.times.values import Value
from kg.model import Span, TimeExpression


@dataclass(frozen=True, slots=True)
class Found:
    """A match with its value and where it stands in the source text."""

    match: Match
    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """One expression of the text: a match, or several that an interval rule joins."""

    members: tuple[Found, ...]
    span: Span
    rule: str | None = None


def alone(one: Found) -> Group:
    """Make a group of one match."""
    return Group((one,), one.span)


def grouped(found: Sequence[Found], folded: Folded, rules: Sequence[Interval]) -> list[Group]:
    """Join the matches that a rule makes an interval."""
    groups: list[Group] = []
    for one in found:
        joined = _join(groups[-1], one, folded, rules) if groups else None
        if joined is None:
            groups.append(alone(one))
        else:
            groups[-1] = joined
    return groups


def expression(group: Group) -> TimeExpression:
    """Give the expression that a group stands for; an interval's value is `first/last`."""
    ends = [group.members[0], group.members[-1]][: len(group.members)]
    kind = ends[0].match.rule.kind
    if kind == "NONE":
        msg = f"a rule of type NONE has no expression: {ends[0].match.rule.name}"
        raise ValueError(msg)
    names = dict.fromkeys([*(one.match.rule.name for one in ends), *filter(None, [group.rule])])
    rules = tuple(f"time/{name}" for name in names)
    return TimeExpression(group.span, kind, "/".join(one.value.text for one in ends), rules)


def _join(group: Group, one: Found, folded: Folded, rules: Sequence[Interval]) -> Group | None:
    first, last = group.members[0], group.members[-1]
    if not _in_order(last, one):
        return None
    before, between = folded.text[: first.match.start], folded.text[last.match.end : one.match.start]
    for rule in rules:
        opening = rule.open.search(before)
        is_new = len(group.members) == 1 or (rule.adjacent and group.rule == rule.name)
        if opening and is_new and rule.link.fullmatch(between) and (not rule.adjacent or _is_next(last, one)):
            start = folded.source(opening.start(), first.match.end).start
            return Group((*group.members, one), Span(start, one.span.end), rule.name)
    return None


def _in_order(one: Found, other: Found) -> bool:
    first, second = one.value.period, other.value.period
    if one.match.rule.kind != other.match.rule.kind or first is None or second is None:
        return False
    return (first.start, one.value.text) < (second.start, other.value.text)


def _is_next(one: Found, other: Found) -> bool:
    first, second = one.value.period, other.value.period
    return first is not None and first.move(1, first.unit) == second
