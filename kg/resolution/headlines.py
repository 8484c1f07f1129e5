"""A headline states as a fact what the article below it attributes: the article's word counts.

Takes the merged events of an article with a title; gives the events, those told by the headline alone with the stance
of the first lines that tell the same. Knows relations and in which sentence an event stands; never the reverse: what a
headline leaves open stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.resolution.events import LEAD, Told

RULE = "stance/headline"


def attributed(told: Sequence[Told]) -> list[Told]:
    """Give what only the headline tells the source that the article names for it."""
    body = [one for one in told if not _is_headline(one) and one.first.sentence <= LEAD]
    return [_with_source(one, body) if _is_headline(one) and _is_plain(one) else one for one in told]


def _is_headline(told: Told) -> bool:
    return all(finding.sentence == 0 for finding in told.findings)


def _is_plain(told: Told) -> bool:
    """Tell whether an event is stated as a fact."""
    return not told.sources and told.telling.modality == "actual" and told.telling.polarity == "positive"


def _with_source(headline: Told, body: Sequence[Told]) -> Told:
    """Give a headline the stance of the article where no line of the article states the same as a fact."""
    same = [one for one in body if one.telling.relation == headline.telling.relation]
    if not same or any(_is_plain(one) for one in same):
        return headline
    told = same[0].telling
    first = replace(headline.first, modality=told.modality, scope=told.scope)
    findings = (first, *headline.findings[1:])
    return replace(headline, findings=findings, sources=same[0].sources, rules=(*headline.rules, RULE))
