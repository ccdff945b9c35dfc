"""Labels files of any size: in bounded memory, each text once, and again from where it was after a stop."""
