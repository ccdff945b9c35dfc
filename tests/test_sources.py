"""SRC in each of its forms: what comes is the same template, and nothing leads outside of it."""

from __future__ import annotations

import stat
import subprocess
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from conftest import Quickship
from plain_templates import BODY, NAMES, Executable, Link, Plain, write
from quickship.sources import Address, parse

ONE = Plain(NAMES, {f"{BODY}/a.sh": Executable("{{ cookiecutter._checkout }}"), f"{BODY}/link": Link("a.sh")})
NEW = ("new", "--trust", "--no-input", "--no-git", "--template")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("gh:owner/name", Address("gh:owner/name")),
        ("gh:owner/name@v1.2", Address("gh:owner/name", "v1.2")),
        ("gh:owner/name@feature/x//deep/er", Address("gh:owner/name", "feature/x", "deep/er")),
        ("gh:owner/name//deep@v1", Address("gh:owner/name", "v1", "deep")),
        ("https://user:token@host/o/n.git@v1//a", Address("https://user:token@host/o/n.git", "v1", "a")),
        ("https://host:8443/o/n", Address("https://host:8443/o/n")),
        ("git@host.org:o/n.git", Address("git@host.org:o/n.git")),
        ("git@host.org:o/n.git@v1", Address("git@host.org:o/n.git", "v1")),
        ("ssh://git@host:22/o/n@abc//x", Address("ssh://git@host:22/o/n", "abc", "x")),
        ("file:///srv/n.git@v1", Address("file:///srv/n.git", "v1")),
        ("../n.zip//a/b", Address("../n.zip", "", "a/b")),
    ],
)
def test_src_is_taken_apart(text: str, address: Address) -> None:
    assert parse(text) == address


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A bare repository: `v1` has a template at its top, the newest commit has it in a folder, too."""
    git = partial(subprocess.run, cwd=tmp_path / "work", check=True, capture_output=True)
    write(ONE, tmp_path / "work")
    git(["git", "init", "-q"])
    git(["git", "add", "."])
    who = ("-c", "user.name=x", "-c", "user.email=x@y")
    git(["git", *who, "commit", "-qm", "one"])
    git(["git", "tag", "v1"])
    write(
        Plain(NAMES, {f"{BODY}/sub.txt": "", f"{BODY}/top.txt": Link("../../../cookiecutter.json")}),
        tmp_path / "work/deep/sub",
    )
    git(["git", "add", "."])
    git(["git", *who, "commit", "-qm", "two"])
    git(["git", "clone", "-q", "--bare", ".", str(tmp_path / "a.git")])
    return tmp_path / "a.git"


def made(out: Path) -> set[str]:
    (project,) = out.iterdir()
    return {path.relative_to(project).as_posix() for path in project.rglob("*")} - {"product.toml"}


def commit(repository: Path, ref: str) -> str:
    return subprocess.run(
        ["git", "rev-parse", f"{ref}^{{commit}}"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_a_repository_by_its_ref_and_folder(repository: Path, tmp_path: Path, quickship: Quickship) -> None:
    first = commit(repository, "v1")
    forms = {
        f"file://{repository}": {"a.sh", "link"},
        f"{repository}@v1": {"a.sh", "link"},
        f"git+file://{repository}@{first}": {"a.sh", "link"},
        f"file://{repository}//deep/sub": {"sub.txt", "top.txt"},
    }
    for number, (src, files) in enumerate(forms.items()):
        done = quickship(*NEW, src, "--offline", "-o", tmp_path / str(number))
        assert done.code == 0, done.err
        assert made(tmp_path / str(number)) == files
    assert (tmp_path / "1/my-project/a.sh").read_text() == "v1"
    assert stat.S_IMODE((tmp_path / "1/my-project/a.sh").stat().st_mode) & 0o111


def test_a_project_is_made_again_from_the_commit_it_came_from(
    repository: Path, tmp_path: Path, quickship: Quickship
) -> None:
    assert quickship(*NEW, f"file://{repository}", "-o", tmp_path / "one", "--set", "project_name=Q {{ x }}").code == 0
    subprocess.run(["git", "update-ref", "refs/heads/" + head(repository), "v1"], cwd=repository, check=True)
    again = quickship("new", "--product", tmp_path / "one/q-x", "--trust", "--no-git", "-o", tmp_path / "two")
    assert (again.code, "no longer what it was" in again.err) == (0, False)
    assert made(tmp_path / "two") == made(tmp_path / "one")
    assert (tmp_path / "one/q-x/product.toml").read_bytes() == (tmp_path / "two/q-x/product.toml").read_bytes()


def head(repository: Path) -> str:
    return subprocess.run(
        ["git", "symbolic-ref", "--short", "HEAD"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("src", "message"),
    [
        ("file://{}@nothing", "git fetch failed"),
        ("{}@--upload-pack=touch ran", "git fetch failed"),
        ("ext::sh -c 'touch ran'", "there is no template"),
        ("file://{}//../..", "no cookiecutter.json"),
        ("file://{}//nowhere", "no cookiecutter.json"),
        ("https://user:geheim@127.0.0.1:9/x.git", "git fetch failed"),
        ("gh:owner/name", "over the network"),
        ("nowhere/at/all", "there is no template at nowhere/at/all"),
        ("notes.txt", "there is no template"),
    ],
)
def test_what_cannot_be_had_is_one_sentence(
    src: str, message: str, repository: Path, tmp_path: Path, quickship: Quickship
) -> None:
    (tmp_path / "notes.txt").write_text("x")
    offline = ["--offline"] if src.startswith("gh:") else []
    done = quickship(*NEW, src.format(repository), *offline)
    assert done.code in (1, 2)
    assert message in done.err
    assert "geheim" not in done.err
    assert not (tmp_path / "ran").exists()
    assert not list(tmp_path.glob("*project*"))


def packed(template: Path, file: Path, top: str = "name-main/") -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(template.rglob("*")):
            archive.write(path, top + path.relative_to(template).as_posix())
    return file


@pytest.mark.parametrize("top", ["name-main/", ""])
def test_a_zip_from_disk_and_by_address(top: str, tmp_path: Path, quickship: Quickship) -> None:
    template = write(
        Plain(NAMES, {f"{BODY}/a": "{{ cookiecutter.project_name }}", f"{BODY}/empty": None}), tmp_path / "t"
    )
    packed(template, tmp_path / "name.zip", top)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/name.zip"
        assert quickship(*NEW, address, "--offline").code == 2
        assert quickship(*NEW, address, "-o", tmp_path / "one").code == 0
        assert "HTTP Error 404" in quickship(*NEW, address.replace("name", "other")).err
        server.shutdown()
    assert quickship(*NEW, "name.zip", "-o", tmp_path / "two").code == 0
    assert made(tmp_path / "one") == made(tmp_path / "two") == {"a", "empty"}


EVIL = [
    ("../out", "leads outside", 0),
    ("name/../../out", "leads outside", 0),
    ("/tmp/quickship-out", "leads outside", 0),
    ("name\\..\\out", "leads outside", 0),
    ("C:/out", "leads outside", 0),
    ("name/link", "a link or a device", stat.S_IFLNK | 0o777),
    ("name/device", "a link or a device", stat.S_IFCHR | 0o600),
]


@pytest.mark.parametrize(("entry", "message", "mode"), EVIL)
def test_a_zip_with_an_evil_entry_is_refused(
    entry: str, message: str, mode: int, tmp_path: Path, quickship: Quickship
) -> None:
    (tmp_path / "here").mkdir()
    template = write(Plain(NAMES, {f"{BODY}/a": ""}), tmp_path / "t")
    packed(template, tmp_path / "here/evil.zip")
    with zipfile.ZipFile(tmp_path / "here/evil.zip", "a") as archive:
        info = zipfile.ZipInfo(entry)
        info.external_attr = mode << 16
        archive.writestr(info, "/etc/passwd")
    done = quickship(*NEW, "evil.zip", cwd=tmp_path / "here")
    assert (done.code, message in done.err) == (1, True), done.err
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["evil.zip"]
    assert not Path("/tmp/quickship-out").exists()


def test_a_zip_that_is_too_large_broken_or_locked_is_refused(tmp_path: Path, quickship: Quickship) -> None:
    bomb = zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED)
    with bomb as archive, archive.open("zeros", "w", force_zip64=True) as file:
        for _ in range(201):
            file.write(bytes(1 << 20))
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no zip")
    for name, message in {"bomb": "more than 200 MB", "broken": "cannot be read"}.items():
        done = quickship(*NEW, f"{name}.zip")
        assert (done.code, message in done.err) == (1, True), done.err


def test_a_name_of_the_persons_own_folder(tmp_path: Path, quickship: Quickship) -> None:
    env = {"XDG_DATA_HOME": str(tmp_path / "data")}
    write(ONE, tmp_path / "data/quickship/templates/mine")
    assert quickship(*NEW, "mine", "-o", tmp_path / "out", env=env).code == 0
    assert 'source = "mine"' in (tmp_path / "out/my-project/product.toml").read_text()


def test_a_link_that_leads_out_of_the_template_is_refused(tmp_path: Path, quickship: Quickship) -> None:
    (tmp_path / "secret").write_text("secret")
    for number, target in enumerate(("/etc/passwd", "../../secret", str(tmp_path / "secret"))):
        write(Plain(NAMES, {f"{BODY}/a": Link(target)}), tmp_path / f"t{number}")
        done = quickship(*NEW, f"./t{number}", "-o", tmp_path / "out")
        assert (done.code, "leads outside" in done.err) == (1, True)
    assert not (tmp_path / "out").exists()
