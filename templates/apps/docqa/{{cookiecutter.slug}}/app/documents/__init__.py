"""Documents in, passages out: reading files, keeping what they say, finding it again."""
