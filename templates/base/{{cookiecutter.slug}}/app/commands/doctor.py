"""Examines the model's service: `python -m app doctor`."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from app.llm.checks import Check
    from app.llm.servers import LocalServer

WORDS: Final = {
    "en": {
        "ok": "ok", "fault": "fault", "not_asked": "-",
        "endpoint": "service", "key": "key", "model": "model", "stream": "streaming", "schema": "JSON schema",
        "embeddings": "embeddings", "price": "price", "shutdown": "shutdown",
        "servers": "Model servers on this machine, and the lines of .env that connect them:",
    },
    "vi": {
        "ok": "ổn", "fault": "lỗi", "not_asked": "-",
        "endpoint": "dịch vụ", "key": "khóa", "model": "mô hình", "stream": "trả lời dần", "schema": "JSON schema",
        "embeddings": "mô hình nhúng", "price": "giá", "shutdown": "ngừng phục vụ",
        "servers": "Các máy chủ mô hình trên máy này và những dòng .env để kết nối:",
    },
}  # fmt: skip


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")
def command(as_json: bool) -> None:
    """Ask the model's service whether it does all that this app needs, and exit 1 on a fault.

    It takes three short calls, which are recorded and capped like any other. --json prints
    {"checks": [{"name", "status": "ok" | "fault" | "not_asked", "message", "hint"}],
    "servers": [{"name", "models": [], "env": []}]}.
    """
    from app import checks as more
    from app.discovery import exported
    from app.llm import doctor, door, servers

    async def ask() -> "tuple[list[Check], list[LocalServer]]":
        return await doctor.examined(), await servers.found()

    checks, found = asyncio.run(ask())
    checks += [check(door.language()) for check in exported(more, "check")]
    if as_json:
        rows = {"checks": [asdict(check) for check in checks], "servers": [asdict(server) for server in found]}
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        click.echo("\n".join(lines(checks, found)))
    if any(check.status == "fault" for check in checks):
        raise SystemExit(1)


def lines(checks: "list[Check]", found: "list[LocalServer]") -> Iterator[str]:
    """Yield what a person reads, the next step below what it is for."""
    from app.llm import door
    from app.words import in_language

    words = in_language(WORDS, door.language())
    names = [words.get(check.name, check.name) for check in checks]
    widths = [max(map(len, column)) for column in ((words["ok"], words["fault"]), names)]
    for check, name in zip(checks, names, strict=True):
        head = f"{words[check.status]:<{widths[0]}}  {name:<{widths[1]}}  "
        yield head + check.message
        if check.hint:
            yield " " * len(head) + check.hint
    if found:
        yield f"\n{words['servers']}"
        for server in found:
            yield from (f"\n  {server.name}: {', '.join(server.models)}", *(f"      {line}" for line in server.env))
