"""Findings -> Statements: who is who, and which mentions tell the same event, within one article.

Takes a `Parse`, its `Findings` and the tables of the language; gives `Statements`. Knows names, aliases, pronouns and
confidence; never syntax, RDF or another article.
"""

from __future__ import annotations

from dataclasses import replace

from kg.language import Language
from kg.model import Findings, Parse, Statements
from kg.resolution import name_sieves, noun_sieves, pronouns
from kg.resolution.directory import directory
from kg.resolution.known import NOBODY, KnownNames, read_known
from kg.resolution.lexicon import lexicon
from kg.resolution.linking import linked
from kg.resolution.metonymy import governments
from kg.resolution.reader import Reader
from kg.resolution.statements import state

__all__ = ["NOBODY", "KnownNames", "read_known", "resolve"]


def resolve(parse: Parse, findings: Findings, language: Language, known: KnownNames = NOBODY) -> Statements:
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
    return replace(told, entities=known.linked(linked(told, findings.mentions, language)))
