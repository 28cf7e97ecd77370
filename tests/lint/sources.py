#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""sources.py [ROOT]: the rules of the house that no compiler knows. Prints PATH:LINE: RULE: WHY, exits 1 if any.

spdx            every source file starts with its copyright and licence
text-format     QML never lets Qt guess whether words are markup, because the words are a stranger's
no-var          QML properties and variables are typed
doors           links open, programs start and QML is made from strings in no place but the one that is for it
hover           nothing watches the mouse by a HoverHandler, which grows with every frame in Qt 6.4
provider-names  providers are named in core/providers, resources, tests and app/demo only

It also reports files that are long; a long file is a question, not a mistake.
"""
import re
import sys
from pathlib import Path
from typing import Iterator, NamedTuple

ROOMS = ("app", "core", "qml")
TREES = ROOMS + ("tests", "packaging", "resources", ".ci")
LONG = 300


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.why}"


class Source:
    """One file: its text, and the same text with comments, or comments and the insides of strings, blanked."""

    def __init__(self, root: Path, path: Path):
        self.path = path
        self.name = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8", errors="replace")
        self._without_comments: str | None = None
        self._skeleton: str | None = None

    @property
    def without_comments(self) -> str:
        if self._without_comments is None:
            self._without_comments, self._skeleton = blanked(self.text)
        return self._without_comments

    @property
    def skeleton(self) -> str:
        self.without_comments
        return self._skeleton or ""

    def line_at(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def found(self, offset: int, rule: str, why: str) -> Finding:
        return Finding(self.name, self.line_at(offset), rule, why)


TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<string>(?:u8|u|U|L)?R"(?P<mark>[^()\s\\]*)\(.*?\)(?P=mark)"
                 | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `(?:\\.|[^`\\])*`)""",
    re.DOTALL | re.VERBOSE)


def spaces(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def blanked(text: str) -> tuple[str, str]:
    """The text without comments, and without comments and what stands in strings. Offsets stay the same."""
    no_comments, skeleton, at = [], [], 0
    for token in TOKEN.finditer(text):
        between, word = text[at:token.start()], token.group()
        if token.group("string") and word[0] == "'" and text[:token.start()][-1:].isdigit():
            continue  # a digit separator, 1'000
        no_comments.append(between)
        skeleton.append(between)
        if token.group("comment"):
            no_comments.append(spaces(word))
            skeleton.append(spaces(word))
        else:
            no_comments.append(word)
            skeleton.append(word[0] + spaces(word[1:-1]) + word[-1])
        at = token.end()
    return "".join(no_comments) + text[at:], "".join(skeleton) + text[at:]


def files(root: Path, *rooms: str) -> Iterator[Path]:
    for room in rooms:
        for path in sorted((root / room).rglob("*")):
            if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts:
                yield path
    if rooms == TREES:
        yield from sorted(path for path in root.iterdir() if path.is_file())


# --- spdx ---------------------------------------------------------------------------------------------------

SOURCE_SUFFIXES = {".h", ".cpp", ".qml", ".js", ".mjs", ".py", ".sh", ".cmake", ".sql", ".supp"}


def is_source(path: Path) -> bool:
    if path.suffix in SOURCE_SUFFIXES or path.name == "CMakeLists.txt":
        return True
    if path.suffix:
        return False
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def spdx(root: Path) -> Iterator[Finding]:
    for path in files(root, *TREES):
        if not is_source(path) or "data" in path.relative_to(root).parts:
            continue
        top = "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[:4])
        name = path.relative_to(root).as_posix()
        # Written apart, so that these lines are no tags of this file.
        for tag in ("SPDX-" + "FileCopyrightText: 2", "SPDX-" + "License-Identifier: MIT"):
            if tag not in top:
                yield Finding(name, 1, "spdx", f"no line '{tag}...' among the first")


# --- QML ----------------------------------------------------------------------------------------------------

WITH_TEXT_FORMAT = {"Text", "Label", "TextEdit", "TextArea"}
# These draw their words with a Text that guesses the format, unless they are given a content item.
GUESSING = {"ToolTip", "Button", "ToolButton", "RoundButton", "DelayButton", "TabButton", "CheckBox", "RadioButton",
            "Switch", "ItemDelegate", "CheckDelegate", "RadioDelegate", "SwitchDelegate", "SwipeDelegate", "MenuItem",
            "MenuBarItem", "GroupBox", "Menu", "Dialog"}
OBJECT = re.compile(r"(?<![\w.])(?:[A-Z]\w*\.)?([A-Z]\w*)\s*\{")
# Literals, translated or not, perhaps chosen by a condition, so that nothing from outside can be in them.
LITERAL = r"""(?:qsTr(?:Id)?\(\s*)?(?:"[^"\n]*"|'[^'\n]*')(?:\s*,\s*"[^"\n]*")?\s*\)?"""
FIXED_WORDS = re.compile(rf"""\s*(?:[^?:;"'{{}}]+\?\s*{LITERAL}\s*:\s*)*{LITERAL}[ \t]*(?:[;}}\n]|$)""")


def direct_members(skeleton: str, opening: int) -> str:
    """What stands in the braces that open there, with the insides of nested braces blanked."""
    depth, kept = 0, []
    for character in skeleton[opening:]:
        if character == "}":
            depth -= 1
            if depth == 0:
                break
        kept.append(character if depth == 1 or character == "\n" else " ")
        if character == "{":
            depth += 1
    return "".join(kept)


def binding(members: str, name: str) -> re.Match[str] | None:
    return re.search(rf"(?:^|[\s;{{]){re.escape(name)}\s*:(?!:)", members)


def text_format(root: Path) -> Iterator[Finding]:
    sources = [Source(root, path) for path in files(root, "qml") if path.suffix == ".qml"]
    own = {source.path.stem for source in sources}
    for source in sources:
        for match in OBJECT.finditer(source.skeleton):
            kind = match.group(1)
            if kind in own and kind != source.path.stem:
                continue  # ours: its own file is read too
            members = direct_members(source.skeleton, match.end() - 1)
            begin = match.end() - 1

            def fixed(name: str) -> bool:
                found = binding(members, name)
                return not found or bool(FIXED_WORDS.match(source.without_comments, begin + found.end()))

            if kind in WITH_TEXT_FORMAT:
                value = binding(members, "textFormat")
                if not value:
                    yield source.found(match.start(), "text-format", f"{kind} without textFormat")
                elif re.match(r"\s*\w+\.AutoText", members[value.end():]):
                    yield source.found(match.start(), "text-format", f"{kind} with AutoText")
            elif kind in GUESSING and not binding(members, "contentItem"):
                name = "title" if kind in ("GroupBox", "Menu", "Dialog") else "text"
                if kind == "ToolTip" or not fixed(name):
                    yield source.found(match.start(), "text-format",
                                       f"{kind} guesses the format of its {name}; give it a contentItem or use ours")
            elif kind == "ComboBox" and not (binding(members, "contentItem") and binding(members, "delegate")):
                yield source.found(match.start(), "text-format",
                                   "ComboBox guesses the format of its rows; give it contentItem and delegate or use ours")
            if kind in ("TextField", "TextArea") and not fixed("placeholderText"):
                yield source.found(match.start(), "text-format", f"{kind} guesses the format of its placeholderText")
        for match in re.finditer(r"\bToolTip\.(?:text\s*:|show\s*\()", source.skeleton):
            if not FIXED_WORDS.match(source.without_comments, match.end()):
                yield source.found(match.start(), "text-format", "the attached ToolTip guesses the format of its text")


def no_var(root: Path) -> Iterator[Finding]:
    for path in files(root, "qml"):
        if path.suffix not in (".qml", ".js", ".mjs"):
            continue
        source = Source(root, path)
        for match in re.finditer(r"\bproperty\s+(?:list\s*<\s*)?var\b|(?<![\w.])var\s+\w", source.skeleton):
            yield source.found(match.start(), "no-var", "'var' says nothing about what it holds")
        for match in re.finditer(r"\b(?:function|signal)\b[^({]*\([^)]*:\s*var\b", source.skeleton):
            yield source.found(match.start(), "no-var", "'var' says nothing about what it holds")


# --- doors --------------------------------------------------------------------------------------------------

DOORS = [
    (re.compile(r"\bopenUrl(?:Externally)?\b"), {"app/LinkOpener.cpp"}, "links open in app/LinkOpener.cpp only"),
    (re.compile(r"\bQProcess\b|\b(?:popen|execvp?e?|posix_spawnp?)\s*\(|\bstd::system\b"), {"app/LinkOpener.cpp"},
     "no program is started from here"),
    (re.compile(r"\bcreateQmlObject\b|\beval\s*\(|\bnew\s+Function\b"), set(), "no code is made from text"),
    (re.compile(r"\bXMLHttpRequest\b|\bLocalStorage\b"), set(), "the window neither fetches nor stores"),
]


def doors(root: Path) -> Iterator[Finding]:
    for path in files(root, *ROOMS):
        if path.suffix not in (".h", ".cpp", ".qml", ".js", ".mjs"):
            continue
        source = Source(root, path)
        for pattern, allowed, why in DOORS:
            if source.name in allowed:
                continue
            for match in pattern.finditer(source.skeleton):
                yield source.found(match.start(), "doors", why)


# --- provider names -----------------------------------------------------------------------------------------

PROVIDERS = re.compile(
    r"(?<![a-z])(?:anthropic|claude|openai|chatgpt|gpt-\d|gemini|ollama|openrouter|mistral|deepseek|groq|llama|qwen"
    r"|vllm|lm ?studio|perplexity|fireworks\.ai|cohere(?![a-z]))", re.IGNORECASE)
PROVIDERS_CAMEL = re.compile(r"(?:Anthropic|Claude|OpenAi|OpenAI|Gemini|Ollama|OpenRouter|Mistral|DeepSeek|Qwen)")
MAY_NAME_PROVIDERS = ("core/providers/", "app/demo/")


def hover(root: Path) -> Iterator[Finding]:
    for path in files(root, "qml"):
        if path.suffix == ".qml":
            source = Source(root, path)
            for match in re.finditer(r"\bHoverHandler\b", source.skeleton):
                yield source.found(match.start(), "hover", "a HoverArea does it without growing")


def provider_names(root: Path) -> Iterator[Finding]:
    for path in files(root, *ROOMS):
        if path.suffix not in (".h", ".cpp", ".qml", ".js", ".mjs"):
            continue
        source = Source(root, path)
        if source.name.startswith(MAY_NAME_PROVIDERS):
            continue
        offsets = {match.start(): match.group() for pattern in (PROVIDERS, PROVIDERS_CAMEL)
                   for match in pattern.finditer(source.without_comments)}
        for offset, word in sorted(offsets.items()):
            yield source.found(offset, "provider-names", f"'{word}': only core/providers and resources know providers")


# --- all ----------------------------------------------------------------------------------------------------

RULES = (spdx, text_format, no_var, doors, hover, provider_names)


def long_files(root: Path) -> list[tuple[int, str]]:
    sizes = []
    for path in files(root, *ROOMS, "tests"):
        if path.suffix in (".h", ".cpp", ".qml", ".py"):
            count = path.read_text(encoding="utf-8", errors="replace").count("\n")
            if count > LONG:
                sizes.append((count, path.relative_to(root).as_posix()))
    return sorted(sizes, reverse=True)


def main(arguments: list[str]) -> int:
    root = Path(arguments[0] if arguments else Path(__file__).parents[2]).resolve()
    findings = [finding for rule in RULES for finding in rule(root)]
    for finding in findings:
        print(finding)
    sizes = long_files(root)
    if sizes:
        print(f"{len(sizes)} files are longer than {LONG} lines:")
        for count, name in sizes:
            print(f"  {count:5} {name}")
    print(f"{len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
