"""A small project of a small base and app of one's own, to be brought up to date in a tenth of the time."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conftest import Done, Quickship

BODY = "{{cookiecutter.slug}}"
NUMBERS = "".join(f"line {number}\n" for number in range(1, 31))
BASE: Mapping[str, str | bytes] = {
    "product.toml": "{{ cookiecutter._product_toml -}}\n",
    "README.md": "# {{ cookiecutter._product.name }}\n\n" + NUMBERS,
    ".gitignore": ".env\nvar/\n",
    "app/main.py": "".join(f"LINE_{number} = {number}\n" for number in range(1, 31)),
    "app/other.py": "".join(f"OTHER_{number} = {number}\n" for number in range(1, 31)),
    "lib/one.txt": "one " + NUMBERS,
    "lib/two.txt": "two " + NUMBERS,
    "data/faq.txt": NUMBERS,
    "evals/cases.txt": NUMBERS,
}


class World:
    """Templates in a folder, a project made of them, and git in that project; they can be copied whole, since what lies
    in the home is recorded as `~`."""

    def __init__(self, place: Path, quickship: Quickship) -> None:
        self.place, self.quickship = place, quickship
        self.env = {"HOME": str(place)}
        self.project = place / "made"

    def begin(self) -> None:
        (self.place / ".gitconfig").write_text("[user]\nname = A Person\nemail = person@example.org\n")
        self.template("base", "base", BASE)
        self.template("app", "app", {"app/routes.py": "ROUTES = ()\n"})

    def template(self, name: str, kind: str, files: Mapping[str, str | bytes | None], **manifest: Any) -> None:
        """Writes a template, or changes these files of it; None takes one away."""
        folder = self.place / "templates" / name
        said = {"kind": kind, "summary": name, **manifest}
        copied = ["app", "lib"]
        (folder / BODY).mkdir(parents=True, exist_ok=True)
        (folder / "cookiecutter.json").write_text(
            json.dumps({"slug": "x", "_copy_without_render": copied, "_quickship": said})
        )
        for path, content in files.items():
            place = folder / BODY / path
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())

    def new(self, *words: object, cwd: Path | None = None, repository: bool = True) -> None:
        folder = self.place / "templates"
        idea = ("." if cwd else "A coach", *(["A coach"] if cwd else ()))
        git = () if repository else ("--no-git",)
        done = self.quickship(
            "new", *idea, "--name", "Made", "--app", folder / "app", "--with", folder / "base", *words, *git,
            "--trust", "--no-input", cwd=cwd, env=self.env,
        )  # fmt: skip
        assert done.code == 0, done.err

    def run(self, *words: object, code: int = 0, cwd: Path | None = None) -> Done:
        """Runs add, remove, update or status in the project."""
        trust = () if words[0] == "status" else ("--trust", "--no-input")
        done = self.quickship(*words, *trust, cwd=cwd or self.project, env=self.env)
        assert done.code == code, done.err + done.out
        return done

    def update(self, *words: object, code: int = 0) -> dict[str, Any]:
        """Runs `quickship update --json`."""
        found: dict[str, Any] = json.loads(self.run("update", *words, "--json", code=code).out)
        return found

    def git(self, *words: str, cwd: Path | None = None, check: bool = True) -> str:
        environ = {"HOME": str(self.place), "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}
        done = subprocess.run(
            ["git", *words], cwd=cwd or self.project, env=environ, capture_output=True, text=True, check=check
        )
        return done.stdout

    def write(self, path: str, content: str | bytes, commit: bool = True) -> None:
        """A person's own change, committed."""
        place = self.project / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        if commit:
            self.commit("mine")

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)

    def read(self, path: str) -> str:
        return (self.project / path).read_bytes().decode()
