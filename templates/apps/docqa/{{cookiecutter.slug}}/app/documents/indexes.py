"""The index of the database that a connection leads to."""

from functools import cache

from sqlalchemy import URL, Connection

from app.documents.index import Index
from app.faults import OwnerFault


def index_of(connection: Connection) -> Index:
    return opened(connection.engine.url)


@cache
def opened(url: URL) -> Index:
    """Return the one index over a database, since it may remember what it read."""
    match url.get_backend_name():
        case "sqlite":
            from app.documents.sqlite import SqliteIndex

            return SqliteIndex()
        case "postgresql":
            from app.documents.postgres import PostgresIndex

            return PostgresIndex()
        case other:
            raise OwnerFault(f"Documents cannot be kept in {other}; set DATABASE_URL to SQLite or PostgreSQL")
