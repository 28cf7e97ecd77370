# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""The real window for as long as one likes: two panes, answer after answer, servers that break at random.

    on_desktop.sh soak.py PROGRAM [--minutes M] [--rate TOKENS/S] [--left DIALECT] [--right DIALECT] [--seed N]

Prints one JSON object each minute and one at the end: memory (PSS, and its own alone with the growth an hour),
descriptors, processor time, what became of the answers, and characters lost or doubled: kept text that is no beginning of what the model
says, or ends before what was sent in whole events before a cut. Exits 1 where any was.

An answer that breaks off is told with how often it was cut. Where its protocol has no place to go on from and the model was
asked to go on as often as that is done by itself, that is the rule; each is then reconnected by hand until it is whole.
"""
import argparse
import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from soak_server import Model

OUTCOMES = ("completed", "interrupted", "failed", "cancelled")
EXACT = ("assist", "openai-responses")  # protocols here whose answers are taken up by their place
CONTINUATIONS = 2                       # that go by themselves, of one answer
BY_HAND = 10                            # reconnections of one answer; chance may cut each of them


class Servers:
    """Both models on a loop of their own."""

    def __init__(self, models):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        for model in models:
            asyncio.run_coroutine_threadsafe(model.start(), self.loop).result(10)

    def end(self):
        self.loop.call_soon_threadsafe(self.loop.stop)


def key(*names: str):
    subprocess.run(["xdotool", "key", *names], check=True)


def figures(pid: int):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in file if line.endswith(" kB\n")}
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return {"pss_kb": kilobytes["Pss"], "own_kb": kilobytes["Anonymous"], "descriptors": len(os.listdir(f"/proc/{pid}/fd")), "threads": int(fields[17]),
            "cpu_s": cpu}


def slope(points) -> float:
    """By least squares; 0 for too few."""
    if len(points) < 3:
        return 0.0
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def part_of(values, share: float):
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000) if ordered else None


class Soak:
    def __init__(self, options):
        self.options = options
        self.folder = tempfile.TemporaryDirectory()
        self.data = os.path.join(self.folder.name, "data")
        length = int(options.rate * 4 * options.seconds)
        self.models = [Model(dialect, options.rate, length, options.seed + pane)
                       for pane, dialect in enumerate((options.left, options.right))]
        self.servers = Servers(self.models)
        arguments = [options.program, "--data-dir", self.data]
        for pane, model in enumerate(self.models):
            # No host that ends in /v1: each protocol adds what it needs.
            arguments += ["--model", f"soak{pane}:model-{pane}", "--dialect", model.dialect, "--base-url",
                          f"http://127.0.0.1:{model.port}"]
        environment = dict(os.environ, QT_QUICK_BACKEND="software", QT_QPA_PLATFORM="xcb")
        self.process = subprocess.Popen(arguments, env=environment)
        self.outcomes = dict.fromkeys(OUTCOMES, 0)
        self.answers = self.lost = self.doubled = self.seams = 0
        self.by_rule = self.by_hand = self.made_whole = 0
        self.chance = random.Random(options.seed)
        self.samples = []

    def rows(self, query: str, *values):
        path = os.path.join(self.data, "rivulet.db")
        try:
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as database:
                return database.execute(query, values).fetchall()
        except sqlite3.OperationalError:
            return []

    def answers_of(self, number: int):
        return self.rows("SELECT a.pane, a.text, a.outcome, a.seams, a.failure_kind FROM messages a JOIN messages u ON "
                         "u.conversation_id = a.conversation_id AND u.role = 'user' WHERE u.text = ? AND a.role = "
                         "'assistant' ORDER BY a.id", f"soak {number}")

    def run(self):
        end = time.monotonic() + self.options.minutes * 60
        minute, number = time.monotonic() + 60, 0
        subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(self.process.pid)],
                       check=True, timeout=60, stdout=subprocess.DEVNULL)
        while time.monotonic() < end:
            number += 1
            self.ask(number)
            patience = time.monotonic() + 60 + self.options.seconds * 4
            while True:
                time.sleep(0.5)
                if self.process.poll() is not None:
                    raise SystemExit(f"the program ended with {self.process.returncode}")
                if time.monotonic() >= minute:
                    minute += 60
                    self.sample()
                answers = self.answers_of(number)
                if len(answers) == 2 and all(row[2] for row in answers):
                    break
                if time.monotonic() > patience:
                    raise SystemExit(f"soak {number} never ended: {[(row[0], row[2], len(row[1])) for row in answers]}")
                # A hand on the wheel now and then.
                if self.chance.random() < 0.02:
                    self.touch()
            for row in answers:
                self.check(number, *row)
                if row[2] == "interrupted":
                    self.reconnect(number, row[0], row[1], row[2], row[4])
        self.sample()
        return self.summary()

    def ask(self, number: int):
        """Typed anew where it did not arrive: the window may not have had the focus yet."""
        for _ in range(5):
            key("ctrl+n")
            subprocess.run(["xdotool", "type", "--delay", "20", f"soak {number}"], check=True)
            key("Return")
            end = time.monotonic() + 15
            while time.monotonic() < end:
                if self.answers_of(number):
                    return
                time.sleep(0.2)
        raise SystemExit(f"soak {number} could not be asked")

    def reconnect(self, number: int, pane: int, text: str, outcome: str, failure):
        """By hand, as somebody would who wants the rest of it."""
        model = self.models[pane]
        seen = by_rule = clicks = 0
        while outcome == "interrupted" and clicks < BY_HAND:
            cuts = model.cut_often.get(number, 0)
            by_rule += model.dialect not in EXACT and cuts - seen > CONTINUATIONS
            seen = cuts
            clicks += 1
            # How long a person takes is no figure of the program.
            model.cuts.pop(number, None)
            requests = model.requests
            key(f"ctrl+{pane + 1}")
            key("ctrl+r")
            outcome, text = self.ended_again(number, pane, requests)
        whole = outcome == "completed" and text == model.whole(number)
        self.by_rule += by_rule
        self.by_hand += clicks
        self.made_whole += whole
        if outcome == "completed" and not whole:
            self.lost += 1
        print(json.dumps({"soak": "interrupted", "answer": number, "pane": pane, "dialect": model.dialect, "failure": failure,
                          "cuts": model.cut_often.get(number, 0), "by_rule": by_rule, "reconnected": clicks, "then": outcome,
                          "whole": whole}), flush=True)

    def ended_again(self, number: int, pane: int, requests: int):
        """What became of an answer after a click, and its text."""
        end = time.monotonic() + 60 + self.options.seconds * 4
        asked = False
        while time.monotonic() < end:
            time.sleep(0.2)
            asked = asked or self.models[pane].requests > requests
            row = next((row for row in self.answers_of(number) if row[0] == pane), None)
            if asked and row and row[2]:
                return row[2], row[1]
        raise SystemExit(f"soak {number} never ended after it was reconnected")

    def touch(self):
        hands = self.chance.choice((("ctrl+p", "ctrl+p"), ("Page_Up", "ctrl+End"), ("ctrl+2", "ctrl+1"), ("ctrl+r",)))
        for names in hands:
            key(names)
            time.sleep(1)

    def check(self, number: int, pane: int, text: str, outcome: str, seams: str, failure):
        model = self.models[pane]
        whole = model.whole(number)
        self.answers += 1
        self.outcomes[outcome] += 1
        self.seams += len(json.loads(seams))
        same = next((i for i, (a, b) in enumerate(zip(text, whole)) if a != b), min(len(text), len(whole)))
        wrong = len(text) - same
        due = len(whole) if outcome == "completed" else model.sent.get(number, 0)
        missing = max(0, due - len(text))
        self.doubled += wrong
        self.lost += missing
        if wrong or missing:
            print(json.dumps({"soak": "difference", "answer": number, "pane": pane, "outcome": outcome, "failure": failure,
                              "at": same, "wrong": wrong, "missing": missing, "kept": text[same - 40:same + 40],
                              "sent": whole[same - 40:same + 40]}), flush=True)

    def sample(self):
        taken = {"minute": len(self.samples) + 1, **figures(self.process.pid)}
        self.samples.append(taken)
        print(json.dumps({"soak": "minute", **taken, "answers": self.answers, **self.outcomes, "lost_characters": self.lost,
                          "doubled_characters": self.doubled}), flush=True)

    def summary(self):
        # While caches fill, growth means nothing.
        settled = self.samples[len(self.samples) // 4:]
        recoveries = [seconds for model in self.models for seconds in model.recoveries]
        faults = {}
        for model in self.models:
            for name, count in model.faults.items():
                faults[name] = faults.get(name, 0) + count
        cuts = sum(sum(model.cut_often.values()) for model in self.models)
        return {"soak": "end", "minutes": self.options.minutes, "dialects": [m.dialect for m in self.models],
                "tokens_per_second": self.options.rate, "answers": self.answers, **self.outcomes,
                "requests": sum(m.requests for m in self.models), "faults": faults, "cuts": cuts,
                "flowed_again": len(recoveries), "left_by_rule": self.by_rule,
                "recovered_share": round(len(recoveries) / max(1, cuts - self.by_rule), 4),
                "reconnected_by_hand": self.by_hand, "made_whole_by_hand": self.made_whole,
                "cut_to_flowing_ms_p50": part_of(recoveries, 0.5),
                "cut_to_flowing_ms_p99": part_of(recoveries, 0.99), "seams": self.seams,
                "lost_characters": self.lost, "doubled_characters": self.doubled,
                "pss_kb_first": settled[0]["pss_kb"], "pss_kb_last": settled[-1]["pss_kb"],
                # What libraries take is shared, and so changes with what other programs run.
                "own_kb_first": settled[0]["own_kb"], "own_kb_last": settled[-1]["own_kb"],
                "own_kb_an_hour": round(60 * slope([(s["minute"], s["own_kb"]) for s in settled])),
                "descriptors_least": min(s["descriptors"] for s in settled),
                "descriptors_most": max(s["descriptors"] for s in settled),
                "cpu_share": round(self.samples[-1]["cpu_s"] / (60 * self.options.minutes), 3)}

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.servers.end()
        self.folder.cleanup()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--seconds", type=float, default=30, help="how long an answer takes where nothing breaks")
    parser.add_argument("--left", default="assist")
    parser.add_argument("--right", default="ollama")
    parser.add_argument("--seed", type=int, default=1)
    soak = Soak(parser.parse_args())
    try:
        summary = soak.run()
    finally:
        soak.end()
    print(json.dumps(summary), flush=True)
    return 1 if summary["lost_characters"] or summary["doubled_characters"] else 0


if __name__ == "__main__":
    sys.exit(main())
