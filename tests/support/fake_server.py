# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""A model's server for tests of the whole program: speaks every protocol of fake_protocols.py on a loopback port, slowly,
and writes every character of answer that it sent into a log, so that what the program shows can be compared byte by byte.

    fake_server.py PROTOCOL PORT LOG [SECONDS BETWEEN DELTAS]

A word in the prompt chooses how an answer ends: #length, #filter, #refusal, #empty, #error-first, #error, #eof,
#cut (the connection is dropped in the middle, and where the protocol can, the server goes on and keeps the rest),
#whole (a whole answer although a stream was asked for). #refuse-FIELD answers 400 naming that field as long as it is
sent, and #loading answers 503 twice before anything else. Every request's path and body go to LOG.requests, a JSON
line each. An answer of /responses that was asked for in the background goes on without its connection:
GET .../responses/ID tells how far it is, POST .../responses/ID/cancel stops it. What is kept can be gone on with,
each protocol in its own way: starting_after, a byte of the conversation's stream, Last-Event-ID, continuationToken.
"""
import http.server
import json
import re
import socket
import sys
import threading
import time

from fake_protocols import PROTOCOLS, query_of

PIECE = 4          # characters a delta
LOADING = 2        # times that #loading says so
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
    goes_on = False    # also where its client has gone
    kept = None        # the answer that is written, where it is kept
    is_cut = False

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def log_request_body(self, body):
        with self.server.log_lock, open(self.server.log_path + ".requests", "a", encoding="utf-8") as log:
            log.write(json.dumps({"method": self.command, "path": self.path, "body": body}) + "\n")

    def reply(self, status: int, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def kept_answer(self):
        """The answer that this path names, where one is kept by the server."""
        match = re.search(r"/responses/([^/?]+)(/cancel)?(\?|$)", self.path)
        return self.server.kept.get(match[1]) if match else None

    def conversation(self):
        """The answer that a path of a conversation's stream names, and the byte to begin with."""
        query = query_of(self.path) if re.search(r"/stream(\?|$)", self.path) else {}
        return self.server.kept.get(query.get("conv_id")), int(query.get("from", "0"))

    def do_DELETE(self):
        self.log_request_body(None)
        kept, _ = self.conversation()
        if kept:
            kept.cancelled = True
        self.reply(200, {})

    def do_GET(self):
        if kept := self.kept_answer():
            self.log_request_body(None)
            after = kept.asked_after(None, self.path, self.headers)
            return self.go_on(kept, kept.places[after]) if after in kept.places else self.reply(200, kept.as_it_is())
        if re.search(r"/stream(\?|$)", self.path):
            self.log_request_body(None)
            kept, start = self.conversation()
            return self.go_on(kept, start) if kept else self.reply(404, {"error": {"message": "no such stream"}})
        if re.search(r"/responses/", self.path):
            self.log_request_body(None)
            return self.reply(404, {"error": {"message": "no such answer", "type": "invalid_request_error"}})
        # The list of models is also how a key is tested.
        refused = self.server.dialect == "anthropic" and not self.headers.get("x-api-key")
        models = [{"type": "model", "id": "claude-fake", "display_name": "Claude Fake"}]
        self.reply(401 if refused else 200, {"error": {"type": "authentication_error", "message": "no key"}} if refused
                   else {"data": models, "models": [{"name": "qwen-fake"}], "has_more": False})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.log_request_body(request)
        if kept := self.kept_answer():
            kept.cancelled = True
            return self.reply(200, kept.as_it_is())
        protocol = PROTOCOLS[self.server.dialect]()
        if after := getattr(protocol, "asked_after", lambda *_: None)(request, self.path, self.headers):
            kept = self.server.kept.get(protocol.name)
            if not kept or after not in kept.places:
                return self.reply(410, {"error": {"message": "no such answer"}})
            return self.go_on(kept, kept.places[after])
        turns, stream = protocol.asks(request, self.path)
        users = [text for role, text in turns if role == "user"]
        prompt, rest = users[-1], None
        # A request to go on: the model's unfinished text is the last of its turns.
        partial = next((text for role, text in reversed(turns) if role == "assistant"), None)
        for candidate in reversed(users):
            whole = answer_to(candidate, self.server.speaker)
            if partial and whole.startswith(partial) and whole != partial:
                prompt, rest = candidate, whole[len(partial):]
                break
        if refusal := self.refusal(prompt, request):
            return self.reply(*refusal)
        text = rest if rest is not None else answer_to(prompt, self.server.speaker)
        self.answered = 0
        with self.server.log_lock:
            self.server.latest = self
        self.close_connection = True
        try:
            if stream and "#whole" not in prompt:
                protocol.checkpoints = "#cut" in prompt
                # Without a cut only what is asked for so goes on by itself.
                keeps = getattr(protocol, "keeps", lambda *_: False)(request, self.headers)
                cut = "#cut" in prompt or getattr(protocol, "background", False)
                self.answer(protocol, text, prompt, keeps and cut)
            else:
                self.answer_whole(protocol, text, prompt)
        except OSError:
            pass

    def refusal(self, prompt: str, request):
        """A status and a body instead of an answer, where the prompt asks for one."""
        field = re.search(r"#refuse-(\w+)", prompt)
        if field and field[1] in request:
            message = f"Unsupported parameter: '{field[1]}' is not supported with this model."
            return 400, {"error": {"message": message, "type": "invalid_request_error", "param": field[1],
                                   "code": "unsupported_parameter"}}
        if "#loading" in prompt:
            with self.server.log_lock:
                self.server.loading += 1
                if self.server.loading <= LOADING:
                    return 503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}
        return None

    def begin_stream(self, protocol):
        self.send_response(200)
        self.send_header("Content-Type", protocol.media)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()

    def go_on(self, kept, start: int):
        """Sends what is kept from this byte on, and what is still to come."""
        try:
            self.begin_stream(kept)
            while not kept.cancelled:
                whole = kept.over
                if data := kept.body[start:]:
                    self.chunk(data)
                    start += len(data)
                elif whole:
                    break
                else:
                    time.sleep(0.005)
            self.chunk(b"")
        except OSError:
            pass

    def answer(self, protocol, text: str, prompt: str, kept: bool):
        self.goes_on = kept
        if self.goes_on:
            self.server.kept[protocol.name] = self.kept = protocol
        self.begin_stream(protocol)
        if "#error-first" in prompt:
            self.chunk(protocol.error())
            return self.chunk(b"")
        if head := protocol.head():
            self.chunk(head)
        if "#empty" in prompt:
            text = ""
        if "#error" in prompt or "#eof" in prompt:
            text = text[:len(text) // 2]
        for start in range(0, len(text), PIECE):
            if self.goes_on and protocol.cancelled:
                return
            piece = text[start:start + PIECE]
            if "#cut" in prompt and start >= len(text) // 2 and not self.is_cut:
                self.is_cut = True
                self.connection.shutdown(socket.SHUT_RDWR)
            self.chunk(protocol.delta(piece))
            self.sent(piece)
        if "#error" in prompt:
            self.chunk(protocol.error())
        elif "#eof" not in prompt:
            self.chunk(protocol.tail(stop_of(prompt), len(text) // 4))
        if self.kept:
            self.kept.over = True
        self.chunk(b"")

    def answer_whole(self, protocol, text: str, prompt: str):
        text = "" if "#empty" in prompt else text
        body = json.dumps(protocol.whole(text, stop_of(prompt), len(text) // 4)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.sent(text)

    def chunk(self, data: bytes):
        if self.kept and data:
            self.kept.keep(data)
        try:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
        except OSError:
            if not self.goes_on:
                raise

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


def stop_of(prompt: str) -> str:
    return next((stop for stop in ("length", "filter", "refusal") if "#" + stop in prompt), "stop")


def main():
    dialect, port, log_path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    interval = float(sys.argv[4]) if len(sys.argv) > 4 else INTERVAL
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.dialect, server.log_path, server.log_lock = dialect, log_path, threading.Lock()
    server.interval = interval
    server.loading, server.kept = 0, {}
    # Whoever stands in the left pane of the window test.
    server.speaker = "Left" if dialect == "anthropic" else "Right"
    print(server.server_address[1], flush=True)
    # It ends by itself, whatever becomes of the test.
    threading.Timer(300, server.shutdown).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
