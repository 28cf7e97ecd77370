#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""tidy.py BUILD [--tool CLANG_TIDY] [--cache DIR] [NAME...]: clang-tidy on every file of ours that BUILD compiles.

A file that passed is not looked at again until something changes that could change the verdict: the file, a
header it includes (ninja knows them from the compiler), its command line, the checks, or clang-tidy itself.
Headers of packages count by name, size and time; ours and generated ones by content. NAME limits the run to
files whose path contains it.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path


class Contents:
    """Fingerprints of files, each read once."""

    def __init__(self):
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        if path not in self._known:
            if path.startswith("/usr/"):
                status = os.stat(path)
                self._known[path] = f"{status.st_size} {status.st_mtime_ns}"
            else:
                self._known[path] = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        return self._known[path]


def parse_dependencies(report: str) -> dict[str, list[str]]:
    """Object file -> what it was compiled from, by `ninja -t deps`; objects that are out of date are left out."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in report.splitlines():
        if line.startswith("    "):
            current.append(line.strip())
        elif ": #deps" in line:
            current = []
            if "(VALID)" in line:
                found[line.split(": #deps")[0]] = current
    return found


def object_of(command: dict) -> str:
    """The object file that this command makes, relative to the build folder as ninja names it."""
    words = command.get("arguments") or shlex.split(command["command"])
    return words[words.index("-o") + 1] if "-o" in words[:-1] else ""


def key_of(command: dict, dependencies: list[str], config: str, contents: Contents) -> str | None:
    """A name for the verdict on this file, or nothing where what it depends on is not known."""
    digest = hashlib.sha256()
    try:
        for part in (config, command["directory"], command.get("command") or json.dumps(command.get("arguments"))):
            digest.update(part.encode() + b"\0")
        for path in sorted(set(dependencies)):
            absolute = os.path.join(command["directory"], path)
            digest.update(f"{absolute}\0{contents.of(absolute)}\0".encode())
    except OSError:
        return None
    return digest.hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--tool", default="clang-tidy-19")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()

    root = Path(__file__).resolve().parents[2]
    build = options.build.resolve()
    cache = options.cache or build.parent / "tidy-cache"
    cache.mkdir(parents=True, exist_ok=True)

    commands = json.loads((build / "compile_commands.json").read_text())
    ours = [command for command in commands
            if Path(command["file"]).is_relative_to(root) and not Path(command["file"]).is_relative_to(build)
            and all(name in command["file"] for name in options.names)]
    dependencies = parse_dependencies(
        subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True, check=True).stdout)
    version = subprocess.run([options.tool, "--version"], capture_output=True, text=True, check=True).stdout
    config = version + (root / ".clang-tidy").read_text()

    contents = Contents()
    work, seen = [], set()
    for command in ours:
        known = dependencies.get(object_of(command))
        key = key_of(command, known + [command["file"]], config, contents) if known else None
        if command["file"] not in seen and not (key and (cache / key).exists()):
            work.append((command["file"], key))
        seen.add(command["file"])
    print(f"clang-tidy: {len(seen)} files, {len(work)} to look at", flush=True)

    def look_at(item: tuple[str, str | None]) -> tuple[str, str | None, float, subprocess.CompletedProcess]:
        begun = time.monotonic()
        run = subprocess.run([options.tool, "-p", str(build), "--quiet", item[0]], capture_output=True, text=True)
        return (*item, time.monotonic() - begun, run)

    failed = 0
    workers = len(os.sched_getaffinity(0))
    with concurrent.futures.ThreadPoolExecutor(max_workers=workers) as pool:
        for file, key, seconds, run in pool.map(look_at, work):
            name = os.path.relpath(file, root)
            if run.returncode == 0:
                print(f"  {seconds:5.1f} s  {name}", flush=True)
                if key:
                    (cache / key).touch()
            else:
                failed += 1
                print(f"  {seconds:5.1f} s  {name}: FAILED\n{run.stdout}{run.stderr}", flush=True)
    if failed:
        print(f"clang-tidy found mistakes in {failed} of {len(seen)} files")
    forget_old(cache, days=30)
    return 1 if failed else 0


def forget_old(cache: Path, days: int) -> None:
    limit = time.time() - days * 86400
    for entry in cache.iterdir():
        if entry.stat().st_mtime < limit:
            entry.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
