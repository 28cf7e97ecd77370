#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""Makes the demo's recordings from the texts in answers/.

    resources/demo/make_recordings.py            writes *.recording beside this file
    resources/demo/make_recordings.py --check    fails if they differ from what is checked in

An answer file begins with `key: value` lines (model, dialect, prompt) and holds sections that begin with
`=== thinking`, `=== search` (optional: only a server that runs its tools itself goes on to answer) and `=== answer`. The recordings are wire bytes as a
server of that dialect sends them, token by token, at a pace with bursts and pauses, in network chunks that
sometimes cut an event or a character in two. Everything is drawn from a generator seeded by the file's name:
the same texts make the same recordings.
"""
import base64
import json
import pathlib
import random
import re
import sys
from datetime import datetime, timedelta, timezone

HERE = pathlib.Path(__file__).parent
RECORDED_AT = datetime(2026, 11, 1, 9, 0, 0, tzinfo=timezone.utc)
SHORTEST_MS, LONGEST_MS = 6_000, 15_000
# A line's end with the indentation after it, a word or some signs with the space before: about what tokenizers cut.
TOKEN = re.compile(r"\n+[ \t]*|[ \t]?(?:[^\W_]+|_+|[^\w\s]{1,3})|[ \t]+")
LONGEST_TOKEN = 10


def parse(path):
    head, *sections = re.split(r"^=== (\w+)\n", path.read_text(encoding="utf-8"), flags=re.M)
    answer = dict(line.split(": ", 1) for line in head.splitlines())
    answer.update({name: body.strip("\n") for name, body in zip(sections[::2], sections[1::2])})
    return answer


def tokens(text):
    found = []
    for match in TOKEN.finditer(text):
        piece = match.group()
        found += [piece[i:i + LONGEST_TOKEN] for i in range(0, len(piece), LONGEST_TOKEN)]
    assert "".join(found) == text
    return found


class Pace:
    """Time as a model spends it: calm and hurried stretches, a breath before a heading."""

    def __init__(self, chance, first_byte_ms, slow, fast):
        self.chance, self.now, self.slow, self.fast = chance, first_byte_ms, slow, fast
        self.rate, self.left = slow, 0

    def think(self, count):
        """The next tokens come slowly."""
        self.rate, self.left = self.slow, count

    def wait(self, milliseconds):
        self.now += milliseconds

    def step(self, token, before):
        """Advances to the moment of this token."""
        if self.left <= 0:
            self.rate = self.slow if self.chance.random() < 0.1 else self.fast * (0.85 + 0.15 * self.chance.random())
            self.left = self.chance.randrange(20, 90)
        self.left -= 1
        self.now += 1000 / self.rate * (0.6 + 0.8 * self.chance.random())
        if token == "##" and before.endswith("\n"):
            self.now += 250 + 300 * self.chance.random()
        elif token.startswith("\n\n"):
            self.now += 30 + 80 * self.chance.random()
        return self.now


def sse(event):
    return f"event: {event['type']}\ndata: {dump(event)}\n\n".encode()


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def search_blocks(search, pace, add, index):
    """The model searches the web on the server: its call, then the results in one block."""
    query = re.search(r"^query: (.*)$", search, re.M).group(1)
    results = re.findall(r"^result: (.*) \| (.*)$", search, re.M)
    call = f"srvtoolu_demo{index}"
    add({"type": "content_block_start", "index": index, "content_block": {
        "type": "server_tool_use", "id": call, "name": "web_search", "input": {}}})
    arguments = dump({"query": query})
    for piece in [arguments[i:i + 16] for i in range(0, len(arguments), 16)]:
        pace.wait(18)
        add({"type": "content_block_delta", "index": index,
             "delta": {"type": "input_json_delta", "partial_json": piece}})
    add({"type": "content_block_stop", "index": index})
    pace.wait(900)
    add({"type": "content_block_start", "index": index + 1, "content_block": {
        "type": "web_search_tool_result", "tool_use_id": call, "content": [
            {"type": "web_search_result", "title": title, "url": url, "encrypted_content": "ZGVtbw==",
             "page_age": None} for title, url in results]}})
    add({"type": "content_block_stop", "index": index + 1})
    return results


def anthropic(answer, pace, chance, thought, said):
    """Events of the Messages API with their times."""
    events = []

    def add(event):
        events.append((pace.now, sse(event)))

    usage = {"input_tokens": len(tokens(answer["prompt"])) + 12, "cache_creation_input_tokens": 0,
             "cache_read_input_tokens": 0, "output_tokens": 1}
    add({"type": "message_start", "message": {
        "id": "msg_demo", "type": "message", "role": "assistant", "model": answer["model"], "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage}})
    add({"type": "content_block_start", "index": 0,
         "content_block": {"type": "thinking", "thinking": "", "signature": ""}})
    add({"type": "ping"})
    for text in together(thought, chance, 3, pace):
        add({"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": text}})
    add({"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": "ZGVtbw=="}})
    add({"type": "content_block_stop", "index": 0})
    index, results = 1, []
    if "search" in answer:
        results = search_blocks(answer["search"], pace, add, index)
        index += 2
    pace.wait(250)
    add({"type": "content_block_start", "index": index,
         "content_block": {"type": "text", "text": "", "citations": []}})
    for title, url in results:
        add({"type": "content_block_delta", "index": index, "delta": {"type": "citations_delta", "citation": {
            "type": "web_search_result_location", "cited_text": "", "url": url, "title": title,
            "encrypted_index": "ZGVtbw=="}}})
    for text in together(said, chance, 3, pace):
        add({"type": "content_block_delta", "index": index, "delta": {"type": "text_delta", "text": text}})
    add({"type": "content_block_stop", "index": index})
    usage.update(output_tokens=len(thought) + len(said),
                 output_tokens_details={"thinking_tokens": len(thought)},
                 server_tool_use={"web_search_requests": int(bool(results)), "web_fetch_requests": 0})
    add({"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage})
    add({"type": "message_stop"})
    return events


def ollama(answer, pace, chance, thought, said):
    """Lines of /api/chat with their times."""
    events = []
    begun = pace.now

    def add(message, **rest):
        at = RECORDED_AT + timedelta(milliseconds=pace.now)
        line = {"model": answer["model"], "created_at": at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
                "message": {"role": "assistant", **message}, "done": False, **rest}
        events.append((pace.now, (dump(line) + "\n").encode()))

    for text in together(thought, chance, 1, pace):
        add({"content": "", "thinking": text})
    for text in together(said, chance, 1, pace):
        add({"content": text})
    nanoseconds = 1_000_000
    add({"content": ""}, done=True, done_reason="stop", total_duration=round(pace.now) * nanoseconds,
        load_duration=20 * nanoseconds, prompt_eval_count=len(tokens(answer["prompt"])) + 12,
        prompt_eval_duration=round(begun - 20) * nanoseconds, eval_count=len(thought) + len(said),
        eval_duration=round(pace.now - begun) * nanoseconds)
    return events


def together(pieces, chance, most, pace):
    """Yields one to `most` tokens at a time, each at its moment."""
    before, i = "\n", 0
    while i < len(pieces):
        count = chance.randint(1, most)
        for piece in pieces[i:i + count]:
            pace.step(piece, before)
            before = piece
        yield "".join(pieces[i:i + count])
        i += count


def chunks(events, chance):
    """Events as a network delivers them: mostly one by one, sometimes several, sometimes one in two parts."""
    out, i = [], 0
    while i < len(events):
        count = chance.randint(3, 6) if chance.random() < 0.05 else 1
        batch = events[i:i + count]
        at, data = round(batch[-1][0]), b"".join(data for _, data in batch)
        i += count
        wide = [p for p in range(1, len(data)) if data[p] & 0xC0 == 0x80]
        cut = 0
        if wide and chance.random() < 0.15:
            cut = chance.choice(wide)  # inside a character
        elif chance.random() < 0.01:
            cut = chance.randrange(1, len(data))
        if cut and i < len(events):
            out += [(at, data[:cut]), (at + 3, data[cut:])]
        else:
            out.append((at, data))
    times = [at for at, _ in out]
    return [(max(times[:n + 1][-8:]), data) for n, (_, data) in enumerate(out)]


def chunk_line(at, data):
    try:
        return dump({"at": at, "text": data.decode("utf-8")})
    except UnicodeDecodeError:
        return dump({"at": at, "base64": base64.b64encode(data).decode("ascii")})


DIALECTS = {
    "anthropic": (anthropic, "text/event-stream; charset=utf-8", {"first_byte_ms": 380, "slow": 60, "fast": 120}),
    "ollama": (ollama, "application/x-ndjson", {"first_byte_ms": 260, "slow": 45, "fast": 115}),
}


def make(path):
    answer = parse(path)
    chance = random.Random(path.stem)
    stream, content_type, speed = DIALECTS[answer["dialect"]]
    pace = Pace(chance, **speed)
    thought, said = tokens(answer["thinking"]), tokens(answer["answer"])
    pace.think(len(thought))
    events = stream(answer, pace, chance, thought, said)
    head = {"rivulet_recording": 1, "dialect": answer["dialect"], "model": answer["model"], "status": 200,
            "content_type": content_type, "note": f"Made by make_recordings.py from {path.name}: our own text"}
    lines = chunks(events, chance)
    assert b"".join(data for _, data in lines) == b"".join(data for _, data in events)
    assert all(a <= b for (a, _), (b, _) in zip(lines, lines[1:])), "times go back"
    assert SHORTEST_MS <= lines[-1][0] <= LONGEST_MS, f"{path.name} takes {lines[-1][0]} ms"
    return "\n".join([dump(head), *(chunk_line(*line) for line in lines)]) + "\n", lines[-1][0]


def main():
    check = sys.argv[1:] == ["--check"]
    stale = []
    for path in sorted((HERE / "answers").glob("*.md")):
        recording, duration = make(path)
        target = HERE / f"{path.stem}.recording"
        if check:
            if not target.exists() or target.read_text(encoding="utf-8") != recording:
                stale.append(target.name)
        else:
            target.write_text(recording, encoding="utf-8")
            print(f"{target.name}: {duration / 1000:.1f} s, {len(recording) // 1024} KiB")
    if stale:
        sys.exit("not what their texts make: " + ", ".join(stale))


if __name__ == "__main__":
    main()
