# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""A key that is nobody's, and the search for it: in whatever spelling, in whatever a program left behind."""
import base64
import pathlib
import re

# It looks like no provider's key, so that only who knows it can take it out of a text.
CANARY = "brook7willow4411stoneQz"


def forms_of(secret: str):
    """The bytes that would give a secret away, in any form that a file might hold it in."""
    plain = secret.encode()
    forms = [plain, secret.encode("utf-16-le"), secret.encode("utf-16-be"), secret.encode("utf-32-le"),
             plain.hex().encode(), plain.hex().upper().encode(), plain[::-1]]
    for shift in range(3):
        # What base64 makes of it at each alignment, without the characters that its neighbours decide.
        within = base64.b64encode(b"x" * shift + plain)[4 if shift else 0:-4]
        forms += [within, within.replace(b"+", b"-").replace(b"/", b"_")]
    return forms


def found_in(content: bytes, secret: str = CANARY) -> bool:
    return any(form in content for form in forms_of(secret))


def files_with(*folders, secret: str = CANARY):
    """The files below these folders that hold the secret, and how many files there were."""
    hits, searched = [], 0
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                searched += 1
                if found_in(path.read_bytes(), secret):
                    hits.append(str(path))
    return hits, searched


def mappings_with(pid: int, secret: str = CANARY):
    """The kernel's flags of every mapping of a running process that holds the secret."""
    hits = []
    smaps = pathlib.Path(f"/proc/{pid}/smaps").read_text(encoding="utf-8", errors="replace")
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for mapping in re.finditer(r"^([0-9a-f]+)-([0-9a-f]+) r[^\n]*\n(?:.*\n)*?VmFlags: (.*)\n", smaps, re.MULTILINE):
            begin, end = int(mapping[1], 16), int(mapping[2], 16)
            try:
                memory.seek(begin)
                if secret.encode() in memory.read(end - begin):
                    hits.append(mapping[3].split())
            except (OSError, ValueError, OverflowError):
                continue  # the kernel's own, e.g. [vvar]
    return hits
