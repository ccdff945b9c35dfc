"""From a product idea to a project that runs."""

__version__ = "0.1.0"
