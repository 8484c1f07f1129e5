"""News that nobody annotated -> the sentences, with trees, that several parsers read alike.

Takes the folder of corpora and trained pipelines, the teachers; gives `GoldSentence`s with the tree that the teachers
agree on most, and writes them as CoNLL-U. Knows which texts are raw news, which of them are kept for measuring, and
the nouns that TimeBank marks as events; never trains. (Several parsers as the teacher of one: Zhou & Li 2005,
"Tri-training"; Kuncoro et al. 2016.)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.tokens import Token as SpacyToken

from kg.annotation import boundaries, model_text
from kg.annotation.training import reports
from kg.annotation.training.treebanks import GoldSentence, GoldToken
from kg.model import EVENT_CLASSES, Span

MEASURED_ON = frozenset(
    """wikinews-44046 wikinews-44145 wikinews-44290 wikinews-44355 wikinews-44389 wikinews-44532 wikinews-44636
    wikinews-44652 wikinews-44940 wikinews-44963 wikinews-44975 wikinews-45527 wikinews-45625 wikinews-45635
    wikinews-45712 wikinews-45766 1999-06-12-1010b 1999-09-04-0583 2002-09-13-0935 2003-01-21-0468""".split()
)
"""Articles whose triples are annotated: what is measured on them would look too good."""
SHORTEST = 4
"""Tokens; a shorter piece is a date or a name."""
AGREEMENT = 0.9
"""The share of a sentence's arcs that at least two teachers must draw alike."""


@dataclass(frozen=True, slots=True)
class News:
    """A text with an id; `events` are the spans of the nouns that denote events, None where nobody marked them."""

    id: str
    text: str
    events: frozenset[Span] | None = None


def news(folder: Path) -> Iterator[News]:
    """Give the raw news of the folder: Wikinews, TimeBank, POPCORN."""
    for path in sorted((folder / "wikinews").glob("*.txt")):
        if path.stem not in MEASURED_ON:
            yield News(path.stem, path.read_text(encoding="utf-8"))
    for path in sorted((folder / "timebank").glob("*.json")):
        if path.stem not in MEASURED_ON:
            article = json.loads(path.read_text(encoding="utf-8"))
            marked = (event for event in article["events"] if event.get("pos") == "NOUN")
            yield News(path.stem, article["text"], frozenset(Span(event["start"], event["end"]) for event in marked))
    for index, report in enumerate(reports.read(folder / reports.CORPUS)):
        yield News(f"popcorn-{index}", report.text)


def annotate(teachers: Sequence[Pipeline], articles: Iterable[News]) -> Iterator[GoldSentence]:
    """Read articles with every teacher and give the sentences on whose trees they agree."""
    for article in articles:
        for index, sentence in enumerate(_sentences(teachers[0], article.text)):
            if len(sentence.forms) < SHORTEST:
                continue
            readings = [_read(teacher, sentence) for teacher in teachers]
            best, agreement = chosen([_arcs(doc) for doc in readings])
            if agreement >= AGREEMENT:
                tokens = map(_token, readings[best], sentence.spans, repeat(article.events))
                yield GoldSentence(f"{article.id}-{index + 1}", tuple(tokens))


Arcs = Sequence[tuple[int, str]]
"""The head and the relation of each word of a sentence."""


def chosen(trees: Sequence[Arcs]) -> tuple[int, float]:
    """Give the tree that the others agree with most, and the share of its arcs that another tree has too.

    >>> chosen([[(1, "det"), (1, "ROOT")], [(0, "ROOT"), (0, "flat")], [(1, "det"), (1, "ROOT")]])
    (0, 1.0)
    """
    company = [[sum(other[i] == arc for other in trees) - 1 for i, arc in enumerate(tree)] for tree in trees]
    best = max(range(len(trees)), key=lambda i: (sum(company[i]), -i))
    return best, sum(count > 0 for count in company[best]) / len(trees[best])


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence before it is parsed: its words, whether white space stands behind them, and where they stand."""

    forms: list[str]
    spaces: list[bool]
    spans: list[Span]


def _sentences(pipeline: Pipeline, text: str) -> Iterator[Unread]:
    """Cut a text as an article is cut."""
    read = model_text.read(text, [Span(0, len(text))])
    doc = pipeline.make_doc(read.text)
    forms, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    breaks = frozenset(token.i for token in doc if token.idx in read.breaks)
    starts = boundaries.sentence_starts(forms, breaks, spaces)
    spans = [read.source(token.idx, token.idx + len(token)) for token in doc]
    for start, end in zip(starts, [*starts[1:], len(forms)], strict=True):
        yield Unread(forms[start:end], spaces[start:end], spans[start:end])


def _read(teacher: Pipeline, sentence: Unread) -> Doc:
    starts = [i == 0 for i in range(len(sentence.forms))]
    doc = Doc(teacher.vocab, sentence.forms, sentence.spaces, sent_starts=starts)  # type: ignore[arg-type]  # bool is what it takes
    for name in teacher.pipe_names:
        doc = teacher.get_pipe(name)(doc)
    return doc


def _arcs(doc: Doc) -> Arcs:
    return [(token.head.i, token.dep_) for token in doc]


def _token(token: SpacyToken, span: Span, events: frozenset[Span] | None) -> GoldToken:
    is_root = token.head.i == token.i
    event = token.tag_
    if events is not None and token.pos_ == "NOUN":
        is_event = any(marked.overlaps(span) for marked in events)
        event = (event if event in EVENT_CLASSES else "Act") if is_event else "Other"
    return GoldToken(
        form=token.text,
        space=bool(token.whitespace_),
        upos=token.pos_,
        feats=str(token.morph),
        head=-1 if is_root else token.head.i,
        deprel="root" if is_root else token.dep_,
        event=event,
    )


def to_conllu(sentences: Iterable[GoldSentence]) -> str:
    """Write sentences down."""
    return "".join(map(_block, sentences))


def _block(sentence: GoldSentence) -> str:
    comments = [f"# sent_id = {sentence.id}", f"# text = {sentence.text}"]
    rows = [_row(i, token) for i, token in enumerate(sentence.tokens, start=1)]
    return "\n".join([*comments, *rows]) + "\n\n"


def _row(number: int, token: GoldToken) -> str:
    head = (token.head if token.head is not None else -1) + 1
    misc = f"Event={token.event}" + ("" if token.space else "|SpaceAfter=No")
    columns = (number, token.form, "_", token.upos, "_", token.feats or "_", head, token.deprel, "_", misc)
    return "\t".join(map(str, columns))
