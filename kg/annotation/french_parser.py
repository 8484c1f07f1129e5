"""The door to spaCy.

Takes a `ModelText`; gives forms, spans and, token by token, what the model says of them. Knows how to help the model:
names kept whole, titles in lower case for the recogniser, one known name standing in for each person while the
parser reads; never repairs what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from kg.annotation import boundaries, names, pipelines
from kg.annotation.model_text import ModelText
from kg.language import Language
from kg.model import NameLabel

STAND_IN = "Martin"
"""A frequent surname: the parser has a vector for it, where an Arabic name looks like a verb or a number to it."""


@dataclass(slots=True)
class Word:
    """A word as the parser sees it, indices into the whole text; the repairs change `head` and `deprel`."""

    form: str
    start: int
    end: int
    lemma: str
    upos: str
    feats: tuple[tuple[str, str], ...]
    head: int
    deprel: str
    event: str | None = None


def parse(text: ModelText, language: Language) -> tuple[list[Word], list[int], list[names.TokenSpan]]:
    """Give the words of the text, the indices at which sentences begin, and the names."""
    model = pipelines.load(language.code)
    made = model.make_doc(text.text)
    forms = [token.text for token in made]
    spaces = [bool(token.whitespace_) for token in made]
    offsets = [token.idx for token in made]
    breaks = frozenset(i for i, offset in enumerate(offsets) if offset in text.breaks)
    starts = boundaries.sentence_starts(forms, breaks, spaces)
    found = _recognise(model, forms, spaces, starts, language)
    words = _read(model, forms, spaces, starts, [name for name in found if name.label == "PER"])
    for word, offset in zip(words, offsets, strict=True):
        word.start, word.end = offset, offset + len(word.form)
    return words, starts, found


def _recognise(
    model: Pipeline, forms: Sequence[str], spaces: Sequence[bool], starts: Sequence[int], language: Language
) -> list[names.TokenSpan]:
    """Run the entity recogniser, with titles before a name in lower case, and clean what it finds."""
    begins = set(starts)
    shown = [
        form.lower() if i not in begins and form.istitle() and names.is_title(form, language) else form
        for i, form in enumerate(forms)
    ]
    for i, (form, following) in enumerate(pairwise(shown)):
        if form in {"Premier", "Première"} and following.lower() == "ministre":
            shown[i] = form.lower()
    docs = _run(model, ("ner",), shown, spaces, starts)
    found = [
        names.TokenSpan(start + entity.start, start + entity.end - 1, cast("NameLabel", entity.label_))
        for start, doc in zip(starts, docs, strict=True)
        for entity in doc.ents
    ]
    return names.clean(found, forms, language)


def _run(
    model: Pipeline, components: Sequence[str], forms: Sequence[str], spaces: Sequence[bool], starts: Sequence[int]
) -> list[Doc]:
    """Run components over each sentence by itself, as they were trained."""
    docs = []
    for start, end in zip(starts, [*starts[1:], len(forms)], strict=True):
        is_start = [i == start for i in range(start, end)]
        docs.append(Doc(model.vocab, forms[start:end], spaces[start:end], sent_starts=is_start))  # type: ignore[arg-type]
    for name in components:
        docs = list(model.get_pipe(name).pipe(docs))  # type: ignore[attr-defined]  # every component has it
    return docs


def _read(
    model: Pipeline, forms: Sequence[str], spaces: Sequence[bool], starts: Sequence[int], people: list[names.TokenSpan]
) -> list[Word]:
    """Parse with one word standing in for each person, and give the words of the name back to the tree."""
    kept = _collapse(len(forms), people)
    place = {first: index for index, (first, _) in enumerate(kept)}
    named = {name.first for name in people}
    shown = [STAND_IN if first in named else forms[first] for first, _ in kept]
    begins = [place[start] for start in starts if start in place]
    components = [name for name in model.pipe_names if name != "ner"]
    docs = _run(model, components, shown, [spaces[last] for _, last in kept], begins)
    words: list[Word] = []
    read = [(token, begin) for doc, begin in zip(docs, begins, strict=True) for token in doc]
    for (token, begin), (first, last) in zip(read, kept, strict=True):
        feats = tuple(sorted(token.morph.to_dict().items()))
        head = kept[begin + token.head.i][0] if token.head.i != token.i else -1
        lemma = forms[first] if first in named else token.lemma_
        upos = "PROPN" if first in named else token.pos_
        event = token.tag_ if pipelines.EVENT_NOUNS in model.pipe_names and upos == "NOUN" else None
        words.append(Word(forms[first], 0, 0, lemma, upos, feats, head, token.dep_, event))
        rest = forms[first + 1 : last + 1]
        words.extend(Word(form, 0, 0, form, "PROPN", (), first, "flat:name") for form in rest)
    return words


def _collapse(length: int, people: list[names.TokenSpan]) -> list[tuple[int, int]]:
    """Give the ranges of tokens that stay: each person one range, every other token its own."""
    last_of = {name.first: name.last for name in people}
    ranges = []
    index = 0
    while index < length:
        last = last_of.get(index, index)
        ranges.append((index, last))
        index = last + 1
    return ranges
