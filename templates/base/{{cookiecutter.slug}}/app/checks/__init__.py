"""One file per check of `python -m app doctor`; each exports `check(language)`, which returns a row."""
