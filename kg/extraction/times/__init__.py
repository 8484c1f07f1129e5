"""Time expressions: found in the text by rules of the language's tables, given TimeML values, tied to events.

Takes a `Parse`; gives `TimeExpression`s, and for a verb or event noun the one that says when it happens. Knows the
calendar and Universal Dependencies; every word of a language is in its tables `times.tsv`, `time_words.tsv` and
`intervals.tsv`.
"""

from kg.extraction.times.finding import find

__all__ = ["find"]
