"""The Batch API of the fake: files of requests, and batches that are done after some looks, as a test says."""

import json
from email import message_from_bytes
from typing import Any

from tests import fake_script as script
from tests import fake_wire as wire
from tests.fake_openai import FakeOpenAI, Handler

Payload = dict[str, Any]


class FakeBatches(FakeOpenAI):
    """Keeps files and batches; what a test sets decides how they end."""

    def __init__(self) -> None:
        super().__init__()
        self.RequestHandlerClass = BatchHandler
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, Payload] = {}
        self.looks = 2  # at a batch, before it is done
        self.ends: list[str] = []  # the statuses of the next batches, where they are not completed
        self.unanswered = 0  # requests at the end of each batch that expires, or is cancelled
        self.fails: dict[str, int] = {}  # a word of a request -> the status of its answer, once
        self.lost: set[str] = set()  # words of requests that no file says anything of, once
        self.absent = False  # whether it has no such API at all
        self.down = 0  # files that fail to be taken at first
        self.asked: list[str] = []  # the texts that batches were made of, and so paid
        self.deleted: list[str] = []

    def begin(self, wanted: Payload) -> Payload:
        """Make a batch of a file."""
        name = f"batch_{len(self.batches) + 1}"
        requests = [json.loads(line) for line in self.files[wanted["input_file_id"]].splitlines()]
        status = self.ends.pop(0) if self.ends else "completed"
        answered = requests if status == "completed" else requests[: len(requests) - self.unanswered]
        self.asked += [said(each["body"]) for each in answered] if status != "failed" else []
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "endpoint": wanted["endpoint"],
            "completion_window": wanted["completion_window"],
            "input_file_id": wanted["input_file_id"],
            "status": "in_progress",
            "created_at": 1_790_000_000,
            "errors": None,
            "output_file_id": None,
            "error_file_id": None,
            "looks": self.looks,
            "end": status,
        }
        return self.batches[name]

    def look(self, name: str) -> Payload:
        batch = self.batches[name]
        batch["looks"] -= 1
        if batch["looks"] < 0 and batch["status"] == "in_progress":
            self.end(name, batch)
        return batch

    def end(self, name: str, batch: Payload) -> None:
        batch["status"] = batch["end"]
        if batch["end"] == "failed":
            told = {"code": "invalid_request", "message": "Incorrect API key provided", "line": 1, "param": None}
            batch["errors"] = {"object": "list", "data": [told]}
            return
        requests = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        answered = requests if batch["end"] == "completed" else requests[: len(requests) - self.unanswered]
        out: list[Payload] = []
        errors: list[Payload] = []
        for request in answered:
            if line := self.answer(request):
                (out if line["response"]["status_code"] == 200 else errors).append(line)
        for request in requests[len(answered) :]:
            told = {"code": f"batch_{batch['end']}", "message": "This request could not be executed in time."}
            errors.append({"id": "x", "custom_id": request["custom_id"], "response": None, "error": told})
        for kind, lines in (("output", out), ("error", errors)):
            if lines:
                batch[f"{kind}_file_id"] = f"file-{name}-{kind}"
                self.files[f"file-{name}-{kind}"] = b"".join(json.dumps(each).encode() + b"\n" for each in lines)

    def answer(self, request: Payload) -> Payload | None:
        text = said(request["body"])
        if any(word in text for word in [*self.lost]):
            self.lost = {word for word in self.lost if word not in text}
            return None
        status = next((self.fails.pop(word) for word in [*self.fails] if word in text), 200)
        if status == 200:
            value = self.says(request["body"]) if self.says else "{}"
            body = script.whole("plain", request["url"] == "/v1/responses", "plain", (value,))
        else:
            body = wire.error(None, "Something went wrong")
        answer = {"status_code": status, "request_id": "req", "body": body}
        return {"id": "x", "custom_id": request["custom_id"], "response": answer, "error": None}


def said(body: Payload) -> str:
    """Return the text that a request is about."""
    return str((body.get("input") or body["messages"])[-1]["content"])


class BatchHandler(Handler):
    """Answers /files and /batches, too."""

    server: FakeBatches

    def do_POST(self) -> None:  # noqa: N802
        if self.path == "/v1/files" and (self.server.absent or self.server.down):
            self.rfile.read(int(self.headers["content-length"]))
            self.server.down -= not self.server.absent
            self.reply(404 if self.server.absent else 500, wire.error(None, "It is not there"))
        elif self.path == "/v1/files":
            name = f"file-{len(self.server.files) + 1}"
            self.server.files[name] = self.uploaded()
            self.reply(200, {**FILE, "id": name, "bytes": len(self.server.files[name])})
        elif self.path == "/v1/batches":
            self.reply(200, self.server.begin(self.body()))
        else:
            super().do_POST()

    def do_GET(self) -> None:  # noqa: N802
        path, _, _ = self.path.partition("?")
        name = path.removeprefix("/v1/files/").removesuffix("/content")
        if path == "/v1/batches":
            self.reply(200, {"object": "list", "data": [*self.server.batches.values()], "has_more": False})
        elif path.startswith("/v1/batches/"):
            self.reply(200, self.server.look(path.removeprefix("/v1/batches/")))
        elif name in self.server.files:
            self.send(200, self.server.files[name], {"content-type": "application/octet-stream"})
        else:
            super().do_GET()

    def do_DELETE(self) -> None:  # noqa: N802
        name = self.path.removeprefix("/v1/files/")
        self.server.deleted.append(name)
        self.reply(200, {"id": name, "object": "file", "deleted": True})

    def uploaded(self) -> bytes:
        """Take the file out of a form."""
        sent = self.rfile.read(int(self.headers["content-length"]))
        form = message_from_bytes(f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode() + sent)
        parts: Any = form.get_payload()
        (found,) = (part.get_payload(decode=True) for part in parts if part.get_filename())
        return bytes(found)


FILE = {
    "object": "file",
    "created_at": 1_790_000_000,
    "filename": "requests.jsonl",
    "purpose": "batch",
    "status": "processed",
}
