# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""`rivulet ask` with two models, of which one has a server that fails: what the program says of both, and how it exits.

    test_faults.py PROGRAM [unittest arguments]
"""
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = sys.argv.pop(1)
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from fake_protocols import PROTOCOLS  # noqa: E402

KEY = "sk-canary-0123456789abcdef"
PIECES = ["Water ", "finds — ", "its 🌊 way."]
RETRIES = 2


def reply(status: int, body: bytes, media="application/json", **headers) -> bytes:
    lines = [f"HTTP/1.1 {status} Status", f"Content-Type: {media}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


class Answer:
    """One answer of a protocol, in its pieces."""

    def __init__(self, dialect: str):
        self.protocol = PROTOCOLS[dialect]()
        self.head = (f"HTTP/1.1 200 OK\r\nContent-Type: {self.protocol.media}\r\nTransfer-Encoding: chunked\r\n"
                     "Connection: close\r\n\r\n").encode()
        begin = self.protocol.head()
        self.pieces = [begin] * bool(begin) + [self.protocol.delta(piece) for piece in PIECES]

    def part(self, left_out: int = 0) -> bytes:
        """All but so many of the last pieces, without an end."""
        return self.head + b"".join(chunk(piece) for piece in self.pieces[:len(self.pieces) - left_out])

    def whole(self) -> bytes:
        return self.part() + chunk(self.protocol.tail("stop", 9)) + b"0\r\n\r\n"


def error(message="the river ran dry"):
    return json.dumps({"error": {"type": "tide", "message": message}}).encode()


def reset(client):
    """Without a farewell: closing with nothing to linger for makes the system send RST."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def status(code, **headers):
    return lambda client, answer, number: client.sendall(reply(code, error(), **headers))


def twice(client, answer, number):
    client.sendall(reply(529, error()) if number <= 2 else answer.whole())


def cut_mid_event(client, answer, number):
    client.sendall(answer.part(1) + chunk(answer.pieces[-1])[:-12])
    reset(client)


def stall(client, answer, number):
    client.sendall(answer.part(1))
    client.settimeout(30)
    client.recv(1)  # until the client goes


def overload(client, answer, number):
    client.sendall(answer.part(1) + chunk(answer.protocol.error()) + b"0\r\n\r\n")


PORTAL = b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>"
# Fault, protocol, what the server does with a client, and the state, reason, status, requests, pieces kept, exit.
FAULTS = [
    ("reset before head", "anthropic", lambda client, *_: reset(client), ("failed", "connection_reset", 0, 3, 0, 1)),
    ("cut mid-event", "openai-chat", cut_mid_event, ("interrupted", "cut_off", 200, 1, 2, 3)),
    ("end without a mark", "gemini", lambda client, answer, _: client.sendall(answer.part() + b"0\r\n\r\n"),
     ("interrupted", "cut_off", None, 1, 3, 3)),
    ("401", "openai-responses", status(401), ("failed", "unauthorized", 401, 1, 0, 1)),
    ("401 that tells the key", "openai-chat",
     lambda client, *_: client.sendall(reply(401, error(f"Incorrect API key provided: {KEY}"))),
     ("failed", "unauthorized", 401, 1, 0, 1)),
    ("503 for ever", "assist", status(503), ("failed", "overloaded", 503, 1 + RETRIES, 0, 1)),
    ("529 twice, then good", "anthropic", twice, ("completed", "end_turn", None, 3, 3, 0)),
    ("429 for an hour", "ollama", status(429, Retry_After="3600"), ("failed", "rate_limited", 429, 1, 0, 1)),
    ("captive portal", "openai-chat", lambda client, *_: client.sendall(reply(200, PORTAL, "text/html")),
     ("failed", "wrong_content_type", 200, 1, 0, 1)),
    ("compressed", "gemini", lambda client, *_: client.sendall(reply(200, b"\x1f\x8b\x08", Content_Encoding="gzip")),
     ("failed", "content_encoded", 200, 1, 0, 1)),
    ("stall", "assist", stall, ("interrupted", "idle_timeout", 200, 1, 2, 3)),
    ("error after text", "ollama", overload, ("interrupted", None, None, 1, 2, 3)),
]


class FaultyServer:
    def __init__(self, dialect: str, act):
        self.dialect, self.act, self.requests = dialect, act, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client:
                try:
                    self.requests.append(self.read(client))
                    self.act(client, Answer(self.dialect), len(self.requests))
                except OSError:
                    pass

    @staticmethod
    def read(client) -> bytes:
        request = b""
        while b"\r\n\r\n" not in request:
            request += client.recv(65536)
        head, _, body = request.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += client.recv(65536)
        return head + b"\r\n\r\n" + body

    def close(self):
        self.socket.close()


class FaultTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.log = os.path.join(self.folder.name, "healthy.sent")
        with open(self.log, "w", encoding="utf-8"):
            pass
        self.healthy = subprocess.Popen([sys.executable, os.path.join(HERE, "..", "support", "fake_server.py"), "ollama", "0",
                                         self.log, "0.002"], stdout=subprocess.PIPE, text=True)
        self.healthy_port = int(self.healthy.stdout.readline())

    def tearDown(self):
        self.healthy.kill()
        self.healthy.wait()
        self.healthy.stdout.close()
        self.folder.cleanup()

    def sent_by_the_healthy(self) -> str:
        with open(self.log, encoding="utf-8", newline="") as log:
            return log.read()

    def ask(self, dialect: str, port: int):
        """The events of the faulty model, those of the healthy one, the exit code, and all that was written."""
        base = f"http://127.0.0.1:{port}" + {"openai-chat": "/v1", "openai-responses": "/v1", "gemini": "/v1beta"}.get(dialect, "")
        with open(self.log, "w", encoding="utf-8"):
            pass
        run = subprocess.run(
            [PROGRAM, "ask", "--data-dir", os.path.join(self.folder.name, "data"), "--json", "--retries", str(RETRIES),
             "--retry-base", "0.01", "--idle-timeout", "1", "--continue", "off", "--resume", "off",
             "--model", "faulty:m", "--dialect", dialect, "--base-url", base,
             "--model", "healthy:m", "--dialect", "ollama", "--base-url", f"http://127.0.0.1:{self.healthy_port}", "what flows"],
            env={"PATH": os.environ["PATH"], "HOME": self.folder.name, "LC_ALL": "C.UTF-8", "RIVULET_API_KEY": KEY,
                 "DBUS_SESSION_BUS_ADDRESS": "disabled:"}, timeout=60, capture_output=True, check=False)
        events = [json.loads(line) for line in run.stdout.splitlines()]
        return ([event for event in events if event["stream"] == 0], [event for event in events if event["stream"] == 1],
                run.returncode, run.stdout + run.stderr)

    def check_healthy(self, events):
        end = events[-1]
        self.assertEqual([event["type"] for event in events].count("end"), 1)
        self.assertEqual((end["type"], end["state"], end["requests"]), ("end", "completed", 1))
        self.assertEqual(end["text"], self.sent_by_the_healthy())
        self.assertEqual("".join(event["text"] for event in events if event["type"] == "text"), end["text"])

    def test_each_fault_is_told_as_ruled_and_the_other_stream_never_notices(self):
        for name, dialect, act, (state, reason, code, requests, pieces, leaves) in FAULTS:
            with self.subTest(name, dialect=dialect):
                server = FaultyServer(dialect, act)
                faulty, healthy, exit_code, output = self.ask(dialect, server.port)
                server.close()
                end = faulty[-1]
                self.assertEqual([event["type"] for event in faulty].count("end"), 1)
                self.assertEqual((end["type"], end["state"]), ("end", state), end)
                if reason:
                    self.assertEqual(end["reason"], reason, end)
                if code is not None:
                    self.assertEqual(end["http_status"] or 0, code, end)
                self.assertEqual((end["requests"], len(server.requests)), (requests, requests))
                self.assertEqual(end["text"], "".join(PIECES[:pieces]))
                self.assertEqual("".join(event["text"] for event in faulty if event["type"] == "text"), end["text"])
                self.assertEqual(len([event for event in faulty if event["type"] == "retry"]), requests - 1)
                self.assertEqual(exit_code, leaves)
                self.check_healthy(healthy)
                self.assertNotIn(KEY.encode(), output)
                for request in server.requests:
                    self.assertEqual(request.count(KEY.encode()), 1)

    def test_nobody_listens(self):
        held = socket.socket()
        held.bind(("127.0.0.1", 0))  # and nobody else gets it
        faulty, healthy, exit_code, _ = self.ask("openai-chat", held.getsockname()[1])
        held.close()
        self.assertEqual((faulty[-1]["state"], faulty[-1]["reason"], exit_code), ("failed", "connection_refused", 1))
        self.assertEqual(len([event for event in faulty if event["type"] == "retry"]), RETRIES)
        self.check_healthy(healthy)

    def test_a_redirect_is_no_way_to_the_key(self):
        thief = FaultyServer("anthropic", lambda client, answer, _: client.sendall(answer.whole()))
        for code in (301, 302, 303, 307, 308):
            with self.subTest(code):
                server = FaultyServer("anthropic", status(code, Location=f"http://127.0.0.1:{thief.port}/v1/messages"))
                faulty, healthy, exit_code, _ = self.ask("anthropic", server.port)
                server.close()
                end = faulty[-1]
                self.assertEqual((end["state"], end["reason"], end["http_status"], exit_code), ("failed", "redirected", code, 1))
                self.assertEqual((end["requests"], len(server.requests)), (1, 1))
                self.check_healthy(healthy)
        self.assertEqual(thief.requests, [])
        thief.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
