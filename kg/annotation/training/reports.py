"""POPCORN's reports -> texts with the names in them.

Takes the corpus file (https://github.com/nlpfromscratch/popcorn: JSON, entities with all their mentions); gives
`Named` texts. Knows which of the types are people, places and organisations and which mentions are names; never what
else the corpus annotates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = "popcorn/train.json"
"""Where it lies in the folder of corpora."""
LABELS = {
    "CIVILIAN": "PER",
    "MILITARY": "PER",
    "TERRORIST_OR_CRIMINAL": "PER",
    "PLACE": "LOC",
    "INTERGOVERNMENTAL_ORGANISATION": "ORG",
    "MILITARY_ORGANISATION": "ORG",
    "NON_GOVERNMENTAL_ORGANISATION": "ORG",
    "NON_MILITARY_GOVERNMENT_ORGANISATION": "ORG",
    "GATHERING": "MISC",
}
_PRONOUN = re.compile(
    r"(?:ils?|elles?|lui|eux|ce|cet(?:te)?|ces|ceux|celles?|celui|certaine?s|les|le|la|l'|une?|des|ses|son|sa|leurs?)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?:^|[.!?…:»\"])\s*$")


@dataclass(frozen=True, slots=True)
class Named:
    """A text, its names (start, end, label) and the spans of which it is not known whether they are names."""

    text: str
    names: tuple[tuple[int, int, str], ...]
    unknown: tuple[tuple[int, int], ...] = ()


def read(path: Path) -> Iterator[Named]:
    """Read the names of each report."""
    reports = json.loads(path.read_text(encoding="utf-8"))
    for key in sorted(reports):
        yield _named(reports[key])


def _named(report: Mapping[str, Any]) -> Named:
    text = report["text"].replace("’", "'")
    found: list[tuple[int, int, str]] = []
    unknown: list[tuple[int, int]] = []
    for entity in report["entities"]:
        label = LABELS.get(entity["type"])
        spans = [(m["start"], m["end"]) for m in entity["mentions"] if text[m["start"]].isupper()]
        spans = [span for span in spans if not _PRONOUN.match(text[slice(*span)])]
        if label is None:
            unknown += spans
            continue
        sure = {text[a:b] for a, b in spans if re.search(r"\s[^\W\da-z]", text[a:b]) or not _begins(text, a)}
        found += [(a, b, label) for a, b in spans if text[a:b] in sure]
        unknown += [(a, b) for a, b in spans if text[a:b] not in sure]
    return Named(text, tuple(sorted(found)), tuple(sorted(unknown)))


def _begins(text: str, start: int) -> bool:
    """Tell whether a sentence begins here: any word has a capital there."""
    return _SENTENCE_END.search(text, 0, start) is not None
