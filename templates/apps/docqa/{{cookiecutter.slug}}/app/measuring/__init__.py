"""Measures search and answers on the owner's own questions, and drafts such questions."""
