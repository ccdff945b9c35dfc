"""The tests; `make test` runs them, without a network."""
