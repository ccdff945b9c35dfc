"""A Dockerfile's own steps, run without an engine: in a root folder that shows this machine's system."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

import pytest

SYSTEM = ("usr", "bin", "sbin", "lib", "lib64", "etc", "opt", "dev", "proc")
REGISTRY = ("PIP_", "SSL_", "HTTP", "http", "no_proxy", "NO_PROXY")

# Every step has mounts of its own, which end with it. What a run may not write to is read-only, root's rights or not.
STEP = r"""
set -eu
root=$1 prefix=$2 kind=$3 user=$4; shift 4
mount --bind "$root" "$root"
for folder in $SYSTEM "${prefix#/}"; do
    if [ -L "/$folder" ]; then ln -sfn "$(readlink "/$folder")" "$root/$folder"; continue; fi
    [ -d "/$folder" ] || continue
    mkdir -p "$root/$folder"
    mount --rbind "/$folder" "$root/$folder"
done
if [ "$kind" = run ]; then
    mount --bind "$root/project/var" "$root/project/var"
    mount -t tmpfs tmpfs "$root/tmp"
    mount -o remount,bind,ro "$root"
fi
exec chroot --userspec="$user" "$root" env -i "$@"
"""


@dataclass(frozen=True)
class Image:
    """A root folder that the steps of a project's Dockerfile fill."""

    project: Path
    root: Path
    prefix: Path  # of the Python that stands for the image's
    stages: list[list[tuple[str, str]]]

    def build(self) -> None:
        """Runs every instruction of the Dockerfile; raises CalledProcessError where a RUN fails."""
        self._python()
        for stage in self.stages:
            place = "/"
            for word, rest in stage:
                if word == "WORKDIR":
                    place = rest
                    self._at(place).mkdir(parents=True, exist_ok=True)
                elif word == "COPY":
                    self._copy(shlex.split(rest), place)
                elif word == "RUN":
                    self._step("build", "0:0", {}, "sh", "-c", f"cd {place} && {rest}").check_returncode()

    def start(self, **settings: str) -> subprocess.Popen[bytes]:
        """Starts the image's command as its user, with nothing to write to but its volume and /tmp."""
        words, environ = self._run_as(json.loads(self._last("CMD")), settings)
        return subprocess.Popen(words, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        words, environ = self._run_as(list(command), settings)
        return subprocess.run(words, env=environ, capture_output=True, text=True, check=False)

    def is_healthy(self, **settings: str) -> bool:
        """Does the image's own health check pass?"""
        return self.run(*json.loads(self._last("HEALTHCHECK").split(" CMD ")[1]), **settings).returncode == 0

    def size(self, folder: str) -> int:
        """The bytes of what lies below a folder of the image."""
        files = [file for file in self._at(folder).rglob("*") if file.is_file() and not file.is_symlink()]
        return sum(file.stat().st_size for file in files)

    def _python(self) -> None:
        folder = self._at("/image/bin")
        folder.mkdir(parents=True)
        self._at("/tmp").mkdir(mode=0o1777)
        (folder / "python").symlink_to(self.prefix / "bin/python3")
        (folder / "pip").write_text('#!/bin/sh\nexec python -m pip "$@"\n', encoding="utf-8")
        (folder / "pip").chmod(0o755)

    def _copy(self, words: list[str], place: str) -> None:
        options = dict(word.split("=") for word in words if word.startswith("--"))
        *sources, target = [word for word in words if not word.startswith("--")]
        into = self._at(str(PurePosixPath(place, target)))
        for source in sources:
            if "--from" in options and self._at(source) != into:  # all stages share the folder
                shutil.copytree(self._at(source), into, symlinks=True, dirs_exist_ok=True)
            elif "--from" not in options:
                self._copy_sent(source, into)
        if "--chown" in options:
            (into / "var").chmod(0o700)
            shutil.chown(into / "var", *map(int, options["--chown"].split(":")))

    def _copy_sent(self, source: str, into: Path) -> None:
        for path in sent(self.project):
            if path.is_relative_to(source):
                to = into / (path if source == "." else path.name)
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.project / path, to)

    def _run_as(self, command: list[str], settings: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        said = dict(word.split("=", 1) for word in shlex.split(self._last("ENV")))
        said["PATH"] = said["PATH"].replace("$PATH", "/image/bin:/usr/bin:/bin")
        inside = ["sh", "-c", f'cd {self._last("WORKDIR")} && exec "$@"', "sh", *command]
        return self._words("run", self._last("USER"), {**said, **settings}, *inside)

    def _step(self, kind: str, user: str, said: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
        words, environ = self._words(kind, user, said, *command)
        return subprocess.run(words, env=environ, capture_output=True, text=True, check=False)

    def _words(self, kind: str, user: str, said: dict[str, str], *command: str) -> tuple[list[str], dict[str, str]]:
        registry = {name: value for name, value in os.environ.items() if name.startswith(REGISTRY)}
        inside = {"PATH": "/image/bin:/usr/bin:/bin", **(registry if kind == "build" else {}), **said}
        head = ["unshare", "--mount", "sh", "-c", STEP, "step", str(self.root), str(self.prefix), kind, user]
        return [*head, *(f"{name}={value}" for name, value in inside.items()), *command], {
            **os.environ,
            "SYSTEM": " ".join(SYSTEM),
        }

    def _last(self, wanted: str) -> str:
        return next(rest for word, rest in reversed(self.stages[-1]) if word == wanted)

    def _at(self, path: str) -> Path:
        return self.root / path.lstrip("/")


def image(project: Path, root: Path) -> Image:
    """The image of a project, to be built in a new folder; skips the test where nobody may mount and chroot."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", "true"], check=False).returncode != 0:
        pytest.skip("running the Dockerfile's steps takes root's right to mount")
    text = (project / "Dockerfile").read_text(encoding="utf-8")
    root.mkdir(mode=0o755)
    return Image(project, root, Path(sys.base_prefix), stages(text))


def stages(text: str) -> list[list[tuple[str, str]]]:
    """The instructions of a Dockerfile by stage, each on one line."""
    found: list[list[tuple[str, str]]] = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith("FROM"):
            found.append([])
        if found and line.strip() and not line.startswith("#"):
            word, rest = line.split(maxsplit=1)
            found[-1].append((word, " ".join(rest.split())))
    return found


def sent(project: Path) -> Iterator[PurePosixPath]:
    """The files that .dockerignore lets into the image."""
    lines = (project / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    for file in sorted(project.rglob("*")):
        path = PurePosixPath(file.relative_to(project).as_posix())
        if path.parts[0] not in (".venv", ".git") and file.is_file() and is_sent(path, rules):
            yield path


def is_sent(path: PurePosixPath, rules: list[str]) -> bool:
    """Of the rules that fit a file or a folder above it, the last one counts."""
    fitting = [rule for rule in rules if any(fits(level, rule.lstrip("!")) for level in (path, *path.parents))]
    return not fitting or fitting[-1].startswith("!")


def fits(path: PurePosixPath, pattern: str) -> bool:
    deep = pattern.startswith("**/")
    return path != PurePosixPath(".") and fnmatch(path.name if deep else str(path), pattern.removeprefix("**/"))
