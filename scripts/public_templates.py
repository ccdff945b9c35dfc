"""Are public cookiecutter templates the same by quickship as by cookiecutter's own command?

`python scripts/public_templates.py` takes the templates that these packages hold from the package registry, renders
each by both with every default, hooks included, and compares contents, modes and empty folders. It runs code of
strangers: run it where that may be. What a template makes anew on every run, by cookiecutter alone, is left out.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Chosen by their names and summaries, before any of them was rendered.
PACKAGES = (
    "cookiecutter-data-science==2.3.0",
    "cookiecutter-django-package==0.1.0",
    "cookiecutter-fastapi-backend==2.5.1",
    "cookiecutter-hydro==0.1.6",
    "cookiecutter-kubernetes-deployment==0.2.5",
    "cookiecutter-obsidian-plugin==0.0.3",
    "cookiecutter-poetry==0.8.0",
    "cookiecutter-pypackage==0.5.0",
    "cookiecutter-pypackage-gitlab==0.6.2",
    "cookiecutter-pypackage-minimal==0.1.0",
    "cookiecutter-python==2.7.1",
    "cookiecutter-terragrunt-project==0.1.1",
    "cookiecutter-uv-hypermodern-python==2025.6.26",
    "cookiecutter-uv-package==1.0.15",
    "cookietemple==1.4.1",
    "fair-python-cookiecutter==1.0.0",
    "fastapi-cookiecutters==0.2.1",
    "openbb-cookiecutter==1.0.0",
    "scicookie==0.14.0",
    "snickerdoodle==0.4.3",
)
SECONDS = 180

Entries = dict[str, tuple[int, bytes]]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, package in enumerate(PACKAGES):
            place = Path(folder, str(number))
            found = templates(package, place)
            if isinstance(found, str):
                print(f"{package:48} {found}", flush=True)
            for template in found if isinstance(found, list) else ():
                name = f"{package}//{template.relative_to(place / 'unpacked')}"[:110]
                print(f"{name:48} {compared(template, place / 'made')}", flush=True)


def templates(package: str, place: Path) -> list[Path] | str:
    """The templates that a package holds, or why there is none."""
    place.mkdir()
    name = package.partition("==")[0]
    for form in (("--only-binary", ":all:"), ("--no-binary", name)):
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--ignore-requires-python",
            *form,
            "--dest",
            str(place),
            package,
        ]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            unpack(next(file for file in place.iterdir() if file.is_file()), place / "unpacked")
            found = [file.parent for file in sorted(place.rglob("cookiecutter.json")) if is_template(file.parent)]
            if found:
                return found[:3]
            shutil.rmtree(place)
            place.mkdir()
    return "cannot be fetched, or holds no template"


def unpack(file: Path, folder: Path) -> None:
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as archive:
            archive.extractall(folder)
    else:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")


def is_template(folder: Path) -> bool:
    outer = any("cookiecutter." in part for part in folder.parts)
    return not outer and any(entry.is_dir() and "{{" in entry.name for entry in folder.iterdir())


def compared(template: Path, made: Path) -> str:
    """What the comparison says: identical with the number of entries, or what differs, or which of both failed."""
    theirs = [by(made / side, template, "cookiecutter", "--no-input", str(template)) for side in ("one", "two")]
    words = ("new", "--template", str(template), "--trust", "--no-input", "--no-git")
    ours = by(made / "ours", template, "quickship", *words)
    shutil.rmtree(made)
    if isinstance(theirs[0], str) or isinstance(theirs[1], str) or isinstance(ours, str):
        return f"cookiecutter: {summary(theirs[0])}; quickship: {summary(ours)}"
    ours.pop("product.toml", None)
    steady = {path for path in theirs[0] if theirs[0][path] == theirs[1].get(path)}
    differing = sorted({path for path in steady if ours.get(path) != theirs[0][path]} | (set(ours) - set(theirs[0])))
    loose = len(theirs[0]) - len(steady)
    new_each_time = f", {loose} new each time" if loose else ""
    return f"differs in {differing[:5]}" if differing else f"identical: {len(steady)} entries{new_each_time}"


def by(place: Path, template: Path, command: str, *words: str) -> Entries | str:
    """What a command makes, or the last line of what it says; the folder is named alike for all."""
    out = template.parent / ".out"
    home = place / "home"
    home.mkdir(parents=True)
    environment = {
        "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}",
        "HOME": str(home),
        "TMPDIR": tempfile.gettempdir(),
    }
    try:
        done = subprocess.run(
            [str(ROOT / ".venv/bin" / command), *words, "-o", str(out)], cwd=place, env=environment,
            capture_output=True, text=True, errors="replace", timeout=SECONDS, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        shutil.rmtree(out, ignore_errors=True)
        return f"took more than {SECONDS} s"
    found = (
        dict(entries(out)) if done.returncode == 0 else ((done.stdout + done.stderr).strip().splitlines() or ["?"])[-1]
    )
    shutil.rmtree(out, ignore_errors=True)
    return found


def entries(out: Path) -> list[tuple[str, tuple[int, bytes]]]:
    (project,) = out.iterdir()
    found = []
    for place in sorted(project.rglob("*")):
        data = b"folder" if place.is_dir() else place.read_bytes()
        path = place.relative_to(project).as_posix()
        if not path.startswith(".git/"):
            found.append((path, (stat.S_IMODE(place.lstat().st_mode), data)))
    return found


def summary(result: Entries | str) -> str:
    return result[-100:] if isinstance(result, str) else f"made {len(result)} entries"


if __name__ == "__main__":
    main()
