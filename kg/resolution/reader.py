"""The desk of resolution: an article's references, chains, facts and tables side by side, with look-ups.

Takes an article, its findings and the tables; gives a `Reader`. Knows where things stand in the text; never decides
who is who.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language import Language
from kg.model import Article, EventFinding, FactFinding, Findings, Span
from kg.resolution.chains import Chain, Chains, distinct
from kg.resolution.lexicon import Lexicon, lexicon
from kg.resolution.references import Reference, read


@dataclass(frozen=True, slots=True)
class Reader:
    """What every pass looks at; `owned` are the mentions with a possessive, `by_head` finds a mention by its head."""

    article: Article
    references: Sequence[Reference]
    events: Sequence[EventFinding]
    facts: Sequence[FactFinding]
    chains: Chains
    language: Language
    by_head: dict[Span, int]
    owned: frozenset[int]

    @classmethod
    def of(cls, article: Article, findings: Findings, language: Language) -> Reader:
        """Begin with every mention by itself."""
        references = read(article, findings.mentions, language)
        by_head = {reference.mention.head: reference.index for reference in references}
        chains = Chains(references, distinct(findings.events, by_head))
        owners: dict[int, list[Span]] = {}
        for reference in references:
            if reference.mention.kind == "possessive":
                owners.setdefault(reference.mention.sentence, []).append(reference.mention.head)
        owned = frozenset(
            r.index
            for r in references
            if any(r.mention.span.covers(h) and h < r.mention.head for h in owners.get(r.mention.sentence, ()))
        )
        return cls(article, references, findings.events, findings.facts, chains, language, by_head, owned)

    @property
    def tables(self) -> Lexicon:
        """Return the tables of the article's language."""
        return lexicon(self.language.code)

    @property
    def named(self) -> list[Reference]:
        """Return the mentions that hold a proper name."""
        return [reference for reference in self.references if reference.name]

    @property
    def people(self) -> list[Reference]:
        """Return the mentions of single persons by name or noun."""
        return [reference for reference in self.references if reference.is_person]

    def chain(self, reference: Reference) -> Chain:
        """Return the chain of a mention."""
        return self.chains.of(reference.index)

    def at(self, head: Span | None) -> Reference | None:
        """Return the mention with that head."""
        return self.references[self.by_head[head]] if head in self.by_head else None

    def unique(self, references: Sequence[Reference]) -> list[Chain]:
        """Return the chains of some mentions, each once, in the order given."""
        return list({id(chain): chain for chain in map(self.chain, references)}.values())

    def join(self, one: Reference, other: Reference, rule: str, *, certain: bool = False) -> bool:
        """Join the chains of two mentions unless something speaks against it; tell whether they were joined."""
        return self.chains.join(self.chain(one), self.chain(other), rule, certain=certain)

    def in_sentence_of(self, reference: Reference) -> list[Reference]:
        """Return the mentions of the sentence that a mention stands in, in the order of the text."""
        sentence, first, last = reference.mention.sentence, reference.index, reference.index + 1
        while first and self.references[first - 1].mention.sentence == sentence:
            first -= 1
        while last < len(self.references) and self.references[last].mention.sentence == sentence:
            last += 1
        return list(self.references[first:last])

    def before(self, reference: Reference) -> Iterator[Chain]:
        """Yield the chains with a mention before this one, the most recent first, each once."""
        seen = {id(self.chain(reference))}
        for other in reversed(self.references[: reference.index]):
            chain = self.chain(other)
            if id(chain) not in seen and not chain.members[0].is_pronoun:
                seen.add(id(chain))
                yield chain
