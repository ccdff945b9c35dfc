import httpx2


def test_the_server_says_that_it_is_up(client: httpx2.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
