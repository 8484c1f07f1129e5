"""Mentions as resolution reads them: their words, gender, number, quantity and countries, each with its own doubt.

Takes the mentions of the findings and the article's text; gives one `Reference` per mention. Knows the tables of the
language; never a syntax tree, and never which mentions belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.language import Language
from kg.model import Article, EntityType, Mention, Span
from kg.names import words
from kg.resolution.lexicon import Gender, Lexicon, Number, Pronoun, lexicon
from kg.resolution.metonymy import RULE

ANIMATE: frozenset[EntityType] = frozenset({"Person", "Group", "Organization"})
PLURAL = frozenset({"les", "des", "aux", "ces", "leurs", "ses", "nos", "mes"})
FEMININE = frozenset({"la", "une", "cette"})
MASCULINE = frozenset({"le", "un", "ce", "du", "au"})
LONGEST_COUNTRY = 5
LONGEST_TITLE = 30
"""Characters before a name in which its title is looked for."""
FEMININE_ENDINGS = (("nne", 2), ("lle", 2), ("tte", 2), ("e", 1))
SHORTEST_STEM = 3
FOOTNOTE = re.compile(r"\s*\[.*$")
"""A mark such as `[1]` that copied web pages leave behind a name."""
WORD_BEFORE = re.compile(r"[\w.]+['’ ]$")
WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention with what its form tells of its referent; `index` counts mentions in the order of the text.

    `head` is the stem of the head word, `modifiers` the stems of the other content words of its label, `complements`
    those behind a preposition, `quantities` its numerals, `country` the name of the country that it is, however it is
    written, `countries` those that its words bring in.
    """

    index: int
    mention: Mention
    name: str | None
    head: str
    modifiers: frozenset[str]
    complements: frozenset[str]
    quantities: frozenset[str]
    country: str | None
    countries: frozenset[str]
    gender: Gender | None
    number: Number | None
    pronoun: Pronoun | None

    @property
    def label(self) -> str:
        """Return what a reader would call the referent by this mention: its name, else the noun phrase."""
        return self.name or self.mention.label

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the label and, where a capital stands for a government, the capital."""
        return (self.label, self.mention.label) if RULE in self.mention.rules else (self.label,)

    @property
    def is_person(self) -> bool:
        """Tell whether the mention is a single person's, by name or noun."""
        return self.mention.type == "Person" and not self.is_pronoun and self.number != "Plur"

    @property
    def position(self) -> int:
        """Return where the head begins in the text."""
        return self.mention.head.start

    @property
    def is_pronoun(self) -> bool:
        """Tell whether the mention has no content of its own, known to the tables or not."""
        return self.pronoun is not None or self.mention.kind in {"pronoun", "possessive"}

    @property
    def nominal(self) -> bool:
        """Tell whether the mention describes by a common noun, without a name."""
        return self.mention.kind == "noun" and self.name is None and self.pronoun is None

    @property
    def counts(self) -> bool:
        """Tell whether the head is a number: `Deux` that stands alone refers to nothing that could be taken up."""
        is_number = not any(letter.isalpha() for letter in self.head)
        return is_number or self.head in self.quantities

    @property
    def anaphoric(self) -> bool:
        """Tell whether the mention takes up something known: a definite or demonstrative noun."""
        return self.mention.definite or self.mention.demonstrative


def is_bare(reference: Reference) -> bool:
    """Tell whether a mention is a lone singular noun that takes something up: `ce pays`, `l'accident`."""
    is_alone = not reference.modifiers and not reference.quantities and reference.number != "Plur"
    return reference.nominal and reference.anaphoric and is_alone


@lru_cache(maxsize=2**16)
def stem(word: str) -> str:
    """Take the marks of gender and number off a folded word.

    >>> stem("americaines"), stem("irakienne"), stem("journaux"), stem("bus")
    ('americain', 'irakien', 'journal', 'bus')
    """
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > SHORTEST_STEM + 1:
        return f"{word[:-3]}al"
    bare = word[:-1] if word.endswith(("s", "x")) and len(word) > SHORTEST_STEM else word
    for ending, cut in FEMININE_ENDINGS:
        if bare.endswith(ending) and len(bare) - cut >= SHORTEST_STEM:
            return bare[:-cut]
    return bare


def read(article: Article, mentions: tuple[Mention, ...], language: Language) -> tuple[Reference, ...]:
    """Read the mentions of an article, in the order of their heads."""
    ordered = sorted(mentions, key=lambda mention: (mention.head, mention.span))
    people = {m.name for m in ordered if m.name and m.type == "Person" and " " in m.name}
    names = (_name(mention, people) for mention in ordered)
    return tuple(
        _read(i, m, name, article.text, language) for i, (m, name) in enumerate(zip(ordered, names, strict=True))
    )


def _name(mention: Mention, people: set[str]) -> str | None:
    """Clean a name: no footnote, and no person whose name was taken with it (`WikiLeaks Julian Assange`)."""
    if not mention.name:
        return None
    name = FOOTNOTE.sub("", mention.name)
    if mention.type != "Person":
        swallowed = max((person for person in people if name.endswith(f" {person}")), key=len, default="")
        name = name.removesuffix(swallowed).rstrip(" ,")
    return name or None


def _read(index: int, mention: Mention, name: str | None, text: str, language: Language) -> Reference:
    tables = lexicon(language.code)
    pronoun = _pronoun(mention, text, tables)
    head = stem((words(mention.head.of(text)) or ("",))[-1])
    spoken = words(mention.span.of(text) if mention.name else mention.label)
    quantities = frozenset(word for word in spoken if word in tables.quantities or word.isdigit())
    empty = tables.function_words | tables.loose | quantities
    modifiers = frozenset(stem(word) for word in spoken if word not in empty) - {head}
    behind = next((i for i, word in enumerate(spoken) if i and word in tables.function_words), len(spoken))
    complements = frozenset(stem(word) for word in spoken[behind:] if word not in empty)
    before = _words_before(mention, text)
    return Reference(
        index=index,
        mention=mention,
        name=name,
        head=head,
        modifiers=modifiers,
        complements=complements,
        quantities=quantities,
        country=_country(mention, language),
        countries=frozenset(_countries(mention.label, language)),
        gender=pronoun.gender if pronoun else _gender(mention, before, text, tables),
        number=pronoun.number if pronoun else _number(mention, before),
        pronoun=pronoun,
    )


def _pronoun(mention: Mention, text: str, tables: Lexicon) -> Pronoun | None:
    form = mention.head.of(text).lower().replace("’", "'").removeprefix("-t-").removeprefix("-")
    found = tables.pronouns.get(form)
    if mention.kind == "noun":
        return found if found and found.kind == "near" and mention.demonstrative else None
    if mention.kind == "possessive" and form == "leur" and found:
        return Pronoun(form, "possessive", found.person, None, "Plur")
    return found if mention.kind in {"pronoun", "possessive"} else None


def _words_before(mention: Mention, text: str) -> tuple[str, ...]:
    """Give the words of the phrase before its head, or when it begins with it the word before the phrase."""
    inside = words(text[mention.span.start : mention.head.start])
    outside = WORD_BEFORE.search(text[max(0, mention.span.start - 15) : mention.span.start])
    return inside or (words(outside.group()) if outside else ())


def _gender(mention: Mention, before: tuple[str, ...], text: str, tables: Lexicon) -> Gender | None:
    if mention.kind == "adjective":
        return None
    if mention.kind == "noun" and not mention.name:
        return mention.gender
    before_it = text[max(0, mention.span.start - LONGEST_TITLE) : mention.span.start]
    phrase = [*before_it.split()[-1:], *mention.span.of(text).split()]
    titles = [tables.honorifics[word.lower()] for word in phrase if word.lower() in tables.honorifics]
    articles: list[Gender] = ["Fem" if word in FEMININE else "Masc" for word in before if word in FEMININE | MASCULINE]
    if mention.type == "Person" and mention.name:
        given = tables.given_names.get((words(mention.name) or ("",))[0])
        return next((gender for gender in (*titles, *articles, given) if gender), None)
    return articles[-1] if articles else None


def _number(mention: Mention, before: tuple[str, ...]) -> Number | None:
    if mention.type == "Person" and mention.name:
        return "Sing"
    if mention.kind == "adjective":
        return None
    if any(word in PLURAL for word in before):
        return "Plur"
    if any(word in FEMININE | MASCULINE for word in before):
        return "Sing"
    return mention.number if mention.kind == "noun" and not mention.name else None


def _country(mention: Mention, language: Language) -> str | None:
    name = (mention.country or mention.name or "").casefold()
    if mention.kind == "adjective":
        found = language.demonyms.get(mention.label.lower()) or language.countries.get(name)
    else:
        found = language.countries.get(name)
    return found.country if found else None


def _countries(label: str, language: Language) -> Iterator[str]:
    spoken = WORD.findall(label.lower())
    for first in range(len(spoken)):
        adjective = language.demonyms.get(spoken[first])
        if adjective:
            yield adjective.country
        for last in range(first + 1, min(first + LONGEST_COUNTRY, len(spoken)) + 1):
            country = language.countries.get(" ".join(spoken[first:last]))
            if country:
                yield country.country


def inside(inner: Span, outer: Span) -> bool:
    """Tell whether one span is a proper part of the other."""
    return outer.covers(inner) and outer != inner
