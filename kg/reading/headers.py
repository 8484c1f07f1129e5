"""The text of an article -> what stands at its head: fields such as `date 2020-09`, and a title.

Takes a text; gives the fields with the prose that is left, as spans; knows how files announce themselves; never
changes a character, and never what the prose says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.model import Span

KEYS: Final[Mapping[str, str]] = {
    "date": "date",
    "title": "title",
    "titre": "title",
    "source": "source",
    "language": "language",
    "langue": "language",
    "author": "author",
    "auteur": "author",
    "url": "url",
}
"""Words that open a field, and the field that they mean."""

SHAPES: Final[Mapping[str, re.Pattern[str]]] = {
    "date": re.compile(r"\d{4}(?:-\d{2}){0,2}(?:[T ]\d{2}:\d{2}\S*)?(?!\S)"),
    "language": re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)?(?!\S)"),
}
"""Values that are known by their shape, so that text may follow on the same line; other values end with their line."""

LONGEST_TITLE: Final = 200
"""Characters; the longest of 69 Wikinews titles has 125, paragraphs are longer."""

_KEY = re.compile(rf"\s*({'|'.join(KEYS)})(?:[ \t\xa0]*(:)[ \t\xa0]*|[ \t\xa0]+)", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]+(?=[\r\n])")
_LINE_END = r"[ \t\xa0]*(?>\r\n|\n|\r)"
_FIRST_PARAGRAPH = re.compile(rf"\s*(\S[^\r\n]*?){_LINE_END}{_LINE_END}\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Head:
    """The fields and the title of a text, and where its prose lies (title first)."""

    fields: Mapping[str, str]
    title: str | None
    prose: tuple[Span, ...]


def read_head(text: str) -> Head:
    r"""Read fields and title.

    >>> head = read_head(" date 2020-09 Le Premier ministre a déclaré.")
    >>> head.fields, head.title, head.prose
    ({'date': '2020-09'}, None, (Span(start=14, end=44),))
    >>> read_head("Madrid : trois morts\n\nTrois jeunes femmes sont mortes.").title
    'Madrid : trois morts'
    """
    fields, titles, at = _fields(text)
    first = _FIRST_PARAGRAPH.match(text, at)
    if not titles and first and _is_title(first.group(1)):
        titles, at = [Span(*first.span(1))], first.end()
    body = text[at:].strip()
    start = text.index(body, at)
    spans = [*titles, *([Span(start, start + len(body))] if body else [])]
    return Head(fields, titles[0].of(text) if titles else None, tuple(spans))


def _fields(text: str) -> tuple[dict[str, str], list[Span], int]:
    """Give the fields, the span of a title among them, and where the text goes on."""
    fields: dict[str, str] = {}
    titles: list[Span] = []
    at = 0
    while key := _KEY.match(text, at):
        name, colon = KEYS[key.group(1).lower()], key.group(2)
        if name in fields or not (colon or key.group(1).islower()):
            break
        value = (name in SHAPES and SHAPES[name].match(text, key.end())) or None
        if value is None and (colon or name not in SHAPES):
            value = _LINE.match(text, key.end())
        if value is None or len(value.group()) > LONGEST_TITLE:
            break
        fields[name], at = value.group().strip(), value.end()
        if name == "title":
            titles = [Span(value.start(), value.start() + len(value.group().rstrip()))]
    return fields, titles, at


def _is_title(line: str) -> bool:
    """Tell whether a first paragraph is a title by its look: short, no small letter in front, no full stop behind.

    >>> _is_title("Soudan : cessez-le-feu ?"), _is_title("Il pleut."), _is_title("KABOUL, 3 mars (agence) –")
    (True, False, False)
    """
    ends_open = line.endswith((",", ";", ":", "-", "–", "—"))
    ends_sentence = line.endswith(".") and not line.endswith("..")
    return len(line) <= LONGEST_TITLE and not line[0].islower() and not ends_open and not ends_sentence
