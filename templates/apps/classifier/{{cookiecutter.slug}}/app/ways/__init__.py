"""The ways to a label: each takes a text and returns a Result; whether that is sure is decided in app/sureness.py."""
