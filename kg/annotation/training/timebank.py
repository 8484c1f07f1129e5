"""The French TimeBank -> sentences whose nouns are told to denote events or not; nothing else of them is annotated.

Takes a folder of articles (JSON: a text and its events with character offsets, after TimeML); gives `GoldSentence`s
without trees. Knows which of TimeML's events are nouns and no states (Bittar 2010); cuts sentences and words as
articles are cut when they are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from spacy.vocab import Vocab

from kg.annotation import boundaries, pipelines
from kg.annotation.training.treebanks import GoldSentence, GoldToken
from kg.language import load


def read(folder: Path) -> Iterator[GoldSentence]:
    """Read the sentences of the articles of a folder.

    Raises:
        FileNotFoundError: the folder holds no articles.

    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        msg = f"{folder} holds no articles of the TimeBank"
        raise FileNotFoundError(msg)
    tokenizer = pipelines.tokenizer("fr", Vocab())
    for path in paths:
        article = json.loads(path.read_text(encoding="utf-8"))
        text = article["text"].replace("’", "'")
        nouns = {event["start"] for event in article["events"] if event["pos"] == "NOUN" and event["class"] != "STATE"}
        paragraphs = [_tokens(tokenizer(line[0]), line.start(), nouns) for line in re.finditer(r"\S.*", text)]
        for number, tokens in enumerate(part for paragraph in paragraphs for part in _sentences(paragraph)):
            yield GoldSentence(f"{path.stem}-{number}", tuple(tokens))


def _tokens(words: pipelines.Tokenizer, offset: int, nouns: Collection[int]) -> list[GoldToken]:
    return [
        GoldToken(
            word.text,
            space=bool(word.whitespace_),
            event=any(offset + word.idx + i in nouns for i in range(len(word))),
        )
        for word in words
        if not word.is_space
    ]


def _sentences(tokens: Sequence[GoldToken]) -> Iterator[Sequence[GoldToken]]:
    starts = boundaries.sentence_starts(
        [token.form for token in tokens], load("fr"), spaces=[token.space for token in tokens]
    )
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        yield tokens[start:end]
