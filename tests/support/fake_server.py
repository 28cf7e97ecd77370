# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""A model's server for the window test: speaks Anthropic Messages, Chat Completions or Ollama's native chat on a loopback port, slowly, and
writes every character of answer that it sent into a log, so that what the window shows can be compared byte by byte.

    fake_server.py anthropic|ollama PORT LOG
"""
import http.server
import json
import socket
import sys
import threading
import time

PIECE = 4          # characters a delta
INTERVAL = 0.04    # seconds between deltas, unless the arguments say otherwise

WORDS = ("river water → stone, café; light 😀 under the bridge where nobody waits and every drop keeps "
         "its place in the long line toward the sea").split()


def answer_to(prompt: str, speaker: str) -> str:
    """Three short paragraphs that depend on who speaks and on the prompt, with characters of one to four bytes."""
    seed = sum(prompt.encode()) + len(speaker)
    paragraphs = []
    for number in range(3):
        words = [WORDS[(seed + number * 7 + i * (3 + number)) % len(WORDS)] for i in range(22)]
        paragraphs.append(f"{speaker} {number + 1}: " + " ".join(words) + ".")
    return "\n\n".join(paragraphs)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        # The list of models is also how a key is tested.
        refused = self.server.dialect == "anthropic" and not self.headers.get("x-api-key")
        models = [{"type": "model", "id": "claude-fake", "display_name": "Claude Fake"}]
        body = json.dumps({"error": {"type": "authentication_error", "message": "no key"}} if refused
                          else {"data": models, "models": [{"name": "qwen-fake"}], "has_more": False}).encode()
        self.send_response(401 if refused else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        messages = request["messages"]
        users = [text_of(m) for m in messages if m["role"] == "user"]
        prompt, rest = users[-1], None
        # A request to go on: the model's unfinished text is the last of its turns.
        partial = next((text_of(m) for m in reversed(messages) if m["role"] == "assistant"), None)
        for candidate in reversed(users):
            whole = answer_to(candidate, self.server.speaker)
            if partial and whole.startswith(partial) and whole != partial:
                prompt, rest = candidate, whole[len(partial):]
                break
        text = rest if rest is not None else answer_to(prompt, self.server.speaker)
        self.answered = 0
        with self.server.log_lock:
            self.server.latest = self
        self.send_response(200)
        lines = self.server.dialect == "ollama"
        self.send_header("Content-Type", "application/x-ndjson" if lines else "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            {"anthropic": self.anthropic, "openai-chat": self.openai_chat, "ollama": self.ollama}[
                self.server.dialect](text)
            self.chunk(b"")
        except OSError:
            pass

    def chunk(self, data: bytes):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def wait_at_the_gate(self):
        while True:
            try:
                with open(self.server.log_path + ".gate", encoding="ascii") as gate:
                    allowed = int(gate.read() or "0")
            except (FileNotFoundError, ValueError):
                return
            if self.answered < allowed:
                return
            self.leave_if_alone()
            time.sleep(0.01)

    def leave_if_alone(self):
        """Ends an answer whose client has closed: nothing more of it is sent, or counted as sent."""
        try:
            if self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b"":
                raise ConnectionAbortedError
        except BlockingIOError:
            pass

    def sent(self, text: str):
        self.answered += len(text)
        with self.server.log_lock, open(self.server.log_path, "a", encoding="utf-8", newline="") as log:
            if self.server.latest is not self:
                raise ConnectionAbortedError  # an answer that was given up: what it says is no part of the next
            log.write(text)
        time.sleep(self.server.interval)
        self.wait_at_the_gate()

    def event(self, name: str, **data):
        self.chunk(f"event: {name}\ndata: {json.dumps(dict(type=name, **data))}\n\n".encode())

    def anthropic(self, text: str):
        self.event("message_start", message={"id": "msg_1", "type": "message", "role": "assistant", "model": "fake",
                                             "content": [], "usage": {"input_tokens": 10, "output_tokens": 1}})
        self.event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        for start in range(0, len(text), PIECE):
            piece = text[start:start + PIECE]
            self.event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
            self.sent(piece)
        self.event("content_block_stop", index=0)
        self.event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": len(text) // 4})
        self.event("message_stop")

    def openai_chat(self, text: str):
        def data(choices, **fields):
            chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1795250000, "model": "fake",
                     "choices": choices, **fields}
            self.chunk(f"data: {json.dumps(chunk)}\n\n".encode())
        for start in range(0, len(text), PIECE):
            piece = text[start:start + PIECE]
            data([{"index": 0, "delta": {"content": piece}, "finish_reason": None}])
            self.sent(piece)
        data([{"index": 0, "delta": {}, "finish_reason": "stop"}])
        data([], usage={"prompt_tokens": 10, "completion_tokens": len(text) // 4, "total_tokens": 10 + len(text) // 4})
        self.chunk(b"data: [DONE]\n\n")

    def ollama(self, text: str):
        def line(**fields):
            self.chunk(json.dumps({"model": "fake", "created_at": "2026-11-21T10:00:00Z", **fields}).encode() + b"\n")
        for start in range(0, len(text), PIECE):
            piece = text[start:start + PIECE]
            line(message={"role": "assistant", "content": piece}, done=False)
            self.sent(piece)
        line(message={"role": "assistant", "content": ""}, done=True, done_reason="stop", prompt_eval_count=10,
             eval_count=len(text) // 4, eval_duration=4_000_000_000)


def text_of(message) -> str:
    content = message["content"]
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def main():
    dialect, port, log_path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    interval = float(sys.argv[4]) if len(sys.argv) > 4 else INTERVAL
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.dialect, server.log_path, server.log_lock = dialect, log_path, threading.Lock()
    server.interval = interval
    server.speaker = "Left" if dialect == "anthropic" else "Right"
    print(server.server_address[1], flush=True)
    # It ends by itself, whatever becomes of the test.
    threading.Timer(300, server.shutdown).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
