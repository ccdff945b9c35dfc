"""One file per command of `python -m app`; each exports `command`."""
