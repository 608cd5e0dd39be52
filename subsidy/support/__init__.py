"""The support point: questions, answers and learning from each other."""
