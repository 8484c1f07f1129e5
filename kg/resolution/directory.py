"""The directory of an article: whom or what each head of a mention or trigger stands for.

Takes chains, antecedents and triggers; gives participants, the rules that found them, and `Entity` values. A pronoun
without antecedent stands for nobody. Never merges anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.model import Entity, Span
from kg.names import content, words
from kg.resolution.chains import Chain
from kg.resolution.metonymy import RULE as SEAT_OF_GOVERNMENT
from kg.resolution.pronouns import Antecedent
from kg.resolution.reader import Reader
from kg.resolution.references import Reference

Participant = int | Span
"""The first index of an entity's chain, or the trigger of an event that fills the slot."""


@dataclass(frozen=True)
class Directory:
    """Look-ups by head; `triggers` maps each word of an event's trigger to its main word."""

    reader: Reader
    antecedents: dict[int, Antecedent]
    triggers: dict[Span, Span]

    @cached_property
    def pronouns(self) -> dict[int, set[Span]]:
        """Give the pronouns that stand for one entity alone, by the first index of its chain."""
        found: dict[int, set[Span]] = defaultdict(set)
        for index in self.antecedents:
            chains = self.chains_of(index)
            if len(chains) == 1:
                found[chains[0].first].add(self.reader.references[index].mention.span)
        return found

    def chains(self, head: Span | None) -> tuple[Chain, ...]:
        """Return the chains of the entities that a head stands for; none for unknown heads and open pronouns."""
        index = self.reader.by_head.get(head) if head else None
        return () if index is None else self.chains_of(index)

    def chains_of(self, index: int) -> tuple[Chain, ...]:
        """Return the chains of the entities that a mention stands for; none for an open pronoun."""
        if index in self.antecedents:
            old = (self.reader.chains.of(chain.first) for chain in self.antecedents[index].chains)
            return tuple({chain.first: chain for chain in old}.values())
        return () if self.reader.references[index].is_pronoun else (self.reader.chains.of(index),)

    def participants(self, heads: Iterable[Span]) -> tuple[Participant, ...]:
        """Return who or what some heads stand for, each once; an event noun stands for its event."""
        found: list[Participant] = []
        for head in heads:
            index = self.reader.by_head.get(head)
            is_named = index is not None and bool(self.reader.chains.of(index).names)
            if head in self.triggers and not is_named:
                found.append(self.triggers[head])
            else:
                found += [chain.first for chain in self.chains(head)]
        return tuple(dict.fromkeys(found))

    def rules(self, heads: Iterable[Span | None]) -> tuple[str, ...]:
        """Return the rules that tied some heads to their entities."""
        found: list[str] = []
        for head in heads:
            index = self.reader.by_head.get(head) if head else None
            if index is None:
                continue
            if index in self.antecedents:
                found.append(self.antecedents[index].rule)
            found += [rule for rule in self.reader.references[index].mention.rules if rule == SEAT_OF_GOVERNMENT]
            found += [chain.rules[index] for chain in self.chains(head) if index in chain.rules]
        return tuple(dict.fromkeys(found))


def directory(reader: Reader, antecedents: dict[int, Antecedent]) -> Directory:
    """Make the directory of an article."""
    triggers = {word: event.trigger for event in reader.events for word in (*event.triggers, event.trigger)}
    return Directory(reader, antecedents, triggers)


def entity(number: int, chain: Chain, directory: Directory) -> Entity:
    """Describe a chain as an entity: every name, the fullest proper one first, and every place where it is meant."""
    names = _names(chain)
    mentions = sorted({member.mention.span for member in chain.members} | directory.pronouns.get(chain.first, set()))
    return Entity(f"e{number}", names[0], chain.type, names, tuple(mentions), (), bool(chain.names))


def _names(chain: Chain) -> tuple[str, ...]:
    """Give all forms, best first; the adjective of a country only when nothing else names it.

    What a capital stands for is known by the article's own words if it has any: `le gouvernement russe`.
    """
    members = [member for member in chain.members if member.mention.kind != "adjective"] or chain.members
    named = [member for member in members if member.name]
    described = [member for member in members if SEAT_OF_GOVERNMENT not in member.mention.rules]
    if named and (len(described) == len(members) or not described):
        best = max(named, key=_rank)
    else:
        best = max(described, key=lambda m: (bool(m.modifiers), -m.index))
    return tuple(dict.fromkeys([best.label, *(form for member in members for form in member.forms)]))


def _rank(member: Reference) -> tuple[bool, int, int]:
    """Prefer names that are not in capitals throughout, then those with most words, then the earliest."""
    name = member.name or ""
    return (not name.isupper(), max(len(content(name)), len(words(name))), -member.index)
