"""The door to spaCy.

Takes a `ModelText`; gives forms, spans and, token by token, what the model says of them. Knows how to help the model:
names kept whole, titles in lower case for the recogniser, each sentence by itself; never repairs what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.tokens import Token as SpacyToken

from kg.annotation import boundaries, names, pipelines
from kg.annotation.model_text import ModelText
from kg.language import Language
from kg.model import NameLabel

EVENT_CLASSES = frozenset({"Act", "Event", "Other"})
"""What the own weights say of nouns; the plain model's tags are none of these."""


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
    words = _read(model, forms, spaces, starts)
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


def _read(model: Pipeline, forms: Sequence[str], spaces: Sequence[bool], starts: Sequence[int]) -> list[Word]:
    """Parse, and give the words with heads as indices into the whole text."""
    components = [name for name in model.pipe_names if name != "ner"]
    docs = _run(model, components, forms, spaces, starts)
    return [_word(token, start) for start, doc in zip(starts, docs, strict=True) for token in doc]


def _word(token: SpacyToken, start: int) -> Word:
    feats = tuple(sorted(token.morph.to_dict().items()))
    head = start + token.head.i if token.head.i != token.i else -1
    event = token.tag_ if token.pos_ == "NOUN" and token.tag_ in EVENT_CLASSES else None
    return Word(token.text, 0, 0, token.lemma_, token.pos_, feats, head, token.dep_, event)
