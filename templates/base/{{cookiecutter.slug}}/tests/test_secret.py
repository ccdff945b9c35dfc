import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.faults import OwnerFault
from app.security.secret import signing_secret
from app.settings import PROJECT

READ = "import sys; from pathlib import Path; from app.security.secret import signing_secret; sys.stdin.read(1); "
PRINT = "print(signing_secret(Path(sys.argv[1])))"


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-c", READ + PRINT, str(tmp_path)]
    started = [
        subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    found = {process.communicate("x")[0] for process in started}
    assert found == {signing_secret(tmp_path) + "\n"}
    assert len(signing_secret(tmp_path)) == 64


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        signing_secret(tmp_path)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "var/secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret"]


def test_a_setting_stands_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s" * 32)
    assert signing_secret(tmp_path) == "s" * 32
    assert list(tmp_path.iterdir()) == []


def test_a_short_setting_is_refused_without_being_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "hunter2")
    with pytest.raises(OwnerFault, match=r"SECRET is wrong: .*32") as caught:
        signing_secret(tmp_path)
    assert "hunter2" not in str(caught.value)


def test_a_folder_that_takes_no_file_is_one_sentence(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "var").write_text("")
    done = run("serve")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "secret cannot be used" in done.stderr
    assert "SECRET" in done.stderr
