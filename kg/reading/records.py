"""A line of a JSON Lines file, or what a reader of another format found -> the fields of an article.

Takes bytes of one line, or text and fields; gives a text, its id and what else is said; knows JSON, and that a headline
stands once above its text; never which file it came from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import InputError
from kg.reading.decoding import decode, well_formed
from kg.reading.headers import LONGEST_TITLE
from kg.reading.languages import LONG_ENOUGH

FIELDS = ("title", "date", "source", "language")

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Record:
    """One article: `fields` holds what articles have, `metadata` the rest."""

    id: str | None
    text: str
    fields: Mapping[str, str]
    metadata: tuple[tuple[str, str], ...]


def read_record(line: bytes) -> Record:
    """Read a line.

    >>> read_record(b'{"id": "a1", "text": "Il pleut.", "date": 2020, "page": 3}')
    Record(id='a1', text='Il pleut.', fields={'date': '2020'}, metadata=(('page', '3'),))

    Raises:
        InputError: it is no JSON object with a text.

    """
    try:
        found = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        msg = f"not JSON ({error}); write one article a line"
        raise InputError(msg) from None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str) or not found["text"].strip():
        msg = 'no article; write one JSON object a line with at least a "text", for example {"id": "a1", "text": "…"}'
        raise InputError(msg)
    said = {well_formed(key): _value(value) for key, value in found.items() if value is not None and key != "text"}
    rest = (item for item in sorted(said.items()) if item[0] not in {"id", *FIELDS})
    fields = {key: said[key] for key in FIELDS if key in said}
    return Record(said.get("id") or None, well_formed(found["text"]), fields, tuple(rest))


def _value(value: object) -> str:
    return well_formed(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True))


def composed(
    text: str,
    fields: Mapping[str, str | None],
    metadata: Mapping[str, str | None],
    name: str | None = None,
) -> Record:
    r"""Compose what was found on a page or in a feed: the headline stands above the text, once.

    What a page says of its language counts only where the text is too short to tell, for templates often err.

    >>> composed("Il part.", {"title": "Un départ", "date": None}, {"author": None}).text
    'Un départ\n\nIl part.'
    """
    title, text = _headed(" ".join(well_formed(fields.get("title") or "").split()), well_formed(text))
    language = fields.get("language") if len(text) < LONG_ENOUGH else None
    said = {**fields, "title": title, "language": language}
    return Record(well_formed(name) if name else None, text, _filled(said), tuple(sorted(_filled(metadata).items())))


def _headed(title: str, text: str) -> tuple[str, str]:
    """Put the headline above the text, unless it stands there."""
    first, _, rest = text.partition("\n\n")
    if not title or not text or len(title) > LONGEST_TITLE:
        return title, text
    if rest and len(first) <= LONGEST_TITLE and _is_same(first, title):
        return first, text
    return title, f"{title}\n\n{text}"


def _is_same(line: str, title: str) -> bool:
    """Tell whether a line is the title, which may have the name of the newspaper behind it.

    >>> _is_same("Visite à Bagdad", "Visite à Bagdad - Le Monde"), _is_same("Bagdad", "Bagdad en deuil hier")
    (True, False)
    """
    short, long = sorted(("".join(_WORD.findall(each.casefold())) for each in (line, title)), key=len)
    return bool(short) and long.startswith(short) and len(short) * 2 >= len(long)


def _filled(fields: Mapping[str, str | None]) -> dict[str, str]:
    return {key: well_formed(value) for key, value in fields.items() if value}
