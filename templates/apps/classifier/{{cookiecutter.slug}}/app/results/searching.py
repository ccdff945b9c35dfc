"""Finds kept texts by words, with or without their marks: `hoa don` finds `hóa đơn`.

All that is said of a database's own full-text search is said here.
"""

import re

from sqlalchemy import ColumnElement, Connection, String, column, false, func, literal_column, select, table

from app.folding import fold
from app.results.tables import results

INDEX = table("result_words", column("rowid"))  # SQLite's, over `folded`, which its triggers keep


def holds(connection: Connection, query: str) -> ColumnElement[bool]:
    """Return the condition that a text has all words of the query, in any order; the last may be half typed."""
    words = re.findall(r"\w+", fold(query))
    if not words:
        return false()
    if connection.dialect.name == "postgresql":
        simple = literal_column("'simple'", String)  # as the index says it: a parameter would be of another type
        wanted = func.to_tsquery(simple, " & ".join(words) + ":*")
        return func.to_tsvector(simple, results.c.folded).bool_op("@@")(wanted)
    match = literal_column(INDEX.name).match(" ".join(f'"{word}"' for word in words) + "*")
    return results.c.id.in_(select(INDEX.c.rowid).where(match))
