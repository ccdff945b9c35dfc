"""The workflow's promises, read from its file: pinned, bounded, with no more rights than it needs."""

import re
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parent.parent
TEXT = (PROJECT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
WORKFLOW: Any = yaml.safe_load(TEXT)
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def test_every_action_is_pinned_by_its_commit_and_says_its_version() -> None:
    used = re.findall(r"^ +- uses: (.*)$", TEXT, re.MULTILINE)
    assert len(used) == len([step for step in STEPS if "uses" in step]) > 0
    assert [line for line in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_no_job_may_do_more_than_read() -> None:
    assert WORKFLOW["permissions"] == {}
    assert [job["permissions"] for job in WORKFLOW["jobs"].values()] == [{"contents": "read"}] * len(WORKFLOW["jobs"])
    checkouts = [step["with"] for step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts == [{"persist-credentials": False}] * len(WORKFLOW["jobs"])


def test_every_job_ends_and_a_newer_push_ends_an_older_run() -> None:
    assert all(0 < job["timeout-minutes"] <= 60 for job in WORKFLOW["jobs"].values())
    assert "cancel-in-progress" in WORKFLOW["concurrency"]


def test_what_a_stranger_proposes_meets_no_secret_and_becomes_no_command() -> None:
    assert "pull_request_target" not in TEXT
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_what_it_runs_can_be_run_at_a_desk() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    lines = [step["run"] for step in STEPS if "run" in step]
    assert {"make check", "make test", "make test-browser", "make eval-gate", "make audit"} <= set(lines)
    assert {line.removeprefix("make ") for line in lines if line.startswith("make ")} <= targets
