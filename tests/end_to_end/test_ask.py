# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""`rivulet ask` as a script calls it: the program itself, a model's server in another process, and what comes out.

    test_ask.py PROGRAM [unittest arguments]
"""
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from fake_protocols import PROTOCOLS  # noqa: E402


class Server:
    def __init__(self, dialect: str, folder: str, interval: float):
        self.log = os.path.join(folder, f"{dialect}.sent")
        open(self.log, "w").close()
        self.process = subprocess.Popen([sys.executable, os.path.join(HERE, "..", "support", "fake_server.py"), dialect,
                                         "0", self.log, str(interval)], stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def sent(self) -> str:
        with open(self.log, encoding="utf-8", newline="") as log:
            return log.read()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class AskTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = os.path.join(self.folder.name, "data")
        self.servers = []

    def tearDown(self):
        for server in self.servers:
            server.kill()
        self.folder.cleanup()

    def serve(self, dialect: str, interval: float = 0.001) -> Server:
        self.servers.append(Server(dialect, self.folder.name, interval))
        return self.servers[-1]

    def model(self, dialect: str, server: Server):
        base = server.url + {"openai-chat": "/v1", "openai-responses": "/v1", "gemini": "/v1beta"}.get(dialect, "")
        return ["--model", f"{dialect}-test:fake", "--dialect", dialect, "--base-url", base]

    def command(self, *arguments: str):
        return [PROGRAM, "ask", "--data-dir", self.data, *arguments]

    def environment(self):
        # No session bus: a keychain that can't be reached is no error where no key is needed.
        return {"PATH": os.environ["PATH"], "HOME": self.folder.name, "LC_ALL": "C.UTF-8",
                "DBUS_SESSION_BUS_ADDRESS": "disabled:"}

    def ask(self, dialect: str, server: Server, *arguments: str):
        """What `ask --json` says, event by event, and its exit code."""
        run = subprocess.run(self.command(*self.model(dialect, server), "--json", *arguments), timeout=60,
                             env=self.environment(), stdout=subprocess.PIPE, check=False)
        return [json.loads(line) for line in run.stdout.splitlines()], run.returncode

    def test_each_dialect_completes_with_the_text_byte_equal(self):
        for dialect in PROTOCOLS:
            for stream in ("auto", "never"):
                with self.subTest(dialect, stream=stream):
                    server = self.serve(dialect)
                    events, code = self.ask(dialect, server, "--stream", stream, "what flows")
                    self.assertEqual(code, 0)
                    end = events[-1]
                    self.assertEqual((end["type"], end["state"]), ("end", "completed"))
                    self.assertEqual(sum(event["type"] == "end" for event in events), 1)
                    self.assertEqual(end["text"].encode(), server.sent().encode())
                    self.assertEqual("".join(event["text"] for event in events if event["type"] == "text"), end["text"])
                    self.assertEqual((end["requests"], end["attempts"]), (1, 1))
                    usage = [event for event in events if event["type"] == "usage"][-1]
                    self.assertEqual((usage["input_tokens"], usage["output_tokens"], usage["source"]),
                                     (10, len(end["text"]) // 4, "reported"))
                    self.assertGreater(end["stored_id"], 0)
                    start = next(event for event in events if event["type"] == "start")
                    self.assertEqual(start["dialect"], dialect)

    def test_every_protocol_ends_as_its_own_rules_say(self):
        # Where a protocol has no word of its own for an end, it is not asked for it.
        filtered = {"anthropic": "refusal", "openai-chat": "content_filter", "openai-responses": "content_filter",
                    "gemini": "content_filter"}
        expected = {
            "#length": lambda dialect: ("completed", "max_tokens", 0),
            "#filter": lambda dialect: ("completed", filtered[dialect], 0) if dialect in filtered else None,
            "#refusal": lambda dialect: ("completed", "refusal", 0)
                        if dialect in ("anthropic", "openai-responses") else None,
            "#empty": lambda dialect: ("completed", "end_turn", 0),
            "#whole": lambda dialect: ("completed", "end_turn", 0),
            "#error-first": lambda dialect: ("failed", None, 1),
            "#error": lambda dialect: ("interrupted", None, 3),
            "#eof": lambda dialect: ("interrupted", "cut_off", 3),
        }
        table = []
        for dialect in PROTOCOLS:
            for ending, rule in expected.items():
                wanted = rule(dialect)
                if not wanted:
                    continue
                with self.subTest(dialect, ending=ending):
                    server = self.serve(dialect)
                    events, code = self.ask(dialect, server, "--retries", "0", "--continue", "off", "--resume", "off",
                                            "--max-tokens", "1000", f"what flows {ending}")
                    end = events[-1]
                    table.append(f"{dialect:17} {ending:13} {end['state']:12} {end['reason']:16} "
                                 f"{len(end['text']):4} characters kept")
                    self.assertEqual((end["type"], end["state"], code), ("end", wanted[0], wanted[2]))
                    if wanted[1]:
                        self.assertEqual(end["reason"], wanted[1])
                    said = end["text"] if ending != "#refusal" else end["text"][:len(server.sent())]
                    self.assertEqual(said.encode(), server.sent().encode())
                    warned = [event["kind"] for event in events if event["type"] == "warning"]
                    # What this one says of its thinking is content, so its answer is not empty.
                    empty = ending == "#empty" and dialect != "assist"
                    self.assertEqual("empty_answer" in warned, empty)
        print("\n" + "\n".join(table), file=sys.stderr)

    def test_plain_text_goes_to_standard_output_and_nothing_else_does(self):
        server = self.serve("ollama")
        run = subprocess.run(self.command(*self.model("ollama", server), "-"), input="what flows".encode(), timeout=60,
                             env=self.environment(), stdout=subprocess.PIPE, check=False)
        self.assertEqual(run.returncode, 0)
        self.assertEqual(run.stdout.decode().rstrip("\n"), server.sent())

    def test_an_interrupt_cancels_and_keeps(self):
        server = self.serve("anthropic", interval=0.05)
        process = subprocess.Popen(self.command(*self.model("anthropic", server), "--json", "what flows"),
                                   env=self.environment(), stdout=subprocess.PIPE)
        end = time.monotonic() + 30
        while len(server.sent()) < 20 and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        output = process.communicate(timeout=30)[0]
        self.assertEqual(process.returncode, 130)
        last = json.loads(output.splitlines()[-1])
        self.assertEqual((last["type"], last["state"]), ("end", "cancelled"))
        self.assertTrue(last["text"] and server.sent().startswith(last["text"]))

    def test_a_server_that_dies_leaves_an_interrupted_answer(self):
        server = self.serve("anthropic", interval=0.05)
        process = subprocess.Popen(self.command(*self.model("anthropic", server), "--json", "--continue", "off",
                                                "--retries", "0", "what flows"),
                                   env=self.environment(), stdout=subprocess.PIPE)
        end = time.monotonic() + 30
        while len(server.sent()) < 20 and time.monotonic() < end:
            time.sleep(0.01)
        server.process.kill()
        output = process.communicate(timeout=30)[0]
        self.assertEqual(process.returncode, 3)
        last = json.loads(output.splitlines()[-1])
        self.assertEqual((last["type"], last["state"]), ("end", "interrupted"))
        self.assertEqual(last["text"], server.sent()[:len(last["text"])])
        self.assertGreaterEqual(len(last["text"]), len(server.sent()) - 4)

    def test_wrong_usage_is_2_and_a_refused_connection_1(self):
        wrong = subprocess.run(self.command("--model", "nonsense", "hello"), env=self.environment(), timeout=60,
                               capture_output=True, check=False)
        self.assertEqual(wrong.returncode, 2)
        self.assertTrue(wrong.stderr)
        refused = subprocess.run(self.command("--model", "x:m", "--dialect", "openai-chat", "--base-url",
                                              "http://127.0.0.1:9/v1", "--retries", "0", "hello"),
                                 env=self.environment(), timeout=60, capture_output=True, check=False)
        self.assertEqual(refused.returncode, 1)

    def test_the_model_asked_last_is_asked_again_where_it_was(self):
        server = self.serve("ollama")
        subprocess.run(self.command(*self.model("ollama", server), "hello"), env=self.environment(), timeout=60,
                       stdout=subprocess.DEVNULL, check=True)
        before = len(server.sent())
        again = subprocess.run(self.command("hi"), env=self.environment(), timeout=60, capture_output=True, check=False)
        self.assertEqual((again.returncode, again.stderr), (0, b""))
        self.assertEqual(again.stdout.decode().rstrip("\n"), server.sent()[before:])

    def test_an_interrupt_that_a_shell_ignores_cancels(self):
        server = self.serve("anthropic", interval=0.05)
        # Without job control, a shell starts what is in the background with SIGINT ignored.
        process = subprocess.Popen(["sh", "-c", '"$@" & child=$!; echo "$child" >&2; wait "$child"; exit $?', "sh",
                                    *self.command(*self.model("anthropic", server), "--json", "what flows")],
                                   env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        child = int(process.stderr.readline())
        end = time.monotonic() + 30
        while len(server.sent()) < 20 and time.monotonic() < end:
            time.sleep(0.01)
        os.kill(child, signal.SIGINT)
        output = process.communicate(timeout=30)[0]
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(output.splitlines()[-1])["state"], "cancelled")

    def test_a_window_without_a_display_is_a_sentence_and_1(self):
        run = subprocess.run([PROGRAM, "--data-dir", self.data], env=self.environment(), timeout=60,
                             capture_output=True, check=False)
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stderr.decode(), r"\Arivulet: there is no display [^\n]+\n\Z")

    def test_without_a_keychain_the_variable_that_helps_is_named(self):
        run = subprocess.run(self.command("--model", "anthropic:m", "hi"), env=self.environment(), timeout=60,
                             capture_output=True, check=False)
        self.assertEqual(run.returncode, 1)
        self.assertIn("ANTHROPIC_API_KEY", run.stderr.decode())

    def test_everything_kept_is_for_its_owner_alone(self):
        server = self.serve("ollama")
        subprocess.run(self.command(*self.model("ollama", server), "hello"), env=self.environment(), timeout=60,
                       stdout=subprocess.DEVNULL, check=True)
        self.assertEqual(stat.S_IMODE(os.stat(self.data).st_mode), 0o700)
        for folder, _, files in os.walk(self.data):
            for name in files:
                path = os.path.join(folder, name)
                self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600, path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
