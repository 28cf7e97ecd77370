# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""What servers of each protocol say, as bytes: a class a protocol, each told what was asked and knowing no socket.

Every class has
    media               the Content-Type of a stream
    asks(request, path) -> (turns as (role, text), whether a stream is asked for)
    head()              what comes before the first piece of text
    delta(piece)        one piece of text
    tail(stop, tokens)  the end: stop is "stop", "length", "filter" or "refusal"; tokens is the output's count
    error()             an error inside the stream
    whole(text, stop, tokens)  the same answer in one body
Those that can go on with an answer they keep are also a Kept.
Texts are the project's own.
"""
import json
import urllib.parse

# Every protocol counts in its own way: with or without what was cached, with or without what was thought.
INPUT_TOKENS = 10
CACHED_TOKENS = 4    # of the input, where a protocol tells


def thought(tokens: int) -> int:
    """Of an answer's tokens, those it was thought with, where a protocol tells."""
    return min(2, tokens)


def sse(data, name: str = "") -> bytes:
    event = f"event: {name}\n" if name else ""
    return f"{event}data: {json.dumps(data)}\n\n".encode()


def text_of(content) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


class Kept:
    """An answer as its server keeps it: its bytes, and the place behind each event by the event's own name."""
    name = "kept"

    def __init__(self):
        self.body = b""
        self.places = {}
        self.over = self.cancelled = False

    def keep(self, data: bytes):
        self.body += data
        self.places[self.mark()] = len(self.body)

    def mark(self):
        """What the last event is called."""

    def keeps(self, _request, _headers) -> bool:
        """Whether an answer that is asked for so is kept when its client has gone."""
        return False

    @staticmethod
    def asked_after(_request, _path, _headers):
        """The event behind which a request wants to go on; None where it is no such request."""


def query_of(path: str):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query))


class Anthropic:
    media = "text/event-stream"
    stops = {"stop": "end_turn", "length": "max_tokens", "filter": "refusal", "refusal": "refusal"}

    def asks(self, request, _path):
        return [(m["role"], text_of(m["content"])) for m in request["messages"]], request.get("stream", False)

    @staticmethod
    def event(name, **data) -> bytes:
        return sse({"type": name, **data}, name)

    def message(self, **fields):
        return {"id": "msg_1", "type": "message", "role": "assistant", "model": "fake", "content": [],
                "stop_reason": None, "usage": self.usage(1), **fields}

    @staticmethod
    def usage(tokens):
        return {"input_tokens": INPUT_TOKENS - CACHED_TOKENS - 1, "cache_read_input_tokens": CACHED_TOKENS,
                "cache_creation_input_tokens": 1, "output_tokens": tokens}

    def head(self):
        return (self.event("message_start", message=self.message()) + self.event("ping")
                + self.event("content_block_start", index=0, content_block={"type": "text", "text": ""}))

    def delta(self, piece):
        return self.event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})

    def tail(self, stop, tokens):
        return (self.event("content_block_stop", index=0)
                + self.event("message_delta", delta={"stop_reason": self.stops[stop]}, usage={"output_tokens": tokens})
                + self.event("message_stop"))

    def error(self):
        return self.event("error", error={"type": "api_error", "message": "the river ran dry"})

    def whole(self, text, stop, tokens):
        return self.message(content=[{"type": "text", "text": text}] if text else [], stop_reason=self.stops[stop],
                            usage=self.usage(tokens))


class OpenAiChat(Kept):
    media = "text/event-stream"
    stops = {"stop": "stop", "length": "length", "filter": "content_filter", "refusal": "content_filter"}

    def keeps(self, _request, headers):
        self.name = headers.get("X-Conversation-Id")
        return self.name is not None

    def asks(self, request, _path):
        return [(m["role"], text_of(m["content"])) for m in request["messages"]], request.get("stream", False)

    @staticmethod
    def chunk(choices, **fields) -> bytes:
        return sse({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1795250000, "model": "fake",
                    "choices": choices, **fields})

    @staticmethod
    def usage(tokens):
        return {"prompt_tokens": INPUT_TOKENS, "completion_tokens": tokens, "total_tokens": INPUT_TOKENS + tokens,
                "prompt_tokens_details": {"cached_tokens": CACHED_TOKENS},
                "completion_tokens_details": {"reasoning_tokens": thought(tokens)}}

    def head(self):
        return self.chunk([{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}])

    def delta(self, piece):
        return self.chunk([{"index": 0, "delta": {"content": piece}, "finish_reason": None}])

    def tail(self, stop, tokens):
        return (self.chunk([{"index": 0, "delta": {}, "finish_reason": self.stops[stop]}])
                + self.chunk([], usage=self.usage(tokens)) + b"data: [DONE]\n\n")

    def error(self):
        return sse({"error": {"message": "the river ran dry", "type": "server_error", "param": None, "code": None}})

    def whole(self, text, stop, tokens):
        return {"id": "chatcmpl-1", "object": "chat.completion", "model": "fake", "usage": self.usage(tokens),
                "choices": [{"index": 0, "finish_reason": self.stops[stop],
                             "message": {"role": "assistant", "content": text}}]}


class OpenAiResponses(Kept):
    media = "text/event-stream"

    name = "resp_1"

    def __init__(self):
        super().__init__()
        self.number = -1
        self.background = False
        self.text = ""

    def mark(self):
        return str(self.number)

    def keeps(self, _request, _headers):
        return self.background

    @staticmethod
    def asked_after(_request, path, _headers):
        return query_of(path).get("starting_after")

    def asks(self, request, _path):
        self.background = request.get("background", False) and request.get("store", False)
        turns = request["input"]
        if isinstance(turns, str):
            return [("user", turns)], request.get("stream", False)
        return [(m["role"], text_of(m["content"])) for m in turns if m.get("type", "message") == "message"], \
            request.get("stream", False)

    def event(self, name, **data) -> bytes:
        self.number += 1
        return sse({"type": name, "sequence_number": self.number, **data}, name)

    @staticmethod
    def response(status, **fields):
        return {"id": "resp_1", "object": "response", "created_at": 1795250000, "status": status, "model": "fake",
                "output": [], "error": None, "incomplete_details": None, "usage": None, **fields}

    def as_it_is(self):
        """What the server says of an answer that it keeps when it is asked later."""
        part = {"type": "output_text", "text": self.text, "annotations": [], "logprobs": []}
        status = "cancelled" if self.cancelled else "completed" if self.over else "in_progress"
        item = {"type": "message", "id": "msg_1", "role": "assistant", "content": [part],
                "status": "completed" if self.over else "incomplete" if self.cancelled else "in_progress"}
        return self.response(status, background=True, output=[item])

    def ended(self, text, stop, tokens):
        usage = {"input_tokens": INPUT_TOKENS, "input_tokens_details": {"cached_tokens": CACHED_TOKENS}, "output_tokens": tokens,
                 "output_tokens_details": {"reasoning_tokens": thought(tokens)}, "total_tokens": INPUT_TOKENS + tokens}
        part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
        output = [{"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}]
        if stop == "stop":
            return self.response("completed", usage=usage, output=output if text else [])
        if stop == "refusal":
            output[0]["content"] = [{"type": "refusal", "refusal": text}]
            return self.response("completed", usage=usage, output=output)
        reason = "max_output_tokens" if stop == "length" else "content_filter"
        return self.response("incomplete", usage=usage, output=output, incomplete_details={"reason": reason})

    def head(self):
        self.text = ""
        part = {"type": "output_text", "text": "", "annotations": [], "logprobs": []}
        item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
        return (self.event("response.created", response=self.response("in_progress"))
                + self.event("response.in_progress", response=self.response("in_progress"))
                + self.event("response.output_item.added", output_index=0, item=item)
                + self.event("response.content_part.added", item_id="msg_1", output_index=0, content_index=0, part=part))

    def delta(self, piece):
        self.text += piece
        return self.event("response.output_text.delta", item_id="msg_1", output_index=0, content_index=0, delta=piece,
                          logprobs=[])

    def tail(self, stop, tokens):
        self.over = True
        response = self.ended(self.text, "stop" if stop == "refusal" else stop, tokens)
        events = self.event("response.output_text.done", item_id="msg_1", output_index=0, content_index=0,
                            text=self.text, logprobs=[])
        if stop == "refusal":
            events += self.event("response.refusal.done", item_id="msg_1", output_index=0, content_index=1,
                                 refusal="I would rather not.")
        return events + self.event("response." + response["status"], response=response)

    def error(self):
        return self.event("error", code="server_error", message="the river ran dry", param=None)

    def whole(self, text, stop, tokens):
        return self.ended(text, stop, tokens)


class Gemini(Kept):
    media = "text/event-stream"
    stops = {"stop": "STOP", "length": "MAX_TOKENS", "filter": "SAFETY", "refusal": "SAFETY"}
    checkpoints = False  # whether it names places to go on from

    def __init__(self):
        super().__init__()
        self.number = 0

    def mark(self):
        return f"t{self.number}"

    def keeps(self, _request, _headers):
        return self.checkpoints

    @staticmethod
    def asked_after(request, _path, _headers):
        return (request or {}).get("continuationToken")

    def asks(self, request, path):
        turns = [("assistant" if c.get("role") == "model" else "user", text_of(c["parts"]))
                 for c in request["contents"]]
        return turns, ":streamGenerateContent" in path

    @staticmethod
    def chunk(candidate, tokens=0):
        return {"candidates": [{"index": 0, **candidate}], "modelVersion": "fake", "responseId": "r1",
                "usageMetadata": {"promptTokenCount": INPUT_TOKENS, "cachedContentTokenCount": CACHED_TOKENS,
                                  "candidatesTokenCount": tokens - thought(tokens),
                                  "thoughtsTokenCount": thought(tokens), "totalTokenCount": INPUT_TOKENS + tokens}}

    @staticmethod
    def content(text):
        return {"content": {"role": "model", "parts": [{"text": text}]}}

    def head(self):
        return b""

    def delta(self, piece):
        self.number += 1
        checkpoint = {"continuationToken": self.mark()} if self.checkpoints else {}
        return sse(self.chunk({**self.content(piece), **checkpoint})).replace(b"\n", b"\r\n")

    def tail(self, stop, tokens):
        return sse(self.chunk({**self.content(""), "finishReason": self.stops[stop]}, tokens))

    def error(self):
        return sse({"error": {"code": 500, "message": "the river ran dry", "status": "INTERNAL"}})

    def whole(self, text, stop, tokens):
        return self.chunk({**(self.content(text) if text else {}), "finishReason": self.stops[stop]}, tokens)


class Ollama:
    media = "application/x-ndjson"
    stops = {"stop": "stop", "length": "length", "filter": "stop", "refusal": "stop"}

    def asks(self, request, _path):
        return [(m["role"], m["content"]) for m in request["messages"]], request.get("stream", True)

    @staticmethod
    def line(**fields):
        return {"model": "fake", "created_at": "2026-11-21T10:00:00Z", **fields}

    def head(self):
        return b""

    def delta(self, piece):
        return json.dumps(self.line(message={"role": "assistant", "content": piece}, done=False)).encode() + b"\n"

    def end(self, text, stop, tokens):
        return self.line(message={"role": "assistant", "content": text}, done=True, done_reason=self.stops[stop],
                         prompt_eval_count=INPUT_TOKENS, eval_count=tokens, eval_duration=4_000_000_000)

    def tail(self, stop, tokens):
        return json.dumps(self.end("", stop, tokens)).encode() + b"\n"

    def error(self):
        return b'{"error":"the river ran dry"}\n'

    def whole(self, text, stop, tokens):
        return self.end(text, stop, tokens)


class Assist(Kept):
    media = "text/event-stream"
    stops = {"stop": "stop", "length": "length", "filter": "stop", "refusal": "stop"}

    def __init__(self):
        super().__init__()
        self.number = self.index = -1

    def mark(self):
        return f"a1-{self.number}"

    def keeps(self, request, _headers):
        return request.get("stream", True)

    @staticmethod
    def asked_after(_request, _path, headers):
        return headers.get("Last-Event-ID")

    def asks(self, request, _path):
        if "messages" in request:
            turns = [(m["role"], text_of(m["content"])) for m in request["messages"]]
        else:
            turns = [("user", request["prompt"])]
        return turns, request.get("stream", True)

    def event(self, **data) -> bytes:
        self.number += 1
        return f"id: a1-{self.number}\n".encode() + sse(data)

    @staticmethod
    def usage(tokens):
        return {"input_tokens": INPUT_TOKENS, "output_tokens": tokens}

    def head(self):
        return b"retry: 2000\n\n" + self.event(type="thinking", message="Reading the question")

    def delta(self, piece):
        self.index += 1
        return self.event(type="token", content=piece, index=self.index)

    def tail(self, stop, tokens):
        return self.event(type="done", finish_reason=self.stops[stop], usage=self.usage(tokens))

    def error(self):
        return self.event(type="error", error_type="model_overload", message="the river ran dry", resumable=False)

    def whole(self, text, stop, tokens):
        return {"type": "done", "content": text, "finish_reason": self.stops[stop], "usage": self.usage(tokens)}


PROTOCOLS = {"anthropic": Anthropic, "openai-chat": OpenAiChat, "openai-responses": OpenAiResponses, "gemini": Gemini,
             "ollama": Ollama, "assist": Assist}
