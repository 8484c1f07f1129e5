"""Treebanks and annotated corpora -> the weights of the French parser (`python -m kg.annotation.training`).

Takes a folder of corpora; gives a folder of weights and figures on sentences that were held back. Knows the corpora,
how a model is made of them and how it is measured; never used to read an article.
"""
