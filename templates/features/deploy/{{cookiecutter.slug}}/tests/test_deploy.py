"""The hosts' files say what the image serves, and the commands are printed and never run."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from app.deploying.hosts import HOSTS
from app.deploying.words import WORDS

PROJECT = Path(__file__).parent.parent
SECRETS = {"ACCESS_CODE", "SECRET", "LLM_API_KEY", "DATABASE_URL"}

Run = Callable[..., subprocess.CompletedProcess[str]]
Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]


def text(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


def said(word: str) -> str:
    """Return what the Dockerfile's last instruction of that name says."""
    found: list[str] = re.findall(rf"^{word} (.+)$", text("Dockerfile"), re.MULTILINE)
    return found[-1]


def fly() -> Any:
    return tomllib.loads(text("fly.toml"))


def render() -> Any:
    (service,) = yaml.safe_load(text("render.yaml"))["services"]
    return service


def cloud_run() -> Any:
    (container,) = yaml.safe_load(text("deploy/cloud-run.yaml"))["spec"]["template"]["spec"]["containers"]
    return container


def space() -> Any:
    _, front, _ = text("deploy/space.md").split("---\n", 2)
    return yaml.safe_load(front)


def test_each_host_asks_at_the_port_of_the_image() -> None:
    port = int(said("EXPOSE"))
    render_port = next(int(each["value"]) for each in render()["envVars"] if each["key"] == "PORT")
    assert fly()["http_service"]["internal_port"] == render_port == space()["app_port"] == port
    assert cloud_run()["ports"] == [{"containerPort": port}]
    assert {cloud_run()[probe]["httpGet"]["port"] for probe in ("startupProbe", "livenessProbe")} == {port}


def test_each_host_asks_for_health_where_the_app_answers_without_a_code(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCESS_CODE", "open sesame")
    client = serve(write_project())
    checks = [check["path"] for check in fly()["http_service"]["checks"]]
    probes = [cloud_run()[probe]["httpGet"]["path"] for probe in ("startupProbe", "livenessProbe")]
    for path in (*checks, *probes, render()["healthCheckPath"]):
        assert client.get(path, headers={"host": "10.0.0.7"}).status_code == 200


def test_the_names_that_hosts_give_are_let_in(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, hosted = fly()["app"], {each["key"]: each.get("value") for each in render()["envVars"]}
    environ = {each["name"]: each.get("value") for each in cloud_run()["env"]}
    for values, host in (
        (fly()["env"], f"{name}.fly.dev"),
        (hosted, f"{render()['name']}.onrender.com"),
        (environ, str(environ["ALLOWED_HOSTS"])),
    ):
        monkeypatch.setenv("ALLOWED_HOSTS", str(values["ALLOWED_HOSTS"]))
        monkeypatch.setenv("TRUSTED_PROXIES", str(values["TRUSTED_PROXIES"]))
        assert serve(write_project()).get("/", headers={"host": host}).status_code == 200


def test_what_is_kept_on_fly_is_what_the_image_keeps() -> None:
    assert fly()["mounts"]["destination"] == said("VOLUME")


def test_no_file_holds_a_secret() -> None:
    hidden = {each["key"]: each for each in render()["envVars"] if "value" not in each}
    assert set(hidden) == SECRETS
    assert all(each.get("sync") is False or each.get("generateValue") for each in hidden.values())
    assert {each["name"] for each in cloud_run()["env"] if "valueFrom" in each} == SECRETS
    assert SECRETS.isdisjoint(fly()["env"])


def test_every_host_has_its_file_and_is_told_in_both_languages() -> None:
    assert all((PROJECT / host.file).exists() for host in HOSTS.values())
    for language in WORDS.values():
        assert set(language) == set(HOSTS)
        assert all("postgres" in " ".join(notes) for notes in language.values())


def test_the_commands_are_printed_for_a_shell_and_none_is_run(run: Run, tmp_path: Path) -> None:
    """Every program that they name stands in PATH and would leave a mark."""
    mark, tools = tmp_path / "ran", tmp_path / "tools"
    tools.mkdir()
    for name in ("fly", "render", "gcloud", "git", "tar", "cp", "grep"):
        (tools / name).write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    assert run("deploy", "nowhere").returncode == 2
    product = tmp_path / "product.toml"
    odd = product.read_text(encoding="utf-8").replace("[product]", '[product]\nslug = "it\'s; $(id)"')
    product.write_text(odd, encoding="utf-8")
    environ = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    for host in HOSTS:
        command = [sys.executable, "-m", "app", "deploy", host]
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        read = subprocess.run(["sh", "-n"], input=done.stdout.partition("\n")[2], text=True, check=False)
        assert read.returncode == 0
        assert not mark.exists()
    named = subprocess.run([*command[:-1], "fly"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert """fly apps create 'it'"'"'s; $(id)'""" in named.stdout


def test_without_a_host_each_is_told_of(run: Run) -> None:
    done = run("deploy")
    assert [line.partition(" ")[0] for line in done.stdout.splitlines() if not line.startswith(" ")] == list(HOSTS)
    assert "fly deploy" not in done.stdout
