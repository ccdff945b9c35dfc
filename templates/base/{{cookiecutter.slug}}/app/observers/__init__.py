"""One file per observer; each exports `observer()`, which returns who watches what the app does, or None."""
