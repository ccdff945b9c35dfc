"""What the tests of the caps say: ask for a call, see what was recorded, spend in another process."""

import asyncio
import subprocess
import sys
from contextlib import AbstractAsyncContextManager

from sqlalchemy import RowMapping, select

from app import db, usage
from app.guard import CapFault, Spending, spending
from app.llm.costs import Usage
from app.settings import PROJECT

USAGE = Usage(1000, 100, 10)


def asked(most_usd: float | None = 0.1, visitor: str = "a visitor") -> AbstractAsyncContextManager[Spending]:
    return spending(visitor, "a-model", "openai", most_usd)


def refused(most_usd: float | None = 0.1, visitor: str = "a visitor") -> str:
    """Return the code with which a call is refused, or nothing."""

    async def ask() -> str:
        try:
            async with asked(most_usd, visitor) as call:
                call.used(USAGE, most_usd or 0, estimated=False)
        except CapFault as fault:
            return fault.code
        return ""

    return asyncio.run(ask())


def rows() -> list[RowMapping]:
    with db.read() as connection:
        return list(connection.execute(select(usage.calls)).mappings())


def spent() -> int:
    return sum(row["cost"] for row in rows())


def spender(calls: int, usd: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.spender", str(calls), str(usd)]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def entered(process: "subprocess.Popen[str]") -> int:
    assert process.stdout
    return int(process.stdout.readline())
