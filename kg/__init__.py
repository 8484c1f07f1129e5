"""News articles into a knowledge graph: who did what to whom, where, when and according to whom."""
