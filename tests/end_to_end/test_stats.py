# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""What is counted of the answers to `rivulet ask`, as `rivulet stats` prints it and as others read that.

    test_stats.py PROGRAM [unittest arguments]
"""
import csv
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from prometheus_client.openmetrics.parser import text_string_to_metric_families

PROGRAM = sys.argv.pop(1)
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from canary import CANARY, found_in  # noqa: E402

# Asked too where it is there. It is not installed for this: its Debian package starts a server.
PROMTOOL = shutil.which("promtool")


class StatsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = os.path.join(self.folder.name, "data")
        self.database = os.path.join(self.data, "rivulet.db")
        self.servers = []

    def tearDown(self):
        for server in self.servers:
            server.kill()
            server.wait()
            server.stdout.close()
        self.folder.cleanup()

    def serve(self, dialect: str, interval: float = 0.001) -> str:
        log = os.path.join(tempfile.mkdtemp(dir=self.folder.name), "sent")
        self.servers.append(subprocess.Popen([sys.executable, os.path.join(HERE, "..", "support", "fake_server.py"), dialect,
                                              "0", log, str(interval)], stdout=subprocess.PIPE, text=True))
        return f"http://127.0.0.1:{int(self.servers[-1].stdout.readline())}"

    def environment(self, **more):
        return {"PATH": os.environ["PATH"], "HOME": self.folder.name, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                "DBUS_SESSION_BUS_ADDRESS": "disabled:", **more}

    def ask_command(self, dialect: str, url: str, *arguments: str, model: str = "fake"):
        base = url + {"openai-chat": "/v1", "openai-responses": "/v1", "gemini": "/v1beta"}.get(dialect, "")
        return [PROGRAM, "ask", "--data-dir", self.data, "--model", f"{dialect}-test:{model}", "--dialect", dialect,
                "--base-url", base, *arguments]

    def ask(self, dialect: str, url: str, *arguments: str, **more) -> int:
        return subprocess.run(self.ask_command(dialect, url, *arguments, **more), env=self.environment(), timeout=60,
                              capture_output=True, check=False).returncode

    def stats(self, *arguments: str, code: int = 0) -> str:
        run = subprocess.run([PROGRAM, "stats", "--data-dir", self.data, *arguments], env=self.environment(), timeout=60,
                             capture_output=True, check=False)
        self.assertEqual(run.returncode, code, run.stderr.decode())
        return run.stdout.decode() if code == 0 else run.stderr.decode()

    def models(self):
        return json.loads(self.stats("--json"))["models"]

    def rows(self) -> int:
        if not os.path.exists(self.database):
            return 0
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute("SELECT count(*) FROM streams").fetchone()[0]
        finally:
            connection.close()

    def check_openmetrics(self, text: str):
        """By two parsers of others: the strict one of the format, and the one of the textfile collector."""
        families = {family.name: family for family in text_string_to_metric_families(text)}
        if PROMTOOL:
            run = subprocess.run([PROMTOOL, "check", "metrics"], input=text.encode(), capture_output=True, timeout=60,
                                 check=False)
            self.assertEqual((run.returncode, run.stdout, run.stderr), (0, b"", b""))
        return families

    def test_nothing_counted_is_no_error_and_leaves_no_trace(self):
        self.assertIn("Nothing has been counted", self.stats())
        self.assertEqual(json.loads(self.stats("--json")), {"models": [], "days": []})
        self.assertEqual(self.check_openmetrics(self.stats("--openmetrics")), {})
        self.assertEqual(self.stats("--csv").count("\r\n"), 1)
        self.assertFalse(os.path.exists(self.data))

    def test_wrong_use_is_told(self):
        for arguments in (["--xml"], ["--json", "--csv"], ["--data-dir"], ["more"]):
            self.assertIn("rivulet stats", self.stats(*arguments, code=2))
        self.assertIn("--openmetrics", self.stats("--help"))

    def test_a_history_that_is_none_is_told_and_left_as_it_is(self):
        os.mkdir(self.data)
        with open(self.database, "wb") as file:
            file.write(b"not a database, but a letter of some length" * 100)
        self.assertIn("can't be read", self.stats("--json", code=1))
        with open(self.database, "rb") as file:
            self.assertEqual(file.read(), b"not a database, but a letter of some length" * 100)

    def test_answers_are_counted_by_provider_and_model_with_what_is_known(self):
        for dialect in ("anthropic", "openai-chat"):
            url = self.serve(dialect)
            for prompt in ("what flows", "what falls"):
                self.assertEqual(self.ask(dialect, url, prompt), 0)
        self.assertEqual(self.ask("openai-chat", self.serve("openai-chat"), "--retries", "0", "what flows #error-first"), 1)
        models = {model["provider"]: model for model in self.models()}
        self.assertEqual(sorted(models), ["anthropic-test", "openai-chat-test"])
        anthropic, chat = models["anthropic-test"], models["openai-chat-test"]
        self.assertEqual((anthropic["streams"], anthropic["outcomes"]["completed"], anthropic["requests"]), (2, 2, 2))
        self.assertEqual((chat["streams"], chat["outcomes"]["completed"], chat["outcomes"]["failed"]), (3, 2, 1))
        self.assertEqual(anthropic["tokens"]["input"], 20)
        self.assertEqual(anthropic["tokens"]["thinking"], None)  # not told is not none
        self.assertEqual(chat["tokens"]["thinking"], 4)
        self.assertEqual(anthropic["cost"], {"currency": "USD", "value": None, "known_streams": 0})
        self.assertEqual((anthropic["active"], anthropic["error_rate"]), (0, 0))
        self.assertAlmostEqual(chat["error_rate"], 1 / 3)
        self.assertEqual(anthropic["first_token_s"]["count"], 2)
        self.assertEqual(anthropic["recovery_s"], {"count": 0, "sum": None, "p50": None, "p95": None})

    def test_a_cut_that_was_got_over_is_counted_with_its_way_and_time(self):
        for dialect in ("assist", "gemini"):
            with self.subTest(dialect):
                self.assertEqual(self.ask(dialect, self.serve(dialect, 0.005), "--retry-base", "0.05", "what flows #cut"), 0)
                model = next(model for model in self.models() if model["provider"] == f"{dialect}-test")
                self.assertEqual((model["faults"]["cuts"], model["faults"]["early"]), (1, 0))
                self.assertEqual(model["faults"]["recovered"], {"retry": 0, "exact": 1, "continue": 0})
                self.assertEqual((model["faults"]["share_recovered"], model["reconnection_rate"]), (1, 1))
                self.assertEqual((model["recovery_s"]["count"], model["requests"]), (1, 2))

    def test_what_broke_off_is_counted_and_not_recovered(self):
        self.assertEqual(self.ask("anthropic", self.serve("anthropic"), "--continue", "off", "what flows #eof"), 3)
        model = self.models()[0]
        self.assertEqual((model["outcomes"]["interrupted"], model["interruption_rate"]), (1, 1))
        self.assertEqual((model["faults"]["cuts"], model["faults"]["share_recovered"]), (1, 0))

    def test_nothing_is_counted_where_it_is_not_wanted(self):
        url = self.serve("anthropic")
        self.assertEqual(self.ask("anthropic", url, "--no-save", "what flows"), 0)
        self.assertFalse(os.path.exists(self.database))
        with open(os.path.join(self.data, "settings.ini"), "w", encoding="utf-8") as settings:
            settings.write("[statistics]\nkeep=false\n")
        self.assertEqual(self.ask("anthropic", url, "what flows"), 0)
        self.assertEqual(self.rows(), 0)

    def test_what_is_old_is_forgotten(self):
        url = self.serve("anthropic")
        self.assertEqual(self.ask("anthropic", url, "what flows"), 0)
        day = 24 * 60 * 60 * 1000
        for age, left in ((399, 2), (401, 2)):
            connection = sqlite3.connect(self.database)
            with connection:
                connection.execute("UPDATE streams SET began_at = ?", (int(time.time() * 1000) - age * day,))
            connection.close()
            self.assertEqual(self.ask("anthropic", url, "what flows"), 0)
            self.assertEqual(self.rows(), left if age < 400 else 1)

    def test_a_killed_answer_leaves_no_half_record(self):
        url = self.serve("anthropic", 0.05)
        asked = subprocess.Popen(self.ask_command("anthropic", url, "what flows"), env=self.environment(),
                                 stdout=subprocess.PIPE)
        asked.stdout.read(4)  # words have come
        self.assertEqual(self.models()[0]["active"], 1)
        self.assertIn("active_streams", self.stats("--openmetrics"))
        asked.send_signal(signal.SIGKILL)
        asked.wait()
        asked.stdout.close()
        self.assertEqual((self.rows(), self.models()), (0, []))

    def test_a_key_and_the_conversation_are_in_no_figure(self):
        url = self.serve("anthropic")
        run = subprocess.run(self.ask_command("anthropic", url, "a secret of the willows"), timeout=60, capture_output=True,
                             env=self.environment(RIVULET_API_KEY=CANARY), check=False)
        self.assertEqual(run.returncode, 0)
        connection = sqlite3.connect(self.database)
        rows = repr(connection.execute("SELECT * FROM streams").fetchall())
        connection.close()
        self.assertIn("fake", rows)
        for word in (CANARY, "willows", url.removeprefix("http://"), "river"):
            self.assertNotIn(word, rows)
        for way in ([], ["--json"], ["--csv"], ["--openmetrics"]):
            self.assertFalse(found_in(self.stats(*way).encode()))

    def test_csv_and_openmetrics_are_read_back_by_others(self):
        odd = "a \"quoted\", back\\slash\u009b31m\u202e,=1"
        url = self.serve("anthropic")
        for model in ("fake", odd):
            self.assertEqual(self.ask("anthropic", url, "what flows", model=model), 0)
        text = self.stats("--csv")
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        self.assertEqual(len(rows), 2)
        self.assertEqual({len(row) for row in rows}, {29})
        self.assertEqual(rows[0]["day"], time.strftime("%Y-%m-%d", time.gmtime()))
        self.assertEqual(sorted(row["input_tokens"] for row in rows), ["10", "10"])
        self.assertEqual({row["thinking_tokens"] for row in rows}, {""})

        families = self.check_openmetrics(self.stats("--openmetrics"))
        streams = families["rivulet_streams"]
        self.assertEqual(sum(sample.value for sample in streams.samples), 2)
        self.assertEqual(families["rivulet_first_token_seconds"].unit, "seconds")
        names = {sample.labels["model"] for sample in streams.samples}
        self.assertEqual(names, {row["model"] for row in rows})
        self.assertTrue(any(name.startswith("a \"quoted\", back\\slash") for name in names), names)
        for way in ([], ["--json"], ["--csv"], ["--openmetrics"]):
            shown = self.stats(*way)
            for sign in "\x1b\u009b\u202e":
                self.assertNotIn(sign, shown)

    def test_the_table_stands_in_columns(self):
        self.assertEqual(self.ask("anthropic", self.serve("anthropic"), "what flows"), 0)
        lines = self.stats().splitlines()
        self.assertEqual(len({len(line) for line in lines[:2]}), 1)
        self.assertIn("anthropic-test:fake", lines[1])
        self.assertIn("–", lines[1])  # the cost is not known


if __name__ == "__main__":
    unittest.main()
