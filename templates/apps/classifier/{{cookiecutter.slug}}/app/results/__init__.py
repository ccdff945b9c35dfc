"""What was labelled is kept: for review, for search, and to see how it changes from week to week."""
