"""Who is signed in: a row for each browser, found by a token of which the store has only the digest."""

import hashlib
import json
import secrets
import time

from sqlalchemy import BigInteger, Column, String, Table, delete, insert, select

from app import db
from app.db import metadata
from app.sign_in.person import Person

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("visitor", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("rules", String, nullable=False),  # of OIDC_ALLOWED and OIDC_ADMINS, those that held; JSON
    Column("ends", BigInteger, nullable=False, index=True),  # in seconds since 1970
)


def begin(person: Person, seconds: int, before: str = "") -> str:
    """Sign a person in and return the token of it; the session that the browser had before ends."""
    token, now = secrets.token_urlsafe(32), int(time.time())
    row = {"visitor": person.visitor, "name": person.name, "rules": json.dumps(person.rules), "ends": now + seconds}
    with db.write() as connection:
        connection.execute(delete(sessions).where((sessions.c.ends <= now) | (sessions.c.id == digest(before))))
        connection.execute(insert(sessions), {"id": digest(token), **row})
    return token


def person_of(token: str) -> Person | None:
    """Return who signed in with this token, unless that is over."""
    with db.read() as connection:
        found = select(sessions).where(sessions.c.id == digest(token), sessions.c.ends > int(time.time()))
        row = connection.execute(found).mappings().first()
    return Person(row["visitor"], row["name"], tuple(json.loads(row["rules"]))) if row else None


def end(token: str) -> None:
    """Sign one browser out; a copy of its cookie opens nothing any more."""
    with db.write() as connection:
        connection.execute(delete(sessions).where(sessions.c.id == digest(token)))


def forget(visitor: str) -> None:
    """Sign a person out everywhere, and forget their name."""
    with db.write() as connection:
        connection.execute(delete(sessions).where(sessions.c.visitor == visitor))


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
