"""Measures what a full store costs: a visitor's list and search, and the same beside 100,000 messages.

    .venv/bin/python benchmarks/store.py             # median of 20 requests each, over HTTP

Three stores: 1,000 conversations of ten messages, and 10,000 of one visitor or of 1,000 visitors.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUICKSHIP = ROOT / ".venv/bin/quickship"

# Runs in the project, with its own Python.
MEASURE = '''
import json, os, random, statistics, sys, time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx2
from sqlalchemy import insert

from app import db
from app.conversation.tables import conversations, entries, messages, now
from app.folding import fold
from app.security.secret import signing_secret
from app.settings import PROJECT
from app.visitors import Ticket, Tickets
from tests.server import serving

count, visitors, runs = map(int, sys.argv[1:])
chance = random.Random(1)
WORDS = """phòng khám răng đau lịch hẹn giá bao nhiêu tôi muốn đặt bác sĩ sáng chiều thứ hai ba bảo hiểm trẻ em nhổ trám
tooth appointment
price morning insurance child dentist clean filling crown open close parking doctor waiting pain""".split()

def said(number, length):
    words = [chance.choice(WORDS) for _ in range(length)]
    return " ".join(words) + (" hiếm hoi" if number % 5000 == 7 else "")

def fill():
    moment = now() - timedelta(days=30)
    with db.write() as connection:
        for first in range(0, count, 500):
            talks, turns, words = [], [], []
            for number in range(first, first + 500):
                id, title, at = str(UUID(int=number, version=4)), said(1, 8), moment + timedelta(minutes=number)
                visitor = f"visitor {number % visitors}"
                talks.append(dict(id=id, visitor=visitor, title=title, created=at, updated=at))
                words.append(dict(conversation=id, message=None, folded=fold(title)))
                for turn in range(10):
                    body = said(number * 10 + turn, 12 if turn % 2 == 0 else 90)
                    own = str(UUID(int=(1 << 90) + number * 10 + turn, version=4))
                    role = ("user", "assistant")[turn % 2]
                    turns.append(dict(id=own, conversation=id, text=body, role=role, status="complete", created=at))
                    words.append(dict(conversation=id, message=own, folded=fold(body)))
            connection.execute(insert(conversations), talks)
            connection.execute(insert(messages), turns)
            connection.execute(insert(entries), words)

def timed(call):
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        call()
        times.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(times):7.1f} ms"

begun = time.perf_counter()
fill()
size = Path(db.engine().url.database).stat().st_size / 1e6
seconds = time.perf_counter() - begun
print(f"  {count * 10:,} messages of {visitors:,} visitors, {size:.0f} MB, written in {seconds:.1f} s")
tickets = Tickets(signing_secret(PROJECT))
cookies = {tickets.cookie: tickets.write(Ticket("visitor 0"))}
with serving(PROJECT) as address, httpx2.Client(base_url=address, cookies=cookies, timeout=60) as client:
    def get(query):
        answer = client.get("/api/conversations", params={"query": query})
        answer.raise_for_status()
        return answer.json()["conversations"]

    one = get("")[0]["id"]
    queries = {"list": "", "search, often said": "dat lich", "rarely": "hiem hoi", "never": "xyzzy", "a letter": "d"}
    for name, query in queries.items():
        found = len(get(query))
        print(f"    {name:<28}{timed(lambda: get(query))}   {found} found")
    print(f"    {'a conversation':<28}{timed(lambda: client.get(f'/api/conversations/{one}'))}")
'''


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=20)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        command = [QUICKSHIP, "new", "A chatbot for new tenants", "--name", "Ours", "--app", "chatbot"]
        subprocess.run([*command, "--no-input", "--no-git", "-o", folder], check=True, capture_output=True)
        project = Path(folder, "ours")
        subprocess.run(["sh", "setup.sh", "main", "dev"], cwd=project, check=True, capture_output=True)
        for count, visitors in ((1_000, 1), (10_000, 1), (10_000, 1_000)):
            for old in project.glob("var/app.db*"):
                old.unlink()
            words = [str(number) for number in (count, visitors, runs)]
            subprocess.run([project / ".venv/bin/python", "-c", MEASURE, *words], cwd=project, check=True)


if __name__ == "__main__":
    main()
