"""Whoever asks is told what went wrong in the language that their page speaks."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from app.problems import described

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("header", "language"),
    [("vi", "vi"), ("vi,en;q=0.8", "vi"), ("VI-vn,en", "vi"), ("en-US", "en"), ("fr", "en"), ("*", "en"), ("", "en")],
)
def test_a_problem_is_told_in_the_language_that_is_asked_for(client: httpx2.Client, header: str, language: str) -> None:
    reply = client.get("/nowhere", headers={"accept-language": header})
    assert reply.json() == described("not_found", language)


def test_without_a_wish_it_is_the_product_s_and_no_wish_outlives_its_request(
    serve: Serve, write_project: Write
) -> None:
    client = serve(write_project(language="vi"))
    assert client.get("/nowhere", headers={"accept-language": "en"}).json() == described("not_found", "en")
    assert client.get("/nowhere").json() == described("not_found", "vi")
