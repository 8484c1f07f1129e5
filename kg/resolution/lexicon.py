"""The tables that resolution reads beside those of `kg.language`: pronouns, titles, acronyms, general nouns, seats.

Takes a language's code; gives frozen look-ups. Knows the columns of its own tables; never a mention or a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from anyascii import anyascii

from kg.language import KNOWLEDGE, rows

PronounKind = Literal["personal", "possessive", "reflexive", "near"]
Gender = Literal["Masc", "Fem"]
Number = Literal["Sing", "Plur"]


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun or possessive: what its form says of the one it stands for."""

    form: str
    kind: PronounKind
    person: str
    gender: Gender | None
    number: Number | None


@dataclass(frozen=True, slots=True)
class GeneralNoun:
    """A noun that takes up something under another word: an entity type, `Country`, or types of events, best first."""

    refers_to: tuple[str, ...]
    demonstrative_only: bool

    def rank(self, kind: str) -> int:
        """Tell how far down its list a type stands."""
        return self.refers_to.index(kind)


@dataclass(frozen=True, slots=True)
class Seat:
    """What a capital stands for: a government, as a reader would call it, and its country."""

    government: str
    country: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of one language, keyed by lower-case form (`seats` as written)."""

    pronouns: Mapping[str, Pronoun]
    honorifics: Mapping[str, Gender | None]
    acronyms: tuple[tuple[str, str], ...]
    hypernyms: Mapping[str, GeneralNoun]
    given_names: Mapping[str, Gender]
    function_words: frozenset[str]
    loose: frozenset[str]
    quantities: frozenset[str]
    seats: Mapping[str, Seat]


@cache
def lexicon(code: str) -> Lexicon:
    """Read the tables of a language.

    >>> lexicon("fr").pronouns["elle"].gender
    'Fem'
    """
    folder = KNOWLEDGE / "languages" / code
    pronouns = rows(folder / "pronouns.tsv", ("form", "kind", "person", "gender", "number", "example", "source"))
    honorifics = rows(folder / "honorifics.tsv", ("word", "gender", "example", "source"))
    acronyms = rows(folder / "acronyms.tsv", ("acronym", "expansion", "example", "source"))
    hypernyms = rows(folder / "hypernyms.tsv", ("lemma", "refers_to", "by", "example", "source"))
    given_names = rows(folder / "given_names.tsv", ("name", "gender", "example", "source"))
    seats = rows(folder / "seats_of_government.tsv", ("seat", "government", "country", "example", "source"))
    kinds: dict[str, set[str]] = {"function": set(), "loose": set(), "quantity": set()}
    for row in rows(folder / "function_words.tsv", ("word", "kind", "example", "source")):
        kinds[row["kind"]].add(fold(row["word"]))
    return Lexicon(
        {row["form"]: _pronoun(row) for row in pronouns},
        {row["word"].lower(): cast("Gender | None", row["gender"] or None) for row in honorifics},
        tuple((row["acronym"], row["expansion"]) for row in acronyms),
        {row["lemma"]: _general_noun(row) for row in hypernyms},
        {fold(row["name"]): cast("Gender", row["gender"]) for row in given_names},
        frozenset(kinds["function"]),
        frozenset(kinds["loose"]),
        frozenset(kinds["quantity"]),
        {row["seat"]: Seat(row["government"], row["country"]) for row in seats},
    )


def fold(word: str) -> str:
    """Fold a word to lower-case ASCII.

    >>> fold("Élysée")
    'elysee'
    """
    return anyascii(word).lower()


def _general_noun(row: Mapping[str, str]) -> GeneralNoun:
    return GeneralNoun(tuple(row["refers_to"].split("|")), row["by"] == "demonstrative")


def _pronoun(row: Mapping[str, str]) -> Pronoun:
    return Pronoun(
        row["form"],
        cast("PronounKind", row["kind"]),
        row["person"],
        cast("Gender | None", row["gender"] or None),
        cast("Number | None", row["number"] or None),
    )
