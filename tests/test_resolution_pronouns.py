"""Pronouns and possessives, on findings written by hand."""

from __future__ import annotations

from drafts import Draft, labels, who


def test_a_pronoun_agrees_with_its_antecedent() -> None:
    draft = Draft("Hillary Clinton a rencontré Mustafa Al-Kadhimi. Elle est partie, il est resté.")
    she, he = draft.name("Hillary Clinton", is_subject=True), draft.name("Mustafa Al-Kadhimi")
    draft.event("rencontré", "met", actors=(she,), targets=(he,))
    draft.event("partie", "left", actors=(draft.pronoun("Elle", is_subject=True),))
    draft.event("resté", "stayed", actors=(draft.pronoun("il", is_subject=True),))
    statements = draft.resolve()
    assert who(statements, statements.events[1].actors) == ["Hillary Clinton"]
    assert who(statements, statements.events[2].actors) == ["Mustafa Al-Kadhimi"]
    assert statements.events[1].confidence < statements.events[0].confidence


def test_participants_of_one_event_are_two() -> None:
    draft = Draft("Bill Clinton est là. Al Gore le voit.")
    one, other = draft.name("Bill Clinton", is_subject=True), draft.name("Al Gore", is_subject=True)
    draft.event("là", "was", actors=(one,))
    draft.event("voit", "saw", actors=(other,), targets=(draft.pronoun("le"),))
    statements = draft.resolve()
    assert who(statements, statements.events[1].targets) == ["Bill Clinton"]


def test_an_open_pronoun_fills_no_slot_and_is_no_entity() -> None:
    draft = Draft("Il est parti vers Paris.")
    draft.event(
        "parti", "left", actors=(draft.pronoun("Il", is_subject=True),), targets=(draft.name("Paris", "Place"),)
    )
    statements = draft.resolve()
    assert labels(statements) == ["Paris"]
    assert statements.events[0].actors == ()


def test_a_tie_is_left_open() -> None:
    draft = Draft("Jean Martin et Paul Durand sont là. Il est parti.")
    heads = (draft.name("Jean Martin", is_subject=True), draft.name("Paul Durand", is_subject=True))
    draft.event("là", "was", actors=heads)
    draft.event("parti", "left", actors=(draft.pronoun("Il", is_subject=True),))
    assert draft.resolve().events[1].actors == ()


def test_two_subjects_are_they_together() -> None:
    draft = Draft("Jean Martin et Paul Durand sont là. Ils sont partis.")
    heads = (draft.name("Jean Martin", is_subject=True), draft.name("Paul Durand", is_subject=True))
    draft.event("là", "was", actors=heads)
    draft.event("partis", "left", actors=(draft.pronoun("Ils", number="Plur", is_subject=True),))
    statements = draft.resolve()
    assert who(statements, statements.events[1].actors) == ["Jean Martin", "Paul Durand"]


def test_il_of_il_faut_is_nobody() -> None:
    draft = Draft("Jean Martin est là. Il faut partir.")
    draft.event("là", "was", actors=(draft.name("Jean Martin", is_subject=True),))
    draft.event("partir", "left", actors=(draft.pronoun("Il", is_subject=True),))
    assert draft.resolve().events[1].actors == ()


def test_a_possessive_is_the_possessor_and_looks_ahead_from_a_fronted_phrase() -> None:
    draft = Draft("Jean Martin est là. Lors de sa visite, Donald Trump a promis un retrait.")
    draft.event("là", "was", actors=(draft.name("Jean Martin"),))
    his = draft.mention("sa", "possessive", person="3")
    draft.noun("sa visite", "visite", "Event")
    trump = draft.name("Donald Trump", is_subject=True)
    draft.event("visite", "visited", actors=(his,), nominal=True, type="CONSULT")
    draft.event("promis", "promised", actors=(trump,), type="CONCEDE")
    statements = draft.resolve()
    assert who(statements, statements.events[1].actors) == ["Donald Trump"]


def test_inside_a_quotation_i_is_the_speaker_and_he_is_not() -> None:
    draft = Draft("Barack Obama est venu. « Lors de ma visite, il a promis », a dit Mustafa Al-Kadhimi.")
    obama = draft.name("Barack Obama", is_subject=True)
    speaker = draft.name("Mustafa Al-Kadhimi", is_subject=True)
    my = draft.mention("ma", "possessive", person="1", speaker=speaker)
    he = draft.pronoun("il", is_subject=True, speaker=speaker)
    draft.event("venu", "arrived", actors=(obama,), type="MOVE")
    said = draft.event("dit", "said", actors=(speaker,), type="STATE")
    draft.event("visite", "visited", actors=(my,), nominal=True, sources=(speaker,), scope=said, type="CONSULT")
    draft.event("promis", "promised", actors=(he,), sources=(speaker,), scope=said, type="CONCEDE")
    statements = draft.resolve()
    actors = {event.relation: who(statements, event.actors) for event in statements.events}
    assert actors["visited"] == ["Mustafa Al-Kadhimi"]
    assert actors["promised"] == ["Barack Obama"]


def test_the_article_itself_is_no_speaker() -> None:
    draft = Draft("Nous avons vu Paris.")
    draft.event("vu", "saw", actors=(draft.pronoun("Nous", person="1"),), targets=(draft.name("Paris", "Place"),))
    assert draft.resolve().events[0].actors == ()
