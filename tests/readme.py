"""The README shows what its commands print, what the seed's graph holds and how good it is, as it is.

Takes the README; gives it with real output in each block that begins with `$ kg`, and with tables made anew between
marks such as `<!-- figures -->` and `<!-- end of figures -->`.

    python tests/readme.py    # write what is real into the README
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import kg
from kg import graph
from kg.graph import Network
from kg.model import Claim, Evidence

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=```console\n)\$ (?P<command>kg .*)\n(?P<output>(?:(?!```).*\n)*)(?=```\n)")

_TABLE = re.compile(r"(?<=<!-- (?P<name>figures|triples) -->\n)\n(?:.*\n)*?(?=<!-- end of (?P=name) -->)")

TRIPLES = (
    ("drone", "killed", "Souleimani"),
    ("drone", "killed", "Al-Muhandis"),
    ("drone", "struck", "convoi"),
    ("Al-Kadhimi", "visited", "Washington"),
    ("Al-Kadhimi", "led", "délégation"),
    ("Al-Kadhimi", "position", "Premier ministre"),
    ("Souleimani", "member_of", "Al-Qods"),
    ("Trump", "promised", "retiré"),
    ("Pentagone", "reduced", "niveau des troupes"),
    ("Etats-Unis", "wanted", "présence permanente"),
)
"""Statements of the seed article that the README shows: words of the subject, the relation and the object."""

MEASURES = (
    ("own", "Articles written for this project, annotated by its rules"),
    ("development", "21 articles of the press, on which the rules were developed"),
)
FIGURES = (
    ("triple", "who did what to whom, whole"),
    ("argument", "one participant with its role"),
    ("event", "an event"),
    ("time", "when"),
    ("source", "according to whom"),
    ("fact", "lasting facts: positions, members, origins"),
)
"""F1 of what is found against what annotators found, by the names that `tests/quality/floors.json` has for them."""


def blocks(text: str) -> list[tuple[str, str]]:
    """List the commands that are shown, each with its output."""
    return [(found["command"], found["output"]) for found in _BLOCK.finditer(text)]


def programs(text: str) -> list[str]:
    """List the programs of the tests that are shown, with their options, without what is said of them."""
    return re.findall(r"^\.venv/bin/python (tests/[^#\n]*?) *(?:#.*)?$", text, re.MULTILINE)


def output_of(command: str) -> str:
    """Run a command in the checkout, with the `kg` beside this Python, and give its standard output."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "116", "LC_ALL": "C.UTF-8"}
    shown = ["sh", "-c", command]
    done = subprocess.run(shown, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.strip().splitlines())


def triples() -> Iterator[str]:
    """Yield the rows of a table: statements of the seed article with their standing and sentences."""
    network = kg.load(ROOT / "output").network
    yield from ("| who – did – whom | standing | sentence |", "| --- | --- | --- |")
    for wanted in TRIPLES:
        claim = next(claim for claim in graph.claims(network) if _is_meant(network, claim, wanted))
        title = " – ".join(_parts(network, claim)).replace("_", " ")
        when = f", {claim.time}" if claim.time else ""
        yield f"| {title} | {claim.status.lower()}{when} | {_marked(claim.evidence[0])} |"


def _parts(network: Network, claim: Claim) -> tuple[str, str, str]:
    whom = claim.value or "" if claim.object is None else graph.label(network, claim.object)
    return graph.label(network, claim.subject), claim.relation.removeprefix("rel:"), whom


def _is_meant(network: Network, claim: Claim, wanted: tuple[str, str, str]) -> bool:
    who, did, whom = _parts(network, claim)
    return wanted[0] in who and wanted[1] == did and wanted[2] in whom


def _marked(evidence: Evidence) -> str:
    """Give the sentence with the words in bold."""
    start, end = (at - evidence.sentence.start for at in (evidence.span.start, evidence.span.end))
    text = evidence.sentence_text
    return " ".join(f"{text[:start]}**{text[start:end]}**{text[end:]}".split())


def figures() -> Iterator[str]:
    """Yield the rows of a table: how much of each kind is found rightly, and how much is stated that should not be."""
    floors = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text(encoding="utf-8"))
    measured = [floors[name] for name, _ in MEASURES]
    yield f"| | {' | '.join(description for _, description in MEASURES)} |"
    yield "| --- |" + " ---: |" * len(MEASURES)
    for name, meaning in FIGURES:
        yield f"| {meaning} | {' | '.join(f'{figures[name]:.2f}' for figures in measured)} |"
    unsound = " | ".join(f"{figures['unsound']:.1%}" for figures in measured)
    yield f"| stated as fact, though only reported, denied, planned or supposed | {unsound} |"


def table(name: str) -> str:
    """Make the table of a name."""
    rows = {"figures": figures, "triples": triples}[name]()
    return "\n" + "".join(f"{row}\n" for row in rows) + "\n"


def refreshed(text: str) -> str:
    """Give the text with real output and tables."""
    text = _TABLE.sub(lambda found: table(found["name"]), text)
    return _BLOCK.sub(lambda found: f"$ {found['command']}\n{output_of(found['command'])}", text)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
