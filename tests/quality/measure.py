"""The figures on annotated articles, and the floors below which they must not fall.

Takes the project's own gold (`gold/`) and, where they lie beside the checkout, that of the development articles with
their scorer, Deep Sequoia, the French TimeBank, quotations and chains, and English sentences; gives figures; keeps
`floors.json`, which only rises.

    python tests/quality/measure.py            # measure and compare with the floors
    python tests/quality/measure.py --raise    # and write the floors that have risen
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import coreference
import deep_sequoia
import english
import quotations
import timebank
import timeml
from scoring import FIGURES
from scoring import figures as score

HERE = Path(__file__).parent
GOLD = HERE / "gold"
FLOORS = HERE / "floors.json"
SHARED = Path(os.environ.get("KG_SHARED", HERE.parents[2] / "shared")) / "gold"
DATA = SHARED.parent / "data"
NOISE = 0.003
"""What another processor's arithmetic may move; a lost event moves more."""


@dataclass(frozen=True)
class Measure:
    """Figures on the articles of one gold, which is known by its fingerprint."""

    gold: str
    figures: Mapping[str, float]


def build(gold: Path, folder: Path) -> None:
    """Build a graph JSON per gold article, under the gold's file names."""
    annotated = {path.stem: _load(path) for path in sorted(gold.glob("*.json"))}
    records = ({"id": key, "text": value["text"], "date": value["date"]} for key, value in annotated.items())
    articles = folder / "gold.jsonl"
    articles.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", str(articles), "-f", "json", "-o", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


def own_figures(folder: Path) -> dict[str, float]:
    """Measure on the project's own gold."""
    build(GOLD, folder)
    return score((_load(path), _load(folder / path.name)) for path in sorted(GOLD.glob("*.json")))


def _load(path: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(path.read_text(encoding="utf-8")))


def shared_figures(gold: Path, folder: Path) -> dict[str, float]:
    """Measure on the development articles, with the scorer that lies beside them."""
    build(gold / "dev", folder)
    command = [sys.executable, str(gold / "score.py"), str(gold / "dev"), str(folder), "--json"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {figure: found[figure]["f1"] for figure in FIGURES} | {"unsound": found["unsound"]["share"]}


def argument_figures(data: Path) -> dict[str, float]:
    """Measure canonical subjects and objects on Deep Sequoia, from the own parse and from its gold trees."""
    compared = deep_sequoia.compare(data, "dev")
    return {"own_parse": round(compared.own["both"].f1, 3), "gold_trees": round(compared.by_rules["both"].f1, 3)}


def trigger_figures(data: Path) -> dict[str, float]:
    """Measure the words that tell events on the TimeBank."""
    measure = timebank.measure(data / "timebank")
    return {"triggers": round(measure.triggers.f1, 3), "nouns": round(measure.nouns.f1, 3)}


def stance_figures(data: Path) -> dict[str, float]:
    """Measure time expressions, negation, modality and attribution on the TimeBank."""
    measure = timeml.measure(data / "timebank")
    names = ("spans", "values", "negated", "modal", "reported")
    return {name: round(getattr(measure, name).f1, 3) for name in names}


def quotation_figures(data: Path) -> dict[str, float]:
    """Measure quotations and their speakers on the sample of Wikinews."""
    measure = quotations.measure(data / "wikinews")
    return {"found": round(measure.found / measure.spoken, 3), "speakers": round(measure.right / measure.spoken, 3)}


def chain_figures(data: Path) -> dict[str, float]:
    """Measure who is who: the share of pronouns tied rightly among all, and the CoNLL average."""
    measure = coreference.measure(data)
    return {
        "democrat_pronouns": round(measure.democrat.right / measure.democrat.all, 3),
        "popcorn_pronouns": round(measure.popcorn.right / measure.popcorn.all, 3),
        "conll": round(measure.own, 3),
    }


def english_figures() -> dict[str, float]:
    """Measure who did what to whom in English sentences; `unsound` is a share of what is stated as fact."""
    measure = english.measure()
    rounded = {name: round(getattr(measure, name), 3) for name in ("precision", "recall")}
    return rounded | {"triple": round(measure.f1, 3), "unsound": round(len(measure.unsound) / measure.facts, 3)}


def fingerprint(gold: Path, pattern: str = "*.json") -> str:
    """Hash the annotations, so that figures are compared on the same articles only."""
    hashed = hashlib.sha256()
    for path in sorted(gold.glob(pattern)):
        hashed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hashed.hexdigest()[:16]


def measured() -> dict[str, Measure]:
    """Measure on every gold that is here."""
    with tempfile.TemporaryDirectory() as folder:
        found = {"own": Measure(fingerprint(GOLD), own_figures(Path(folder)))}
    found["english"] = Measure(fingerprint(HERE, "english.tsv"), english_figures())
    if SHARED.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            found["development"] = Measure(fingerprint(SHARED / "dev"), shared_figures(SHARED, Path(folder)))
    if DATA.is_dir():
        found["deep_sequoia"] = Measure(fingerprint(DATA / "deepsequoia", "*.conll"), argument_figures(DATA))
        found["timebank"] = Measure(fingerprint(DATA / "timebank"), trigger_figures(DATA))
        found["timeml"] = Measure(fingerprint(DATA / "timebank"), stance_figures(DATA))
        found["quotations"] = Measure(fingerprint(HERE, "quotations.tsv"), quotation_figures(DATA))
        found["coreference"] = Measure(fingerprint(DATA / "coref", "*.conll"), chain_figures(DATA))
    return found


def falls(found: Measure, floor: Measure | None) -> list[str]:
    """Name the figures that are worse than their floor (for `unsound`: higher).

    >>> falls(Measure("a", {"triple": 0.5, "unsound": 0.1}), Measure("a", {"triple": 0.6, "unsound": 0.2}))
    ['triple 0.5 < 0.6']
    >>> falls(Measure("b", {}), Measure("a", {}))
    ['no floors for this gold; measure with --raise']
    """
    if floor is None or floor.gold != found.gold:
        return ["no floors for this gold; measure with --raise"]
    pairs = {name: (found.figures[name], value) for name, value in floor.figures.items()}
    return [
        f"{name} {value} {'>' if name == 'unsound' else '<'} {limit}"
        for name, (value, limit) in pairs.items()
        if (value > limit + NOISE if name == "unsound" else value < limit - NOISE)
    ]


def raised(found: Measure, floor: Measure | None) -> Measure:
    """Give the better of each figure and its floor; floors of another gold do not count.

    >>> raised(Measure("a", {"triple": 0.5, "unsound": 0.1}), Measure("a", {"triple": 0.6, "unsound": 0.2})).figures
    {'triple': 0.6, 'unsound': 0.1}
    """
    if floor is None or floor.gold != found.gold:
        return found
    better = {"unsound": min}
    figures = {name: better.get(name, max)(value, floor.figures[name]) for name, value in found.figures.items()}
    return Measure(found.gold, figures)


def load_floors() -> dict[str, Measure]:
    """Read `floors.json`."""
    return {name: Measure(floor.pop("gold"), floor) for name, floor in _load(FLOORS).items()}


def main() -> int:
    """Print the figures, and compare with the floors or raise them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--raise", action="store_true", dest="rise", help="write the floors that have risen")
    rise = parser.parse_args().rise
    found, floors = measured(), load_floors()
    for name, measure in found.items():
        print(f"{name}:", *(f"{figure} {value:.3f}" for figure, value in measure.figures.items()))
    if rise:
        floors |= {name: raised(measure, floors.get(name)) for name, measure in found.items()}
        content = {name: {"gold": floor.gold, **floor.figures} for name, floor in floors.items()}
        FLOORS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    fallen = [f"{name}: {fall}" for name, measure in found.items() for fall in falls(measure, floors.get(name))]
    print(*fallen, sep="\n", end="")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
