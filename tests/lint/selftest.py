#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""Shows that each lint fails on what it is for, and lets pass what is right: a lint that cannot fail is a defect."""
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


sources = load("sources")
tidy = load("tidy")

TAGS = "// SPDX-" + "FileCopyrightText: 2026 X\n// SPDX-" + "License-Identifier: MIT\n"


class Tree(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="rivulet-lint."))
        self.addCleanup(shutil.rmtree, self.root)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


class Sources(Tree):
    def rule(self, rule, name: str, text: str) -> list[int]:
        """The lines at which the rule fails on a tree of this one file."""
        shutil.rmtree(self.root)
        self.root.mkdir()
        self.write(name, text)
        return [finding.line for finding in rule(self.root)]

    def test_spdx(self):
        self.assertEqual(self.rule(sources.spdx, "core/a/A.cpp", "int x;\n"), [1, 1])
        self.assertEqual(self.rule(sources.spdx, "core/a/A.cpp", TAGS + "int x;\n"), [])
        self.assertEqual(self.rule(sources.spdx, "packaging/go", "#!/bin/sh\n"), [1, 1])
        self.assertEqual(self.rule(sources.spdx, "packaging/notes", "words\n"), [])
        self.assertEqual(self.rule(sources.spdx, "app/CMakeLists.txt", "\n" * 9 + TAGS), [1, 1])

    def test_text_without_a_format(self):
        def lines(body: str) -> list[int]:
            return self.rule(sources.text_format, "qml/A.qml", body)

        for kind in ("Text", "Label", "TextEdit", "TextArea", "T.Label"):
            self.assertEqual(lines(f"Item {{\n    {kind} {{ text: a.b }}\n}}\n"), [2], kind)
        self.assertEqual(lines("Text { textFormat: Text.AutoText; text: a }\n"), [1])
        self.assertEqual(lines("Text { textFormat: Text.PlainText; text: a }\n"), [])
        self.assertEqual(lines("Text { // textFormat: Text.PlainText\n}\n"), [1])
        self.assertEqual(lines('Text { text: "textFormat: Text.PlainText" }\n'), [1])
        self.assertEqual(lines("Text { Item { property int textFormat: 1 } }\n"), [1])
        self.assertEqual(lines("Text {\n  anchors { fill: parent }\n  textFormat: Text.PlainText\n}\n"), [])
        self.assertEqual(lines("component Words : Text { }\n"), [1])

    def test_controls_that_guess(self):
        def lines(body: str) -> list[int]:
            return self.rule(sources.text_format, "qml/A.qml", body)

        self.assertEqual(lines("ToolTip { text: a }\n"), [1])
        self.assertEqual(lines("ToolTip { contentItem: Text { textFormat: Text.PlainText } }\n"), [])
        self.assertEqual(lines("ToolTip { contentItem: Text { text: a } }\n"), [1])
        self.assertEqual(lines("Item { ToolTip.text: model.title }\n"), [1])
        self.assertEqual(lines('Item { ToolTip.text: qsTr("Close") }\n'), [])
        self.assertEqual(lines("ItemDelegate { text: model.title }\n"), [1])
        self.assertEqual(lines('Button { text: qsTr("Send") }\n'), [])
        self.assertEqual(lines('Button { text: held ? qsTr("Resume") : qsTr("Pause") }\n'), [])
        self.assertEqual(lines('Button { text: held ? qsTr("Resume") : title }\n'), [1])
        self.assertEqual(lines('Button { text: qsTr("Send to %1").arg(name) }\n'), [1])
        self.assertEqual(lines('Button { text: "Send to " + name }\n'), [1])
        self.assertEqual(lines("ComboBox { model: names }\n"), [1])
        self.assertEqual(lines("TextField { placeholderText: title }\n"), [1])
        self.assertEqual(lines('TextField { placeholderText: qsTr("Search") }\n'), [])

    def test_own_types_are_read_at_their_own_file(self):
        self.write("qml/Label.qml", "Text { textFormat: Text.PlainText }\n")
        self.write("qml/A.qml", "Label { text: a }\n")
        self.assertEqual(list(sources.text_format(self.root)), [])
        self.write("qml/Label.qml", "Text { }\n")
        self.assertEqual([f.path for f in sources.text_format(self.root)], ["qml/Label.qml"])
        self.write("qml/Label.qml", "T.Label { }\n")
        self.assertEqual([f.path for f in sources.text_format(self.root)], ["qml/Label.qml"])

    def test_var(self):
        self.assertEqual(self.rule(sources.no_var, "qml/A.qml", "Item {\n property var a\n}\n"), [2])
        self.assertEqual(self.rule(sources.no_var, "qml/A.qml", "Item { function f() { var a = 1 } }\n"), [1])
        self.assertEqual(self.rule(sources.no_var, "qml/A.qml", "Item { signal s(value: var) }\n"), [1])
        self.assertEqual(self.rule(sources.no_var, "qml/A.qml", "Item { property int variable // var a\n}\n"), [])

    def test_nothing_watches_the_mouse_by_a_handler(self):
        self.assertEqual(self.rule(sources.hover, "qml/A.qml", "Item {\n HoverHandler {}\n}\n"), [2])
        self.assertEqual(self.rule(sources.hover, "qml/A.qml", "Item { HoverArea {} } // HoverHandler\n"), [])

    def test_doors(self):
        for name, text in (("qml/A.qml", "Item { Component.onCompleted: Qt.openUrlExternally(a) }\n"),
                           ("app/A.cpp", "void f() { QDesktopServices::openUrl(u); }\n"),
                           ("core/store/A.cpp", "QProcess p;\n"),
                           ("qml/A.qml", 'Item { function f() { Qt.createQmlObject("", a) } }\n'),
                           ("qml/A.qml", "Item { function f() { return new XMLHttpRequest() } }\n")):
            self.assertEqual(self.rule(sources.doors, name, text), [1], text)
        self.assertEqual(self.rule(sources.doors, "app/LinkOpener.cpp", "QDesktopServices::openUrl(u);\n"), [])
        self.assertEqual(self.rule(sources.doors, "app/A.cpp", "// QProcess is not used\n"), [])

    def test_provider_names(self):
        self.assertEqual(self.rule(sources.provider_names, "core/stream/A.cpp", 'f("anthropic");\n'), [1])
        self.assertEqual(self.rule(sources.provider_names, "app/A.cpp", "OpenAiChat chat;\n"), [1])
        self.assertEqual(self.rule(sources.provider_names, "qml/A.qml", 'Text { text: "GPT-4" }\n'), [1])
        self.assertEqual(self.rule(sources.provider_names, "core/stream/A.cpp", "/* as Claude\ndoes */ int a; // llama\n"), [])
        self.assertEqual(self.rule(sources.provider_names, "core/providers/Anthropic.cpp", "Anthropic a;\n"), [])
        self.assertEqual(self.rule(sources.provider_names, "app/A.cpp", "bool coherent; int allamanda;\n"), [])

    def test_blanking_keeps_offsets(self):
        text = "a = '\"'; // \"b\nc = R\"x(// no)x\"; d = 1'000; /* e\n */ f = \"\\\"//\"; g // h"
        no_comments, skeleton = sources.blanked(text)
        self.assertEqual((len(no_comments), len(skeleton)), (len(text), len(text)))
        self.assertIn("// no", no_comments)
        self.assertNotIn("// no", skeleton)
        self.assertNotIn("h", no_comments)
        for name in "cdfg":
            self.assertEqual(skeleton.index(name + " "), text.index(name + " "))


class Layers(Tree):
    def check(self, name: str, text: str) -> str:
        self.write(name, text)
        run = subprocess.run(["cmake", f"-DROOT={self.root}", "-P", str(TESTS / "layers.cmake")],
                             capture_output=True, text=True)
        (self.root / name).unlink()
        if not any((self.root / name).parent.iterdir()):
            (self.root / name).parent.rmdir()
        return "" if run.returncode == 0 else run.stderr

    def test_upward_and_unlisted_includes(self):
        for name, line in (("core/domain/A.h", '#include "stream/Reveal.h"'),
                           ("core/wire/A.cpp", '#include "domain/Result.h"'),
                           ("core/stream/A.cpp", '#include "store/Database.h"'),
                           ("core/stream/A.cpp", '#include "text/Block.h"'),
                           ("core/domain/A.h", "#include <QColor>"),
                           ("core/text/A.cpp", "#include <QtGui/QFont>"),
                           ("core/providers/A.cpp", "#include <QTcpSocket>"),
                           ("core/providers/A.cpp", "#include <QTimer>"),
                           ("core/wire/A.cpp", "#include <QJsonObject>"),
                           ("core/domain/A.cpp", "#include <unistd.h>"),
                           ("core/stream/A.cpp", "#include <simdjson.h>"),
                           ("core/store/A.cpp", '#  include  "app/Settings.h"'),
                           ("app/A.cpp", "#include <QSqlQuery>"),
                           ("core/helpers/A.h", ""),
                           ("qml/A.qml", "import QtNetwork"),
                           ("qml/A.qml", 'import "../app"'),
                           ("qml/A.qml", 'import "https://example.org/x.js" as X')):
            found = self.check(name, line + "\n")
            self.assertIn("1 includes or imports", found, f"{name}: {line}")
            self.assertIn("core/helpers" if "helpers" in name else name, found, f"{name}: {line}")

    def test_listed_includes(self):
        self.write("core/domain/B.h", "")
        self.write("app/models/B.h", "")
        for name, line in (("core/domain/A.h", "#include <QString>\n#include <variant>\n#include \"B.h\""),
                           ("core/domain/A.h", '#include "domain/B.h"'),
                           ("core/stream/A.cpp", '#include <QNetworkReply>\n#include "providers/Dialect.h"\n#include <unistd.h>'),
                           ("core/providers/A.cpp", '#include <simdjson.h>\n#include <QtCore/QString>'),
                           ("core/text/A.cpp", "#include <cmark-gfm-core-extensions.h>"),
                           ("core/store/A.cpp", '#include "A.moc"\n// #include "app/Settings.h"'),
                           ("app/A.cpp", '#include "models/B.h"\n#include <QQuickWindow>\n#include "store/Database.h"'),
                           ("qml/A.qml", 'import QtQuick\nimport QtQuick.Controls.Basic as C\nimport "blocks"')):
            self.assertEqual(self.check(name, line + "\n"), "", f"{name}: {line}")


class Tidy(Tree):
    """The cache of clang-tidy: a file is skipped only when all that could change the verdict is the same."""

    def test_key_depends_on_all_that_matters(self):
        source = self.write("a.cpp", "int a;")
        header = self.write("a.h", "int b;")
        command = {"file": str(source), "command": "c++ -c a.cpp", "directory": str(self.root)}

        def key(command=command, dependencies=(source, header), config="checks"):
            return tidy.key_of(command, [str(d) for d in dependencies], config, tidy.Contents())

        first = key()
        self.assertEqual(first, key())
        self.assertNotEqual(first, key(config="other checks"))
        self.assertNotEqual(first, key(command={**command, "command": "c++ -DX -c a.cpp"}))
        header.write_text("int c;")
        self.assertNotEqual(first, key())
        header.write_text("int b;")
        os.utime(header)
        self.assertEqual(first, key())
        header.unlink()
        self.assertIsNone(key())

    def test_an_object_is_found_in_its_command(self):
        self.assertEqual(tidy.object_of({"command": "c++ -DA='b c' -o x/a.cpp.o -c /s/a.cpp"}), "x/a.cpp.o")
        self.assertEqual(tidy.object_of({"command": "c++ -c /s/a.cpp"}), "")

    def test_files_are_looked_at_together_only_when_compiled_alike(self):
        def command(name: str, text: str, flags: str) -> dict:
            return {"file": str(self.write(name, text)), "directory": "/",
                    "command": f"/usr/bin/ccache /usr/bin/c++ {flags} -o {name}.o -c {name}"}

        commands = [command("a.cpp", "", "-DA"), command("b.cpp", "", "-DA"), command("c.cpp", "", "-DB"),
                    command("d.cpp", "int main() {}", "-DA"), command("e.cpp", "QTEST_GUILESS_MAIN(X)", "-DA"),
                    command("f.cpp", "", "-DA")]
        self.assertEqual(tidy.flags_of(commands[0]), ("-DA",))
        names = [[Path(c["file"]).name for c in batch] for batch in tidy.batches_of(commands, size=2)]
        self.assertEqual(sorted(names), [["a.cpp", "b.cpp"], ["c.cpp"], ["d.cpp"], ["e.cpp"], ["f.cpp"]])

    def test_dependencies_are_read_from_ninja(self):
        report = ("core/a.o: #deps 2, deps mtime 17 (VALID)\n    /x/a.cpp\n    /x/a.h\n\n"
                  "core/b.o: #deps 1, deps mtime 17 (STALE)\n    /x/b.cpp\n\n")
        self.assertEqual(tidy.parse_dependencies(report), {"core/a.o": ["/x/a.cpp", "/x/a.h"]})


if __name__ == "__main__":
    unittest.main()
