"""The door to spaCy.

Takes a `ModelText`; gives forms, spans and, token by token, what the model says of them. Knows how to help the model:
names kept whole, titles in lower case for the recogniser, each sentence by itself; never repairs what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.tokens import Token as SpacyToken

from kg.annotation import boundaries, names, pipelines
from kg.annotation.model_text import ModelText
from kg.language import Language

DENOTES_EVENT = {"Event": True, "Other": False}
"""What the own weights say of nouns; the plain model's tags are none of these."""
BATCH = 256
"""Sentences that go through a component at once: more are no faster and take more memory."""


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
    event: bool | None = None


def parse(text: ModelText, language: Language) -> tuple[list[Word], list[int], list[names.TokenSpan]]:
    """Give the words of the text, the indices at which sentences begin, and the names."""
    with pipelines.on_one_thread():
        return _parse(text, language)


def _parse(text: ModelText, language: Language) -> tuple[list[Word], list[int], list[names.TokenSpan]]:
    model = pipelines.load(language.code)
    made = model.make_doc(text.text)
    read = [(token.text, bool(token.whitespace_), token.idx) for token in made]
    forms, spaces, offsets = ([*column] for column in zip(*read, strict=True))
    breaks = frozenset(i for i, offset in enumerate(offsets) if offset in text.breaks)
    starts = boundaries.sentence_starts(forms, language, breaks, spaces)
    ranges = [range(start, end) for start, end in zip(starts, [*starts[1:], len(forms)], strict=True)]
    docs = [_document(model, forms, spaces, members) for members in ranges]
    shown = _shown(forms, starts, language)
    for_names = [
        doc if shown[r.start : r.stop] == forms[r.start : r.stop] else _document(model, shown, spaces, r)
        for doc, r in zip(docs, ranges, strict=True)
    ]
    _run(model, ["ner"], for_names)
    found = [
        names.TokenSpan(start + entity.start, start + entity.end - 1, names.LABELS[entity.label_])
        for start, doc in zip(starts, for_names, strict=True)
        for entity in doc.ents
        if entity.label_ in names.LABELS
    ]
    _run(model, [name for name in model.pipe_names if name != "ner"], docs)
    words = [
        _word(token, start, offsets[start + token.i]) for start, doc in zip(starts, docs, strict=True) for token in doc
    ]
    return words, starts, names.clean(found, forms, language)


def _shown(forms: Sequence[str], starts: Sequence[int], language: Language) -> list[str]:
    """Give the words as the entity recogniser is to see them: titles before a name in lower case."""
    begins = set(starts)
    shown = [
        form.lower() if i not in begins and form.istitle() and names.is_title(form, language) else form
        for i, form in enumerate(forms)
    ]
    for i, (form, following) in enumerate(pairwise(shown)):
        if form in {"Premier", "Première"} and following.lower() == "ministre":
            shown[i] = form.lower()
    return shown


def _document(model: Pipeline, forms: Sequence[str], spaces: Sequence[bool], members: range) -> Doc:
    """Give one sentence for the model to read by itself, as it was trained."""
    is_start = [i == members.start for i in members]
    part = slice(members.start, members.stop)
    return Doc(model.vocab, forms[part], spaces[part], sent_starts=is_start)  # type: ignore[arg-type]


def _run(model: Pipeline, components: Sequence[str], docs: Sequence[Doc]) -> None:
    """Run components over sentences and change them."""
    for name in components:
        for _ in model.get_pipe(name).pipe(docs, batch_size=BATCH):  # type: ignore[attr-defined]
            pass


def _word(token: SpacyToken, first: int, offset: int) -> Word:
    """Read a token of a sentence that begins with the text's word `first`; `offset` is where the token begins."""
    form, upos, head = token.text, token.pos_, token.head.i
    event = DENOTES_EVENT.get(token.tag_) if upos == "NOUN" else None
    above = first + head if head != token.i else -1
    feats = _features(str(token.morph))
    return Word(form, offset, offset + len(form), token.lemma_, upos, feats, above, token.dep_, event)


@lru_cache(maxsize=4096)
def _features(written: str) -> tuple[tuple[str, str], ...]:
    """Read features as UD writes them, `Gender=Fem|Number=Sing`; a corpus has some hundred sets of them."""
    pairs = (pair.partition("=") for pair in written.split("|") if pair)
    return tuple(sorted((name, value) for name, _, value in pairs))
