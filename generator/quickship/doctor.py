"""`quickship doctor`: what a project needs on this machine, each with what to do where it is missing."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from quickship import __version__, console

OLDEST = (3, 11)
PORT = 8000
SECONDS = 5.0


@dataclass(frozen=True)
class Finding:
    """One thing looked at: is it well, what was seen, and the next step where it is not."""

    name: str
    ok: bool
    seen: str
    hint: str = ""
    needed: bool = True


def run(offline: bool, as_json: bool) -> int:
    """Prints every finding; 1 where something that is needed is missing."""
    findings = look(os.environ, offline)
    if as_json:
        console.document({"quickship": __version__, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            console.finding(finding.name, finding.ok, finding.needed, finding.seen, finding.hint)
    return int(any(finding.needed and not finding.ok for finding in findings))


def look(environment: Mapping[str, str], offline: bool) -> list[Finding]:
    """Looks at Python, git, make, uv, the port and the configured endpoint."""
    return [
        python(),
        tool("git", "2.38", "install git", needed=True),
        tool("make", "3.81", "install make", needed=True),
        tool("uv", "0.5", "nothing to do: `make setup` installs uv into the project", needed=False),
        port(),
        endpoint(environment, offline),
    ]


def python() -> Finding:
    """Is this Python new enough, and can it make virtual environments?"""
    seen = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST:
        return Finding("Python", False, seen, "install Python 3.11 or newer")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return Finding("Python", False, f"{seen} without venv", "install the python3-venv package")
    return Finding("Python", True, seen)


def tool(name: str, oldest: str, hint: str, needed: bool) -> Finding:
    """Is this program on the PATH, in a version that serves?"""
    if not shutil.which(name):
        return Finding(name, False, "not found", hint, needed)
    done = subprocess.run([name, "--version"], capture_output=True, text=True, errors="replace", check=False)
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    version = found.group() if found else "0"
    return Finding(name, _numbers(version) >= _numbers(oldest), version, f"{name} {oldest} or newer is needed", needed)


def port(number: int = PORT) -> Finding:
    """Is the port free that `make dev` serves on?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return Finding("port", False, f"{number} is in use", f"make dev PORT={number + 1}", needed=False)
    return Finding("port", True, f"{number} is free")


def endpoint(environment: Mapping[str, str], offline: bool) -> Finding:
    """Does the endpoint that the environment names answer, and does it take the key?"""
    base = environment.get("LLM_BASE_URL") or ("https://api.openai.com/v1" if _key(environment) else "")
    if not base:
        return Finding("endpoint", True, "none configured: projects answer from their own pages", needed=False)
    host = _host(base)
    if offline:
        return Finding("endpoint", True, f"{host}, not asked (--offline)", needed=False)
    return _ask(base, host, _key(environment))


def _key(environment: Mapping[str, str]) -> str:
    return environment.get("LLM_API_KEY") or environment.get("OPENAI_API_KEY") or ""


def _host(address: str) -> str:
    try:
        return urllib.parse.urlsplit(address).hostname or address
    except ValueError:
        return address


def _ask(base: str, host: str, key: str) -> Finding:
    hint = "check LLM_BASE_URL and LLM_API_KEY"
    try:
        request = urllib.request.Request(base.rstrip("/") + "/models", headers={"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=SECONDS):
            return Finding("endpoint", True, f"{host} answers")
    except urllib.error.HTTPError as error:
        reason = "refuses the key" if error.code in (401, 403) else f"answers with status {error.code}"
        return Finding("endpoint", False, f"{host} {reason}", hint)
    except (OSError, ValueError):
        return Finding("endpoint", False, f"{host} does not answer", hint)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
