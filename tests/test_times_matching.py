"""The joined pattern of all rules of time expressions: it loses no match of any rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.times.folding import fold
from kg.extraction.times.rules import examples, grammar
from kg.language import available

TEXTS = {code: [fold(example.text).text for _, example in examples(code)] for code in available()}


@pytest.mark.parametrize("code", available())
def test_the_joined_pattern_matches_where_a_rule_does_and_nowhere_else(code: str) -> None:
    patterns = [rule.pattern for rule in grammar(code).rules]
    for text in TEXTS[code]:
        one_by_one = [at for at in range(len(text)) if any(pattern.match(text, at) for pattern in patterns)]
        assert [place.start() for place in grammar(code).anywhere.finditer(text)] == one_by_one


@given(st.lists(st.sampled_from(TEXTS["fr"]), min_size=1, max_size=4))
def test_each_rule_gives_what_it_finds_by_itself(texts: list[str]) -> None:
    text = " ".join(texts)
    found = [(rule.name, hit) for rule in grammar("fr").rules for hit in rule.pattern.finditer(text)]
    found.sort(key=lambda pair: pair[1].start() - pair[1].end())
    kept: list[tuple[int, int, str]] = []
    for name, hit in found:
        start, end = hit.span("it")
        if all(end <= other_start or other_end <= start for other_start, other_end, _ in kept):
            kept.append((start, end, name))
    assert [(match.start, match.end, match.rule.name) for match in grammar("fr").matches(text)] == sorted(kept)
