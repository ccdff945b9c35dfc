"""The way to a label that needs no model: learned from the labels' descriptions and examples, on this machine."""
