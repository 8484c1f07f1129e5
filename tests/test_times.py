"""Time expressions: every row of the tables runs, the text may look as it likes, values are never invented."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation import annotate
from kg.errors import KnowledgeError
from kg.extraction.times import find, rules
from kg.extraction.times.rules import Example, examples, grammar
from kg.extraction.times.tense import Tense
from kg.language import KNOWLEDGE, available
from kg.model import Article, Parse, Sentence, Span, TimeExpression

SENTENCE = re.compile(r"\S[^.]*(?:\.(?=\S)[^.]*)*\.?")
EXAMPLES = [(code, name, example) for code in available() for name, example in examples(code)]


def bare(text: str, date: str | None, code: str = "fr") -> Parse:
    """Make a parse without tokens: sentences end at full stops."""
    sentences = (Sentence(i, Span(*found.span()), ()) for i, found in enumerate(SENTENCE.finditer(text)))
    return Parse(Article("a", text, code, (Span(0, len(text)),), date=date), tuple(sentences), ())


def read(text: str, date: str | None = "2020-09-15", tense: Tense = "past", *, intervals: bool = True) -> list[str]:
    """Give what is found as `words = value`."""
    found = find(bare(text, date), intervals=intervals, tense_at=lambda *_: tense)
    return [f"{time.span.of(text)} = {time.value}" for time in found]


# ---- the tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "name", "example"), EXAMPLES, ids=[f"{code}-{name}" for code, name, _ in EXAMPLES])
def test_the_example_of_a_rule_has_its_value_by_that_rule(code: str, name: str, example: Example) -> None:
    is_interval = "/" in (example.result or "")
    found = find(bare(example.text, example.anchor, code), intervals=is_interval, tense_at=lambda *_: example.tense)
    if example.result is None:
        assert found == ()
    else:
        assert [time.value for time in found if f"time/{name}" in time.rules] == [example.result]


@pytest.mark.parametrize("code", available())
def test_every_word_list_is_used_and_every_rule_has_a_name_of_its_own(code: str) -> None:
    folder = KNOWLEDGE / "languages" / code
    used = set(re.findall(r"\{([a-z_]+)[/}]", (folder / "times.tsv").read_text(encoding="utf-8")))
    names = [rule.name for rule in grammar(code).rules]
    assert used.issuperset(grammar(code).words)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a\t{weekdy}\tDATE\tday+0\tx\t2020\tpast\tx\ts", "there is no word list 'weekdy'"),
        ("a\tmardi\tDAY\tday+0\tx\t2020\tpast\tx\ts", "no such type: DAY"),
        ("a\tmardi(\tDATE\tday+0\tx\t2020\tpast\tx\ts", "cannot read the pattern or the value"),
        ("a\tmardi\tDATE\tday+{n}\tx\t2020\tpast\tx\ts", "cannot read the pattern or the value"),
        ("a\tmardi\tDATE\tday+0\tx\t2020\tyesterday\tx\ts", "no such tense: yesterday"),
        ("a\tmardi\tDATE", "3 cells under 9 columns"),
    ],
)
def test_a_broken_rule_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, complaint: str) -> None:
    folder = tmp_path / "languages" / "xx"
    folder.mkdir(parents=True)
    (folder / "time_words.tsv").write_text("\t".join(rules.WORD_COLUMNS) + "\nweekday\tmardi\t2\ts\n")
    (folder / "times.tsv").write_text("\t".join(rules.RULE_COLUMNS) + f"\n{row}\n")
    (folder / "intervals.tsv").write_text("\t".join(rules.INTERVAL_COLUMNS) + "\n")
    monkeypatch.setattr("kg.extraction.times.rules.KNOWLEDGE", tmp_path)
    with pytest.raises(KnowledgeError, match=rf"times\.tsv.*{re.escape(complaint)}"):
        grammar.__wrapped__("xx")


# ---- the text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Le 18\naoût", "le 18\u00a0août", "LE 18 AOÛT", "le 18 aout", "le 18 \u202f août",
        unicodedata.normalize("NFD", "le 18 août"),
    ],
)  # fmt: skip
def test_spaces_case_and_accents_do_not_matter(words: str) -> None:
    assert read(f"Il a parlé {words} 2019.") == [f"{words} 2019 = 2019-08-18"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Aujourd’hui, il parle.", "Aujourd’hui = 2020-09-15"),
        ("Il est venu le 1er fevrier.", "le 1er fevrier = 2020-02-01"),
        ("Né l’été 1987.", "l’été 1987 = 1987-SU"),
        ("Hier après\u2011midi, il a plu.", "Hier après\u2011midi = 2020-09-14TAF"),
    ],
)
def test_typographic_apostrophes_hyphens_and_ordinals(text: str, found: str) -> None:
    assert found in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Il a été élu.", "Les marsouins nagent.", "La mairie compte 2000 habitants.", "Un homme de 34 ans.",
        "Il habite 12 rue de Madrid.", "Il pèse 1.2010 kg.", "Il dort la veille des fêtes.", "Il pleut.", "",
    ],
)  # fmt: skip
def test_what_is_no_time_expression_is_left_alone(text: str) -> None:
    assert read(text) == []


@given(st.text(), st.sampled_from(["le 18 août", "hier", "du 3 au 5 mai", "trois mois"]), st.text())
def test_spans_lie_in_the_text_in_order_and_apart(before: str, words: str, after: str) -> None:
    text = f"{before} {words} {after}"
    found = find(bare(text, "2020-09-15"), tense_at=lambda *_: "past")
    ends = [end for time in found for end in (time.span.start, time.span.end)]
    assert ends == sorted(ends)
    assert all(time.span.of(text).strip() for time in found)
    assert found == find(bare(text, "2020-09-15"), tense_at=lambda *_: "past")


# ---- the document's date ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "values"),
    [
        ("2020-09-15", ["2020-09-15", "2020-09-14", "2020-08", "2020-W37", "2020-09-12"]),
        ("2020-09", ["2020-09", "2020-09", "2020-08", "2020", "2020-09"]),
        ("2020-01", ["2020-01", "2020-01", "2019-12", "2020-01"]),
        ("2020", ["2020", "2020", "2020", "2020", "2020"]),
        (None, []),
    ],
)
def test_a_coarse_date_gives_coarse_values_or_none(date: str | None, values: list[str]) -> None:
    text = "Mardi, hier, le mois dernier, la semaine dernière, il y a trois jours."
    assert [found.partition(" = ")[2] for found in read(text, date)] == values


def test_without_a_date_only_what_names_its_year_is_given() -> None:
    text = "Le 18 août 2019 il a parlé trois mois. Hier et mardi à 18 h il a dormi, comme chaque année."
    assert read(text, None) == [
        "Le 18 août 2019 = 2019-08-18", "trois mois = P3M", "18 h = 2019-08-18T18:00", "chaque année = P1Y",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "past", "future"),
    [
        ("le 18 août", "2020-08-18", "2021-08-18"),
        ("le 18 octobre", "2019-10-18", "2020-10-18"),
        ("septembre", "2020-09", "2020-09"),
        ("jeudi", "2020-09-10", "2020-09-17"),
        ("mardi", "2020-09-15", "2020-09-15"),
        ("mardi dernier", "2020-09-08", "2020-09-08"),
        ("mardi prochain", "2020-09-22", "2020-09-22"),
        ("samedi 15 août", "2020-08-15", "2020-08-15"),
        ("dimanche 15 août", "2021-08-15", "2021-08-15"),
    ],
)
def test_tense_chooses_the_year_and_the_week(words: str, past: str, future: str) -> None:
    assert read(f"Il va {words}.", tense="past") == [f"{words} = {past}"]
    assert read(f"Il va {words}.", tense="future") == [f"{words} = {future}"]


def test_numbers_beyond_the_calendar_and_digits_of_other_scripts_do_no_harm() -> None:
    assert read(f"Il y a {'9' * 5000} ans, il y a 99999 ans, le \u0663 mai, 25 h 70.") == ["mai = 2020-05"]


def test_a_day_that_the_calendar_does_not_have_is_left_out() -> None:
    assert read("Né le 31 février 2019, il est mort le 30 février.") == []


# ---- from one date to the next ---------------------------------------------------------------------------------


def test_a_time_of_the_clock_takes_its_day_from_its_sentence_or_the_one_before() -> None:
    text = "Rendez-vous samedi. Départ à 8 h. Il pleut. Retour à 18 h 30."
    assert read(text, tense="future")[1:] == ["8 h = 2020-09-19T08:00", "18 h 30 = 2020-09-15T18:30"]
    assert read("Vers 0 h 40, jeudi, un feu a pris.")[0] == "0 h 40 = 2020-09-10T00:40"


def test_the_morning_after_a_night_is_the_next_day() -> None:
    text = "Ils sont morts la nuit dernière. L'alerte a été donnée à 4 h 30."
    assert read(text) == ["la nuit dernière = 2020-09-14TNI", "4 h 30 = 2020-09-15T04:30"]


def test_an_interval_is_no_date_to_reckon_from() -> None:
    text = "Les 16 et 17 juin, ils ont voté. Le lendemain, il a parlé."
    assert read(text) == ["Les 16 et 17 juin = 2020-06-16/2020-06-17"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("du 22 au 24 juin", "2020-06-22/2020-06-24"),
        ("entre 1990 et 1995", "1990/1995"),
        ("de 1982 à 1995", "1982/1995"),
        ("les 16, 17 et 18 juin", "2020-06-16/2020-06-18"),
        ("de janvier à mars", "2020-01/2020-03"),
        ("du lundi au mercredi", None),
    ],
)
def test_intervals(words: str, value: str | None) -> None:
    found = read(f"Il a joué {words}.")
    assert (found == [f"{words} = {value}"]) == (value is not None)


def test_two_days_that_do_not_follow_on_each_other_are_two_dates() -> None:
    assert read("Il a joué les 3 et 9 mai.") == ["3 = 2020-05-03", "9 mai = 2020-05-09"]


def test_intervals_can_be_had_in_two() -> None:
    assert read("Il a joué du 22 au 24 juin.", intervals=False) == ["22 = 2020-06-22", "24 juin = 2020-06-24"]


# ---- against annotated articles --------------------------------------------------------------------------------

SPAN_FLOOR, VALUE_FLOOR = 0.90, 0.87
"""F1 on 50 articles of the French TimeBank 1.1: of the exact span, and of span and value (HeidelTime: .860, .736)."""


def timebank(folder: Path) -> Iterator[tuple[set[tuple[int, int, str]], tuple[TimeExpression, ...]]]:
    """Yield, article by article, what is annotated and what is found."""
    for path in sorted((folder / "data" / "timebank").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = Article(path.stem, gold["text"], "fr", (Span(0, len(gold["text"])),), date=gold["dct"])
        annotated = {(time["start"], time["end"], time["value"]) for time in gold["timexes"]}
        yield annotated, find(annotate(article), intervals=False)


@pytest.mark.model
def test_timebank_does_not_fall_below_its_floors(shared: Path) -> None:
    spans = values = size = 0
    for annotated, found in timebank(shared):
        told = {(time.span.start, time.span.end, time.value) for time in found}
        values += len(told & annotated)
        spans += len({time[:2] for time in told} & {time[:2] for time in annotated})
        size += len(told) + len(annotated)
    assert 2 * spans / size >= SPAN_FLOOR
    assert 2 * values / size >= VALUE_FLOOR
