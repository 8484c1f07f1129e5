"""The recipe: train teachers, let them read raw news, train syntax and names, pack the weights.

Takes the folder of corpora and a folder to work in; gives a folder of weights there. Knows the order of the steps and
skips those that are done, so that an interrupted run goes on; the same corpora and seed give the same weights, however
many of the steps run at once.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import spacy
from spacy.language import Language as Pipeline
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config, registry
from thinc.api import Config

from kg.annotation import pipelines
from kg.annotation.training import corpora, silver

HERE = Path(__file__).parent
TAUGHT: Mapping[str, object] = {"training.max_steps": 8000, "components.parser.model.hidden_width": 64}
"""How the parser that is shipped differs from its teachers: it has more to read, and must be quick."""
TEACHERS = 2
"""Parsers trained on the treebanks alone, from different seeds; what they agree on teaches the one that is shipped."""

TOKENIZER = corpora.treebanks
"""Imported for its entry in spaCy's registry."""


@registry.tokenizers("kg.FrenchTokenizer.v1")  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def french_tokenizer() -> object:
    """Give the tokenizer that reads articles, for a pipeline of spaCy's making."""
    return lambda pipeline: pipelines.tokenizer("fr", pipeline.vocab)


@dataclass(frozen=True, slots=True)
class Stage:
    """One run of spaCy's training loop: the folder for it, its configuration beside this module, what it sets there."""

    name: str
    config: str
    settings: Mapping[str, object]


def run(data: Path, work: Path, overrides: Mapping[str, object], teachers: int = TEACHERS, jobs: int = 1) -> None:
    """Train what is not trained yet, `jobs` stages at once; without teachers, on the treebanks alone."""
    seed = int(str(overrides.get("system.seed", 0)))
    own = [
        Stage(f"teacher-{i + 1}", "syntax", {**overrides, "system.seed": teachers * seed + i}) for i in range(teachers)
    ]
    _all(own, data, work, jobs)
    taught: Mapping[str, object] = {}
    if teachers:
        silver_trees = work / "silver.conllu"
        if not silver_trees.exists():
            _read_news(data, [work / stage.name for stage in own], silver_trees)
        taught = {"paths.silver": str(silver_trees), **TAUGHT}
    _all([Stage("syntax", "syntax", {**taught, **overrides}), Stage("names", "names", overrides)], data, work, jobs)


def _all(stages: Sequence[Stage], data: Path, work: Path, jobs: int) -> None:
    """Train the stages, each in a process of its own."""
    missing = [stage for stage in stages if not (work / stage.name / "done").exists()]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(train_stage, stage, data, work / stage.name) for stage in missing]:
            done.result()


def train_stage(stage: Stage, data: Path, into: Path) -> None:
    """Train one stage; what spaCy tells of the training goes to a file beside the result."""
    settings = _known(stage.config, {"paths.data": str(data), **stage.settings})
    config = load_config(HERE / f"{stage.config}.cfg", overrides=settings, interpolate=False)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    with (into / "log.txt").open("w", encoding="utf-8") as log, pipelines.on_one_thread():
        train(init_nlp(config), into, stdout=log, stderr=log)
    (into / "done").touch()


def _read_news(data: Path, teachers: Sequence[Path], into: Path) -> None:
    readers = [spacy.load(teacher / "model-last") for teacher in teachers]
    written = into.with_suffix(".part")
    with pipelines.on_one_thread():
        written.write_text(silver.to_conllu(silver.annotate(readers, silver.news(data))), encoding="utf-8")
    written.replace(into)


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
    syntax, recogniser = (spacy.load(work / stage / "model-last") for stage in ("syntax", "names"))
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
