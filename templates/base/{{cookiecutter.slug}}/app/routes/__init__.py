"""One file per resource; each exports `router`."""
