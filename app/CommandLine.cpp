// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CommandLine.h"

#include "DataDirectory.h"

#include <QDir>

#include <cmath>

namespace rivulet::app {

namespace {

constexpr double longestWait = 86400; // s

domain::Failure usage(const QString& sentence) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::InvalidInput;
    failure.detail = sentence;
    return failure;
}

/// Takes the arguments one by one; `--name=value` counts as two.
class Arguments {
public:
    explicit Arguments(QStringList arguments)
        : m_left(std::move(arguments)) {}

    [[nodiscard]] bool isEmpty() const { return m_left.isEmpty(); }
    QString takeName() {
        QString argument = m_left.takeFirst();
        const auto equals = argument.indexOf(u'=');
        if (!argument.startsWith(u"--") || equals < 0) {
            return argument;
        }
        m_left.prepend(argument.sliced(equals + 1));
        return argument.first(equals);
    }
    /// As it is: a value may look like an option.
    QString takeValue() { return m_left.takeFirst(); }

private:
    QStringList m_left;
};

} // namespace

QString CommandLine::help() {
    return QStringLiteral(
        "Usage: rivulet [OPTIONS]\n"
        "       rivulet ask [OPTIONS] [PROMPT | -]\n"
        "\n"
        "  --data-dir DIR        keep everything (history, settings, logs) in DIR\n"
        "  --demo                both panes on the built-in demonstration models\n"
        "  --model PROVIDER:MODEL  the first pane's model; once more: the second pane's\n"
        "  --base-url URL        where the model before it answers\n"
        "  --dialect NAME        which protocol the model before it speaks\n"
        "  --prompt TEXT         send this at once\n"
        "  --quit-when-done      quit when every stream has ended\n"
        "  --screenshot FILE     save a picture of the window then\n"
        "  --measure FILE        on exit, write frame times and other figures as JSON\n"
        "  --measure-after S     leave out what was before S seconds after the first text;\n"
        "                        without a prompt, after the first frame\n"
        "  --theme light|dark|system\n"
        "  --self-test           load the whole window, show it, quit; 0 if nothing warned\n"
        "  --version, --help\n"
        "\n"
        "`rivulet ask --help` tells the options of ask.\n");
}

domain::Result<CommandLine> CommandLine::parse(const QStringList& arguments) {
    CommandLine line;
    line.application.dataDirectory = DataDirectory::defaultPath();
    Arguments left(arguments);
    while (!left.isEmpty()) {
        const QString name = left.takeName();
        auto& models = line.application.models;
        if (name == u"--help" || name == u"-h") {
            line.action = Action::Help;
        } else if (name == u"--version") {
            line.action = Action::Version;
        } else if (name == u"--demo") {
            line.application.demo = true;
        } else if (name == u"--quit-when-done") {
            line.quitWhenDone = true;
        } else if (name == u"--self-test") {
            line.selfTest = true;
        } else if (name == u"--data-dir" || name == u"--model" || name == u"--base-url" ||
                   name == u"--dialect" || name == u"--prompt" || name == u"--screenshot" ||
                   name == u"--measure" || name == u"--measure-after" || name == u"--theme") {
            if (left.isEmpty()) {
                return usage(QStringLiteral("%1 needs a value").arg(name));
            }
            const QString value = left.takeValue();
            if (name == u"--data-dir") {
                line.application.dataDirectory = QDir(value).absolutePath();
            } else if (name == u"--model") {
                const auto colon = value.indexOf(u':');
                if (colon <= 0 || colon + 1 == value.size()) {
                    return usage(QStringLiteral("--model takes PROVIDER:MODEL, not \"%1\"").arg(value));
                }
                if (models.size() == 2) {
                    return usage(QStringLiteral("--model may be given twice at most"));
                }
                models.push_back({value.first(colon), value.sliced(colon + 1), {}, {}});
            } else if (name == u"--base-url" || name == u"--dialect") {
                if (models.empty()) {
                    return usage(
                        QStringLiteral("%1 belongs to the --model before it, and there is none").arg(name));
                }
                (name == u"--dialect" ? models.back().dialect : models.back().baseUrl) = value;
            } else if (name == u"--prompt") {
                line.prompt = value;
            } else if (name == u"--screenshot") {
                line.screenshot = value;
            } else if (name == u"--measure") {
                line.measure = value;
            } else if (name == u"--measure-after") {
                bool isNumber = false;
                const double seconds = value.toDouble(&isNumber);
                if (!isNumber || !(seconds >= 0 && seconds <= longestWait)) { // nan is neither
                    return usage(QStringLiteral("--measure-after takes seconds, not \"%1\"").arg(value));
                }
                line.measureAfter = std::chrono::milliseconds(std::llround(seconds * 1000));
            } else if (value == u"light") {
                line.application.theme = Settings::Theme::Light;
            } else if (value == u"dark") {
                line.application.theme = Settings::Theme::Dark;
            } else if (value == u"system") {
                line.application.theme = Settings::Theme::System;
            } else {
                return usage(QStringLiteral("--theme takes light, dark or system, not \"%1\"").arg(value));
            }
        } else if (name == u"stats" || name == u"replay") {
            return usage(QStringLiteral("%1 is not there yet").arg(name));
        } else {
            return usage(QStringLiteral("unknown option %1; see rivulet --help").arg(name));
        }
    }
    return line;
}

} // namespace rivulet::app
