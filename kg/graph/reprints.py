"""Articles that repeat another: whose words are for the most part those of an earlier one.

Takes the wording of each article, as fingerprints of the sentences that are its evidence; gives for each reprint the
key of its original. Knows words, names and days; never what an article tells, nor where it appeared. The same articles
give the same outcome in whatever order they come.

A sentence is compared by its shingles, runs of words, so that small edits leave most of it as it was (A. Broder, On the
resemblance and containment of documents, 1997, https://doi.org/10.1109/SEQUEN.1997.666900). Each shingle goes with the
names and numbers of its sentence: the same words about somebody else are another story.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

from kg.graph.days import bounds

RUN: Final = 3
"""Words in a shingle."""
MOST: Final = 0.5
"""The share of the shorter one that a reprint and its original have in common at least."""
SUBSTANTIAL: Final = 1 / 3
"""The share of a reprint that its original has at least: a long report with a dispatch in it is no reprint of that."""
ENOUGH: Final = 50
"""Shingles that both have at least, those of two or three sentences: one stock sentence makes no reprint."""
MANY: Final = 50
"""Originals that may have a shingle: what more of them have is a stock phrase, and counts for nothing."""

_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """How an article is worded: its key, its date in TimeML, and the shingles of its sentences, sorted."""

    document: str
    date: str | None
    shingles: tuple[int, ...]


def shingles(sentences: Iterable[str]) -> tuple[int, ...]:
    """Give the fingerprints of sentences, numbers of 32 bits, sorted; spaces and signs make no difference.

    >>> shingles(["L’ONU a voté."]) == shingles(["L'ONU  a voté"])
    True
    >>> set(shingles(["Hier, Paris a voté non."])) & set(shingles(["Hier, Rome a voté non."]))
    set()
    """
    return tuple(sorted({number for sentence in sentences for number in _fingerprints(sentence)}))


def originals(wordings: Iterable[Wording]) -> dict[str, str]:
    """Give the original of each article that is a reprint, by key.

    An original is no reprint itself. Of articles that repeat each other, the earliest is the original: by the first day
    that its date can mean, an undated one last, then the longest, then the first key.
    """
    found: dict[str, str] = {}
    known = _Originals()
    for wording in sorted(_distinct(wordings), key=_order):
        original = known.repeated_by(wording)
        if original is None:
            known.add(wording)
        else:
            found[wording.document] = original
    return found


class _Originals:
    """The originals so far, numbered in their order, and which of them have a shingle."""

    def __init__(self) -> None:
        self._found: list[Wording] = []
        self._having: dict[int, tuple[int, ...]] = {}

    def add(self, wording: Wording) -> None:
        """Note an original."""
        number = (len(self._found),)
        self._found.append(wording)
        for shingle in wording.shingles:
            having = self._having.get(shingle, ())
            if len(having) <= MANY:
                self._having[shingle] = having + number

    def repeated_by(self, wording: Wording) -> str | None:
        """Give the original that an article repeats: the one with most in common, of several the first."""
        having = [self._having.get(shingle, ()) for shingle in wording.shingles]
        telling = [numbers for numbers in having if len(numbers) <= MANY]
        shared = Counter(chain.from_iterable(telling))
        repeated = [number for number, count in shared.items() if self._is_repeated(number, count, len(telling))]
        first = min(repeated, key=lambda number: (-shared[number], number), default=None)
        return None if first is None else self._found[first].document

    def _is_repeated(self, number: int, shared: int, size: int) -> bool:
        """Tell whether so many shared shingles make an article of such a size a reprint."""
        shorter = min(size, len(self._found[number].shingles))
        return shared >= max(ENOUGH, MOST * shorter, SUBSTANTIAL * size)


def _fingerprints(sentence: str) -> Iterator[int]:
    """Hash the shingles of a sentence, each with the names and numbers behind the sentence's first word."""
    words = _WORD.findall(unicodedata.normalize("NFKC", sentence))
    telling = " ".join(sorted({word for word in words[1:] if word[0].isupper() or word[0].isdigit()}))
    folded = [word.casefold() for word in words]
    for start in range(max(1, len(folded) - RUN + 1)):
        yield zlib.crc32(f"{telling}|{' '.join(folded[start : start + RUN])}".encode())


def _distinct(wordings: Iterable[Wording]) -> Iterable[Wording]:
    """Take each article once: of one that is given twice, its earliest date."""
    found: dict[str, Wording] = {}
    for wording in wordings:
        other = found.setdefault(wording.document, wording)
        found[wording.document] = min(wording, other, key=_order)
    return found.values()


def _order(wording: Wording) -> tuple[date, int, str, tuple[int, ...]]:
    days = bounds(wording.date or "")
    return days[0] if days else date.max, -len(wording.shingles), wording.document, wording.shingles
