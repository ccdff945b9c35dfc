"""The Batch API: many requests in one file, answered within a day at half the price."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic import BaseModel

from app.faults import OwnerFault
from app.llm import chat, responses
from app.llm.client import calling
from app.llm.conversation import Message, Parsed, Question
from app.llm.costs import NOTHING, Usage, cost_usd, most_usd
from app.llm.door import adapter, asked, language
from app.llm.endpoints import Endpoint, ModelSettings
from app.llm.faults import LLMFault, code_of
from app.llm.ladder import shapes, value_of
from app.llm.screen import Screens, sent

if TYPE_CHECKING:
    import openai

PRICE = 0.5  # of what the same calls cost one by one
WINDOW: Literal["24h"] = "24h"
RUNNING = {"validating", "in_progress", "finalizing", "cancelling"}
ABSENT = {404, 405, 501}  # how a service without the API answers

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Asking(Generic[T]):
    """The one kind of request that a batch is made of: messages in, a value of the schema out."""

    endpoint: Endpoint
    settings: ModelSettings
    schema: type[T]

    async def question(self, messages: Sequence[Message]) -> Question:
        """Return a request as it may leave; its reply is one of the labels, in which nothing is to be put back."""
        shape = next(shapes(self.schema, self.endpoint))
        return await Screens().question(Question(messages, self.settings.llm_max_output_tokens, shape))

    def line(self, key: str, question: Question) -> bytes:
        """Return the line of a request; what comes of it has the same key."""
        body = adapter(self.endpoint).request(self.endpoint, question)
        body.pop("stream", None)
        said = {"custom_id": key, "method": "POST", "url": self.url, "body": body}
        return json.dumps(said, ensure_ascii=False).encode() + b"\n"

    def most_usd(self, question: Question) -> float:
        """Return the most that a request can cost; raise LLMFault where nobody knows a price."""
        most = most_usd(self.endpoint, question.size, question.most_tokens, self.settings)
        if most is None:
            raise LLMFault("no_price", self.endpoint.model, language())
        return most * PRICE

    @property
    def url(self) -> str:
        return "/v1/responses" if self.endpoint.api == "responses" else "/v1/chat/completions"

    def replies(self, lines: Iterator[bytes]) -> "Iterator[Reply]":
        """Read back what came of the requests; a line that cannot be read is passed over."""
        for line in lines:
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                said = json.loads(line)
                bytes.fromhex(said["custom_id"])
                yield self._reply(said["custom_id"], said.get("response") or {}, said.get("error") or {})

    def _reply(self, key: str, response: dict[str, Any], error: dict[str, Any]) -> "Reply":
        body, status = response.get("body") or {}, response.get("status_code")
        if status != 200:
            told = body.get("error") or error
            return Reply(key, fault=named(status, told))
        usage, text = NOTHING, ""
        try:
            for piece in self._pieces(body):
                usage, text = (piece, text) if isinstance(piece, Usage) else (usage, text + piece)
        except LLMFault as fault:
            return Reply(key, usage, fault=fault.code)
        return Reply(key, usage, text)

    def _pieces(self, body: dict[str, Any]) -> Iterator[str | Usage]:
        if self.endpoint.api == "responses":
            from openai.types.responses import Response

            return responses.pieces(Response.model_validate(body))
        from openai.types.chat import ChatCompletion

        return chat.pieces(ChatCompletion.model_validate(body))

    def parsed(self, text: str) -> Parsed[T]:
        """Return the value that a reply is; raise LLMFault where it is none."""
        value = value_of(text, self.schema)
        if value is None:
            raise LLMFault("unparsed")
        rung = next(shapes(self.schema, self.endpoint)).rung
        return Parsed(value, rung, {}, None, estimated=True, answerer=self.endpoint.model)

    def cost_usd(self, usage: Usage) -> float:
        return (cost_usd(self.endpoint, usage, self.settings) or 0.0) * PRICE


@dataclass(frozen=True)
class Reply:
    """What came of one request: a text, or a fault's code; and what it took."""

    key: str
    usage: Usage = NOTHING
    text: str = ""
    fault: str = ""


@dataclass(frozen=True)
class State:
    """How far a batch is; `fault` says why the service did not take it."""

    status: str
    files: Sequence[str] = ()
    fault: str = ""

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING


def asking(schema: type[T]) -> Asking[T]:
    """Ask the model that is asked first."""
    endpoint, settings = asked()
    if not endpoint:
        raise LLMFault("no_key", language=language())
    return Asking(endpoint, settings, schema)


async def upload(lines: Sequence[bytes], endpoint: Endpoint) -> str:
    """Bring the requests to the service and return the name of their file."""
    async with service() as sdk:
        await sent("batch", endpoint, *([line.decode()] for line in lines))
        return (await sdk.files.create(file=("requests.jsonl", b"".join(lines)), purpose="batch")).id


async def submit(file: str, url: Any) -> str:
    """Have the requests of a file answered, and return the batch's name."""
    async with service() as sdk:
        return (await sdk.batches.create(input_file_id=file, endpoint=url, completion_window=WINDOW)).id


async def submitted(file: str) -> str | None:
    """Return the batch that was made of a file, where one was."""
    async with service() as sdk:
        async for batch in sdk.batches.list(limit=100):
            if batch.input_file_id == file:
                return batch.id
    return None


async def state(batch: str) -> State:
    async with service() as sdk:
        found = await sdk.batches.retrieve(batch)
    errors = (found.errors.data or []) if found.errors else []
    fault = code_of(None, f"{errors[0].code} {errors[0].message}") if errors and found.status == "failed" else ""
    return State(found.status, [file for file in (found.output_file_id, found.error_file_id) if file], fault)


async def lines(file: str) -> AsyncGenerator[bytes, None]:
    """Yield the lines of a file as they come."""
    async with service() as sdk, sdk.files.with_streaming_response.content(file) as response:
        async for line in response.iter_lines():
            yield line.encode()


async def forget(files: Sequence[str]) -> None:
    """Delete files at the service, whose texts nobody needs there any more."""
    for file in files:
        with suppress(LLMFault, OwnerFault):
            async with service() as sdk:
                await sdk.files.delete(file)


@asynccontextmanager
async def service() -> AsyncIterator["openai.AsyncOpenAI"]:
    import openai

    endpoint, settings = asked()
    if not endpoint:
        raise LLMFault("no_key", language=language())
    async with calling(endpoint, settings) as sdk:
        try:
            yield sdk
        except openai.APIStatusError as error:
            if error.status_code in ABSENT:
                raise OwnerFault("The model's service has no Batch API; leave out --provider-batch") from None
            raise


def named(status: int | None, error: dict[str, Any]) -> str:
    """Return the code of what kept a request from a reply; one that the day was too short for is expired."""
    code = str(error.get("code"))
    if code in {"batch_expired", "batch_cancelled"}:
        return code.removeprefix("batch_")
    return code_of(status, f"{code} {error.get('message')}")
