"""The manifests' promises, read from their files; and what they call is called for real."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

PROJECT = Path(__file__).parent.parent
MANIFESTS = PROJECT / "k8s"

Run = Callable[..., subprocess.CompletedProcess[str]]
Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]


def read(path: str) -> Any:
    return yaml.safe_load((MANIFESTS / path).read_text(encoding="utf-8"))


def pods() -> Iterator[Any]:
    """Yield the pod of the servers and that of the migration."""
    for path in ("base/deployment.yaml", "postgres/migration.yaml"):
        yield read(path)["spec"]["template"]


def said(word: str) -> str:
    """Return what the Dockerfile's last instruction of that name says."""
    lines = (PROJECT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    return next(line.partition(" ")[2] for line in reversed(lines) if line.startswith(f"{word} "))


def test_nothing_runs_with_rights_it_does_not_need() -> None:
    user, group = map(int, said("USER").split(":"))
    for pod in pods():
        spec, (container,) = pod["spec"], pod["spec"]["containers"]
        assert spec["automountServiceAccountToken"] is spec["enableServiceLinks"] is False
        assert (spec["securityContext"]["runAsUser"], spec["securityContext"]["runAsGroup"]) == (user, group)
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]["limits"]) == {"cpu", "memory", "ephemeral-storage"}


def test_the_server_is_where_the_image_has_it(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The probes ask as the cluster does: by the pod's address, with no code."""
    monkeypatch.setenv("ACCESS_CODE", "open sesame")
    (container,) = next(pods())["spec"]["containers"]
    assert str(container["ports"][0]["containerPort"]) == said("EXPOSE")
    assert said("VOLUME") in {mount["mountPath"] for mount in container["volumeMounts"]}
    client = serve(write_project())
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"]["port"] == container["ports"][0]["name"]
        answer = client.get(container[probe]["httpGet"]["path"], headers={"host": "10.1.2.3:8000"})
        assert answer.status_code == 200


def test_the_settings_let_the_ingress_in(serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (MANIFESTS / "base/settings.env").read_text(encoding="utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines)
    (rule,) = read("base/ingress.yaml")["spec"]["rules"]
    monkeypatch.setenv("ALLOWED_HOSTS", settings["ALLOWED_HOSTS"])
    monkeypatch.setenv("TRUSTED_PROXIES", settings["TRUSTED_PROXIES"])
    client = serve(write_project())
    assert client.get("/", headers={"host": rule["host"]}).status_code == 200
    assert client.get("/", headers={"host": "elsewhere.example.org"}).status_code == 400
    assert settings["PORT"] == said("EXPOSE")


def test_requests_reach_servers_alone() -> None:
    server, migration = (pod["metadata"]["labels"] for pod in pods())
    selectors = [
        read("base/service.yaml")["spec"]["selector"],
        read("base/deployment.yaml")["spec"]["selector"]["matchLabels"],
        read("postgres/disruption.yaml")["spec"]["selector"]["matchLabels"],
    ]
    for selector in selectors:
        assert selector.items() <= server.items()
        assert not selector.items() <= migration.items()


def test_sqlite_is_never_open_twice() -> None:
    patch, volume = read("sqlite/deployment.yaml")["spec"], read("sqlite/volume.yaml")
    assert (patch["replicas"], patch["strategy"]["type"]) == (1, "Recreate")
    assert volume["spec"]["accessModes"] == ["ReadWriteOncePod"]
    (var,) = patch["template"]["spec"]["volumes"]
    assert var["persistentVolumeClaim"]["claimName"] == volume["metadata"]["name"]


def test_what_leaves_is_named() -> None:
    ports = {
        (path, rule_port["port"])
        for path in ("base", "postgres")
        for rule in read(f"{path}/network.yaml")["spec"]["egress"]
        for rule_port in rule["ports"]
    }
    assert ports == {("base", 53), ("base", 443), ("postgres", 5432), ("postgres", 6379)}
    assert read("base/network.yaml")["spec"]["policyTypes"] == ["Ingress", "Egress"]


def test_every_file_is_part_of_what_is_applied() -> None:
    for folder in ("base", "sqlite", "postgres"):
        kustomization = read(f"{folder}/kustomization.yaml")
        patches = {patch["path"] for patch in kustomization.get("patches", [])}
        there = {file.name for file in (MANIFESTS / folder).glob("*.yaml")} - {"kustomization.yaml"}
        assert there == patches | {name for name in kustomization["resources"] if name != "../base"}


def test_the_job_s_command_brings_the_store_up_to_date(run: Run, tmp_path: Path) -> None:
    command = read("postgres/migration.yaml")["spec"]["template"]["spec"]["containers"][0]["command"]
    assert command[:3] == ["python", "-m", "app"]
    done = run(*command[3:])
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}/app.db is up to date\n"), done.stderr
    assert (tmp_path / "app.db").exists()


def test_the_secret_is_made_of_env_and_of_nothing_else(run: Run, tmp_path: Path) -> None:
    lines = ["ACCESS_CODE=\"mở 'ra' đi\"", f"SECRET={'s' * 32}", "HOST=127.0.0.1", "LLM_API_KEY=sk $x"]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
    done = run("k8s-secret")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stringData"] == {
        "ACCESS_CODE": "mở 'ra' đi",
        "SECRET": "s" * 32,
        "LLM_API_KEY": "sk $x",
    }
    names = {source["secretRef"]["name"] for pod in pods() for source in pod["spec"]["containers"][0]["envFrom"][1:]}
    assert names == {json.loads(done.stdout)["metadata"]["name"]}


def test_the_secret_goes_into_a_pipe_and_is_whole(run: Run, tmp_path: Path) -> None:
    without = run("k8s-secret")
    assert (without.returncode, without.stdout) == (1, "")
    assert "ACCESS_CODE and SECRET must be set" in without.stderr
    (tmp_path / ".env").write_text(f"ACCESS_CODE=open sesame\nSECRET={'s' * 32}\n", encoding="utf-8")
    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "app", "k8s-secret"]
    shown = subprocess.run(command, cwd=tmp_path, stdout=terminal, stderr=subprocess.PIPE, text=True, check=False)
    os.close(main)
    os.close(terminal)
    assert shown.returncode == 1
    assert "pipe it into" in shown.stderr
