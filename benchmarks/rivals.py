"""Measures Gradio and Chainlit as streams.py measures a generated app, each in an environment that is thrown away.

    .venv/bin/python benchmarks/rivals.py                       # 1, 25 and 100 viewers, once each
    .venv/bin/python benchmarks/rivals.py --only gradio --viewers 250

Both write 500 tokens at 100 a second to each viewer; the viewers use each one's own protocol. Gradio sends with each
step all the text so far; Chainlit a token at a time over a websocket.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from streams import PACE, TOKEN, TOKENS, everyone, free_port, request, running

STEPS = f"""
    begun = time.monotonic()
    for number in range({TOKENS}):
        await asyncio.sleep(max(0, begun + (number + 1) * {PACE} - time.monotonic()))
"""
GRADIO = f"""
import asyncio, os, time
import gradio

async def reply(message, history):
    text = ""
{STEPS}
        text += "{TOKEN}"
        yield text

demo = gradio.ChatInterface(reply, concurrency_limit=None, api_name="chat")
demo.queue(max_size=None).launch(server_port=int(os.environ["PORT"]), quiet=True)
"""
CHAINLIT = f"""
import asyncio, time
import chainlit

@chainlit.on_message
async def reply(said):
    message = chainlit.Message(content="")
{STEPS}
        await message.stream_token("{TOKEN}")
    await message.send()
"""
# Runs in Chainlit's environment, which has the client's half of its protocol.
CHAINLIT_VIEWERS = f"""
import asyncio, sys, time, uuid
import socketio

async def watch(address):
    client, came, whole = socketio.AsyncClient(), [], asyncio.Event()

    @client.on("stream_token")
    async def on_token(data):
        came.append(data["token"])
        if len(came) == {TOKENS}:
            whole.set()

    auth = {{"clientType": "webapp", "sessionId": str(uuid.uuid4()), "threadId": "", "userEnv": "{{}}"}}
    await client.connect(address, socketio_path="/ws/socket.io", transports=["websocket"], auth=auth, wait_timeout=60)
    await client.emit("connection_successful")
    said = {{"id": str(uuid.uuid4()), "name": "user", "type": "user_message", "output": "Hello", "createdAt": ""}}
    await client.emit("client_message", {{"message": said, "fileReferences": []}})
    await whole.wait()
    await client.disconnect()

async def main(address, viewers):
    await watch(address)
    begun = time.perf_counter()
    await asyncio.gather(*(watch(address) for _ in range(viewers)))
    print(time.perf_counter() - begun)

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--viewers", type=int, nargs="+", default=[1, 25, 100])
    options.add_argument("--only", nargs="+", choices=MEASURES, default=list(MEASURES))
    given = options.parse_args()
    for name in given.only:
        with tempfile.TemporaryDirectory() as folder:
            python = installed(Path(folder), name)
            for viewers in given.viewers:
                seconds = MEASURES[name](python, Path(folder), viewers)
                load = os.getloadavg()[0]
                print(f"  {name:<8} {viewers:4d} viewers {seconds:6.2f} s; load {load:.1f}", flush=True)


def installed(folder: Path, name: str) -> str:
    subprocess.run([sys.executable, "-m", "venv", folder / ".venv"], check=True)
    pip = [folder / ".venv/bin/python", "-m", "pip", "install", "--quiet", name, "aiohttp"]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    return str(folder / ".venv/bin/python")


def gradio(python: str, folder: Path, viewers: int) -> float:
    port = free_port()
    with running([python, "-c", GRADIO], folder, port, {"GRADIO_ANALYTICS_ENABLED": "False"}, "/"):
        asyncio.run(everyone(gradio_reply, port, 1))
        return asyncio.run(everyone(gradio_reply, port, viewers))


async def gradio_reply(port: int) -> int:
    """Call the chat as Gradio's own clients do, and count the tokens of the last event."""
    body = json.dumps({"data": ["Hello"]})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    path = "/gradio_api/call/chat"
    head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write(request("POST", path, port, head, body))
    event = re.search(rb'"event_id": ?"(\w+)"', await reader.read())
    writer.close()
    if not event:
        raise RuntimeError("Gradio gave no event")
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(request("GET", f"{path}/{event[1].decode()}", port))
    while (await reader.readline()).strip() != b"event: complete":
        pass
    whole = await reader.readline()
    writer.close()
    return whole.count(TOKEN.encode())


def chainlit(python: str, folder: Path, viewers: int) -> float:
    (folder / "talk.py").write_text(CHAINLIT, encoding="utf-8")
    port = free_port()
    serve = [python, "-m", "chainlit", "run", "talk.py", "--headless", "--port", str(port)]
    with running(serve, folder, port, {}, "/"):
        words = [python, "-c", CHAINLIT_VIEWERS, f"http://127.0.0.1:{port}", str(viewers)]
        return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


MEASURES = {"gradio": gradio, "chainlit": chainlit}

if __name__ == "__main__":
    main()
