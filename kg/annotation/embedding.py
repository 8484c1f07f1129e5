"""Words -> vectors that do not know their neighbours, for spaCy's `Tok2Vec`.

Takes documents; gives an array (words, width) for each. Knows what a word is made of: its norm, prefix, suffix and
shape, its static vector, and the parts of speech that the lexicon allows it. spaCy's `MultiHashEmbed` with one more
column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from spacy.ml.staticvectors import StaticVectors
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import HashEmbed, Maxout, Model, chain, concatenate, list2ragged, ragged2list, with_array

from kg.annotation import lexicon

Embedding: TypeAlias = Model[list[Doc], list[Any]]

CODES = 64
"""Rows for the 16 codes of the lexicon: hashes of so few hardly meet."""


@registry.architectures("kg.LexicalEmbed.v1")  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def lexical_embed(width: int, attrs: list[str], rows: list[int]) -> Embedding:
    """Make an embedding that gives vectors of `width`; each attribute is hashed into a table of so many rows."""
    sizes = [*rows, CODES]
    columns: list[Model[Any, Any]] = [
        HashEmbed(width, size, column=i, seed=i, dropout=0.0) for i, size in enumerate(sizes)
    ]
    hashed: Model[Any, Any] = chain(features(attrs), list2ragged(), with_array(concatenate(*columns)))
    parts: Model[Any, Any] = concatenate(hashed, StaticVectors(width, dropout=0.0))
    mixed: Model[Any, Any] = with_array(Maxout(width, width * (len(sizes) + 1), nP=3, dropout=0.0, normalize=True))
    return chain(parts, mixed, ragged2list())


def features(attrs: Sequence[str]) -> Model[list[Doc], list[Any]]:
    """Make a layer that gives the attributes of each word and, as the last column, its code in the lexicon."""
    return Model("features", _forward, attrs={"names": list(attrs)})


def _forward(
    model: Model[list[Doc], list[Any]],
    docs: Sequence[Doc],
    is_train: bool,  # noqa: ARG001, FBT001 - Thinc's protocol
) -> tuple[list[Any], Callable[[object], list[Doc]]]:
    code = lexicon.load().code
    names = model.attrs["names"]
    made = []
    for doc in docs:
        codes = np.array([code(token.text) for token in doc], dtype="uint64")
        made.append(np.column_stack([doc.to_array(names).reshape(len(doc), len(names)), codes]))
    return made, lambda _: []
