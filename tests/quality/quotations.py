"""Quotations and their speakers, against a sample of French Wikinews annotated for this project.

Takes the folder of articles (`index.json` and texts) and `quotations.tsv`, which says where quotations stand and who
utters them; gives counts. A quotation is found when one of ours shares four fifths of the characters of both; its
speaker is right when one of the places where ours is meant is one that the sample names. What has no speaker in the
sample must have none.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.annotation import annotate
from kg.extraction import extract
from kg.language import load
from kg.model import Article, Quotation, Span, Statements
from kg.resolution import resolve

SAMPLE = Path(__file__).with_suffix(".tsv")
OVERLAP = 0.8


@dataclass(slots=True)
class Measure:
    """How many quotations have a speaker, how many of those are found, and with the right one; `false` have none."""

    spoken: int = 0
    found: int = 0
    right: int = 0
    unspoken: int = 0
    false: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        """Write the shares."""
        return (
            f"{self.spoken} with a speaker: span {self.found / self.spoken:.3f}, "
            f"speaker {self.right / self.spoken:.3f}; {self.unspoken} without: {self.false} given one"
        )


def sample() -> dict[str, list[tuple[Span, tuple[Span, ...]]]]:
    """Read the sample: for each article its quotations, with the places of their speakers."""
    found: dict[str, list[tuple[Span, tuple[Span, ...]]]] = defaultdict(list)
    lines = (line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter="\t"):
        speakers = () if row["speaker"] == "-" else tuple(map(_span, row["speaker"].split(";")))
        found[row["article"]].append((Span(int(row["start"]), int(row["end"])), speakers))
    return found


def _span(cell: str) -> Span:
    start, end = cell.split("-")
    return Span(int(start), int(end))


def measure(folder: Path) -> Measure:
    """Compare every article of the sample."""
    made, wanted = Measure(), sample()
    for entry in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        if entry["id"] in wanted:
            text = (folder / entry["file"]).read_text(encoding="utf-8")
            told = _read(entry["id"], text, entry["date"])
            for span, speakers in wanted[entry["id"]]:
                _compare(made, told, span, speakers)
    return made


def _read(name: str, text: str, date: str) -> Statements:
    parse = annotate(Article(name, text, "fr", (Span(0, len(text)),), date=date))
    return resolve(parse, extract(parse, load("fr")), load("fr"))


def _compare(made: Measure, told: Statements, span: Span, speakers: tuple[Span, ...]) -> None:
    found = next((each for each in told.quotations if _shared(each.span, span) >= OVERLAP), None)
    is_right = found is not None and any(place.overlaps(each) for place in _places(told, found) for each in speakers)
    words = f"{told.article.id}: {' '.join(span.of(told.article.text)[:60].split())}"
    if not speakers:
        made.unspoken += 1
        made.false += found is not None
    else:
        made.spoken += 1
        made.found += found is not None
        made.right += is_right
    if speakers and not is_right:
        names = next((entity.label for entity in told.entities if found and entity.id == found.speaker), "nobody")
        wanted = ", ".join(each.of(told.article.text) for each in speakers)
        made.errors.append(("wrong speaker" if found else "not found", f"{words}: {wanted}, not {names}"))
    elif found and not speakers:
        made.errors.append(("no speaker", words))


def _shared(one: Span, other: Span) -> float:
    """Give the share of characters that two spans have in common, of those of the longer."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / max(one.end - one.start, other.end - other.start)


def _places(told: Statements, quotation: Quotation) -> Iterator[Span]:
    for entity in told.entities:
        if entity.id == quotation.speaker:
            yield from entity.mentions
