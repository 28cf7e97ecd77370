# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""`rivulet ask` as a script calls it: the program itself, a model's server in another process, and what comes out.

    test_ask.py PROGRAM [unittest arguments]
"""
import base64
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
        self.log = os.path.join(tempfile.mkdtemp(dir=folder), f"{dialect}.sent")
        open(self.log, "w").close()
        self.process = subprocess.Popen([sys.executable, os.path.join(HERE, "..", "support", "fake_server.py"), dialect,
                                         "0", self.log, str(interval)], stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def sent(self) -> str:
        with open(self.log, encoding="utf-8", newline="") as log:
            return log.read()

    def requests(self):
        """Method, path and body of every request that asked for an answer or about one."""
        try:
            with open(self.log + ".requests", encoding="utf-8") as log:
                return [json.loads(line) for line in log]
        except FileNotFoundError:
            return []

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

    def run_ask(self, *arguments: str):
        return subprocess.run(self.command(*arguments), env=self.environment(), timeout=60, capture_output=True,
                              check=False)

    def write(self, name: str, content) -> str:
        path = os.path.join(self.folder.name, name)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    @staticmethod
    def warned(events):
        return [event["kind"] for event in events if event["type"] == "warning"]

    @staticmethod
    def streams(dialect: str, request) -> bool:
        """Whether a request asks for a stream, as its protocol says so."""
        return ":streamGenerateContent" in request["path"] if dialect == "gemini" else request["body"]["stream"]

    def test_each_dialect_completes_with_the_text_byte_equal(self):
        # Cached and thought tokens, as far as each protocol tells.
        told = {"anthropic": (4, None), "openai-chat": (4, 2), "openai-responses": (4, 2), "gemini": (4, 2),
                "ollama": (None, None), "assist": (None, None)}
        for dialect in PROTOCOLS:
            for stream, limit in (("auto", []), ("always", ["--max-tokens", "1000"]),
                                  ("never", ["--max-tokens", "1000"])):
                with self.subTest(dialect, stream=stream):
                    server = self.serve(dialect)
                    events, code = self.ask(dialect, server, "--stream", stream, *limit, "what flows")
                    self.assertEqual(code, 0)
                    self.assertEqual([self.streams(dialect, request) for request in server.requests()],
                                     [stream != "never"])
                    self.assertEqual(self.warned(events), [])
                    end = events[-1]
                    self.assertEqual((end["type"], end["state"]), ("end", "completed"))
                    self.assertEqual(sum(event["type"] == "end" for event in events), 1)
                    self.assertEqual(end["text"].encode(), server.sent().encode())
                    self.assertEqual("".join(event["text"] for event in events if event["type"] == "text"), end["text"])
                    self.assertEqual((end["requests"], end["attempts"]), (1, 1))
                    usage = [event for event in events if event["type"] == "usage"][-1]
                    self.assertEqual((usage["input_tokens"], usage["output_tokens"], usage["source"]),
                                     (10, len(end["text"]) // 4, "reported"))
                    self.assertEqual((usage["cached_tokens"], usage["thinking_tokens"]), told[dialect])
                    self.assertGreater(end["stored_id"], 0)
                    start = next(event for event in events if event["type"] == "start")
                    self.assertEqual(start["dialect"], dialect)

    def test_a_long_answer_is_streamed_whatever_was_asked_for(self):
        for dialect in PROTOCOLS:
            with self.subTest(dialect):
                server = self.serve(dialect)
                events, code = self.ask(dialect, server, "--stream", "never", "what flows")
                self.assertEqual((code, events[-1]["state"]), (0, "completed"))
                self.assertTrue(self.streams(dialect, server.requests()[0]))
                self.assertEqual(self.warned(events), ["streaming_enforced"])
                self.assertRegex(next(event["message"] for event in events if event["type"] == "warning"), "8192.*4096")

    def test_every_protocol_ends_as_a_whole_as_its_own_rules_say(self):
        expected = {"#length": "max_tokens", "#empty": "end_turn"}
        for dialect in PROTOCOLS:
            for ending, reason in expected.items():
                with self.subTest(dialect, ending=ending):
                    server = self.serve(dialect)
                    events, code = self.ask(dialect, server, "--stream", "never", "--max-tokens", "1000", "--retries", "0",
                                            f"what flows {ending}")
                    self.assertEqual((code, events[-1]["state"], events[-1]["reason"]), (0, "completed", reason))
                    self.assertEqual(events[-1]["text"], server.sent())
                    self.assertEqual("empty_answer" in self.warned(events), ending == "#empty")

    # The smallest that are what they say.
    FILES = {"river.txt": "Das Wasser fließt → bergab.\n".encode(),
             "stone.png": b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01",
             "bridge.pdf": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"}

    def test_files_go_to_every_protocol_that_has_a_place_for_them(self):
        for dialect in PROTOCOLS:
            for name, content in self.FILES.items():
                with self.subTest(dialect, file=name):
                    server = self.serve(dialect)
                    path = self.write(name, content)
                    events, code = self.ask(dialect, server, "--file", path, "what is this")
                    if (dialect, name) == ("ollama", "bridge.pdf"):
                        self.assertEqual((code, events, server.requests()), (2, [], []))
                        continue
                    self.assertEqual((code, events[-1]["state"]), (0, "completed"))
                    body = json.dumps(server.requests()[0]["body"], ensure_ascii=False)
                    self.assertIn("what is this", body)
                    encoded = base64.b64encode(content).decode()
                    plain = content.decode().strip() if name.endswith(".txt") else encoded
                    self.assertTrue(encoded in body or plain in body, body)

    def test_files_go_together_and_in_their_order(self):
        server = self.serve("anthropic")
        paths = [self.write(name, f"I am {name}.") for name in ("one.txt", "two.txt")]
        _, code = self.ask("anthropic", server, "--file", paths[1], f"--file={paths[0]}", "which")
        self.assertEqual(code, 0)
        body = json.dumps(server.requests()[0]["body"])
        self.assertLess(body.index("I am two.txt."), body.index("I am one.txt."))

    def test_files_that_nobody_takes_are_wrong_usage(self):
        server = self.serve("openai-chat")
        os.mkfifo(os.path.join(self.folder.name, "pipe"))
        large = self.write("large.txt", b"a" * (20 * 1024 * 1024 + 1))
        refused = {"gone.txt": "can't be read", "pipe": "can't be read", ".": "folder", large: "20 MiB",
                   self.write("empty.txt", ""): "empty", self.write("latin.txt", b"caf\xe9 and more"): "UTF-8",
                   self.write("program", b"\x7fELF\x00\x01\x02"): "neither text"}
        for path, why in refused.items():
            with self.subTest(path):
                run = self.run_ask(*self.model("openai-chat", server), "--file", os.path.join(self.folder.name, path), "hi")
                self.assertEqual((run.returncode, run.stdout), (2, b""))
                self.assertIn(why, run.stderr.decode())
        self.assertEqual(server.requests(), [])

    def test_a_file_that_the_model_does_not_take_is_refused_by_its_table(self):
        server = self.serve("openai-chat")
        self.write("data/models.json", json.dumps({"models": [
            {"provider": "openai-chat-test", "id": "fake", "images": False, "pdf": False}]}))
        for name, why in {"stone.png": "can't read images", "bridge.pdf": "can't read PDF"}.items():
            with self.subTest(name):
                run = self.run_ask(*self.model("openai-chat", server), "--file", self.write(name, self.FILES[name]), "hi")
                self.assertEqual(run.returncode, 2)
                self.assertIn(why, run.stderr.decode())
        self.assertEqual(server.requests(), [])

    def test_an_answer_in_the_background_is_cancelled_at_the_server_too(self):
        server = self.serve("openai-responses", interval=0.05)
        process = subprocess.Popen(self.command(*self.model("openai-responses", server), "--json", "--background",
                                                "what flows"), env=self.environment(), stdout=subprocess.PIPE)
        end = time.monotonic() + 30
        while len(server.sent()) < 20 and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        output = process.communicate(timeout=30)[0]
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(output.splitlines()[-1])["state"], "cancelled")
        asked, cancelled = server.requests()
        self.assertEqual((asked["body"]["background"], asked["body"]["store"]), (True, True))
        self.assertEqual((cancelled["method"], cancelled["path"]), ("POST", "/v1/responses/resp_1/cancel"))

    def test_a_cut_answer_is_taken_up_exactly(self):
        # How it is asked, on which rung it says to stand at first, and how the rest is asked for.
        ways = {"openai-responses": (["--background"], "exact", ("GET", "/v1/responses/resp_1?stream=true&starting_after=")),
                "assist": ([], "exact", ("POST", "/chat?last-event-id=a1-")),
                "gemini": ([], "continue", ("POST", "/v1beta/models/fake:streamGenerateContent")),
                "openai-chat": ([], "exact", ("GET", "/v1/stream?conv_id="))}
        for dialect, (options, rung, rest) in ways.items():
            server = self.serve(dialect)
            model = self.model(dialect, server)
            if dialect == "openai-chat":
                model = ["--model", "llamacpp:fake", "--base-url", server.url + "/v1"]
            for resume in ("auto", "off"):
                with self.subTest(dialect, resume=resume):
                    open(server.log, "w").close()
                    run = subprocess.run(self.command(*model, "--json", *options, "--resume", resume, "--continue", "off",
                                                      "--retry-base", "0.1", "--max-tokens", "1000", "what flows #cut"),
                                         timeout=60, env=self.environment(), stdout=subprocess.PIPE, check=False)
                    events = [json.loads(line) for line in run.stdout.splitlines()]
                    rungs = [event["resume"] for event in events if event["type"] == "start"]
                    end = events[-1]
                    if resume == "off":
                        self.assertEqual((run.returncode, end["state"], end["reason"]), (3, "interrupted", "cut_off"))
                        self.assertEqual((end["requests"], set(rungs)), (1, {"continue"}))
                        continue
                    self.assertEqual((run.returncode, end["state"]), (0, "completed"))
                    self.assertEqual(end["text"].encode(), server.sent().encode())
                    self.assertEqual("".join(event["text"] for event in events if event["type"] == "text"), end["text"])
                    self.assertEqual((end["requests"], end["attempts"]), (2, 2))
                    self.assertEqual([event["kind"] for event in events if event["type"] == "seam"], ["exact"])
                    self.assertEqual(sum(event["type"] == "retry" for event in events), 1)
                    self.assertEqual((rungs[0], rungs[-1]), (rung, "exact"))
                    second = server.requests()[1]
                    self.assertEqual((second["method"], second["path"][:len(rest[1])]), rest)
                    usage = [event for event in events if event["type"] == "usage"][-1]
                    self.assertEqual(usage["source"], "reported")

    def test_the_background_is_for_protocols_that_have_it(self):
        for dialect in PROTOCOLS:
            with self.subTest(dialect):
                server = self.serve(dialect)
                events, code = self.ask(dialect, server, "--background", "what flows")
                has = dialect == "openai-responses"
                self.assertEqual(code, 0 if has else 2)
                self.assertEqual([request["body"].get("background") for request in server.requests()], [True] * has)
                self.assertEqual(len(events) > 0, has)
        server = self.serve("openai-responses")
        events, code = self.ask("openai-responses", server, "--background", "--stream", "never", "--max-tokens", "1000", "hi")
        self.assertEqual((code, self.warned(events)), (0, ["streaming_enforced"]))
        self.assertEqual([server.requests()[0]["body"][name] for name in ("background", "stream")], [True, True])
        both = [self.serve("ollama"), self.serve("openai-responses")]
        run = self.run_ask(*self.model("ollama", both[0]), *self.model("openai-responses", both[1]), "--json",
                           "--background", "what flows")
        self.assertEqual(run.returncode, 0)
        warnings = [(event["stream"], event["kind"]) for event in map(json.loads, run.stdout.splitlines())
                    if event["type"] == "warning"]
        self.assertEqual(warnings, [(0, "background_ignored")])

    def test_a_field_that_is_refused_is_left_out_and_that_is_remembered(self):
        server = self.serve("openai-chat")
        question = ["--max-tokens", "1000", "what flows #refuse-max_tokens"]

        def fields():
            return ["max_tokens" in request["body"] for request in server.requests()]
        events, code = self.ask("openai-chat", server, "--no-save", *question)
        self.assertEqual((code, events[-1]["state"], events[-1]["requests"]), (0, "completed", 2))
        dropped = [event["message"] for event in events if event["type"] == "warning" and event["kind"] == "dropped_field"]
        self.assertEqual(dropped, ["max_tokens"])
        self.assertEqual(fields(), [True, False])
        # Nothing was kept, so it is learnt again, and now for good.
        self.assertEqual(self.ask("openai-chat", server, *question)[1], 0)
        self.assertEqual(fields(), [True, False, True, False])
        events, code = self.ask("openai-chat", server, *question)
        self.assertEqual((code, events[-1]["requests"], self.warned(events)), (0, 1, []))
        self.assertEqual(fields(), [True, False, True, False, False])
        # Another server of that name is another one.
        other = self.serve("openai-chat")
        self.ask("openai-chat", other, "--max-tokens", "1000", "what flows")
        self.assertIn("max_tokens", other.requests()[0]["body"])

    def test_a_server_that_loads_its_model_is_waited_for(self):
        server = self.serve("openai-chat")
        events, code = self.ask("openai-chat", server, "--retries", "0", "what flows #loading")
        self.assertEqual((code, events[-1]["state"], events[-1]["text"]), (0, "completed", server.sent()))
        self.assertEqual(len(server.requests()), 3)
        phases = [event["phase"] for event in events if event["type"] == "progress"]
        self.assertIn("loading", phases)

    def test_a_provider_of_a_table_of_ones_own_is_asked_like_any_other(self):
        server = self.serve("openai-chat")
        self.write("data/providers.json", json.dumps({"providers": [
            {"id": "myrow", "name": "My row", "dialect": "openai-chat", "base_url": server.url + "/deep/v2",
             "key_header": "X-My-Key", "key_variable": "MY_ROW_KEY", "token_limit_field": "max_completion_tokens",
             "stream_options": False, "chat_path": "talk"}]}))
        self.write("data/models.json", json.dumps({"models": [
            {"provider": "myrow", "id": "m", "input_price": 1000000, "output_price": 2000000}]}))
        run = self.run_ask("--model", "myrow:m", "--json", "--max-tokens", "77", "what flows")
        self.assertEqual((run.returncode, run.stderr), (0, b""))
        events = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(events[-1]["text"], server.sent())
        request = server.requests()[0]
        self.assertEqual(request["path"], "/deep/v2/talk")
        self.assertEqual(request["body"]["max_completion_tokens"], 77)
        self.assertNotIn("stream_options", request["body"])
        usage = [event for event in events if event["type"] == "usage"][-1]
        self.assertAlmostEqual(usage["cost"], usage["input_tokens"] + 2 * usage["output_tokens"])

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
                    if ending == "#eof":
                        # Some tell what they counted as they go; where nobody told, it is estimated and called so.
                        source = [event["source"] for event in events if event["type"] == "usage"][-1]
                        self.assertEqual(source, "reported" if dialect == "gemini" else "estimated")
                    warned = self.warned(events)
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
