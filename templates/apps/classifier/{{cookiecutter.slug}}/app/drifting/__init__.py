"""How what comes changes from week to week: which labels it has, and how far it lies from the examples."""
