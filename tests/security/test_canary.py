# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""A key goes to its server and is found nowhere else, though the server says it back in every way it can.

    test_canary.py PROGRAM [unittest arguments]

AskCanary needs no display. WindowCanary runs on a desktop of its own (on_desktop.sh).
"""
import base64
import http.server
import json
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

PROGRAM = os.path.abspath(sys.argv.pop(1))
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "support"), os.path.join(HERE, "..", "window")]
from canary import CANARY, files_with, found_in, mappings_with  # noqa: E402
from fake_protocols import PROTOCOLS  # noqa: E402

WAYS = ("error", "error-late", "redirect", "redirect-host", "type", "reason", "plain-error", "utf-16")


def echoes(key: str) -> str:
    """The key in all spellings, as a careless gateway might quote it."""
    plain = key.encode()
    return " | ".join((f"bad key {key}", f"Authorization: Bearer {key}", base64.b64encode(plain).decode(),
                       "Basic " + base64.b64encode(b"user:" + plain).decode(), plain.hex(),
                       "".join(f"%{byte:02x}" for byte in plain), "\0".join(key), "\u200b".join(key)))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def key(self) -> str:
        named = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query).get("key", [""])[0]
        told = self.headers.get("Authorization", "").removeprefix("Bearer ")
        key = told or self.headers.get("x-api-key", "") or self.headers.get("x-goog-api-key", "") or named
        if key:
            self.server.keys.append(key)
        return key

    def reply(self, status: int, body: bytes, media: str = "application/json", reason: str = "", headers=()):
        self.send_response(status, reason or None)
        for name, value in [("Content-Type", media), ("Content-Length", str(len(body))), ("Connection", "close"),
                            *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def do_GET(self):
        self.key()
        models = [{"type": "model", "id": "claude-fake", "display_name": "Claude Fake"}]
        self.reply(200, json.dumps({"data": models, "has_more": False}).encode())

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        key, way = self.key(), self.server.way
        said = [("x-request-id", key), ("x-echo", base64.b64encode(key.encode()).decode())]
        error = json.dumps({"error": {"message": echoes(key), "type": key, "code": key, "param": key}}).encode()
        if way == "error":
            self.reply(401, error, headers=said)
        elif way == "plain-error":
            self.reply(400, echoes(key).encode(), "text/plain", headers=said)
        elif way == "utf-16":
            self.reply(400, json.dumps({"error": {"message": key}}).encode("utf-16-le"), headers=said)
        elif way == "reason":
            self.reply(403, b"", reason=key, headers=said)
        elif way == "type":
            self.reply(200, b"<html>", f"text/html; key={key}", headers=said)
        elif way == "redirect":
            self.reply(307, b"", headers=[("Location", f"http://127.0.0.1:9/{key}?key={key}#{key}"), *said])
        elif way == "redirect-host":
            self.reply(302, b"", headers=[("Location", f"http://{key}.evil.example/"), *said])
        else:
            self.stream(key, said, way)

    def stream(self, key, said, way):
        protocol = PROTOCOLS[self.server.dialect]()
        protocol.asks = None
        self.send_response(200)
        for name, value in [("Content-Type", protocol.media), ("Connection", "close"), *said]:
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        self.wfile.write(protocol.head() + protocol.delta("It flows. "))
        self.wfile.flush()
        if way == "hold":
            self.server.holding.set()
            self.server.release.wait(60)
            return
        late = protocol.error().decode().replace("the river ran dry", json.dumps(echoes(key))[1:-1])
        self.wfile.write(late.encode())


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, dialect: str = "anthropic", way: str = "error"):
        super().__init__(("127.0.0.1", 0), Handler)
        self.dialect, self.way, self.keys = dialect, way, []
        self.holding, self.release = threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        base = {"openai-chat": "/v1", "openai-responses": "/v1", "gemini": "/v1beta"}.get(self.dialect, "")
        return f"http://127.0.0.1:{self.server_address[1]}{base}"

    def end(self):
        self.release.set()
        self.shutdown()
        self.server_close()


def memory_in(dump: bytes) -> bytes:
    """The memory that a core file holds. Its notes hold registers too, in which a key may stand for as long as it was
    copied last: nobody can keep those out."""
    offset, = struct.unpack_from("<Q", dump, 0x20)
    size, count = struct.unpack_from("<HH", dump, 0x36)
    loads = []
    for number in range(count):
        kind, _, start, _, _, length = struct.unpack_from("<IIQQQQ", dump, offset + number * size)
        if kind == 1:
            loads.append(dump[start:start + length])
    return b"".join(loads)


def dump_of(pid: int, folder: str):
    """What a debugger saves of a process, minding what the process asked not to be saved; None without one."""
    if not shutil.which("gcore"):
        return None
    run = subprocess.run(["gcore", "-o", os.path.join(folder, "core"), str(pid)], timeout=120, check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    path = os.path.join(folder, f"core.{pid}")
    if not os.path.exists(path):
        print(run.stdout)
        return None
    with open(path, "rb") as file:
        return file.read()


class Canary(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = os.path.join(self.folder.name, "home")
        self.data = os.path.join(self.folder.name, "data")
        os.mkdir(self.home)
        self.servers = []

    def tearDown(self):
        for server in self.servers:
            server.end()
        self.folder.cleanup()

    def serve(self, *arguments) -> Server:
        self.servers.append(Server(*arguments))
        return self.servers[-1]

    def assert_undumpable(self, process):
        """Neither the kernel nor a debugger saves the key, though the process may be looked into."""
        pid = process.pid
        with open(f"/proc/{pid}/limits", encoding="ascii") as limits:
            self.assertRegex(limits.read(), r"Max core file size +0 +0 ")
        with open(f"/proc/{pid}/coredump_filter", encoding="ascii") as dumped:
            self.assertEqual(int(dumped.read(), 16), 0)
        # A process that is not dumpable belongs to root in there, and the desktop's portal would refuse it.
        self.assertEqual(os.stat(f"/proc/{pid}/environ").st_uid, os.getuid())
        self.assertTrue(any("dd" in flags for flags in mappings_with(pid)), "no page of the key's own holds it")
        dump = dump_of(pid, self.folder.name)
        if dump is not None:
            self.assertGreater(len(dump), 1000)
            self.assertFalse(found_in(memory_in(dump)), "a dump holds the key")
            os.unlink(os.path.join(self.folder.name, f"core.{pid}"))


class AskCanary(Canary):
    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": self.home, "LC_ALL": "C.UTF-8", "TMPDIR": self.folder.name,
                "DBUS_SESSION_BUS_ADDRESS": "disabled:", "RIVULET_API_KEY": CANARY}

    def command(self, server, *arguments, query=""):
        return [PROGRAM, "ask", "--data-dir", self.data, "--model", "own:fake", "--dialect", server.dialect,
                "--base-url", server.url + query, "--retries", "0", "--continue", "off", *arguments]

    def assert_clean(self, run):
        self.assertFalse(found_in(run.stdout), run.stdout)
        self.assertFalse(found_in(run.stderr), run.stderr)
        hits, searched = files_with(self.data, self.home)
        self.assertEqual(hits, [])
        self.assertGreater(searched, 2)

    def test_s03_the_search_finds_what_it_looks_for(self):
        for form in (CANARY.encode(), base64.b64encode(b"ab" + CANARY.encode() + b"c"), CANARY.encode("utf-16-le"),
                     CANARY.encode().hex().encode()):
            with open(os.path.join(self.home, "trap"), "wb") as trap:
                trap.write(b"..." + form + b"...")
            self.assertEqual(files_with(self.home)[0], [os.path.join(self.home, "trap")])

    def test_s03_a_key_that_is_said_back_is_nowhere(self):
        for dialect in PROTOCOLS:
            for way in WAYS:
                for output in ([], ["--json"]) if way in WAYS[:2] else (["--json"],):
                    with self.subTest(dialect, way=way, output=output):
                        server = self.serve(dialect, way)
                        run = subprocess.run(self.command(server, *output, "what flows"), env=self.environment(),
                                             timeout=60, capture_output=True, check=False)
                        self.assertEqual(run.returncode, 3 if way == "error-late" else 1, run.stderr)
                        self.assertEqual(set(server.keys), {CANARY})
                        self.assertEqual(len(server.keys), 1)
                        self.assert_clean(run)

    def test_s03_a_key_in_the_query_is_nowhere(self):
        for way in WAYS:
            with self.subTest(way):
                server = self.serve("gemini", way)
                environment = self.environment()
                del environment["RIVULET_API_KEY"]
                run = subprocess.run(self.command(server, "--json", "what flows", query=f"?key={CANARY}"), timeout=60,
                                     env=environment, capture_output=True, check=False)
                self.assertNotIn(run.returncode, (0, 2), run.stderr)
                self.assert_clean(run)

    def test_s04_no_dump_holds_the_key(self):
        server = self.serve("anthropic", "hold")
        process = subprocess.Popen(self.command(server, "what flows"), env=self.environment(), cwd=self.folder.name,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.assertTrue(server.holding.wait(30))
            with open(f"/proc/{process.pid}/cmdline", "rb") as arguments:
                self.assertFalse(found_in(arguments.read()))
            self.assert_undumpable(process)
            process.send_signal(signal.SIGSEGV)
            process.wait(20)
            self.assertEqual([name for name in os.listdir(self.folder.name) if "core" in name], [])
        finally:
            process.kill()
            process.wait()

    def test_s10_folders_and_files_are_their_owners(self):
        # One that was left open, and a mask that would leave everything open.
        data = os.path.join(self.home, ".local", "share", "rivulet")
        os.makedirs(os.path.join(data, "logs"))
        os.chmod(data, 0o755)
        server = self.serve("anthropic", "error")
        command = self.command(server, "what flows")
        at = command.index("--data-dir")
        del command[at:at + 2]
        subprocess.run(command, env=self.environment(), timeout=60, check=False, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, umask=0)
        found = 0
        for folder, _, names in os.walk(data):
            self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700, folder)
            for name in names:
                found += 1
                self.assertEqual(stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode), 0o600, name)
        self.assertGreater(found, 2)

    def test_s08_nothing_in_an_answer_is_obeyed_by_a_terminal(self):
        evil = "a\x1b]0;title\x07\x1b[31mred\x9b31m\x90q\x1b\\\x08\x0b\x0c\rb\x7f\u0085c\u2028d"
        server = self.serve("anthropic", "error-late")
        raw = PROTOCOLS["anthropic"]
        original = raw.delta
        raw.delta = lambda self, piece: original(self, evil)
        try:
            for output in ([], ["--json"]):
                run = subprocess.run(self.command(server, *output, "what flows"), env=self.environment(), timeout=60,
                                     capture_output=True, check=False)
                for stream in (run.stdout, run.stderr):
                    text = stream.decode()
                    self.assertEqual(re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text), [], stream)
                self.assertIn(b"red", run.stdout)
        finally:
            raw.delta = original
        for folder, _, names in os.walk(os.path.join(self.data, "logs")):
            for name in names:
                with open(os.path.join(folder, name), encoding="utf-8") as log:
                    self.assertEqual(re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", log.read()), [])


class WindowCanary(Canary):
    def test_s03_a_key_typed_into_settings_is_nowhere(self):
        from desktop import Desktop, wait_until
        server = self.serve("anthropic", "error")
        window = Desktop(PROGRAM, "--data-dir", self.data)
        try:
            window.press("ctrl+comma")
            window.click("Address of Anthropic")
            window.press("ctrl+a")
            window.type(server.url)
            window.press("Return")
            # Another server, and a near one: whether it wants a key is its own to say.
            window.click("Add a key for Anthropic")
            window.click("Key for Anthropic")
            window.type(CANARY)
            window.click("Save key for Anthropic")
            wait_until("word that the key is saved", lambda: window.names("Saved in the keychain."))
            self.assertIn(CANARY, server.keys)
            window.quit()
            window = Desktop(PROGRAM, "--data-dir", self.data, "--model", "anthropic:claude-fake")
            for way in ("error", "error-late", "redirect", "type"):
                server.way = way
                window.ask(f"say it back {way}")
                window.wait_for_state(1, "Interrupted" if way == "error-late" else "Failed", 60)
                shown = "\n".join(f"{node.name} {getattr(node, 'description', '')}" for node in window.nodes())
                self.assertFalse(found_in(shown.encode()), shown)
                window.press("ctrl+n")
                time.sleep(0.2)
            # Read by this run, so that its memory holds it.
            self.assert_undumpable(window.process)
            for place in ("cmdline", "environ"):
                with open(f"/proc/{window.process.pid}/{place}", "rb") as file:
                    self.assertFalse(found_in(file.read()), place)
            window.quit()
        finally:
            window.end()
        hits, searched = files_with(self.data, os.environ["HOME"], os.environ["XDG_RUNTIME_DIR"])
        self.assertEqual(hits, [])
        self.assertGreater(searched, 3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
