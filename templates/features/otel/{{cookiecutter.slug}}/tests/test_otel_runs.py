"""A file that is labelled from the command line is a trace of its own, sent before the command ends."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.collector import Collector
from tests.fake_model import fake_model
from tests.watched_app import copied

pytest.importorskip("app.batch", reason="only the classifier labels files")

PRODUCT = '[product]\nname = "Spoke & Chain"\n\n[[labels]]\nname = "repair"\n\n[[labels]]\nname = "billing"\n'


def test_a_run_and_its_calls_are_told_without_texts(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "product.toml").write_text(PRODUCT, encoding="utf-8")
    (tmp_path / "name-secret.csv").write_text("text\na pedal-secret\na bill-secret\n", encoding="utf-8")
    copied(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
    command = [sys.executable, "-m", "app", "classify", "name-secret.csv", "-o", "out.csv", "--way", "schema"]
    with fake_model(monkeypatch, LLM_API="chat", CLASSIFY_EMBEDDINGS="false") as fake:
        fake.says = lambda _: '{"label": "repair"}'
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    assert Counter(span.name for span in collector.spans) == {"label file": 1, "chat plain": 2}
    run = collector.named("label file")
    assert {span.parent for span in collector.spans if span is not run} == {run.id, ""}
    told = {"way": "schema", "road": "local", "rows": 2, "labelled": 2, "left": 0, "cost_usd": 0.0}
    assert run.attributes == {f"app.run.{name}": fact for name, fact in told.items()}
    assert "secret" not in collector.text
