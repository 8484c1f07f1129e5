r"""Texts, addresses and statements -> Markdown: CommonMark, and what Obsidian adds to it.

Takes texts of any origin and claims; gives text of one line, or the lines of a list item. Knows which characters mean
something in Markdown and which statements need a sentence below; never which statements a document holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import quote

from kg.export.characters import shown
from kg.export.phrasing import Phrasing
from kg.export.wording import Language, words
from kg.graph import Network, bounds
from kg.model import Claim, DocumentNode, QuotationNode

# with Obsidian's tags, comments, formulas, highlights and block names
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$^]|%(?=%)|=(?==)|&(?=#?\w+;)|(?<=%)%|(?<==)=")
_LIST_MARK = re.compile(r"^(?:[-+]|\d+[.)])(?=\s|$)")
_ADDRESS_MARKS = ":/?#[]@!$&'()*+,;=%~"


def escaped(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is, on one line.

    >>> print(escaped("[[Al_Qods]]"), escaped("- 5.200 à 3.000"), escaped("1. a"))
    \[\[Al\_Qods\]\] \- 5.200 à 3.000 1\. a
    """
    marked = _MARKS.sub(lambda mark: "\\" + mark[0], shown(text))
    return _LIST_MARK.sub(lambda mark: f"{mark[0][:-1]}\\{mark[0][-1]}", marked)


def address(source: str | None) -> str:
    """Write a page of the web as a link to follow; anything else is a text.

    >>> address("https://example.org/a b"), address("AFP"), address(None)
    ('<https://example.org/a%20b>', 'AFP', '')
    """
    text = shown(source or "")
    if text.startswith(("http://", "https://")):
        return f"<{quote(text, safe=_ADDRESS_MARKS)}>"
    return escaped(text)


def when(time: str | None) -> str:
    """Write a time for people: a day, month or year as it is, any other by the days that it spans.

    >>> when("2020-W37"), when("2020-08-18"), when("P3D")
    ('2020-09-07 – 2020-09-13', '2020-08-18', '')
    """
    days = bounds(time or "")
    if time is None or days is None:
        return ""
    if "W" in time or "/" in time:
        return " – ".join(dict.fromkeys(day.isoformat() for day in days))
    return escaped(time.replace("T", " ") if ":" in time else time[: len("2020-08-18")])


class Items:
    """Statements of one graph as items of a list, each with its sentences and where they are from."""

    def __init__(self, graph: Network, language: Language, name: Callable[[str, str], str] | None = None) -> None:
        self.say = Phrasing(graph, language, escaped, name)
        self._words = words(language)

    def statement(self, told: Sequence[Claim], within: str | None = None) -> list[str]:
        """Write the claims of one event, or a single claim; `within` is the article whose own note this is for."""
        places = sorted({place for claim in told for place in claim.places})
        stances = sorted({self.say.stance(claim) for claim in told if claim.status != "Asserted"})
        time = next(filter(None, (when(claim.time) for claim in told)), "")
        where = ", ".join(self.say.node(place) for place in places)
        head = " — ".join(filter(None, (self.say.statement(told, marked=False), time, where, *stances)))
        return [f"- {head}", *self._sentences(told, within)]

    def quotation(self, node: QuotationNode, within: str | None = None) -> list[str]:
        """Write what somebody says."""
        return [
            f"- {self.say.node(node.speaker)}",
            f"  > {escaped(node.text)}",
            *self._source(node.document, within),
        ]

    def origin(self, node: DocumentNode) -> str:
        """Say where an article appeared and which other it repeats, "" where neither is known."""
        repeats = self._words["reprint"].format(article=self.say.node(node.reprint_of)) if node.reprint_of else ""
        return " — ".join(filter(None, (address(node.source), repeats)))

    def _sentences(self, told: Iterable[Claim], within: str | None) -> Iterator[str]:
        """Yield each sentence once, those of an article above its name."""
        sentences: dict[str, dict[str, None]] = {}
        for claim in told:
            texts = sentences.setdefault(claim.document, {})
            texts.update((escaped(piece.sentence_text), None) for piece in claim.evidence)
        for document, texts in sentences.items():
            yield "  > " + "\n  >\n  > ".join(texts)
            yield from self._source(document, within)

    def _source(self, document: str, within: str | None) -> list[str]:
        return [] if document == within else ["  >", f"  > — {self.say.node(document)}"]
