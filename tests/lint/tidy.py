#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""tidy.py BUILD [--tool CLANG_TIDY] [--cache DIR] [NAME...]: clang-tidy on every file of ours that BUILD compiles.

A file that passed is not looked at again until something changes that could change the verdict: the file, a
header it includes (ninja knows them from the compiler), its command line, the checks, or clang-tidy itself.
Headers of packages count by name, size and time; ours and generated ones by content. NAME limits the run to
files whose path contains one of them.

Most of the time goes into Qt's headers, so files that are compiled alike are looked at a few together, as one
source that includes them. Where that finds anything, or does not compile, each is looked at by itself: only
that tells, and only that is shown.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
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


def flags_of(command: dict) -> tuple[str, ...]:
    """What the compiler is told but for which file to read and write."""
    words = command.get("arguments") or shlex.split(command["command"])
    flags, at = [], 0
    while at < len(words):
        if words[at] in ("-o", "-c", "-MF", "-MT", "-MQ"):
            at += 2
            continue
        if flags or words[at].startswith("-"):
            flags.append(words[at])
        at += 1
    return tuple(flags)


def batches_of(commands: list[dict], size: int) -> list[list[dict]]:
    """Files that can be looked at together. A program's file stands alone: there is one main() in a source."""
    alike: dict[tuple, list[dict]] = {}
    batches = []
    for command in commands:
        if re.search(r"\bint main\(|\bQ(?:TEST|UICK_TEST)\w*_MAIN\b", Path(command["file"]).read_text(errors="replace")):
            batches.append([command])
        else:
            alike.setdefault((command["directory"], flags_of(command)), []).append(command)
    for group in alike.values():
        batches += [group[at:at + size] for at in range(0, len(group), size)]
    return sorted(batches, key=len, reverse=True)


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
            and (not options.names or any(name in command["file"] for name in options.names))]
    dependencies = parse_dependencies(
        subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True, check=True).stdout)
    version = subprocess.run([options.tool, "--version"], capture_output=True, text=True, check=True).stdout
    config = version + (root / ".clang-tidy").read_text()

    contents = Contents()
    work: list[dict] = []
    keys: dict[str, str | None] = {}
    for command in ours:
        file = command["file"]
        if file in keys:
            continue
        known = dependencies.get(object_of(command))
        keys[file] = key_of(command, known + [file], config, contents) if known else None
        if not (keys[file] and (cache / keys[file]).exists()):
            work.append(command)
    print(f"clang-tidy: {len(keys)} files, {len(work)} to look at", flush=True)

    Verdict = tuple[str, subprocess.CompletedProcess]

    def passes_together(batch: list[dict]) -> bool:
        with tempfile.TemporaryDirectory(prefix="rivulet-tidy.") as folder:
            together = Path(folder) / "together.cpp"
            together.write_text("".join(f'#include "{command["file"]}"\n' for command in batch))
            run = subprocess.run([options.tool, "--quiet", f"--config-file={root / '.clang-tidy'}",
                                  "--checks=-bugprone-suspicious-include", str(together), "--",
                                  *flags_of(batch[0])], capture_output=True, text=True, cwd=batch[0]["directory"])
        return run.returncode == 0

    def look_at(batch: list[dict]) -> tuple[float, list[Verdict]]:
        begun = time.monotonic()
        if len(batch) > 1 and passes_together(batch):
            verdicts = [(command["file"], subprocess.CompletedProcess([], 0)) for command in batch]
        else:
            verdicts = [(command["file"], subprocess.run([options.tool, "-p", str(build), "--quiet", command["file"]],
                                                         capture_output=True, text=True)) for command in batch]
        return time.monotonic() - begun, verdicts

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        for seconds, verdicts in pool.map(look_at, batches_of(work, size=8)):
            print(f"  {seconds:5.1f} s  {' '.join(os.path.relpath(file, root) for file, _ in verdicts)}", flush=True)
            for file, run in verdicts:
                if run.returncode != 0:
                    failed += 1
                    print(f"{os.path.relpath(file, root)}: FAILED\n{run.stdout}{run.stderr}", flush=True)
                elif key := keys[file]:
                    (cache / key).touch()
    if failed:
        print(f"clang-tidy found mistakes in {failed} of {len(keys)} files")
    forget_old(cache, days=30)
    return 1 if failed else 0


def forget_old(cache: Path, days: int) -> None:
    limit = time.time() - days * 86400
    for entry in cache.iterdir():
        if entry.stat().st_mtime < limit:
            entry.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
