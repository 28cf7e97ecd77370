#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""bench_window [FILTER [SECONDS]]: the real window on the display that is there, asked of a server in a process of its
own that paces its words: frame times at 50, 200 and 1000 tokens/s in one and two panes; what a frame costs in a long
answer over what it costs in a short one, for each kind of text; from a key that is pressed to the frame that shows it
while text comes (needs xdotool); start and memory.

Prints one JSON object a figure. SECONDS (6): how long each stream is measured. FILTER: only variants that contain it.
BENCH_UNDER in the environment: a command to run the program under, such as "perf record -g -o window.data".
"""
import glob
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "..", "bin", "rivulet")
SERVER = os.path.join(HERE, "..", "bench-parts", "pacing_server")
KILO = 1000
STARTS = 9      # for the figures of a start, the first of which warms the disk
TOKEN = 4       # bytes
KEY_DELAY = 45  # ms from one key to the next, as fast as anybody types
REST = 10.0     # seconds of a window that nobody touches
ASLEEP = 9.0    # seconds after which it is at rest: its cursor blinks for five
SETTLE = 1.0    # seconds of an answer that are not measured: what was there before is laid out in them


def run(*arguments: str, meanwhile=None):
    """The program's own figures of one run of it. `meanwhile`: what is done while it runs."""
    with tempfile.TemporaryDirectory() as folder:
        figures = os.path.join(folder, "figures.json")
        environment = dict(os.environ, QT_QUICK_BACKEND="software", QT_QPA_PLATFORM="xcb")
        under = shlex.split(os.environ.get("BENCH_UNDER", ""))
        with subprocess.Popen([*under, PROGRAM, "--data-dir", os.path.join(folder, "data"), "--measure", figures, *arguments],
                              env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as program:
            if meanwhile:
                meanwhile(program)
            complaints = program.communicate(timeout=300)[1]
        if program.returncode != 0:
            raise SystemExit(f"rivulet ended with {program.returncode}: {complaints.decode(errors='replace')[-500:]}")
        with open(figures, encoding="utf-8") as file:
            return json.load(file)


def stream(port: int, panes: int, kind: str, rate: float, size: int, seconds: float, meanwhile=None):
    """Answers of `size` bytes, of which all that does not come in the measured seconds is there at once."""
    ahead = max(0, size - round(rate * TOKEN * (seconds + SETTLE)))
    whole = max(size, ahead + round(rate * TOKEN * (seconds + SETTLE)))
    arguments = []
    for pane in range(panes):
        arguments += ["--model", f"paced{pane}:model", "--dialect", "openai-chat", "--base-url", f"http://127.0.0.1:{port}"]
    return run(*arguments, "--prompt", f"{kind} {rate:g} {whole} {ahead}", "--quit-when-done", "--measure-after",
               str(SETTLE), meanwhile=meanwhile)


def type_into(program: subprocess.Popen):
    """Types into the prompt for as long as the program runs, by the display's own events."""
    found = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(program.pid)], check=True,
                           stdout=subprocess.PIPE, timeout=60)
    subprocess.run(["xdotool", "windowfocus", "--sync", found.stdout.split()[0].decode()], check=True, timeout=60)
    while program.poll() is None:
        subprocess.run(["xdotool", "type", "--delay", str(KEY_DELAY), "river "], check=False, stderr=subprocess.DEVNULL)


def measure_keys(port: int, seconds: float):
    for panes in (1, 2):
        figures = stream(port, panes, "prose", 1000, 300 * KILO, seconds, type_into)
        keys = figures["key_to_frame_ms"]
        line(f"key to screen, {panes} x 1000 tokens/s into 300 kB", "ms", [keys["p50"]], p95=keys["p95"], p99=keys["p99"],
             longest=keys["max"], keys=figures["keys"], **of_stream(figures, seconds))


def line(variant: str, unit: str, values, **more):
    ordered = sorted(values)
    print(json.dumps({"bench": "window", "variant": variant, "unit": unit, "median": round(ordered[len(ordered) // 2], 3),
                      "min": round(ordered[0], 3), "max": round(ordered[-1], 3), "n": len(ordered), **more}), flush=True)


def of_stream(figures, seconds: float):
    return {"frame_cpu_p99_ms": figures["frame_cpu_ms"]["p99"], "gap_p99_ms": figures["frame_gap_ms"]["p99"],
            "gap_max_ms": figures["frame_gap_ms"]["max"], "to_screen_p50_ms": figures["token_to_frame_ms"]["p50"],
            "to_screen_p99_ms": figures["token_to_frame_ms"]["p99"],
            "oldest_to_screen_p50_ms": figures["oldest_to_frame_ms"]["p50"],
            "oldest_to_screen_p99_ms": figures["oldest_to_frame_ms"]["p99"], "frames": figures["frames"],
            "late_frames": figures["late_frames"], "core_share": round(figures["cpu_s"] / seconds, 3),
            "pss_kb": figures["pss_kb"]}


def main() -> int:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
    with subprocess.Popen([SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        port = int(server.stdout.readline())
        if wanted in "start":
            measure_starts()
        if wanted in "at rest":
            measure_rest()
        for panes in (1, 2):
            for rate in (50, 200, 1000):
                variant = f"{panes} x {rate} tokens/s"
                if wanted in variant:
                    figures = stream(port, panes, "prose", rate, 10 * KILO, seconds)
                    line(variant, "frame CPU ms", [figures["frame_cpu_ms"]["p50"]], **of_stream(figures, seconds))
        variant = "2 x 1000 tokens/s into 300 kB"
        if wanted in variant:
            figures = stream(port, 2, "prose", 1000, 300 * KILO, seconds)
            line(variant, "frame CPU ms", [figures["frame_cpu_ms"]["p50"]], **of_stream(figures, seconds))
        if wanted in "key to screen":
            measure_keys(port, seconds)
        for kind in ("prose", "fence", "table", "list", "paragraph"):
            variant = f"cost of a frame, {kind}"
            if wanted in variant:
                measure_growth(port, kind, variant, seconds)
        server.stdin.close()
    return 0


def measure_growth(port: int, kind: str, variant: str, seconds: float):
    first = None
    for size in (10, 300, 1000):
        figures = stream(port, 1, kind, 200, size * KILO, seconds)
        cost = figures["cpu_ms_per_frame"]
        first = first or cost
        line(f"{variant}, {size} kB", "CPU ms a frame", [cost], over_10_kb=round(cost / first, 3),
             **of_stream(figures, seconds))


def cpu_seconds(process: int) -> float:
    """Of all its threads, to the nanosecond."""
    total = 0
    for path in glob.glob(f"/proc/{process}/task/*/schedstat"):
        with open(path, encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total * 1e-9


def measure_rest():
    """Frames and processor of a window in which nothing was asked yet."""
    with tempfile.TemporaryDirectory() as folder:
        figures = os.path.join(folder, "figures.json")
        environment = dict(os.environ, QT_QUICK_BACKEND="software", QT_QPA_PLATFORM="xcb")
        with subprocess.Popen([PROGRAM, "--data-dir", os.path.join(folder, "data"), "--demo", "--measure", figures,
                               "--measure-after", str(ASLEEP)], env=environment, stdout=subprocess.DEVNULL) as process:
            time.sleep(ASLEEP + 1)
            before = cpu_seconds(process.pid)
            time.sleep(REST)
            spent = cpu_seconds(process.pid) - before
            process.send_signal(signal.SIGINT)
        with open(figures, encoding="utf-8") as file:
            frames = json.load(file)["frames"]
    line("at rest, frames in 10 s", "frames", [frames])
    line("at rest, processor", "% of a core", [100 * spent / REST])


def measure_starts():
    runs = []
    for _ in range(STARTS + 1):
        begun = time.monotonic()
        runs.append(run("--demo", "--self-test"))
        runs[-1]["wall_ms"] = 1000 * (time.monotonic() - begun)
    for name in ("first_frame_ms", "ready_ms"):
        line(f"start, {name[:-3].replace('_', ' ')}", "ms", [figures[name] for figures in runs[1:]])
    line("start, memory", "PSS kB", [figures["pss_kb"] for figures in runs[1:]])


if __name__ == "__main__":
    sys.exit(main())
