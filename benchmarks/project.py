"""Measures what a generated chatbot weighs: its code by rooms, its environment, and how soon its server answers.

    .venv/bin/python benchmarks/project.py

Code is what runs: Python and JavaScript of app/ without blank lines, comments and docstrings; vendored files, texts and
CSS are no code. An environment is what `setup.sh` installs, uv itself aside, in megabytes of 2**20. A start is the time
from the command to the first answer at /healthz, the median of five.
"""

from __future__ import annotations

import ast
import os
import re
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = "8765"
TEXTS = ("vendor", "words", "migrations")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        words = ["new", "A chatbot for new tenants", "--name", "Made", "--app", "chatbot", "--no-input", "--no-git"]
        subprocess.run([ROOT / ".venv/bin/quickship", *words, "-o", folder], check=True, capture_output=True)
        project = Path(folder) / "made"
        print_code(project / "app")
        for groups in (["main"], ["main", "local"]):
            subprocess.run(["sh", "setup.sh", *groups], cwd=project, check=True, capture_output=True)
            print(f"  environment of {' and '.join(groups):<16} {megabytes(project / '.venv'):6.0f} MB")
        print(f"  server answers after {statistics.median(started(project) for _ in range(5)):16.2f} s")


def print_code(app: Path) -> None:
    """Print the rooms of the app, the largest first, and the length of a function."""
    rooms: dict[str, list[int]] = defaultdict(list)
    lengths: list[int] = []
    for file in code_files(app):
        rooms[room_of(file.relative_to(app))].append(sum(1 for _ in code_lines(file)))
        lengths += function_lengths(file) if file.suffix == ".py" else []
    for room, counts in sorted(rooms.items(), key=lambda item: -sum(item[1])):
        print(f"  {room:<22} {len(counts):4d} files {sum(counts):6,d} lines")
    total = [count for counts in rooms.values() for count in counts]
    print(f"  {'in all':<22} {len(total):4d} files {sum(total):6,d} lines, a function {statistics.median(lengths):g}")


def code_files(app: Path) -> list[Path]:
    found = [*app.rglob("*.py"), *app.rglob("*.js")]
    return sorted(file for file in found if not set(TEXTS) & set(file.relative_to(app).parts))


def room_of(path: Path) -> str:
    """Name the folder, or what stands in none."""
    return f"{path.parts[0]}/" if len(path.parts) > 1 else "app itself"


def code_lines(file: Path) -> Iterator[str]:
    """Yield the lines that are code."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".js":
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        yield from (line for line in text.splitlines() if line.strip() and not line.strip().startswith("//"))
        return
    said = {number for node in docstrings(ast.parse(text)) for number in range(node.lineno, (node.end_lineno or 0) + 1)}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.strip().startswith("#") and number not in said:
            yield line


def docstrings(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first


def function_lengths(file: Path) -> list[int]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    made = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.end_lineno or 0) - node.lineno + 1 for node in made]


def megabytes(folder: Path) -> float:
    """Return what the files hold, each once, without the installer."""
    files = {file.stat().st_ino: file.stat().st_size for file in folder.rglob("*") if file.is_file()}
    installer = (folder / "bin/uv").stat().st_size if (folder / "bin/uv").is_file() else 0
    return (sum(files.values()) - installer) / 2**20


def started(project: Path) -> float:
    """Return the seconds until the server answers, and stop it."""
    begun = time.perf_counter()
    environ = {**os.environ, "PORT": PORT}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody waits for an interpreter that never keeps its byte code
    command = [project / ".venv/bin/python", "-m", "app", "serve"]
    server = subprocess.Popen(command, cwd=project, env=environ, stderr=subprocess.DEVNULL)
    try:
        while not answers():
            time.sleep(0.01)
        return time.perf_counter() - begun
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def answers() -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=1).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
