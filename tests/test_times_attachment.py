"""When an event happens, on trees written by hand: tense, owners of dates, events at one time; and on the model's."""

from __future__ import annotations

import pytest

from kg.annotation import annotate
from kg.extraction.times import find
from kg.extraction.times.attachment import MUTUAL, ONE_WAY, event_time
from kg.extraction.times.rules import links
from kg.extraction.times.tense import tense_around
from kg.extraction.tree import Tree
from kg.language import KNOWLEDGE, load, rows
from kg.model import Article, Parse, Sentence, Span, Token

FRENCH = load("fr")
PRESENT, PAST, IMPERFECT = "VerbForm=Fin|Tense=Pres", "VerbForm=Part|Tense=Past", "VerbForm=Fin|Tense=Imp"
FUTURE, CONDITIONAL = "VerbForm=Fin|Tense=Fut", "VerbForm=Fin|Mood=Cnd"
INFINITIVE, GERUND = "VerbForm=Inf", "VerbForm=Part|Tense=Pres"


def tree(*words: str) -> Tree:
    """Read a tree: each word is `form UPOS relation head [lemma [features]]`, heads counting from 1."""
    tokens: list[Token] = []
    for word in words:
        form, upos, relation, head, lemma, feats, *_ = [*word.split(), "", ""]
        start = tokens[-1].span.end + 1 if tokens else 0
        features = tuple((key, value) for key, _, value in (feat.partition("=") for feat in feats.split("|")) if value)
        span = Span(start, start + len(form))
        tokens.append(Token(len(tokens) + 1, form, lemma or form.lower(), upos, features, int(head), relation, span))
    return Tree(Sentence(0, Span(0, tokens[-1].span.end), tuple(tokens)), FRENCH)


def times(made: Tree) -> dict[str, str]:
    """Find the expressions of a tree and give the events that have a time, by their trigger."""
    text = " ".join(token.form for token in made.sentence.tokens)
    article = Article("a", text, "fr", (made.sentence.span,), date="2020-09-15")
    found = find(Parse(article, (made.sentence,), ()))
    told = ((token, event_time(made, token, found)) for token in made.sentence.tokens)
    events = {token.form: time.value for token, time in told if time and token.upos in {"VERB", "NOUN"}}
    inside = {token.form for token in made.sentence.tokens if any(time.span.overlaps(token.span) for time in found)}
    return {form: value for form, value in events.items() if form not in inside}


# ---- tense -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "tense"),
    [
        ((f"a AUX aux:tense 2 avoir {PRESENT}", f"parlé VERB root 0 parler {PAST}"), "past"),
        ((f"est AUX aux:pass 2 être {PRESENT}", f"rentré VERB root 0 rentrer {PAST}"), "past"),
        ((f"est AUX aux:pass 2 être {PRESENT}", f"attendu VERB root 0 attendre {PAST}"), "present"),
        ((f"sera AUX aux:pass 2 être {FUTURE}", f"opéré VERB root 0 opérer {PAST}"), "future"),
        ((f"aurait AUX aux:tense 2 avoir {CONDITIONAL}", f"tué VERB root 0 tuer {PAST}"), "past"),
        (("ce PRON nsubj 2", f"parlerait VERB root 0 parler {CONDITIONAL}"), "future"),
        (("ce PRON nsubj 2", f"parlait VERB root 0 parler {IMPERFECT}"), "past"),
        ((f"doit VERB root 0 devoir {PRESENT}", f"parler VERB xcomp 1 parler {INFINITIVE}"), "future"),
        ((f"promet VERB root 0 promettre {PRESENT}", f"partir VERB xcomp 1 partir {INFINITIVE}"), "future"),
        ((f"semble VERB root 0 tenter {PRESENT}", f"partir VERB xcomp 1 partir {INFINITIVE}"), "unknown"),
        (("les DET det 2", "mots NOUN root 0 mot"), "unknown"),
    ],
)  # fmt: skip
def test_tense_is_that_of_the_verb_group_above_the_date(words: tuple[str, str], tense: str) -> None:
    made = tree(*words, "mardi NOUN obl:mod 2")
    assert tense_around(made.sentence, made.sentence.tokens[2].span, FRENCH) == tense


def test_a_date_on_a_noun_takes_the_tense_of_the_verb_above_it() -> None:
    made = tree("La DET det 2", "visite NOUN nsubj 4", "mardi NOUN nmod 2", f"plaira VERB root 0 plaire {FUTURE}")
    assert tense_around(made.sentence, made.sentence.tokens[2].span, FRENCH) == "future"


# ---- owners ----------------------------------------------------------------------------------------------------

HAS_STRUCK = (f"a AUX aux:tense 2 avoir {PRESENT}", f"frappé VERB root 0 frapper {PAST}")


def test_a_date_belongs_to_its_verb() -> None:
    assert times(tree(*HAS_STRUCK, "mardi NOUN obl:mod 2")) == {"frappé": "2020-09-15"}


def test_the_most_precise_of_several_is_given() -> None:
    made = tree(*HAS_STRUCK, "mardi NOUN obl:mod 2", "vers ADP case 6", "18 NUM nummod 6", "h NOUN obl:mod 2")
    assert times(made) == {"frappé": "2020-09-15T18:00"}


def test_a_date_with_de_belongs_to_its_noun() -> None:
    made = tree(*HAS_STRUCK, "la DET det 4", "visite NOUN obj 2", "de ADP case 6", "mardi NOUN nmod 4")
    assert times(made) == {"visite": "2020-09-15"}


def test_a_bare_date_that_the_parser_hangs_on_the_object_belongs_to_the_verb() -> None:
    made = tree(*HAS_STRUCK, "la DET det 4", "visite NOUN obj 2", "mardi NOUN nmod 4")
    assert times(made) == {"frappé": "2020-09-15"}


def test_a_year_that_names_something_places_nothing() -> None:
    made = tree(*HAS_STRUCK, "le DET det 4", "classement NOUN obj 2", "2012 NUM nmod 4")
    assert times(made) == {}


def test_a_comparison_places_nothing() -> None:
    made = tree(
        f"augmente VERB root 0 augmenter {PRESENT}", "par ADP case 3", "rapport NOUN obl:mod 1", "à ADP case 5",
        "2011 NUM nmod 3",
    )  # fmt: skip
    assert times(made) == {}


def test_a_duration_and_a_vague_date_place_nothing() -> None:
    assert times(tree(*HAS_STRUCK, "trois NUM nummod 4", "mois NOUN obl:mod 2")) == {}
    assert times(tree(*HAS_STRUCK, "récemment ADV advmod 2")) == {}


def test_a_date_before_the_conjunction_of_a_clause_stands_outside_it() -> None:
    made = tree(
        f"libérés VERB root 0 libérer {PAST}", "en ADP case 3", "janvier NOUN obl:mod 6", "1981 NUM nmod 3",
        "après ADP mark 6", f"retenus VERB advcl 1 retenir {PAST}",
    )  # fmt: skip
    assert times(made) == {"libérés": "1981-01"}


def test_a_date_in_a_quotation_is_not_that_of_saying_it() -> None:
    made = tree(
        "« PUNCT punct 4", "mardi NOUN obl:mod 5", "» PUNCT punct 5", f"a AUX aux:tense 5 avoir {PRESENT}",
        f"dit VERB root 0 dire {PAST}",
    )  # fmt: skip
    assert times(made) == {}


def test_a_date_of_what_is_reported_is_not_that_of_the_report() -> None:
    made = tree(
        "mardi NOUN obl:mod 4", ", PUNCT punct 4", f"a AUX aux:tense 4 avoir {PRESENT}",
        f"indiqué VERB root 0 indiquer {PAST}", "le DET det 6", "maire NOUN nsubj 4",
    )  # fmt: skip
    assert times(made) == {}


# ---- events at one time ----------------------------------------------------------------------------------------


def test_coordinated_verbs_share_the_date_before_them_but_not_one_between_them() -> None:
    fronted = tree(
        "Mardi NOUN obl:mod 3", f"a AUX aux:tense 3 avoir {PRESENT}", f"envahi VERB root 0 envahir {PAST}",
        "et CCONJ cc 5", f"pris VERB conj 3 prendre {PAST}",
    )  # fmt: skip
    assert times(fronted) == {"envahi": "2020-09-15", "pris": "2020-09-15"}
    between = tree(*HAS_STRUCK, "mardi NOUN obl:mod 2", "et CCONJ cc 5", f"pris VERB conj 2 prendre {PAST}")
    assert times(between) == {"frappé": "2020-09-15"}


@pytest.mark.parametrize(
    "other",
    [
        ("pour ADP mark 5", f"tuer VERB advcl 2 tuer {INFINITIVE}"),
        ("de ADP mark 5", f"tuer VERB xcomp 2 tuer {INFINITIVE}"),
        (", PUNCT punct 5", f"tué VERB advcl 2 tuer {PAST}"),
        ("car SCONJ mark 5", f"tue VERB advcl 2 tuer {PRESENT}"),
    ],
)
def test_purposes_plans_participles_and_causes_have_no_time_from_their_main_clause(other: tuple[str, str]) -> None:
    assert times(tree(*HAS_STRUCK, "mardi NOUN obl:mod 2", *other)) == {"frappé": "2020-09-15"}


@pytest.mark.parametrize(
    "other",
    [
        ("en ADP mark 5", f"tuant VERB advcl 2 tuer {GERUND}"),
        ("quand SCONJ mark 5", f"tombait VERB advcl 2 tomber {IMPERFECT}"),
        ("pendant ADP case 5", "attaque NOUN obl:mod 2"),
    ],
)
def test_gerunds_clauses_and_occasions_share_the_time_of_the_main_clause(other: tuple[str, str]) -> None:
    form = other[1].split()[0]
    assert times(tree(*HAS_STRUCK, "mardi NOUN obl:mod 2", *other)) == {"frappé": "2020-09-15", form: "2020-09-15"}


def test_a_clause_right_behind_a_date_tells_what_happened_then() -> None:
    made = tree(
        f"dure VERB root 0 durer {PRESENT}", "depuis ADP case 3", "mardi NOUN nmod 1", ", PUNCT punct 6",
        "lorsqu' SCONJ mark 6", f"frappa VERB conj 1 frapper {PAST}",
    )  # fmt: skip
    assert times(made)["frappa"] == "2020-09-15"


# ---- with the model --------------------------------------------------------------------------------------------


def told(text: str) -> list[str]:
    """Give the words of a text that `event_time` gives a time."""
    parse = annotate(Article("a", text, "fr", (Span(0, len(text)),), date="2020-09-15"))
    found = find(parse)
    trees = [Tree(sentence, FRENCH) for sentence in parse.sentences]
    return [token.lemma for made in trees for token in made.sentence.tokens if event_time(made, token, found)]


@pytest.mark.model
@pytest.mark.parametrize(("name", "example"), [(name, example) for name, _, example in (*MUTUAL, *ONE_WAY)])
def test_the_example_of_a_construction_gives_two_events_a_time(name: str, example: str) -> None:
    assert len(told(example)) >= 2, name


LINKS = list(rows(KNOWLEDGE / "languages" / "fr" / "time_links.tsv", ("word", "kind", "example", "source")))


@pytest.mark.model
@pytest.mark.parametrize("row", LINKS, ids=[row["word"] for row in LINKS])
def test_the_example_of_a_link_gives_its_events_a_time(row: dict[str, str]) -> None:
    at_one_time = row["kind"] in {"preposition", "conjunction", "happening"}
    assert len(told(row["example"])) >= (2 if at_one_time else 1)


def test_every_kind_of_link_has_words() -> None:
    assert all(links("fr").values())
    assert {row["kind"] for row in LINKS} == set(links("fr"))
