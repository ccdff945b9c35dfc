"""The product's documents as files of the project: one for each, where the app template keeps them."""

from __future__ import annotations

from quickship.types import File, Stack, Template, Tree


def laid_out(template: Template, stack: Stack) -> Tree:
    """The files that a template makes of `[[documents]]`; those of cookiecutter have a number that is fixed."""
    folder = template.manifest.get("documents")
    if not folder:
        return {}
    return {
        f"{folder}/{document.name}": File(document.text.encode(), False, template.name)
        for document in stack.product.documents
    }
