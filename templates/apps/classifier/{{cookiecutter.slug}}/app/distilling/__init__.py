"""A model teaches the local one: it labels texts within a budget, which the local model then learns from."""
