"""What a database keeps in a form of its own, a module each: how it is made in the one that a store moves to."""
