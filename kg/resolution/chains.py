"""Chains of mentions that refer to the same participant, and what no two mentions of one chain may do.

Takes references and the pairs that must stay apart; gives chains that grow by permitted merges only. Knows clashes of
name, type, gender and number; never why two mentions might belong together (the sieves know).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from kg.model import EntityType, EventFinding, Span
from kg.names import same_person
from kg.resolution.lexicon import Gender, Number
from kg.resolution.references import Reference

Pair = tuple[int, int]


def pair(one: int, other: int) -> Pair:
    """Order two indices."""
    return (one, other) if one < other else (other, one)


@dataclass
class Chain:
    """The mentions of one participant, in the order of the text, with the rules that joined them.

    The members of a chain stay as they are: chains that are joined give way to a new one.
    """

    members: list[Reference]
    rules: dict[int, str] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """Return the index of the first mention."""
        return self.members[0].index

    @property
    def names(self) -> list[str]:
        """Return the proper names, one per mention that has one."""
        return [member.name for member in self.members if member.name]

    @cached_property
    def country(self) -> str | None:
        """Return the country that the chain refers to, if it is one."""
        return next((member.country for member in self.members if member.country), None)

    @cached_property
    def type(self) -> EntityType:
        """Return the type that most mentions vote for; named mentions overrule the others, the earliest breaks ties."""
        named = [member.mention.type for member in self.members if member.name]
        votes = Counter(named or [member.mention.type for member in self.members])
        decided: list[EntityType] = [kind for kind in votes if kind != "Other"] or ["Other"]
        return max(decided, key=votes.__getitem__)

    @cached_property
    def gender(self) -> Gender | None:
        """Return the gender that the mentions agree on, None when none tells or they differ."""
        return cast("Gender | None", _agreed(member.gender for member in self.members))

    @cached_property
    def number(self) -> Number | None:
        """Return the number that the mentions agree on; a name without article is singular unless it looks plural."""
        told = _agreed(member.number for member in self.members)
        plain = not told and all(not name.split()[0].endswith(("s", "x")) for name in self.names)
        return cast("Number | None", "Sing" if plain and self.names else told)


def _agreed(values: Iterable[str | None]) -> str | None:
    told = {value for value in values if value}
    return told.pop() if len(told) == 1 else None


class Chains:
    """All chains of an article; every mention begins as a chain of its own."""

    def __init__(self, references: Sequence[Reference], apart: frozenset[Pair]) -> None:
        """Begin with single mentions; `apart` are pairs of indices that the grammar keeps distinct."""
        self.references = references
        self.apart = apart
        self._chains = [Chain([reference]) for reference in references]

    def of(self, index: int) -> Chain:
        """Return the chain of a mention."""
        return self._chains[index]

    def partners(self, index: int) -> list[int]:
        """Return the mentions that share an event with this one."""
        return sorted(b if a == index else a for a, b in self.apart if index in (a, b))

    def may_join(self, one: Chain, other: Chain) -> bool:
        """Tell whether nothing speaks against two chains being one."""
        if one is other:
            return False
        if any(pair(a.index, b.index) in self.apart for a in one.members for b in other.members):
            return False
        if one.country and other.country and one.country != other.country:
            return False
        return not _names_clash(one, other)

    def join(self, one: Chain, other: Chain, rule: str, *, certain: bool = False) -> bool:
        """Make two chains one when they may be; `rule` is kept for the later of their first mentions.

        A `certain` rule, such as an equal name, overrules what the grammar keeps apart.
        """
        if one is other or not (certain or self.may_join(one, other)):
            return False
        later = max(one.first, other.first)
        merged = Chain(sorted((*one.members, *other.members), key=lambda member: member.index), one.rules | other.rules)
        merged.rules[later] = rule
        for member in merged.members:
            self._chains[member.index] = merged
        return True


def distinct(events: Iterable[EventFinding], by_head: Mapping[Span, int]) -> frozenset[Pair]:
    """Give the pairs of mentions that one event keeps apart: its actors, targets and places are different things."""
    found = set()
    for event in events:
        heads = dict.fromkeys((*event.actors, *event.targets, *event.places))
        indices = [by_head[head] for head in heads if head in by_head]
        found |= {pair(a, b) for a in indices for b in indices if a != b}
    return frozenset(found)


def _names_clash(one: Chain, other: Chain) -> bool:
    if "Person" not in (one.type, other.type):
        return False
    if one.gender and other.gender and one.gender != other.gender and one.names and other.names:
        return True
    return any(not same_person(a, b) and len(a.split()) > 1 < len(b.split()) for a in one.names for b in other.names)
