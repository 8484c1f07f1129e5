"""Findings -> Statements: who is who, and which mentions tell the same event, within one article.

Takes a `Parse`, its `Findings` and the tables of the language; gives `Statements`. Knows names, aliases, pronouns and
confidence; never syntax, RDF or another article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from kg.language import Language
from kg.model import Entity, Findings, Parse, Statements
from kg.resolution import name_sieves, noun_sieves, pronouns
from kg.resolution.directory import directory
from kg.resolution.known import KnownNames, read_known
from kg.resolution.lexicon import lexicon
from kg.resolution.linking import linked
from kg.resolution.metonymy import governments
from kg.resolution.reader import Reader
from kg.resolution.reconciling import Reconciler
from kg.resolution.statements import state

__all__ = ["KnownNames", "Linker", "Reconciler", "read_known", "resolve"]


class Linker(Protocol):
    """What gives entities links beside those of places."""

    def linked(self, entities: Iterable[Entity]) -> tuple[Entity, ...]:
        """Give the entities, those with links that it knows."""


def resolve(parse: Parse, findings: Findings, language: Language, linkers: Sequence[Linker] = ()) -> Statements:
    """Tell who is who in an article and which of its events are the same.

    Entities, events and facts come out in the order of the text, with ids `e1`, `v1`, ...; only what fills a slot of an
    event or a fact is an entity.
    """
    findings = governments(findings, lexicon(language.code).seats)
    reader = Reader.of(parse.article, findings, language)
    for sieve in (*name_sieves.SIEVES, *noun_sieves.SIEVES):
        sieve(reader)
    antecedents = pronouns.resolve(reader)
    told = state(parse, findings, directory(reader, antecedents))
    entities = linked(told, findings.mentions, language)
    for linker in linkers:
        entities = linker.linked(entities)
    return replace(told, entities=entities)
