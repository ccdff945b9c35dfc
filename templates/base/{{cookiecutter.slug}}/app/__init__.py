"""The product: a web app and a command line over one package."""
