"""CoNLL-U -> annotated sentences, one token for each written word.

Takes treebank files; gives `GoldSentence`s. Knows the format (https://universaldependencies.org/format.html), the
columns `PARSEME:MWE` and `FRSEMCOR:NOUN` of Sequoia, and that French contractions (`du` for `de le`) are one token
to the parser; never spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ENTITY_LABELS = {"PERS": "PER", "LOC": "LOC", "ORG": "ORG", "PROD": "MISC", "EVE": "MISC"}
"""PARSEME-FR's types of names -> the recogniser's labels (works and events are MISC)."""
EVENTS = frozenset({"Act", "Event", "Phenomenon"})
"""FrSemCor's classes of nouns that denote events."""


UD_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class GoldToken:
    """A written word: `head` is an index into its sentence, -1 for the root, None where syntax is not annotated.

    `entity` is a BIO label (`O` outside, None where names are not annotated); `event` is whether it is a noun
    that denotes an event, None where nouns are not annotated.
    """

    form: str
    space: bool
    lemma: str = ""
    upos: str = ""
    feats: str = ""
    head: int | None = None
    deprel: str = ""
    entity: str | None = None
    event: bool | None = None


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """An annotated sentence with its id and the corpus that it comes from."""

    id: str
    tokens: tuple[GoldToken, ...]

    @property
    def text(self) -> str:
        """Give the sentence as it is written."""
        return "".join(token.form + " " * token.space for token in self.tokens).strip()


def read(path: Path) -> Iterator[GoldSentence]:
    """Read the sentences of a CoNLL-U file, with names and classes of nouns where it has the columns for them."""
    rows: list[list[str]] = []
    name, text, columns = "", "", 0
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# sent_id"):
            name = line.partition("=")[2].strip()
        elif line.startswith("# text ="):
            text = line.partition("=")[2].strip()
        elif line.startswith("# global.columns"):
            columns = len(line.partition("=")[2].split())
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield GoldSentence(name, tuple(_spaced(_tokens(rows, has_semantics=columns > UD_COLUMNS), text)))
            rows, name, text = [], "", ""


def _tokens(rows: Sequence[Sequence[str]], *, has_semantics: bool) -> Iterator[GoldToken]:
    """Give a token for each written word, contractions merged, heads as indices of tokens."""
    groups = list(_written_words(rows))
    token_of = {row[0]: i for i, (_, _, words) in enumerate(groups) for row in words}
    entities = _entities([words[0] for _, _, words in groups]) if has_semantics else [None] * len(groups)
    for index, (form, space, words) in enumerate(groups):
        top = next((row for row in words if token_of.get(row[6], -1) != index), words[0])
        feats = {key: value for row in reversed(words) for key, _, value in _feats(row[5])}
        yield GoldToken(
            form=form,
            space=space,
            lemma=words[0][2],
            upos=top[3],
            feats="|".join(f"{key}={feats[key]}" for key in sorted(feats)),
            head=token_of.get(top[6], -1),
            deprel=top[7],
            entity=entities[index],
            event=_denotes_event(top[3], words[0][11]) if has_semantics else None,
        )


def _spaced(tokens: Iterable[GoldToken], text: str) -> Iterator[GoldToken]:
    """Read the spaces between words off the text of the sentence: Sequoia's semantic layers leave them unmarked."""
    at = 0
    for token in tokens:
        found = text.find(token.form, at)
        if found < 0:
            yield token
            continue
        at = found + len(token.form)
        yield replace(token, space=text[at : at + 1].isspace() or at == len(text))


def _feats(cell: str) -> Iterator[tuple[str, str, str]]:
    return (feat.partition("=") for feat in cell.split("|") if "=" in feat)


def _written_words(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, bool, list[Sequence[str]]]]:
    """Give form, space behind, and rows of each written word; empty nodes are left out."""
    words = [row for row in rows if "." not in row[0]]
    while words:
        row, *words = words
        first, _, last = row[0].partition("-")
        members = [row]
        if last:
            length = int(last) - int(first) + 1
            members, words = list(words[:length]), words[length:]
        yield row[1], "SpaceAfter=No" not in row[9], members


def _entities(rows: Sequence[Sequence[str]]) -> list[str | None]:
    """Read the outermost names of the PARSEME column as BIO labels.

    A name is the span between its first and its last word: the annotation leaves out words inside it.
    """
    spans: dict[str, tuple[str, int, int]] = {}
    for index, row in enumerate(rows):
        for number, label in re.findall(r"(?:^|;)(\d+)(?::[^;]*?NE-([A-Z]+)\.final[^;]*)?", row[10]):
            if label:
                spans[number] = (ENTITY_LABELS[label], index, index)
            elif number in spans:
                kind, first, _ = spans[number]
                spans[number] = (kind, first, index)
    labels: list[str | None] = ["O"] * len(rows)
    for kind, first, last in sorted(spans.values(), key=lambda span: span[1] - span[2]):
        if all(label == "O" for label in labels[first : last + 1]):
            labels[first : last + 1] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
    return labels


def _denotes_event(upos: str, cell: str) -> bool:
    """Tell whether a noun denotes an event, if only in one of two classes (`Act/Cognition`)."""
    return upos in {"NOUN", "PROPN"} and not EVENTS.isdisjoint(re.findall(r"[A-Za-z]+", cell))


def with_semantics(sentences: Iterable[GoldSentence], annotated: Iterable[GoldSentence]) -> Iterator[GoldSentence]:
    """Lay the names and noun classes of Sequoia's semantic layers on the same sentences of the treebank."""
    layers = {sentence.id: sentence.tokens for sentence in annotated}
    for sentence in sentences:
        other = layers.get(sentence.id, ())
        if [token.form for token in sentence.tokens] != [token.form for token in other]:
            yield sentence
            continue
        pairs = zip(sentence.tokens, other, strict=True)
        yield replace(sentence, tokens=tuple(replace(a, entity=b.entity, event=b.event) for a, b in pairs))
