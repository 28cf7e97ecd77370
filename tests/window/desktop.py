# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""Rivulet as a person meets it: found through the accessibility tree, worked by mouse and keyboard."""
import os
import signal
import subprocess
import time

import pyatspi

PATIENCE = 20.0


class Missing(AssertionError):
    pass


def wait_until(what: str, condition, patience: float = PATIENCE):
    """The condition's first true value; fails, naming what was waited for, when it never comes."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Missing(f"never came: {what}")
        time.sleep(0.05)


def xdotool(*arguments: str):
    subprocess.run(["xdotool", *arguments], check=True, stdout=subprocess.DEVNULL)


class Desktop:
    """One run of the program on the display that the test has to itself."""

    def __init__(self, program: str, *arguments: str):
        environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_QUICK_BACKEND="software",
                           QT_QPA_PLATFORM="xcb")
        self.process = subprocess.Popen([program, *arguments], env=environment)
        self.root = wait_until("the program in the accessibility tree", self._find_program)
        # Before the window manager has placed it and given it the keys, a click or a letter goes elsewhere.
        wait_until("its window in front", self._is_in_front)

    def _find_program(self):
        if self.process.poll() is not None:
            raise Missing(f"the program ended with {self.process.returncode}")
        desktop = pyatspi.Registry.getDesktop(0)
        for child in desktop:
            if child and child.get_process_id() == self.process.pid and child.childCount:
                return child
        return None

    def _is_in_front(self) -> bool:
        return any(child and child.getState().contains(pyatspi.STATE_ACTIVE) for child in self.root)

    # Reading

    def nodes(self, start=None):
        """All nodes of the tree, those that vanish while it is walked left out."""
        stack = [start or self.root]
        while stack:
            node = stack.pop()
            try:
                children = [node.getChildAtIndex(i) for i in range(node.childCount)]
            except Exception:  # the node is gone: the window has moved on
                continue
            yield node
            stack.extend(child for child in children if child)

    def find(self, name: str, role=None, start=None):
        for node in self.nodes(start):
            try:
                if node.name == name and (role is None or node.getRole() == role) and self._shown(node):
                    return node
            except Exception:
                continue
        return None

    def names(self, prefix: str):
        result = []
        for node in self.nodes():
            try:
                if node.name.startswith(prefix) and self._shown(node):
                    result.append(node.name)
            except Exception:
                continue
        return result

    @staticmethod
    def _shown(node) -> bool:
        return node.getState().contains(pyatspi.STATE_SHOWING)

    @staticmethod
    def _box(node):
        return node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)

    def rows(self, pane: int):
        """What a pane shows, from top to bottom, as a screen reader would read it."""
        conversation = self.find(f"Conversation of pane {pane}")
        if conversation is None:
            return []
        found = []
        for node in self.nodes(conversation):
            try:
                if node.getRole() in (pyatspi.ROLE_STATIC, pyatspi.ROLE_LABEL, pyatspi.ROLE_TEXT) and node.name:
                    found.append((self._box(node).y, node.name))
            except Exception:
                continue
        return [name for _, name in sorted(found, key=lambda row: row[0])]

    def read(self, pane: int):
        """What a screen reader comes by in a pane that is in sight, in the tree's own order, each with its top."""
        conversation = self.find(f"Conversation of pane {pane}")
        sight = self._box(conversation)
        found = []

        def walk(node):
            for i in range(node.childCount):
                child = node.getChildAtIndex(i)
                if not child:
                    continue
                if child.getRole() in (pyatspi.ROLE_STATIC, pyatspi.ROLE_LABEL, pyatspi.ROLE_TEXT) and child.name:
                    box = self._box(child)
                    if self._shown(child) and box.y + box.height > sight.y and box.y < sight.y + sight.height:
                        found.append((box.y, child.name))
                walk(child)

        walk(conversation)
        return found

    def state(self, pane: int) -> str:
        prefix = f"Pane {pane}: "
        names = self.names(prefix)
        return names[0][len(prefix):] if names else ""

    def wait_until_it_flows(self, pane: int) -> str:
        """Until an answer has begun; on a busy machine it may have been quiet for a while when somebody looks."""
        return self.wait_for_state(pane, ("Streaming", "Quiet", "Alive"))

    def wait_for_state(self, pane: int, beginning: str | tuple[str, ...], patience: float = PATIENCE) -> str:
        """Until the state of the pane begins so, or with one of those."""
        return wait_until(f"pane {pane} in state {beginning} (it is {self.state(pane)!r})",
                          lambda: self.state(pane) if self.state(pane).startswith(beginning) else None, patience)

    # Doing

    def standing(self, name: str, role=None, start=None):
        """Where something is, once it is there twice in a row: what is being laid out may still move."""
        seen = []

        def look():
            node = self.find(name, role, start)
            box = self._box(node) if node else None
            place = (box.x, box.y, box.width, box.height) if box else None
            seen.append(place)
            return box if place and len(seen) > 1 and seen[-2] == place else None

        return wait_until(f"{name!r} on the screen, and where it stays", look)

    def has_focus(self, name: str) -> bool:
        node = self.find(name)
        return bool(node) and node.getState().contains(pyatspi.STATE_FOCUSED)

    def wait_for_focus(self, name: str):
        wait_until(f"the focus in {name!r}", lambda: self.has_focus(name))

    def click(self, name: str, role=None):
        box = self.standing(name, role)
        xdotool("mousemove", str(box.x + box.width // 2), str(box.y + box.height // 2), "click", "1")

    def drag(self, start, end):
        """From one place on the screen to another, as a hand moves."""
        middle = [(a + b) // 2 for a, b in zip(start, end)]
        xdotool("mousemove", *map(str, start), "mousedown", "1", "mousemove", *map(str, middle), "sleep", "0.05", "mousemove",
                *map(str, end), "sleep", "0.05", "mouseup", "1")

    def box(self, name: str, start=None):
        """Where a text stands on the screen."""
        return self.standing(name, start=start)

    def clipboard(self) -> str:
        """What is pasted where nothing else is."""
        self.click("Prompt")
        self.wait_for_focus("Prompt")
        self.press("ctrl+a", "ctrl+v")
        field = self.find("Prompt").queryText()
        text = wait_until("something pasted", lambda: field.getText(0, field.characterCount)).replace("\u2029", "\n")
        self.press("ctrl+a", "Delete")
        wait_until("an empty prompt", lambda: not field.characterCount)
        return text

    def type(self, text: str):
        xdotool("type", "--delay", "30", text)

    def press(self, *keys: str):
        xdotool("key", *keys)

    def ask(self, prompt: str):
        self.click("Prompt")
        self.wait_for_focus("Prompt")
        self.type(prompt)
        self.click("Send")

    def quit(self):
        """Closes the window as a window manager does, and waits for the program's end."""
        self.press("alt+F4")
        self.process.wait(PATIENCE)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
