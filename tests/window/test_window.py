# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""Two models in the real window, worked as a person works it; what is shown is compared with what the servers sent.

    test_window.py PROGRAM [unittest arguments]
"""
import base64
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from desktop import Desktop, wait_until, xdotool

PROGRAM = sys.argv.pop(1)
HERE = os.path.dirname(os.path.abspath(__file__))
SEAM = "Continued after a cut"


class Server:
    """A fake model in a process of its own, so that it can be killed like one."""

    def __init__(self, dialect: str, folder: str):
        self.dialect = dialect
        self.log = os.path.join(folder, f"{dialect}.sent")
        open(self.log, "w").close()
        self.port = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen([sys.executable, os.path.join(HERE, "..", "support", "fake_server.py"), self.dialect,
                                         str(self.port), self.log], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def sent(self) -> str:
        with open(self.log, encoding="utf-8", newline="") as log:
            return log.read()

    def allow(self, characters):
        """Lets an answer come this far and no further; None: to its end."""
        gate = self.log + ".gate"
        if characters is None:
            os.unlink(gate)
            return
        with open(gate + ".new", "w", encoding="ascii") as file:
            file.write(str(characters))
        os.replace(gate + ".new", gate)

    def requests(self):
        """The bodies of all requests, as they came."""
        try:
            with open(self.log + ".requests", encoding="utf-8") as log:
                return [json.loads(line)["body"] for line in log]
        except FileNotFoundError:
            return []

    def forget(self):
        open(self.log, "w").close()


def paragraphs(text: str):
    # White space at the end of a paragraph, where a text was cut, is nothing that could be seen.
    return [part.strip(" \n") for part in text.split("\n\n") if part.strip(" \n")]


def forms_of(secret: str):
    """The bytes that would give a secret away, in any form that a file might hold it in."""
    plain = secret.encode()
    forms = [plain, secret.encode("utf-16-le"), secret.encode("utf-16-be"), plain.hex().encode(), plain[::-1]]
    for shift in range(3):
        # What base64 makes of it at each alignment, without the characters that its neighbours decide.
        forms.append(base64.b64encode(b"x" * shift + plain)[4 if shift else 0:-4])
    return forms


class WindowTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = os.path.join(self.folder.name, "data")
        self.left = Server("anthropic", self.folder.name)
        self.right = Server("ollama", self.folder.name)
        self.window = None

    def tearDown(self):
        if self.window:
            self.window.end()
        self.left.kill()
        self.right.kill()
        self.folder.cleanup()

    def open(self, *arguments: str):
        self.window = Desktop(PROGRAM, "--data-dir", self.data, *arguments)
        return self.window

    def models(self):
        return ("--model", "left:claude-fake", "--dialect", "anthropic", "--base-url",
                f"http://127.0.0.1:{self.left.port}",
                "--model", "right:qwen-fake", "--dialect", "ollama", "--base-url",
                f"http://127.0.0.1:{self.right.port}")

    def shown(self, pane: int, prompt: str):
        """The rows under a prompt, up to the next prompt or the end."""
        rows = self.window.rows(pane)
        if prompt not in rows:
            return []
        return rows[len(rows) - 1 - rows[::-1].index(prompt) + 1:]

    @staticmethod
    def wait_sent(server, characters: int) -> str:
        wait_until(f"{characters} characters sent", lambda: len(server.sent()) == characters)
        return server.sent()

    def assert_shows(self, pane: int, prompt: str, text: str, cut: str = ""):
        """`cut`: the text before a seam, which stands after the paragraph that was cut."""
        expected = paragraphs(text)
        if cut:
            expected.insert(len(paragraphs(cut)), SEAM)
        wait_until(f"pane {pane} showing {expected!r}, not {self.shown(pane, prompt)!r}",
                   lambda: self.shown(pane, prompt)[:len(expected)] == expected)

    def test_keys_mean_the_same_wherever_the_focus_is(self):
        window = self.open(*self.models())
        # However long the hands take, the answers are not done before.
        self.left.allow(260)
        self.right.allow(260)
        prompt = "where does water go"
        window.ask(prompt)
        window.wait_until_it_flows(1)
        # Within the text of an answer.
        wait_until("a paragraph that is whole", lambda: len(self.shown(1, prompt)) > 1)
        window.click(self.shown(1, prompt)[0])
        window.press("ctrl+p")
        window.wait_for_state(1, "Paused")
        # Escape steps out of the search before it cancels anything.
        window.press("ctrl+k")
        window.type("water")
        window.press("Escape")
        wait_until("an empty search", lambda: not window.find("Search history").queryText().getText(0, -1))
        window.press("Escape")
        window.wait_for_focus("Prompt")
        self.assertTrue(window.state(1).startswith("Paused"), window.state(1))
        # Tab is no prisoner of an empty prompt.
        window.press("Tab")
        wait_until("the focus beyond the prompt", lambda: not window.has_focus("Prompt"))
        # What still comes goes on when it is left.
        window.press("ctrl+n")
        wait_until("a new conversation", lambda: not window.state(1))

    def test_text_is_selected_over_messages_while_it_streams(self):
        window = self.open(*self.models())
        self.left.allow(260)
        self.right.allow(260)
        prompt = "where does water go"
        window.ask(prompt)
        window.wait_until_it_flows(1)
        sent = self.wait_sent(self.left, 260)
        self.assert_shows(1, prompt, sent)
        first, second = paragraphs(sent)[:2]
        pane = window.find("Conversation of pane 1")
        asked = window.box(prompt, pane)
        end = window.box(second, pane)
        window.drag((asked.x + 1, asked.y + asked.height // 2), (end.x + end.width - 1, end.y + end.height - 6))
        wait_until(f"the selection told of, not {pane.description!r}",
                   lambda: pane.description.startswith(f"Selected: {prompt}"))
        told = pane.description
        window.press("ctrl+c")
        copied = window.clipboard()
        self.assertEqual(copied, "\n\n".join((prompt, first, second)))

        # It is still there when the answer has ended, and what came since is not part of it.
        self.left.allow(None)
        self.right.allow(None)
        window.wait_for_state(1, "Complete")
        self.assertEqual(pane.description, told)
        window.press("ctrl+1", "ctrl+shift+c")
        self.assertEqual(window.clipboard(), copied)

        # A word by two clicks; then everything, by the menu.
        line = window.box(first, pane)
        xdotool("mousemove", str(line.x + 4), str(line.y + 10), "click", "--repeat", "2", "--delay", "60", "1")
        window.press("ctrl+c")
        self.assertEqual(window.clipboard(), first.split()[0])
        xdotool("mousemove", str(line.x + 4), str(line.y + 10), "click", "3")
        window.click("Select all of this answer")
        xdotool("mousemove", str(line.x + 4), str(line.y + 10), "click", "3")
        window.click("Copy as Markdown")
        self.assertEqual(window.clipboard().strip(), self.left.sent().strip())

    def test_a_minimised_window_draws_nothing_and_takes_all_that_comes(self):
        measured = os.path.join(self.folder.name, "figures.json")
        self.left.allow(260)
        self.right.allow(260)
        window = self.open(*self.models(), "--prompt", "where does water go", "--quit-when-done", "--measure", measured,
                           "--measure-after", "6")
        window.wait_until_it_flows(1)
        window.wait_until_it_flows(2)
        begun = time.monotonic()
        shown = ["xdotool", "search", "--onlyvisible", "--pid", str(window.process.pid)]
        for each in subprocess.run(shown, stdout=subprocess.PIPE, check=True, text=True).stdout.split():
            xdotool("windowminimize", each)
        wait_until("a minimised window", lambda: not subprocess.run(shown, stdout=subprocess.PIPE, check=False).stdout)
        # What was drawn before is not counted.
        wait_until("the time from which frames are counted", lambda: time.monotonic() > begun + 6.5)
        self.left.allow(None)
        self.right.allow(None)
        window.process.wait(60)
        with open(measured, encoding="utf-8") as file:
            figures = json.load(file)
        self.assertEqual([stream["state"] for stream in figures["streams"]], ["completed", "completed"])
        self.assertEqual([stream["characters"] for stream in figures["streams"]],
                         [len(server.sent().encode("utf-16-le")) // 2 for server in (self.left, self.right)])
        self.assertEqual(figures["frames"], 0)

    def test_a_screen_reader_reads_what_is_in_sight_in_order(self):
        window = self.open(*self.models())
        whole = []
        for prompt in ("where does water go", "who waits for it", "what does it carry", "how deep is it"):
            self.left.forget()
            window.ask(prompt)
            window.wait_for_state(1, "Complete", 60)
            window.wait_for_state(2, "Complete", 60)
            whole += [prompt] + paragraphs(self.left.sent())
        self.assertEqual(len(set(whole)), len(whole))

        def known():
            return [(top, text) for top, text in window.read(1) if text in whole]

        def is_in_order():
            rows = known()
            places = [whole.index(text) for _, text in rows]
            tops = [top for top, _ in rows]
            return len(rows) > 2 and tops == sorted(tops) and places == list(range(places[0], places[-1] + 1))

        # At the end, further up where rows were made later than those below them, at the top, and at the end again.
        for keys, sign in (((), whole[-1]), (("Page_Up",), None), (("Home",), whole[0]), (("End",), whole[-1])):
            if keys:
                window.press("ctrl+1", *keys)
            wait_until(f"{keys} shows {sign!r}", lambda: not sign or sign in [text for _, text in known()])
            wait_until(f"the order of what is read after {keys}, not {known()!r}", is_in_order)

    def test_a_chosen_model_is_asked_next(self):
        window = self.open(*self.models())
        window.click("Model of pane 1")
        window.wait_for_focus("Filter models")
        window.type("qwen-fake")
        window.press("Return")
        window.wait_for_focus("Prompt")
        wait_until("the other model in the first pane",
                   lambda: window.find("Model of pane 1").description == "qwen-fake")

    def test_two_models_answer_and_nothing_is_lost(self):
        window = self.open(*self.models())
        self.left.allow(120)
        self.right.allow(120)
        prompt = "where does water go"
        window.ask(prompt)
        window.wait_until_it_flows(1)
        window.wait_until_it_flows(2)
        self.assert_shows(1, prompt, self.wait_sent(self.left, 120))

        # Pause holds the view while the server goes on.
        window.click("Pause pane 1")
        window.wait_for_state(1, "Paused")
        held = self.shown(1, prompt)
        self.left.allow(240)
        sent = self.wait_sent(self.left, 240)
        # 120 characters, and perhaps the last of those before, which could still have grown.
        window.wait_for_state(1, "Paused (12")
        self.assertEqual(self.shown(1, prompt), held)
        window.click("Resume pane 1")
        self.assert_shows(1, prompt, sent)

        # Cancel keeps what had come; the other pane does not notice.
        window.click("Cancel pane 2")
        window.wait_for_state(2, "Cancelled (kept)")
        self.left.allow(None)
        window.wait_for_state(1, "Complete")
        self.assert_shows(1, prompt, self.left.sent())
        self.assert_shows(2, prompt, self.right.sent()[:120])

        # A server that dies in the middle of its answer.
        self.left.forget()
        self.right.forget()
        self.left.allow(148)
        self.right.allow(None)
        second = "and what does it carry"
        window.ask(second)
        window.wait_until_it_flows(1)
        before = self.wait_sent(self.left, 148)
        self.assert_shows(1, second, before)
        self.left.kill()
        window.wait_for_state(1, "Interrupted (kept)", 60)
        self.assert_shows(1, second, before)
        window.wait_for_state(2, "Complete")
        self.assert_shows(2, second, self.right.sent())

        # It is back, and the model goes on from the text.
        self.left.allow(None)
        self.left.start()
        window.click("Reconnect pane 1")
        window.wait_for_state(1, "Complete", 60)
        whole = self.left.sent()
        self.assertTrue(whole.startswith(before) and len(whole) > len(before))
        self.assert_shows(1, second, whole, before)
        window.quit()

        # Next month.
        window = self.open()
        window.click("Search history")
        window.type("carry")
        wait_until("the hit", lambda: "carry" in getattr(window.find(prompt), "description", ""))
        window.click(prompt)
        self.assert_shows(1, second, whole, before)
        self.assert_shows(2, second, self.right.sent())
        self.assertEqual(window.state(1), "Complete")

    def test_differences_are_followed_and_gone_through(self):
        window = self.open(*self.models())
        self.right.allow(60)
        prompt = "what differs"
        window.ask(prompt)
        window.wait_for_state(1, "Complete")
        self.wait_sent(self.right, 60)
        window.click("Show the differences")
        wait_until("a figure of what is compared so far", lambda: window.names("") and window.find("Differences")
                   and any(name.endswith("% the same") for name in window.names("")))
        wait_until("what the right one did not get to", lambda: window.find("Not there yet"))
        self.assertEqual(self.shown(1, prompt), [], "the panes are covered")

        # The comparison follows what is still being written.
        self.right.allow(None)
        window.wait_for_state(2, "Complete")
        wait_until("the end of both", lambda: not window.find("Not there yet"))
        whole = paragraphs(self.left.sent()) + paragraphs(self.right.sent())
        wait_until("every word of both", lambda: set(whole) <= set(window.names("")))
        window.press("F7")
        window.press("shift+F7")

        window.press("ctrl+d")
        self.assert_shows(1, prompt, self.left.sent())
        self.assert_shows(2, prompt, self.right.sent())

    def test_a_file_chosen_by_keyboard_goes_to_both_models(self):
        secret = "the mill stands where brook 4711 bends"
        # Where the dialog begins.
        path = os.path.join(os.environ["HOME"], "walk.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(secret)
        window = self.open(*self.models())
        window.click("Prompt")
        window.type("look")
        window.press("shift+Tab")
        window.wait_for_focus("Add files")
        window.press("space")
        wait_until("the dialog", lambda: window.names("walk.txt"))
        window.press("Escape")
        wait_until("no dialog", lambda: not window.names("walk.txt"))
        window.wait_for_focus("Prompt")
        self.assertEqual(self.left.requests(), [])
        window.click("Add files")
        wait_until("the dialog, once more", lambda: window.names("walk.txt"))
        window.press("Down")
        window.press("Return")
        wait_until("the file among the prompt's", lambda: window.names("Remove walk.txt"))
        window.press("Return")
        for pane, server in ((1, self.left), (2, self.right)):
            window.wait_for_state(pane, "Complete", 60)
            bodies = server.requests()
            self.assertEqual(len(bodies), 1)
            self.assertIn(secret, json.dumps(bodies[0]))

    def test_an_answer_cut_by_closing_is_there_as_interrupted(self):
        window = self.open(*self.models())
        prompt = "keep what came"
        self.left.allow(100)
        self.right.allow(100)
        window.ask(prompt)
        for pane, server in ((1, self.left), (2, self.right)):
            self.assert_shows(pane, prompt, self.wait_sent(server, 100))
        window.process.send_signal(signal.SIGKILL)
        window.process.wait()
        window = self.open()
        window.click(prompt)
        window.wait_for_state(1, "Interrupted (kept)")
        window.wait_for_state(2, "Interrupted (kept)")
        for pane, server in ((1, self.left), (2, self.right)):
            self.assert_shows(pane, prompt, server.sent())

    def test_first_launch_answers_from_the_demo_by_keyboard_alone(self):
        window = self.open()
        wait_until("the suggestions", lambda: window.find("Prompt"))
        window.type("hello there")
        window.press("Return")
        window.wait_for_state(1, "Complete", 60)
        window.wait_for_state(2, "Complete", 60)
        self.assertGreater(len(window.rows(1)), 3)
        self.assertGreater(len(window.rows(2)), 3)

    def test_a_key_saved_in_settings_is_in_the_keyring_and_nowhere_on_disk(self):
        key = "sk-ant-canary-7f3Qz91LmXw4"
        window = self.open()
        window.press("ctrl+comma")
        window.click("Address of Anthropic")
        window.press("ctrl+a")
        window.type(f"http://127.0.0.1:{self.left.port}")
        window.press("Return")
        # Another server, and a near one: whether it wants a key is its own to say.
        window.click("Add a key for Anthropic")
        window.click("Key for Anthropic")
        window.type(key)
        window.click("Save key for Anthropic")
        wait_until("word that the key is saved", lambda: window.names("Saved in the keychain."))
        found = subprocess.run(["secret-tool", "search", "--all", "--unlock", "server", "rivulet"], text=True,
                               check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
        kept = [line.split(" = ")[1] for line in found.splitlines() if line.startswith("secret = ")]
        # The keyring is handed bytes, which this tool prints in base64.
        self.assertEqual([base64.b64decode(secret).decode() for secret in kept], [key])
        self.assertIn(f"http://127.0.0.1:{self.left.port}", found)

        # It is used, by the next run too.
        window.quit()
        window = self.open("--model", "anthropic:claude-fake")
        prompt = "does the key work"
        window.ask(prompt)
        window.wait_for_state(1, "Complete", 60)
        self.assert_shows(1, prompt, self.left.sent())

        pid = window.process.pid
        for place in (f"/proc/{pid}/cmdline", f"/proc/{pid}/environ"):
            self.assertNotIn(key.encode(), pathlib.Path(place).read_bytes(), place)
        window.quit()
        searched = 0
        for folder in (self.data, os.environ["HOME"], os.environ["XDG_RUNTIME_DIR"]):
            for path in pathlib.Path(folder).rglob("*"):
                if path.is_file():
                    searched += 1
                    content = path.read_bytes()
                    for form in forms_of(key):
                        self.assertNotIn(form, content, f"the key is in {path}")
        self.assertGreater(searched, 3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
