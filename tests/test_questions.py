"""On a terminal quickship shows what it understood and asks; a person answers with the arrow keys."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import COMMAND
from drafts import CHATBOT, asking, model, said
from quickship import templates
from trees import COACH

DOWN, ENTER, INTERRUPT = "\x1b[B", "\r", "\x03"
SECONDS = 30.0


class Terminal:
    """quickship on a pseudo-terminal: what it shows, and keys pressed once it shows what is waited for."""

    def __init__(self, *words: str, cwd: Path) -> None:
        self.shown = ""
        self.keys, screen = pty.openpty()
        env = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        command = [str(COMMAND), "new", *words]
        self.process = subprocess.Popen(command, cwd=cwd, env=env, stdin=screen, stdout=screen, stderr=screen)
        os.close(screen)

    def wait_for(self, text: str) -> None:
        """Reads on until the text is shown; what was shown before it is forgotten."""
        deadline = time.monotonic() + SECONDS
        while text not in self.shown:
            assert time.monotonic() < deadline, f"{text!r} was not shown, but {self.shown[-2000:]!r}"
            self.read()
        self.shown = self.shown.partition(text)[2]

    def read(self) -> None:
        if select.select([self.keys], [], [], 0.1)[0]:
            try:
                self.shown += os.read(self.keys, 65_536).decode(errors="replace")
            except OSError:  # the other side is closed
                time.sleep(0.05)

    def press(self, keys: str) -> None:
        os.write(self.keys, keys.encode())

    def end(self) -> int:
        """Reads to the end; the exit code."""
        deadline = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"still running: {self.shown[-2000:]!r}"
            self.read()
        self.read()
        assert "Traceback" not in self.shown
        return self.process.returncode


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[type[Terminal]]:
    """The class to start terminals with; what still runs at the end is stopped."""
    started: list[Terminal] = []

    class Started(Terminal):
        def __init__(self, *words: str, cwd: Path = tmp_path) -> None:
            super().__init__(*words, cwd=cwd)
            started.append(self)

    yield Started
    for one in started:
        one.process.kill()
        one.process.wait()
        os.close(one.keys)


def test_asks_for_the_idea_shows_what_it_understood_and_makes_it(tmp_path: Path, terminal: type[Terminal]) -> None:
    person = terminal("--no-git", cwd=tmp_path)
    person.wait_for("for whom?")
    person.press(COACH + ENTER)
    person.wait_for("job seekers")
    person.wait_for("Go on?")
    assert list(tmp_path.iterdir()) == []
    person.press(ENTER)
    assert person.end() == 0
    (project,) = tmp_path.iterdir()
    assert COACH in (project / "product.toml").read_text(encoding="utf-8")


def test_another_name_and_a_feature_are_taken_up(tmp_path: Path, terminal: type[Terminal]) -> None:
    person = terminal(COACH, "--no-git", cwd=tmp_path)
    person.wait_for("Go on?")
    person.press(DOWN + ENTER)
    person.wait_for("Name")
    person.press("\x15" + "Đèn" + ENTER)
    person.wait_for(f"{tmp_path}/den")
    person.wait_for("Go on?")
    person.press(DOWN * 5 + ENTER)
    person.wait_for("docker")
    person.press(DOWN * templates.names("feature").index("docker") + " " + ENTER)
    person.wait_for("Go on?")
    person.press(ENTER)
    assert person.end() == 0
    assert (tmp_path / "den/compose.yaml").exists()


def test_another_domain_is_taken_up(tmp_path: Path, terminal: type[Terminal]) -> None:
    person = terminal(COACH, "--no-git", cwd=tmp_path)
    person.wait_for("none")
    person.wait_for("Go on?")
    person.press(DOWN * 4 + ENTER)
    person.wait_for("Domain")
    person.press(ENTER)
    person.wait_for("banking")
    person.wait_for("Go on?")
    person.press(ENTER)
    assert person.end() == 0
    assert 'domain = "banking"' in (tmp_path / "interview-coach/product.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("keys", "message"), [(DOWN * 6 + ENTER, "nothing was written"), (INTERRUPT, "nothing was")])
def test_a_no_or_an_interrupt_writes_nothing(keys: str, message: str, tmp_path: Path, terminal: type[Terminal]) -> None:
    person = terminal(COACH, cwd=tmp_path)
    person.wait_for("Go on?")
    person.press(keys)
    person.wait_for(message)
    assert person.end() == 130
    assert list(tmp_path.iterdir()) == []


def test_no_input_asks_nothing_on_a_terminal_either(tmp_path: Path, terminal: type[Terminal]) -> None:
    person = terminal("--no-input", cwd=tmp_path)
    person.wait_for("there is no idea")
    assert person.end() == 2


@pytest.mark.parametrize(("keys", "name"), [("y", "Rehearse"), (ENTER, "Interview coach")])
def test_on_a_terminal_the_person_is_asked(
    keys: str,
    name: str,
    tmp_path: Path,
    terminal: type[Terminal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with model(said(CHATBOT)) as fake:
        for key, value in asking(fake).items():
            monkeypatch.setenv(key, value)
        person = terminal(COACH, "--no-git", cwd=tmp_path)
        person.wait_for("Send the idea to 127.0.0.1")
        assert fake.requests == []
        person.press(keys)
        person.wait_for(name)
        person.wait_for("Go on?")
        person.press(ENTER)
        assert person.end() == 0
    assert len(fake.requests) == (keys == "y")
