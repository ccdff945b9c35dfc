"""How good the labels are, measured on texts that were never learned from, and how far that can be trusted."""
