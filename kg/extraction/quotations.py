"""Quotations and who utters them.

Takes the trees of an article; gives each quotation with the verb of speech beside it and its speaker. Knows quotation
marks, across sentences, lines that a dash opens, and words set apart with a name under them; who speaks is found by
`speakers`. Words in quotation marks for which nobody answers (`« fêtes sauvages »`) are no quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from kg.extraction.speakers import Quotation, Words, speaker_of, spoken_behind
from kg.extraction.tree import Tree
from kg.model import Span

QUOTED = re.compile(r"«[^«»]+»|“[^“”]+”|\"[^\"]+\"")
SIGNED = re.compile(
    r"^(?P<words>(?=[^\n]*\b(?:[Jj]e|[Jj]'|[Mm]es?|[Mm]on|[Mm]a|[Nn]ous|[Nn]os|[Nn]otre)\b)[^\n]{20,}[.!?…»”\])]\s*)"
    r"[—–]\s?(?P<name>[^\W\d_a-z][^\n.!?]{1,80})$",
    re.MULTILINE,
)
"""A paragraph in the first person with a dash and a name at its end: `J'ai eu peur. — Anne Durand, témoin`."""


TURN = re.compile(r"^[–—]\s(?P<words>[^\n«“\"]{8,})$", re.MULTILINE)
"""A line that a dash opens: `– Le pont est fermé, a répondu la maire.`"""
PAUSE = re.compile(r"[,!?…]")


def quotations(text: str, trees: Sequence[Tree]) -> tuple[Quotation, ...]:
    """Find the quotations of an article that have a speaker."""
    spans = [Span(*match.span()) for match in QUOTED.finditer(text)]
    words = Words(text, trees, spans)
    found: list[Quotation] = []
    for span in spans:
        if quotation := speaker_of(span, words, found[-1] if found else None):
            found.append(quotation)
    found += [*_signed(text, trees), *_turns(text, trees)]
    return tuple(sorted(found, key=lambda quotation: quotation.span))


def _turns(text: str, trees: Sequence[Tree]) -> Iterator[Quotation]:
    """Yield what is said behind a dash, up to the verb of speech behind it."""
    for match in TURN.finditer(text):
        ends = (match.start("words") + pause.end() for pause in PAUSE.finditer(match["words"]))
        spans = (Span(match.start(), end) for end in ends)
        said = (spoken_behind(span, Words(text, trees, [span])) for span in spans)
        yield from islice(filter(None, said), 1)


def _signed(text: str, trees: Sequence[Tree]) -> Iterator[Quotation]:
    """Yield the paragraphs that somebody's name stands under."""
    for match in SIGNED.finditer(text):
        for tree in trees:
            name = next((token for token in tree.sentence.tokens if token.span.start == match.start("name")), None)
            if name is not None and name.upos == "PROPN":
                yield Quotation(Span(*match.span("words")), tree, name, None)
