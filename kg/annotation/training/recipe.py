"""The recipe: train syntax, train names, pack the weights.

Takes the folder of corpora and a folder to work in; gives a folder of weights there. Knows the steps and skips those
that are done, so that an interrupted run goes on; the same corpora and seed give the same weights, however many steps
run at once, for the kernels that sum and round are pinned to those that every x86 processor of the last decade has.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import spacy
from spacy.language import Language as Pipeline
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config, registry
from thinc.api import Config

from kg.annotation import pipelines
from kg.annotation.training import corpora

HERE = Path(__file__).parent
KERNELS = {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"}
"""What numpy and its matrix library are told before they load: later kernels round otherwise."""
STAGES = ("syntax", "names")
"""Each is one configuration beside this module and one run of spaCy's training loop."""

TOKENIZER = corpora.treebanks
"""Imported for its entry in spaCy's registry."""


@registry.tokenizers("kg.FrenchTokenizer.v1")  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def french_tokenizer() -> object:
    """Give the tokenizer that reads articles, for a pipeline of spaCy's making."""
    return lambda pipeline: pipelines.tokenizer("fr", pipeline.vocab)


def run(data: Path, work: Path, overrides: Mapping[str, object], jobs: int = 1) -> None:
    """Train the stages that are not trained yet, each in a process of its own, `jobs` of them at once."""
    os.environ.update(KERNELS)  # read by the processes that train
    missing = [stage for stage in STAGES if not (work / stage / "done").exists()]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(train_stage, stage, data, work / stage, overrides) for stage in missing]:
            done.result()


def train_stage(stage: str, data: Path, into: Path, overrides: Mapping[str, object]) -> None:
    """Train one stage; what spaCy tells of the training goes to a file beside the result."""
    settings = _known(stage, {"paths.data": str(data), **overrides})
    config = load_config(HERE / f"{stage}.cfg", overrides=settings, interpolate=False)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    with (into / "log.txt").open("w", encoding="utf-8") as log, pipelines.on_one_thread():
        train(init_nlp(config), into, stdout=log, stderr=log)
    (into / "done").touch()


def _known(stage: str, settings: Mapping[str, object]) -> dict[str, object]:
    """Leave out settings that the configuration of a stage does not have."""
    sections = load_config(HERE / f"{stage}.cfg", interpolate=False)
    return {key: value for key, value in settings.items() if _has(sections, key.split("."))}


def _has(section: object, path: list[str]) -> bool:
    for name in path:
        if not isinstance(section, dict) or name not in section:
            return False
        section = section[name]
    return True


def pack(work: Path, weights: Path) -> None:
    """Put the trained components into one pipeline on disk, with their hashes; vectors are left out."""
    syntax, recogniser = (spacy.load(work / stage / "model-last") for stage in STAGES)
    syntax.add_pipe("ner", source=recogniser)
    shutil.rmtree(weights, ignore_errors=True)
    syntax.to_disk(weights, exclude=["vocab", "tokenizer"])
    _strip(syntax, weights)
    files = sorted(path.relative_to(weights).as_posix() for path in weights.rglob("*") if path.is_file())
    sums = [f"{hashlib.sha256((weights / name).read_bytes()).hexdigest()}  {name}\n" for name in files]
    (weights / pipelines.SUMS).write_text("".join(sums), encoding="ascii")


def _strip(pipeline: Pipeline, weights: Path) -> None:
    """Keep of configuration and description what loading needs: they name folders of the machine that trained."""
    config = pipeline.config
    kept = Config({"nlp": config["nlp"], "components": config["components"]})
    kept["nlp"]["tokenizer"] = {"@tokenizers": "spacy.Tokenizer.v1"}
    kept.to_disk(weights / "config.cfg")
    meta = {"lang": "fr", "name": "kg", "version": "1"}
    (weights / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
