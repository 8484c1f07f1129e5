"""Articles that repeat another: what is a reprint of what, and that reprints count once where tellers are counted."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg import export, pipeline
from kg.export.property_graph import relationships
from kg.graph import Network, assemble, claims, documents, entities, of_article, of_one, tellers
from kg.graph.reprints import ENOUGH, MANY, Wording, originals, shingles
from kg.model import Article, Entity, Event, Fact, Quotation, Span, Statements, TimeExpression
from kg.pipeline import Graph
from kg.rdf import Rows, check, query
from kg.rdf.questions import questions
from kg.store import opened
from kg.view.content import describe
from kg.view.drawing import draw
from kg.view.predications import predications

DISPATCH = (
    "Un incendie a détruit dans la nuit de lundi à mardi une partie des entrepôts du port de Lorient, en Bretagne.",
    "Le feu, parti vers 23 heures d'un atelier de réparation, a été maîtrisé au petit matin par plus de 80 pompiers.",
    "La préfète Hélène Garrec a annoncé l'ouverture d'une enquête et demandé aux riverains de fermer leurs fenêtres.",
    "Selon la mairie, deux employés du chantier Kerjean ont été légèrement blessés et conduits à l'hôpital de Vannes.",
    "Les bateaux de pêche amarrés le long du quai des Indes ont pu être déplacés avant que le feu ne les atteigne.",
)
OTHER = (
    "Le conseil municipal de Nantes a voté vendredi la fermeture progressive de trois parkings du centre de la ville.",
    "Le maire Paul Andrieux a promis aux commerçants que des navettes gratuites rouleraient jusqu'à 21 heures.",
    "L'opposition, qui réclame un référendum, a quitté la salle avant la fin en dénonçant un passage en force.",
    "Une première évaluation de ces mesures sera présentée aux habitants du quartier Graslin au printemps prochain.",
    "Les travaux de la place du Commerce commenceront en septembre et devraient durer un peu plus de 18 mois.",
)
ELSEWHERE = [
    sentence.replace("Lorient", "Brest").replace("80", "30").replace("Garrec", "Le Goff") for sentence in DISPATCH[:3]
]
STOCK = "L'abonnement numérique donne accès à tous les articles de La Vigie de Bretagne et à ses archives depuis 1944."


def wording(key: str, sentences: Sequence[str], date: str | None = "2021-03-02") -> Wording:
    """Word an article."""
    return Wording(key, date, shingles(sentences))


def article(name: str, sentences: Sequence[str], date: str | None = "2021-03-02") -> Statements:
    """Let each sentence of an article tell that a woman visited another place, on one day."""
    text = " ".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    spans = tuple(Span(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=True))
    places = ("Lorient", "Vannes", "Nantes", "Brest", "Quimper", "Rennes", "Auray")[: len(sentences)]
    events = tuple(
        Event(
            id=f"v{number}", relation="visited", labels=(("en", "visited"), ("fr", "a visité")), type="CONSULT",
            triggers=(Span(span.start, span.start + 3),), actors=("e0",), targets=(f"p{number}",), places=(),
            time=TimeExpression(span, "DATE", "2021-03-02"), polarity="positive", modality="actual", sources=(),
            evidence=(span,), confidence=0.9, rules=("verb/active",),
        )
        for number, (span, _) in enumerate(zip(spans, places, strict=False))
    )  # fmt: skip
    people = (Entity("e0", "Hélène Garrec", "Person", ("Hélène Garrec",), (spans[0],), (), named=True),)
    where = (
        Entity(f"p{number}", place, "Place", (place,), (span,), (), named=True)
        for number, (place, span) in enumerate(zip(places, spans, strict=False))
    )
    whole = Article(name, text, "fr", (Span(0, len(text)),), title=f"Titre de {name}", date=date)
    office = Fact("e0", "position", None, "préfète", None, spans[:1], 0.9, ("title",))
    return Statements(whole, spans, (*people, *where), events, (), (office,), (Quotation(spans[0], "e0"),))


def repeated(graph: Network) -> dict[str, str]:
    """Give the names of reprints with those of their originals."""
    names = {node.id: node.name for node in documents(graph)}
    return {node.name: names[node.reprint_of] for node in documents(graph) if node.reprint_of}


# ---- what is a reprint -----------------------------------------------------------------------------------------


def test_of_two_articles_with_the_same_words_the_earlier_is_the_original() -> None:
    early, late = wording("doc:2", DISPATCH, "2021-03-02"), wording("doc:1", DISPATCH, "2021-03-03")
    assert originals([early, late]) == {"doc:1": "doc:2"}


@pytest.mark.parametrize(
    "copy",
    [
        DISPATCH[1:],
        DISPATCH[::-1],
        [sentence.upper().replace("'", "’") for sentence in DISPATCH[:1]] + [*DISPATCH[1:]],
        [f"\u00a0{sentence.replace(' ', '  ')}".replace("'", "’") for sentence in DISPATCH],
        [sentence.replace(" une ", " la ").replace(" plus de ", " quelque ") for sentence in DISPATCH],
        [*DISPATCH, *OTHER[:2]],
        [*DISPATCH[:3], STOCK],
    ],
    ids=[
        "shortened",
        "rearranged",
        "in capitals",
        "set otherwise",
        "edited",
        "continued",
        "cut, with a stock sentence",
    ],
)
def test_an_edited_copy_is_a_reprint(copy: Sequence[str]) -> None:
    assert originals([wording("doc:a", DISPATCH), wording("doc:b", copy, "2021-03-03")]) == {"doc:b": "doc:a"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DISPATCH, OTHER),
        ([*DISPATCH[:2], STOCK], [*OTHER[:2], STOCK]),
        ([DISPATCH[0], STOCK], [OTHER[0], STOCK]),
        (DISPATCH[:1], DISPATCH[:1]),
        (DISPATCH, ELSEWHERE),
        ((), ()),
        (("",), ("…",)),
    ],
    ids=["another story", "a stock sentence", "half stock", "one sentence", "elsewhere", "nothing", "no words"],
)
def test_what_is_no_reprint(one: Sequence[str], other: Sequence[str]) -> None:
    assert originals([wording("doc:a", one), wording("doc:b", other, "2021-03-03")]) == {}


def test_a_long_report_that_holds_a_dispatch_is_no_reprint_of_it_but_an_original_itself() -> None:
    dispatch = wording("doc:a", DISPATCH[:3], "2021-03-02")
    own = [f"{sentence} Le lecteur numéro {number} le confirme." for number in range(2) for sentence in OTHER]
    report = wording("doc:b", [*DISPATCH[:3], *own], "2021-03-03")
    extract = wording("doc:c", [*DISPATCH[:3], *own[:3]], "2021-03-04")
    assert originals([dispatch, extract]) == {"doc:c": "doc:a"}
    assert originals([dispatch, report, extract]) == {"doc:c": "doc:b"}


def test_each_reprint_repeats_its_original_itself() -> None:
    first = wording("doc:a", DISPATCH[:4], "2021-03-01")
    between = wording("doc:b", [*DISPATCH[:4], *OTHER[:4]], "2021-03-02")
    last = wording("doc:c", OTHER, "2021-03-03")
    assert originals([first, between, last]) == {"doc:b": "doc:a"}
    assert originals([between, last]) == {"doc:c": "doc:b"}


@pytest.mark.parametrize(
    ("dates", "original"),
    [
        (("2021-03-02", "2021-03-01T18:00"), "doc:b"),
        (("2021-03", "2021-03-02"), "doc:a"),
        (("2021-03-02", "2021-03"), "doc:b"),
        ((None, "2021-03-02"), "doc:b"),
        (("PRESENT_REF", "2021-W09"), "doc:b"),
        ((None, None), "doc:a"),
        (("2021-03-02", "2021-03-02"), "doc:a"),
    ],
)
def test_the_earliest_that_is_dated_comes_first(dates: tuple[str | None, str | None], original: str) -> None:
    both = [wording("doc:a", DISPATCH, dates[0]), wording("doc:b", DISPATCH, dates[1])]
    assert set(originals(both).values()) == {original}


def test_on_one_day_the_longest_comes_first() -> None:
    assert originals([wording("doc:a", DISPATCH[:3]), wording("doc:b", DISPATCH)]) == {"doc:a": "doc:b"}


def test_an_article_is_no_reprint_of_itself() -> None:
    twice = [wording("doc:a", DISPATCH, "2021-03-05"), wording("doc:a", DISPATCH, "2021-03-01")]
    other = wording("doc:b", DISPATCH, "2021-03-02")
    for order in permutations([*twice, other]):
        assert originals(order) == {"doc:b": "doc:a"}


def test_what_many_originals_have_in_common_counts_for_nothing() -> None:
    footer = tuple(range(2 * ENOUGH))
    bulletins = [
        Wording(f"doc:{number:03}", "2021-03-02", (*footer, *range(1000 * number, 1000 * number + 300)))
        for number in range(1, MANY + 3)
    ]
    before = [Wording("doc:x", "2021-03-03", footer)]
    assert originals([*bulletins[:2], *before]) == {"doc:x": "doc:001"}
    assert originals([*bulletins, *before]) == {}


def test_a_dispatch_that_any_number_of_papers_print_stays_one() -> None:
    papers = [wording(f"doc:{number:03}", DISPATCH) for number in range(3 * MANY)]
    found = originals(papers)
    assert (len(found), set(found.values())) == (3 * MANY - 1, {"doc:000"})


POOL = (*DISPATCH, *OTHER, STOCK)


@st.composite
def an_article(draw: st.DrawFn) -> Statements:
    """Draw an article of a few sentences that others have too."""
    sentences = draw(st.lists(st.sampled_from(POOL), min_size=2, max_size=6, unique=True))
    date = draw(st.sampled_from(("2021-03", "2021-03-02", "2021-03-03", None)))
    return article(draw(st.sampled_from(("a", "b", "c", "d"))), sentences, date)


@settings(max_examples=40)
@given(st.lists(an_article(), max_size=4), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_reprints(articles: list[Statements], order: Random) -> None:
    graph = assemble(articles)
    shuffled = order.sample(articles, len(articles))
    assert list(documents(assemble(shuffled))) == list(documents(graph))
    repeats = {node.id: node.reprint_of for node in documents(graph)}
    assert all(original is None or repeats[original] is None for original in repeats.values())


# ---- in the graph ----------------------------------------------------------------------------------------------

PAPERS = [
    article("agence", DISPATCH, "2021-03-02"),
    article("gazette", [*DISPATCH, OTHER[3]], "2021-03-03"),
    article("courrier", DISPATCH[1:], "2021-03-04"),
]
INDEPENDENT = article("vigie", [*OTHER, STOCK], "2021-03-02")


def test_the_graph_of_all_says_which_article_repeats_which() -> None:
    graph = assemble([*PAPERS, INDEPENDENT])
    assert repeated(graph) == {"gazette": "agence", "courrier": "agence"}
    assert len(set(tellers(graph).values())) == 2


def test_an_article_by_itself_repeats_nothing() -> None:
    graph = assemble(PAPERS)
    for node in documents(graph):
        assert [part.reprint_of for part in documents(of_one(graph, node.id))] == [None]
    assert [node.reprint_of for paper in PAPERS for node in documents(of_article(paper))] == [None] * 3


def test_when_the_original_is_withdrawn_the_next_is_the_original() -> None:
    assert repeated(assemble(PAPERS[1:])) == {"courrier": "gazette"}
    assert repeated(assemble(PAPERS[2:])) == {}


def test_what_is_new_in_a_reprint_stays() -> None:
    graph = assemble(PAPERS)
    for paper in PAPERS:
        (part,) = documents(of_article(paper))
        own = [claim for claim in claims(graph) if claim.document == part.id]
        assert [claim.id for claim in own] == [claim.id for claim in claims(of_article(paper))]
    sentences = {piece.sentence_text for claim in claims(graph) for piece in claim.evidence}
    assert sentences == {*DISPATCH, OTHER[3]}


# ---- in RDF and in stores --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["ttl", "nq", "jsonld"])
def test_reprints_are_read_back(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"graph.{form}"
    path.write_text(Graph([*PAPERS, INDEPENDENT]).to_rdf(form), encoding="utf-8")
    assert repeated(kg.load(path).network) == {"gazette": "agence", "courrier": "agence"}


def test_a_graph_with_reprints_keeps_all_laws() -> None:
    assert check(Graph(PAPERS[:2]).to_turtle(), shapes=True) == []


@pytest.mark.parametrize(
    ("good", "bad", "law"),
    [
        ("kg:reprintOf doc:", "kg:reprintOf doc:none , doc:", "all-is-described"),
        ("schema:sha256", "kg:reprintOf {itself} ; schema:sha256", "The original of a reprint is no reprint."),
        ("a kg:Narrator", "a kg:Narrator ; kg:reprintOf {itself}", "What is a reprint is an article."),
    ],
)
def test_a_broken_reprint_is_noticed(good: str, bad: str, law: str) -> None:
    graph = Graph(PAPERS[:2])
    turtle = graph.to_turtle()
    (original,) = set(tellers(graph.network).values())
    at = turtle.index(f"\n{original} a ") if good.startswith("schema:") else 0
    broken = turtle[:at] + turtle[at:].replace(good, bad.format(itself=original), 1)
    assert broken != turtle
    assert law in {name for found in check(broken, shapes=True) for name in (found.name, found.words)}


def same(location: str, articles: Sequence[Statements]) -> bool:
    """Tell whether a store holds just what a build of these articles gives."""
    with opened(location) as it:
        kept = set(it.database.triples(None))
    return kept == {quad.triple for quad in ox.parse(Graph(articles).to_turtle(), format=ox.RdfFormat.TURTLE)}


def test_a_store_holds_what_a_build_gives_while_originals_come_and_go(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    list(pipeline.keep(PAPERS[1:], store))
    list(pipeline.keep(PAPERS[:1], store))
    assert same(store, PAPERS)
    with opened(store, writable=True) as it:
        it.forget(["agence"])
    assert same(store, PAPERS[1:])


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(an_article() | st.sampled_from(("a", "b", "c", "d")), min_size=2, max_size=8))
def test_whatever_comes_and_goes(tmp_path: Path, steps: list[Statements | str]) -> None:
    location = str(tmp_path / "store")
    shutil.rmtree(location, ignore_errors=True)
    kept: dict[str, Statements] = {}
    for step in steps:
        if isinstance(step, Statements):
            kept[step.article.id] = step
            list(pipeline.keep([step], location))
        elif kept.pop(step, None):
            with opened(location, writable=True) as it:
                it.forget([step])
        assert not kept or same(location, list(kept.values()))


# ---- where tellers are counted ---------------------------------------------------------------------------------


COUNTING = ("cited", "co-participants", "corroborated", "entities", "event-types", "positions-over-time")


@pytest.mark.parametrize("question", COUNTING)
def test_questions_count_an_original_and_its_reprints_once(question: str) -> None:
    assert counted(PAPERS, question) == (set() if question == "corroborated" else {1})
    assert max(counted([*PAPERS, INDEPENDENT], question)) == 2


def counted(articles: Sequence[Statements], question: str) -> set[int]:
    """Ask how many articles tell things."""
    found = query(assemble(articles), question)
    assert isinstance(found, Rows)
    return {int(str(row["articles"])) for row in found}


def test_every_question_that_counts_articles_is_tried() -> None:
    counting = {question.name for question in questions() if "AS ?articles)" in question.sparql}
    assert counting == set(COUNTING)


def test_the_question_for_articles_names_the_original() -> None:
    found = query(assemble(PAPERS), "articles")
    assert isinstance(found, Rows)
    assert [(row[0], row[-1]) for row in found.table()] == [
        ("Titre de agence", ""),
        ("Titre de gazette", "Titre de agence"),
        ("Titre de courrier", "Titre de agence"),
    ]


@pytest.mark.parametrize(("articles", "words"), [(PAPERS, "a visité"), ([*PAPERS, INDEPENDENT], "a visité \u00d72")])
def test_the_page_counts_an_original_and_its_reprints_once(articles: list[Statements], words: str) -> None:
    graph = assemble(articles)
    lorient = next(node.id for node in entities(graph) if node.label == "Lorient")
    (visit,) = [one for one in predications(graph) if lorient in one.objects]
    assert len({claim.document for claim in visit.claims}) == len(articles)
    (plate,) = [figure for figure in draw(graph).figures if figure.id == visit.id]
    assert plate.rows["fr"][0].text == words


def test_the_page_knows_the_original() -> None:
    found = describe(assemble(PAPERS), [], "fr")["documents"]
    names = {key: data["title"] for key, data in found.items()}
    assert {data["title"]: names.get(data.get("reprintOf")) for data in found.values()} == {
        "Titre de agence": None,
        "Titre de gazette": "Titre de agence",
        "Titre de courrier": "Titre de agence",
    }


def test_tables_and_notes_name_the_original() -> None:
    graph = assemble(PAPERS)
    rows = list(csv.DictReader(io.StringIO(export.to_csv(graph)["articles.csv"].removeprefix("\ufeff"))))
    original = {row["name"]: row["id"] for row in rows}["agence"]
    assert {row["name"]: (row["reprint_of"], row["reprint_of_id"]) for row in rows} == {
        "agence": ("", ""),
        "gazette": ("Titre de agence", original),
        "courrier": ("Titre de agence", original),
    }
    assert {one.end for one in relationships(graph) if one.type == "REPRINT_OF"} == {original}
    assert "**Titre de gazette** — 2021-03-03 — gazette — reprise de Titre de agence" in export.to_markdown(graph)
    note = next(text for name, text in export.to_obsidian(graph).items() if name.endswith("Titre de gazette.md"))
    assert "reprise de [[Articles/Titre de agence|Titre de agence]]" in note
