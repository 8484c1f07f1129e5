"""A bidirectional LSTM over the words of each sentence, for spaCy's `Tok2Vec` (Hochreiter & Schmidhuber 1997).

Takes a list of arrays (words, width), one for each sentence; gives the same with words that know their neighbours on
both sides. Knows Thinc's protocol of layers; written out here because the backward pass of Thinc 8.3's own `LSTM`
differs from the numerical gradient and its `PyTorchLSTM` would make everybody install PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from spacy.util import registry
from thinc.api import Dropout, LayerNorm, Model, chain, glorot_uniform_init, residual, with_array

Array: TypeAlias = Any
"""A numpy array of float32: Thinc's own types know neither numpy's nor arrays as indices."""
Arrays: TypeAlias = list[Array]
Layer: TypeAlias = Model[Arrays, Arrays]

FORGET_BIAS = 1.0
"""Remember at first, learn to forget (Jozefowicz et al. 2015)."""


@registry.architectures("kg.BiLSTMEncoder.v1")  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def bilstm_encoder(width: int, embedded: int, depth: int) -> Layer:
    """Make an encoder of `depth` layers over words `embedded` wide; each direction gives half of `width`."""
    first = bilstm(width, embedded)
    further = [residual(bilstm(width, width)) for _ in range(1, depth)]
    return chain(
        *[part for layer in (first, *further) for part in (layer, with_array(LayerNorm(width)), with_array(Dropout()))]
    )


def bilstm(width_out: int, width_in: int) -> Layer:
    """Make one layer: a forward and a backward LSTM, side by side."""
    return Model(
        "bilstm",
        _forward,
        init=_initialize,
        dims={"nO": width_out, "nI": width_in},
        params=dict.fromkeys([f"{name}{way}" for way in WAYS for name in ("W", "U", "b")]),
    )


WAYS = ("_right", "_left")
"""From the first word to the last, and from the last to the first."""


def _initialize(model: Layer, X: object = None, Y: object = None) -> None:  # noqa: N803, ARG001 - Thinc's names
    hidden, width = model.get_dim("nO") // 2, model.get_dim("nI")
    for way in WAYS:
        model.set_param(f"W{way}", glorot_uniform_init(model.ops, (width, 4 * hidden)))
        model.set_param(f"U{way}", glorot_uniform_init(model.ops, (hidden, 4 * hidden)))
        bias: Array = model.ops.alloc1f(4 * hidden)
        bias[hidden : 2 * hidden] = FORGET_BIAS
        model.set_param(f"b{way}", bias)


@dataclass(frozen=True)
class Steps:
    """Sentences laid out step by step: at each step, the words of those sentences that are still going on."""

    lengths: tuple[int, ...]

    @cached_property
    def order(self) -> list[int]:
        """Give the sentences, longest first: those that go on are always the first ones."""
        return sorted(range(len(self.lengths)), key=lambda i: -self.lengths[i])

    @cached_property
    def sizes(self) -> list[int]:
        """Give how many sentences go on at each step."""
        return [sum(length > step for length in self.lengths) for step in range(max(self.lengths))]

    def rows(self, way: str) -> npt.NDArray[np.int64]:
        """Give the words in the order of the steps, as rows of the concatenated sentences."""
        ends = np.cumsum(self.lengths)
        starts = ends - np.asarray(self.lengths)
        rows = []
        for step, size in enumerate(self.sizes):
            going = self.order[:size]
            rows.append(starts[going] + step if way == "_right" else ends[going] - 1 - step)
        return np.concatenate(rows)


def _forward(
    model: Layer,
    sentences: Arrays,
    is_train: bool,  # noqa: ARG001, FBT001 - Thinc's protocol
) -> tuple[Arrays, Callable[[Arrays], Arrays]]:
    steps = Steps(tuple(len(sentence) for sentence in sentences if len(sentence)))
    given: Array = np.concatenate(sentences) if sentences else model.ops.alloc2f(0, model.get_dim("nI"))
    hidden = model.get_dim("nO") // 2
    made: Array = model.ops.alloc2f(len(given), 2 * hidden)
    passes = []
    if steps.lengths:
        for index, way in enumerate(WAYS):
            rows = steps.rows(way)
            weights = tuple(model.get_param(f"{name}{way}") for name in ("W", "U", "b"))
            states = _run(given[rows], steps.sizes, *weights)
            made[rows, index * hidden : (index + 1) * hidden] = states.hidden
            passes.append((rows, states))

    def backprop(d_sentences: Arrays) -> Arrays:
        d_made = np.concatenate(d_sentences)
        d_given = np.zeros_like(given)
        for index, way in enumerate(WAYS):
            rows, states = passes[index]
            recurrent = model.get_param(f"U{way}")
            d_gates, d_recurrent = _run_back(
                d_made[rows, index * hidden : (index + 1) * hidden], steps.sizes, states, recurrent
            )
            model.inc_grad(f"W{way}", given[rows].T @ d_gates)
            model.inc_grad(f"U{way}", d_recurrent)
            model.inc_grad(f"b{way}", d_gates.sum(axis=0))
            d_given[rows] += d_gates @ model.get_param(f"W{way}").T
        return _split(d_given, d_sentences)

    return _split(made, sentences), backprop


def _split(rows: Array, like: Sequence[Array]) -> Arrays:
    return list(np.split(rows, np.cumsum([len(each) for each in like])[:-1])) if like else []


@dataclass(frozen=True, slots=True)
class States:
    """What each step computed, for the way back: the four gates, the cells, their tanh, and the outputs."""

    gates: Array
    cells: Array
    squashed: Array
    hidden: Array


def _run(words: Array, sizes: Sequence[int], inward: Array, recurrent: Array, bias: Array) -> States:
    """Run one direction over words in the order of the steps; gates: input, forget, output, candidate."""
    width = recurrent.shape[0]
    gates = words @ inward
    gates += bias
    cells, squashed, hidden = (np.empty((len(words), width), dtype=np.float32) for _ in range(3))
    start = 0
    for step, size in enumerate(sizes):
        now = slice(start, start + size)
        at = gates[now]
        if step:
            before = slice(start - sizes[step - 1], start - sizes[step - 1] + size)
            at += hidden[before] @ recurrent
        _sigmoid(at[:, : 3 * width])
        np.tanh(at[:, 3 * width :], out=at[:, 3 * width :])
        cell = np.multiply(at[:, :width], at[:, 3 * width :], out=cells[now])
        if step:
            cell += at[:, width : 2 * width] * cells[before]
        np.tanh(cell, out=squashed[now])
        np.multiply(at[:, 2 * width : 3 * width], squashed[now], out=hidden[now])
        start += size
    return States(gates, cells, squashed, hidden)


def _sigmoid(values: Array) -> None:
    """Squash in place; the tanh form cannot overflow."""
    values *= 0.5
    np.tanh(values, out=values)
    values += 1.0
    values *= 0.5


def _run_back(d_hidden: Array, sizes: Sequence[int], states: States, recurrent: Array) -> tuple[Array, Array]:
    """Give the gradients of the gates before squashing and of the recurrent weights."""
    width = recurrent.shape[0]
    d_gates = np.empty_like(states.gates)
    d_later = np.zeros((0, width), dtype=np.float32)
    d_cell_later = np.zeros((0, width), dtype=np.float32)
    end = len(d_hidden)
    previous = np.zeros_like(states.hidden)
    for step in reversed(range(len(sizes))):
        size = sizes[step]
        now = slice(end - size, end)
        d_out = d_hidden[now].copy()
        d_out[: len(d_later)] += d_later
        enter, forget, leave, candidate = np.split(states.gates[now], 4, axis=1)
        squashed = states.squashed[now]
        d_cell = d_out * leave * (1 - squashed**2)
        d_cell[: len(d_cell_later)] += d_cell_later
        d_now = d_gates[now]
        d_now[:, :width] = d_cell * candidate * enter * (1 - enter)
        d_now[:, 2 * width : 3 * width] = d_out * squashed * leave * (1 - leave)
        d_now[:, 3 * width :] = d_cell * enter * (1 - candidate**2)
        if step:
            first = end - size - sizes[step - 1]
            before = slice(first, first + size)
            d_now[:, width : 2 * width] = d_cell * states.cells[before] * forget * (1 - forget)
            previous[now] = states.hidden[before]
            d_later = d_now @ recurrent.T
            d_cell_later = d_cell * forget
        else:
            d_now[:, width : 2 * width] = 0
        end -= size
    return d_gates, previous.T @ d_gates
