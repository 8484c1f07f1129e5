"""How much of the machine a build takes, measured against spaCy alone.

    python tests/benchmark.py [FOLDER] [--formats json nq]

Takes a folder of articles (the seeds, if none is named); prints, for one run, the CPU time of the whole build (reading
to written files, by one process beside this one if there are several articles) and of the parse alone, divided by that
of spaCy's unchanged pipeline on the same texts, and the peak of memory. spaCy keeps the lemmas that it has looked up:
its first reading of a text, with none kept, is told apart from later ones. Loading the model is left out of all times,
and told beside them.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from kg import pipeline
from kg.annotation import annotate
from kg.annotation.pipelines import MODELS
from kg.model import Article
from kg.pipeline import streaming

SEEDS = Path(__file__).parents[1] / "seeds"
WARM_UP = "Le président a reçu une délégation à Bagdad mardi."
REPEATS = 3


def cpu_seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Give the least CPU time of several runs, that of processes which they start and end included."""
    times = []
    for _ in range(repeats):
        before = sum(os.times()[:4])
        work()
        times.append(sum(os.times()[:4]) - before)
    return min(times)


def build(folder: Path, formats: Sequence[pipeline.Format]) -> None:
    """Build the articles of a folder."""
    with tempfile.TemporaryDirectory() as output:
        place = Path(output)
        workshop = pipeline.Workshop(jobs=1, memory=place / pipeline.MEMORY)
        streaming.build(
            pipeline.state,
            [folder],
            place,
            prepare=pipeline.prepare,
            workshop=workshop,
            formats=formats,
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SEEDS, help="articles to build (default: the seeds)")
    parser.add_argument(
        "--formats", nargs="+", choices=pipeline.FORMATS, default=pipeline.FORMATS, help="(default: all)"
    )
    options = parser.parse_args()
    folder = options.folder
    articles = [each for each in pipeline.each(lambda article: article, [folder]) if isinstance(each, Article)]
    texts = [article.text for article in articles]

    before = time.process_time()
    pipeline.build(WARM_UP)
    load = time.process_time() - before
    whole = cpu_seconds(lambda: build(folder, options.formats))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare = spacy.load(MODELS["fr"])
    first_reading = cpu_seconds(lambda: [bare(text) for text in texts], repeats=1)
    alone = cpu_seconds(lambda: [bare(text) for text in texts])
    parse = cpu_seconds(lambda: [annotate(article) for article in articles])

    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {words:,} words; CPU seconds, least of {REPEATS} runs")
    print(
        f"whole build {whole:.2f}, spaCy alone {alone:.2f}: ratio {whole / alone:.2f}; to its first reading"
        f" {whole / first_reading:.2f}"
    )
    print(f"parse {parse:.2f}: ratio {parse / alone:.2f}; to spaCy's first reading {parse / first_reading:.2f}")
    print(f"{words / whole:,.0f} words a second; first sentence with loading {load:.1f}")
    print(f"peak of memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
