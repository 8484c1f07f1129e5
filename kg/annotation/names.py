"""Named entities made fit for a graph: no titles, no articles, known places kept places.

Takes the spans that the recogniser found over a text's tokens; gives them cleaned. Knows titles and countries from
the language's tables and the shape of Arabic names; never who a name refers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.annotation.boundaries import FULL_STOPS, OPENERS
from kg.language import Language
from kg.model import NameLabel

CLITIC = r"(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce|moi|toi|lui|leur|le|la|les|y|en|là|ci|mêmes?)"
HYPHENATED_NAME = re.compile(
    rf"^(?!\w+-{CLITIC}$)(?:[A-ZÀ-Ý][\w'.]*|al|el|ad|as|ar|ash|bin|ben|ibn)(?:-[A-ZÀ-Ý0-9]\w*)+$"
)
"""`Al-Kadhimi`, `al-Chaabi`, `Amir-Abdollahian` are one token; `Est-il` and `A-t-on` are not."""
LABELS: dict[str, NameLabel] = {
    **dict.fromkeys(("PER", "PERSON"), "PER"),
    **dict.fromkeys(("LOC", "GPE", "FAC"), "LOC"),
    **dict.fromkeys(("MISC", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"), "MISC"),
    "ORG": "ORG",
}
"""What a recogniser says, by WikiNER or OntoNotes, and the label of a name; OntoNotes' dates and numbers are none."""
SOMEBODY = re.compile(r"^quelqu['’]une?$", re.IGNORECASE)
DEMONSTRATIVE = re.compile(r"^(?:celui|celle|ceux|celles)-(?:ci|là)$", re.IGNORECASE)

PARTICLES = frozenset("de du des d' la le l' et von van der den di da dos ben bin al el".split())
SENTENCE_OPENERS = FULL_STOPS | OPENERS | {":"}
"""What a word may follow that has a capital for beginning a sentence."""


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens `first` to `last` (indices into the text, inclusive) with a label."""

    first: int
    last: int
    label: NameLabel


def is_title(form: str, language: Language) -> bool:
    """Tell whether a word stands before a person's name as a title or a role."""
    noun = language.types.get(form) or language.types.get(form.lower())
    return noun is not None and noun.type == "Person"


def is_form_of_address(form: str, language: Language) -> bool:
    """Tell whether only a person's name can follow: `M.`, `général`."""
    noun = language.types.get(form) or language.types.get(form.lower())
    return noun is not None and noun.kind == "title"


def clean(found: Iterable[TokenSpan], forms: Sequence[str], language: Language) -> list[TokenSpan]:
    """Clean the recogniser's spans; those of which nothing is left are dropped."""
    cleaned = [
        _gazetteer(part, forms, language)
        for span in found
        for piece in _split(span, forms)
        for part in _strip(piece, forms, language)
    ]
    cleaned += _known(cleaned, forms, language)
    return _agree(sorted([*cleaned, *_introduced(cleaned, forms, language)], key=lambda n: n.first), forms, language)


def _known(found: Sequence[TokenSpan], forms: Sequence[str], language: Language) -> Iterator[TokenSpan]:
    """Give the places of the gazetteer that the recogniser missed: `Lomé`; no part of a longer name (`rue Lomé`)."""
    taken = {index for span in found for index in range(span.first, span.last + 1)}
    for index, form in enumerate(forms):
        around = (*forms[max(index - 1, 0) : index], *forms[index + 1 : index + 2])
        is_apart = form[0].isupper() and not any(word[0].isupper() for word in around)
        if is_apart and index not in taken and language.gazetteer.get(form.casefold()) == "LOC":
            yield TokenSpan(index, index, "LOC")


def _introduced(found: Sequence[TokenSpan], forms: Sequence[str], language: Language) -> Iterator[TokenSpan]:
    """Give the names that the recogniser missed and the word before them tells: `M. Valadim`, `la brigade Golani`."""
    taken = {index for span in found for index in range(span.first, span.last + 1)}
    for index in range(1, len(forms)):
        is_name = forms[index].istitle() and index not in taken  # no acronym: `l'élu PS`
        if not is_name or is_form_of_address(forms[index], language):
            continue
        last = index
        while last + 1 < len(forms) and last + 1 not in taken and forms[last + 1][0].isupper():
            last += 1
        label = _label_by_words_before(TokenSpan(index, last, "MISC"), forms, language)
        if label is not None:
            taken |= set(range(index, last + 1))
            yield TokenSpan(index, last, label)


def _agree(found: Sequence[TokenSpan], forms: Sequence[str], language: Language) -> list[TokenSpan]:
    """Give the same name the same label throughout, where the words before it tell once what it names."""
    told: dict[str, NameLabel] = {}
    for span in found:
        label = _label_by_words_before(span, forms, language)
        if label is not None:
            told.setdefault(_words(span, forms), label)
    return [replace(span, label=told.get(_words(span, forms), span.label)) for span in found]


def _words(span: TokenSpan, forms: Sequence[str]) -> str:
    return " ".join(forms[span.first : span.last + 1]).casefold().replace("' ", "'")


def _label_by_words_before(span: TokenSpan, forms: Sequence[str], language: Language) -> NameLabel | None:
    """Read the label off a form of address or a noun: `M. X`, `le syndicat X`, `l'opérateur suisse X`."""
    if span.first > 0 and is_form_of_address(forms[span.first - 1], language):
        return "PER"
    before = span.first - 1
    while before > 0 and forms[before] in language.demonyms:
        before -= 1
    return language.naming_nouns.get(forms[before].lower()) if before >= 0 else None


def _split(span: TokenSpan, forms: Sequence[str]) -> Iterator[TokenSpan]:
    """Split two names taken for one: `EI / Daesh`, `Affaires étrangères Dominique de Villepin`."""
    for index in range(span.first + 2, span.last):
        is_word = forms[index - 1].islower() and forms[index - 1] not in PARTICLES
        if span.label != "PER" and is_word and _is_full_name(forms[index : span.last + 1]):
            yield replace(span, last=index - 1)
            yield replace(span, first=index, label="PER")
            return
    first = span.first
    for index in range(span.first, span.last + 1):
        if forms[index] == "/":
            yield replace(span, first=first, last=index - 1)
            first = index + 1
    yield replace(span, first=first)


def _is_full_name(words: Sequence[str]) -> bool:
    """Tell whether words look like a first name with a family name."""
    capitals = [word for word in words if word[0].isupper()]
    return (
        words[0][0].isupper()
        and len(capitals) > 1
        and all(word in PARTICLES for word in words if not word[0].isupper())
    )


def _strip(span: TokenSpan, forms: Sequence[str], language: Language) -> Iterator[TokenSpan]:
    """Strip articles, nouns and titles in front of the name, and punctuation behind it; positions are no names."""
    first, last = _first(span, forms, language), span.last
    while last >= first and not forms[last][-1].isalnum() and not re.search(r"\w\.$", forms[last]):
        last -= 1
    label = span.label
    if label in {"PER", "MISC"}:
        titles = [i for i in range(first, last) if is_title(forms[i], language)]
        if titles and all(forms[i][0].isupper() for i in range(titles[-1] + 1, last + 1)):
            first, label = titles[-1] + 1, "PER"
    noun = language.noun(" ".join(forms[first : last + 1]), "")
    is_position = noun is not None and noun.type == "Person"
    proper = [forms[i] for i in range(first, last + 1) if forms[i][0].isupper()]
    head = language.noun(forms[first], "") if first < last else None
    is_named_body = label == "ORG" and head is not None and head.type == "Organization"  # `ministère de la justice`
    if not is_position and (is_named_body or any(form.lower() not in language.words["article"] for form in proper)):
        yield TokenSpan(first, last, label)


def _first(span: TokenSpan, forms: Sequence[str], language: Language) -> int:
    """Give where the name itself begins, behind articles and the nouns that introduce it."""
    first, last = span.first, span.last
    while first <= last and (forms[first].lower() in language.words["article"] or not forms[first][0].isalnum()):
        begins_sentence = first == 0 or forms[first - 1] in SENTENCE_OPENERS
        if forms[first].istitle() and (span.label == "PER" or not begins_sentence) and "'" not in forms[first]:
            break  # `Le Canard enchaîné`: inside a sentence, only an article of the name has a capital
        first += 1
    while first < last and forms[first] in language.naming_nouns and forms[first + 1][0].isupper():
        first += 1  # `groupe Joubel` is called Joubel
    if first < last and forms[first].islower() and is_title(forms[first], language):
        first += 1  # `ministre de l'Intérieur` holds the Intérieur
        while first < last and forms[first].lower() in language.words["article"]:
            first += 1
    while span.label == "PER" and first < last and forms[first].islower() and forms[first] not in PARTICLES:
        first += 1  # `suisse Karl Brandt`
    return first


def _gazetteer(span: TokenSpan, forms: Sequence[str], language: Language) -> TokenSpan:
    """Give a known name its label, and the word beside it that is part of it: `La Havane`, `France 24`."""
    longer = [replace(span, last=span.last + 1)] if span.last + 1 < len(forms) else []
    if span.first and forms[span.first - 1][0].isupper():
        longer.append(replace(span, first=span.first - 1))
    span = next((wider for wider in longer if _words(wider, forms) in language.gazetteer), span)
    if span.first > 1 and _words(wider := replace(span, first=span.first - 2), forms) in language.countries:
        span = wider  # `bande de Gaza`
    words = _words(span, forms)
    label = language.gazetteer.get(words)
    if label is None and words in language.countries:
        label = "LOC"
    return replace(span, label=label) if label else span
