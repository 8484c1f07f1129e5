"""A line of a JSON Lines file -> the fields of an article.

Takes bytes of one line; gives its text, its id and what else it says; knows JSON; never which file it came from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import InputError
from kg.reading.decoding import decode, well_formed

FIELDS = ("title", "date", "source", "language")


@dataclass(frozen=True, slots=True)
class Record:
    """One line: `fields` holds what articles have, `metadata` the rest."""

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
