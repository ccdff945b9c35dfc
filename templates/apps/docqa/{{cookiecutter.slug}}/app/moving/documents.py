"""The indexes over the documents, which no two databases keep alike."""

from sqlalchemy import Connection, select

from app.documents import indexes
from app.documents.library import searched
from app.documents.tables import passages, vectors
from app.documents.words import analysed

MANY = 500  # passages at a time

tables = frozenset({vectors.name})


def move(source: Connection, target: Connection) -> None:
    """Have the passages, which are in the target by now, found there by their words and by the source's vectors."""
    import numpy as np

    index = indexes.index_of(target)
    found = source.execute(select(passages), execution_options={"yield_per": MANY})
    for part in found.partitions():
        index.add(target, [(row.id, analysed(searched(row.headings, row.text))) for row in part])
    for workspace, model in source.execute(select(vectors.c.workspace, vectors.c.model).distinct()).all():
        same = (vectors.c.workspace == workspace, vectors.c.model == model)
        made = source.execute(select(vectors).where(*same), execution_options={"yield_per": MANY})
        for part in made.partitions():
            embedded = [(row.passage, np.frombuffer(row.vector, np.float32).tolist()) for row in part]
            index.embed(target, workspace, model, embedded)
