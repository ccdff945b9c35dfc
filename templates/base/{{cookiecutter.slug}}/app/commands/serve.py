"""Serves the app: `python -m app serve`."""

import socket
from contextlib import suppress

import click

from app import settings


@click.command("serve")
@click.option("--host", help="Address to listen on  [default: HOST, or 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on  [default: PORT, or 8000]")
@click.option("--reload", is_flag=True, help="Start again when the code changes.")
def command(host: str | None, port: int | None, reload: bool) -> None:
    """Serve the app until Ctrl-C."""
    import uvicorn

    from app import guard, reloader
    from app.main import create_app

    app = create_app()  # here, so that a wrong word or setting is one sentence and not uvicorn's traceback
    guard.CapSettings()
    server = settings.server()
    host, port = host or server.host, server.port if port is None else port
    refuse_strangers(host, app.state.is_closed)
    refuse_busy_port(host, port)
    config = uvicorn.Config(
        "app.main:create_app" if reload else app,
        factory=reload,
        host=host,
        port=port,
        reload=reload,
        reload_dirs=[str(settings.PROJECT / "app")] if reload else None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,  # a reply that is still streaming does not hold up Ctrl-C
    )
    with suppress(KeyboardInterrupt):  # uvicorn raises it again, once it has stopped
        if reload:
            reloader.serve(config)
        else:
            uvicorn.Server(config).run()


def refuse_strangers(host: str, is_closed: bool) -> None:
    """Listen beyond this machine only where someone keeps the door."""
    from app.security.addresses import is_loopback

    if not is_loopback(host) and not is_closed:
        hint = "set ACCESS_CODE in .env first, or listen on 127.0.0.1"
        raise click.ClickException(f"Listening on {host} lets others in: {hint}.")


def refuse_busy_port(host: str, port: int) -> None:
    """Say in one sentence what uvicorn would say in a log after starting everything."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        hint = "set another HOST or PORT in .env, or pass --host or --port"
        raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}; {hint}.") from None
