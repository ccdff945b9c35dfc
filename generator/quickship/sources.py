"""SRC -> a folder on this machine: a name of the person's own, a folder, a git repository or a zip."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from quickship import archive, git, places, templates
from quickship.errors import TemplateError, UsageError
from quickship.staging import Staging
from quickship.types import Origin

NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
CREDENTIALS = re.compile(r"(?<=://)[^/@]+@")
UNUSED = {".git", ".venv", "venv", "node_modules", ".tox", ".nox"}  # at the top of a folder that people work in
FORMS = "SRC is a name, a folder, a zip, a git address or gh:owner/name, with @ref and //subfolder"


@dataclass(frozen=True)
class Address:
    """SRC taken apart: the place, the ref of a git repository, and the folder within."""

    place: str
    ref: str = ""
    subfolder: str = ""

    def __str__(self) -> str:
        return self.place + (f"@{self.ref}" if self.ref else "") + (f"//{self.subfolder}" if self.subfolder else "")


@dataclass(frozen=True)
class Source:
    """A copy of a template that nobody else changes: all that came along, and the template's own folder in it."""

    text: str
    root: Path
    folder: Path
    name: str
    origin: Origin


def fetch(text: str, staging: Staging, offline: bool = False) -> Source:
    """Brings what SRC names into a folder of `staging`; nothing of it is run or rendered."""
    own = places.templates() / text
    if NAME.fullmatch(text) and (own / templates.MANIFEST).is_file():
        return _local(text, own, "", staging)
    address = parse(text)
    place = _expanded(address.place)
    if place.lower().endswith(".zip"):
        return _unpacked(address, place, staging, offline)
    if _is_repository(place, address):
        return _checked_out(address, place, staging, offline)
    folder = Path(place).expanduser()
    if address.ref or not folder.is_dir():
        raise TemplateError(f"there is no template at {_public(text)}", FORMS)
    return _local(_recorded(address, folder), folder, address.subfolder, staging, address.place)


def parse(text: str) -> Address:
    """Takes SRC apart; what names a folder or a file that exists is taken as it is."""
    if os.path.exists(os.path.expanduser(text)):
        return Address(text)
    scheme, separator, rest = text.rpartition("://")
    rest, _, subfolder = rest.partition("//")
    host, slash, path = _host(rest, bool(separator))
    path, ref = _without_ref(path)
    if not ref:
        subfolder, ref = _without_ref(subfolder)
    return Address(scheme + separator + host + slash + path, ref, subfolder.strip("/"))


def _host(rest: str, with_scheme: bool) -> tuple[str, str, str]:
    """Parts off what stands before the path, for there an `@` parts a user from a host."""
    found = re.search("/" if with_scheme else "[/:]", rest)
    return (rest[: found.start()], found[0], rest[found.end() :]) if found else ("", "", rest)


def _without_ref(path: str) -> tuple[str, str]:
    head, at, ref = path.rpartition("@")
    return (head, ref) if at and head and ref else (path, "")


def _expanded(place: str) -> str:
    """Writes out gh:, gl:, bb: and the abbreviations of the person's own cookiecutter configuration."""
    if os.path.exists(os.path.expanduser(place)) or ":" not in place or "://" in place:
        return place
    from cookiecutter.repository import expand_abbreviations

    from quickship.cookiecutterrc import configuration

    return str(expand_abbreviations(place, configuration()["abbreviations"]))


def _is_repository(place: str, address: Address) -> bool:
    folder = Path(place).expanduser()
    if folder.is_dir():
        bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir()
        return bare or (bool(address.ref) and (folder / ".git").exists())
    from cookiecutter.repository import is_repo_url

    return bool(is_repo_url(place))


def _checked_out(address: Address, place: str, staging: Staging, offline: bool) -> Source:
    place = place.removeprefix("git+")
    local = Path(place).expanduser().is_dir() or place.startswith("file://")
    if offline and not local:
        raise UsageError(f"{_public(str(address))} is fetched over the network", "leave --offline out")
    folder = staging.folder() / _name(place)
    url = str(Path(place).expanduser().absolute()) if Path(place).expanduser().is_dir() else place
    commit = git.fetch(url, address.ref, folder)
    found = _within(_snapshot(folder, staging), address.subfolder, _public(str(address)))
    text = _recorded(address, Path(place).expanduser()) if os.path.isdir(url) else _public(str(address))
    origin = Origin(address.place, str(found.folder), address.ref or None, commit)
    return replace(found, text=text, origin=origin)


def _unpacked(address: Address, place: str, staging: Staging, offline: bool) -> Source:
    if address.ref:
        raise UsageError("a zip has no @ref", FORMS)
    file = Path(place).expanduser()
    remote = re.match("https?://", place)
    if remote:
        if offline:
            raise UsageError(f"{_public(place)} is fetched over the network", "leave --offline out")
        file = staging.folder() / "template.zip"
        archive.download(place, file)
    elif not file.is_file():
        raise TemplateError(f"there is no template at {_public(place)}", FORMS)
    root = archive.unpack(file, staging.folder() / _name(place))
    found = _within(_snapshot(root, staging), address.subfolder, _public(str(address)))
    text = _public(str(address)) if remote else _recorded(address, file)
    return replace(found, text=text, origin=Origin(address.place, str(found.folder)))


def _local(text: str, folder: Path, subfolder: str, staging: Staging, given: str = "") -> Source:
    found = _within(_snapshot(folder, staging), subfolder, text)
    place = given or str(folder)
    repo = os.path.join(place, subfolder) if subfolder else place
    return replace(found, text=text, origin=Origin(place, repo))


def _within(root: Path, subfolder: str, text: str) -> Source:
    folder = (root / subfolder).resolve()
    if not folder.is_relative_to(root.resolve()) or not (folder / templates.MANIFEST).is_file():
        where = f"{subfolder} of {text}" if subfolder else text
        raise TemplateError(f"there is no {templates.MANIFEST} in {where}", FORMS)
    return Source(text, root, folder, _name(subfolder or root.name), Origin("", ""))


def _snapshot(folder: Path, staging: Staging) -> Path:
    """Copies a template whole, so that what is trusted is what is rendered, whatever happens to the original."""
    copy = staging.folder() / folder.resolve().name
    try:
        templates.check_links(folder)
        shutil.copytree(folder, copy, symlinks=True, ignore=lambda path, names: _left_out(path == str(folder), names))
    except shutil.Error as error:
        raise TemplateError(f"the template holds what is no file: {error.args[0][0][0]}") from None
    except OSError as error:
        raise TemplateError(f"{folder} cannot be read: {error.strerror}") from None
    return copy


def _left_out(top: bool, names: Iterable[str]) -> set[str]:
    return {name for name in names if templates.is_cache(name) or (top and name in UNUSED)}


def _recorded(address: Address, path: Path) -> str:
    """A local place as it is written down: whole, and without the name of the person's home."""
    whole, home = path.absolute(), Path.home()
    place = f"~/{whole.relative_to(home).as_posix()}" if whole.is_relative_to(home) else str(whole)
    return str(replace(address, place=place))


def _public(text: str) -> str:
    """An address without the credentials that may stand in it."""
    return CREDENTIALS.sub("", text)


def _name(place: str) -> str:
    last = re.split(r"[/:\\]", place.rstrip("/"))[-1]
    return re.sub(r"[^\w.-]+", "-", re.sub(r"\.(git|zip)$", "", last, flags=re.IGNORECASE)) or "template"
