"""Many articles by processes side by side: their order, their failures, and what is remembered of them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import statements as drawn_statements

from kg.corpus import Limits, Memory, as_they_are, rules_version, work_through
from kg.errors import InputError, LanguageError
from kg.model import Article, Span, Statements
from kg.reading import Failure

TWO = Limits(jobs=2, seconds=20)
Doing = Callable[[Article], Statements]


def article(name: str, text: str = "Il pleut.") -> Article:
    return Article(name, text, "fr", (Span(0, len(text)),))


def said(one: Article) -> Statements:
    """Say that there is one sentence."""
    return Statements(one, (Span(0, len(one.text)),), (), (), (), ())


def done(work: Doing, *articles: Article | Failure, limits: Limits = TWO, memory: Memory | None = None) -> list[object]:
    """Do work on articles; of failures give what is told."""
    results = work_through(work, articles, as_they_are, prepare=lambda _: None, limits=limits, memory=memory)
    return [str(one) if isinstance(one, Failure) else one.article.id for one in results]


# ---- processes -------------------------------------------------------------------------------------------------------


def test_results_come_in_the_order_of_the_articles_whichever_is_done_first() -> None:
    def work(one: Article) -> Statements:
        time.sleep(0.3 if one.id == "a" else 0)
        return said(one)

    assert done(work, *(article(name) for name in "abcdefghijklmn")) == list("abcdefghijklmn")


def test_what_an_article_does_wrong_is_told_and_the_others_go_on() -> None:
    def work(one: Article) -> Statements:
        match one.id:
            case "refused":
                msg = "no French"
                raise LanguageError(msg)
            case "wrong":
                msg = "a\nb"
                raise ValueError(msg)
            case "dead":
                os.kill(os.getpid(), signal.SIGKILL)
            case "gone":
                os._exit(3)
        return said(one)

    passed_on = Failure("x.txt", InputError("unreadable"))
    names = ("a", "refused", "wrong", "dead", "gone", "b")
    assert done(work, passed_on, *map(article, names)) == [
        "x.txt: unreadable",
        "a",
        "refused: no French",
        "wrong: a fault of kg's own, please report it: ValueError: a\nb",
        "dead: its process died (SIGKILL); perhaps there was no memory left",
        "gone: its process died (exit code 3); perhaps there was no memory left",
        "b",
    ]


def test_an_article_that_takes_too_long_is_set_aside() -> None:
    def work(one: Article) -> Statements:
        time.sleep(60 if one.id == "slow" else 0)
        return said(one)

    told = done(work, article("a"), article("slow"), article("b"), limits=Limits(jobs=1, seconds=0.5))
    assert told == ["a", "slow: took longer than 0.5 s; give it more time with --timeout, or leave it out", "b"]


def test_what_cannot_be_prepared_is_told_of_its_article() -> None:
    def prepare(language: str) -> None:
        if language == "xx":
            raise LanguageError(language)

    strange = Article("strange", "x", "xx", ())
    results = list(work_through(said, [strange, article("a")], as_they_are, prepare=prepare, limits=TWO))
    assert [type(one) for one in results] == [Failure, Statements]


def test_only_a_few_articles_are_looked_at_ahead() -> None:
    taken = 0

    def articles() -> Iterator[Article]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield article(str(number))

    results = work_through(said, articles(), as_they_are, prepare=lambda _: None, limits=TWO)
    next(results)
    assert taken < 20
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_who_stops_looking_stops_the_processes(tmp_path: Path) -> None:
    def work(one: Article) -> Statements:
        (tmp_path / one.id).write_text(str(os.getpid()))
        time.sleep(0 if one.id == "a" else 60)
        return said(one)

    results = work_through(work, [article("a"), article("b")], as_they_are, prepare=lambda _: None, limits=TWO)
    next(results)
    while not (tmp_path / "b").exists() or not (tmp_path / "b").read_text():
        time.sleep(0.01)
    results.close()  # type: ignore[attr-defined]  # it is a generator
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "b").read_text()), 0)


# ---- memory ----------------------------------------------------------------------------------------------------------


def refuse(one: Article) -> Statements:
    """Fail, so that nothing but memory can know an article."""
    raise LanguageError(one.id)


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "rules")
    both = article("a"), article("b")
    assert done(said, *both, memory=memory) == done(refuse, *both, memory=memory) == ["a", "b"]


def test_what_changed_is_read_again(tmp_path: Path) -> None:
    both = article("a"), article("b")
    done(said, *both, memory=Memory(tmp_path, "rules"))
    changed = article("a", "Il neige.")
    assert done(refuse, changed, article("b"), memory=Memory(tmp_path, "rules")) == ["a: a", "b"]
    assert done(refuse, article("b"), memory=Memory(tmp_path, "other rules")) == ["b: b"]


def test_what_is_no_longer_there_is_forgotten_when_all_is_done(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "rules")
    done(said, article("a"), article("b"), memory=memory)
    (tmp_path / "00").mkdir(exist_ok=True)
    (tmp_path / "00" / "half.tmp").touch()
    done(said, article("b"), memory=memory)
    assert (memory.get(article("a")), memory.get(article("b"))) == (None, said(article("b")))
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    "harm", [lambda data: data[:-1], lambda data: data.replace(b"fr", b"en"), lambda _: b"", lambda _: b"\xff\n{}"]
)
def test_a_damaged_memory_counts_as_none(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    memory = Memory(tmp_path, "rules")
    memory.put(article("a"), said(article("a")))
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(harm(path.read_bytes()))
    assert memory.get(article("a")) is None
    memory.put(article("a"), said(article("a")))
    assert memory.get(article("a")) == said(article("a"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(drawn_statements(surrogates=True))
def test_memory_is_exact(tmp_path: Path, statements: Statements) -> None:
    memory = Memory(tmp_path, "rules")
    memory.put(statements.article, statements)
    assert memory.get(statements.article) == statements


@given(st.text(max_size=5), st.text(max_size=5))
def test_articles_that_differ_have_other_keys(one: str, other: str) -> None:
    memory = Memory(Path(), "rules")
    keys = {memory.key(article(name, "x" + text)) for name, text in {(one, other), (other, one)}}
    assert len(keys) == len({(one, other), (other, one)})


def test_the_version_of_the_rules_is_one_hash() -> None:
    assert rules_version() == rules_version()
    assert len(rules_version()) == 64
