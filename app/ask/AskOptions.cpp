// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/AskOptions.h"

#include "providers/Dialect.h"

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

using std::chrono::milliseconds;

constexpr double longestSeconds = 7.0 * 24 * 3600;
constexpr std::size_t mostModels = 2;
constexpr qsizetype mostFiles = 100;

/// What is wrong with an option's value; empty when nothing is.
using Problem = QString;

Problem setModel(AskOptions& options, const QString& value) {
    const auto colon = value.indexOf(u':');
    if (colon <= 0 || colon == value.size() - 1) {
        return u"needs PROVIDER:MODEL, not \"%1\""_s.arg(value);
    }
    if (options.models.size() == mostModels) {
        return u"may be given twice at most"_s;
    }
    AskOptions::Model model;
    model.provider = value.first(colon);
    model.model = value.sliced(colon + 1);
    options.models.push_back(model);
    return {};
}

template <typename Apply>
Problem forLastModel(AskOptions& options, Apply apply) {
    if (options.models.empty()) {
        return u"belongs to the --model before it, and there is none"_s;
    }
    apply(options.models.back());
    return {};
}

Problem setDialect(AskOptions& options, const QString& value) {
    const QStringList known = providers::dialectNames();
    if (!known.contains(value)) {
        return u"\"%1\" is not supported yet; this version speaks %2"_s.arg(value, known.join(", "_L1));
    }
    return forLastModel(options, [&](AskOptions::Model& model) { model.dialect = value; });
}

Problem setWholeNumber(int& target, const QString& value, int least, int most) {
    bool isNumber = false;
    const int number = value.toInt(&isNumber);
    if (!isNumber || number < least || number > most) {
        return u"needs a whole number from %1 to %2, not \"%3\""_s.arg(least).arg(most).arg(value);
    }
    target = number;
    return {};
}

Problem setSeconds(milliseconds& target, const QString& value) {
    bool isNumber = false;
    const double seconds = value.toDouble(&isNumber);
    if (!isNumber || !(seconds >= 0) || seconds > longestSeconds) {
        return u"needs seconds, not \"%1\""_s.arg(value);
    }
    target = milliseconds(std::llround(seconds * 1000));
    return {};
}

Problem setTimeout(std::optional<milliseconds>& target, const QString& value) {
    milliseconds time{0};
    auto problem = setSeconds(time, value);
    if (problem.isEmpty() && time.count() == 0) {
        problem = u"needs more than 0 seconds"_s;
    }
    target = time;
    return problem;
}

template <typename Value, std::size_t count>
Problem setChoice(Value& target, const QString& value,
                  const std::array<std::pair<QLatin1StringView, Value>, count>& choices) {
    QStringList names;
    for (const auto& [name, choice] : choices) {
        if (value == name) {
            target = choice;
            return {};
        }
        names << name;
    }
    return u"\"%1\" is none of %2"_s.arg(value, names.join(", "_L1));
}

Problem setThinking(AskOptions& options, const QString& value) {
    using domain::Effort;
    if (bool isNumber = false; value.toInt(&isNumber), isNumber) {
        int budget = 0;
        const auto problem = setWholeNumber(budget, value, 1, 10'000'000);
        options.thinkingBudget = budget;
        return problem;
    }
    auto effort = Effort::Off;
    const auto problem = setChoice<Effort, 4>(effort, value,
                                              {{{"off"_L1, Effort::Off},
                                                {"low"_L1, Effort::Low},
                                                {"medium"_L1, Effort::Medium},
                                                {"high"_L1, Effort::High}}});
    options.effort = effort;
    return problem.isEmpty() ? problem : problem + u", nor a number of tokens"_s;
}

Problem addFile(AskOptions& options, const QString& value) {
    if (value.isEmpty()) {
        return u"needs the path of a file"_s;
    }
    if (options.files.size() == mostFiles) {
        return u"may be given %1 times at most"_s.arg(mostFiles);
    }
    options.files << value;
    return {};
}

struct Option {
    QLatin1StringView name;
    Problem (*apply)(AskOptions&, const QString& value);
};

/// Options that take a value.
constexpr std::array valued{
    Option{"--model"_L1, setModel},
    Option{"--base-url"_L1,
           [](AskOptions& o, const QString& v) {
               return forLastModel(o, [&](AskOptions::Model& model) { model.baseUrl = v; });
           }},
    Option{"--dialect"_L1, setDialect},
    Option{"--ca"_L1,
           [](AskOptions& o, const QString& v) {
               return forLastModel(o, [&](AskOptions::Model& model) { model.authorityFile = v; });
           }},
    Option{"--data-dir"_L1, [](AskOptions& o, const QString& v) { return o.dataFolder = v, Problem(); }},
    Option{"--system"_L1, [](AskOptions& o, const QString& v) { return o.system = v, Problem(); }},
    Option{"--max-tokens"_L1,
           [](AskOptions& o, const QString& v) {
               return setWholeNumber(o.maxTokens.emplace(), v, 1, 10'000'000);
           }},
    Option{"--thinking"_L1, setThinking},
    Option{"--stream"_L1,
           [](AskOptions& o, const QString& v) {
               using S = stream::StreamChoice;
               return setChoice<S, 3>(
                   o.streaming, v,
                   {{{"auto"_L1, S::Auto}, {"always"_L1, S::Always}, {"never"_L1, S::Never}}});
           }},
    Option{"--connect-timeout"_L1,
           [](AskOptions& o, const QString& v) { return setTimeout(o.connectTimeout, v); }},
    Option{"--first-byte-timeout"_L1,
           [](AskOptions& o, const QString& v) { return setTimeout(o.firstByteTimeout, v); }},
    Option{"--idle-timeout"_L1, [](AskOptions& o, const QString& v) { return setTimeout(o.idleTimeout, v); }},
    Option{"--upload-timeout"_L1,
           [](AskOptions& o, const QString& v) { return setTimeout(o.uploadTimeout, v); }},
    Option{"--slot-timeout"_L1, [](AskOptions& o, const QString& v) { return setTimeout(o.slotTimeout, v); }},
    Option{"--retries"_L1,
           [](AskOptions& o, const QString& v) { return setWholeNumber(o.retry.retries, v, 0, 10); }},
    Option{"--retry-base"_L1, [](AskOptions& o, const QString& v) { return setSeconds(o.retry.base, v); }},
    Option{"--resume"_L1,
           [](AskOptions& o, const QString& v) {
               using R = stream::ResumePolicy;
               return setChoice<R, 2>(o.resume, v, {{{"auto"_L1, R::Auto}, {"off"_L1, R::Off}}});
           }},
    Option{"--continue"_L1,
           [](AskOptions& o, const QString& v) {
               using C = stream::ContinuePolicy;
               return setChoice<C, 3>(
                   o.continuation, v,
                   {{{"auto"_L1, C::Always}, {"local"_L1, C::LocalOnly}, {"off"_L1, C::Never}}});
           }},
    Option{"--file"_L1, addFile},
};

struct Switch {
    QLatin1StringView name;
    Problem (*apply)(AskOptions&);
};

constexpr std::array switches{
    Switch{"--json"_L1, [](AskOptions& o) { return o.output = AskOptions::Output::JsonLines, Problem(); }},
    Switch{"--no-save"_L1, [](AskOptions& o) { return o.saving = AskOptions::Saving::Discard, Problem(); }},
    Switch{"--help"_L1, [](AskOptions& o) { return o.help = true, Problem(); }},
    Switch{"--background"_L1, [](AskOptions& o) { return o.background = true, Problem(); }},
};

domain::Failure usageFailure(const QString& words) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::InvalidInput;
    failure.detail = words;
    return failure;
}

/// Applies the option at `index`, which moves to its last argument.
Problem applyOption(AskOptions& options, const QStringList& arguments, qsizetype& index) {
    const auto& argument = arguments[index];
    const auto equals = argument.indexOf(u'=');
    const auto name = argument.first(equals < 0 ? argument.size() : equals);
    for (const auto& option : switches) {
        if (name == option.name) {
            return equals < 0 ? option.apply(options) : u"takes no value"_s;
        }
    }
    for (const auto& option : valued) {
        if (name != option.name) {
            continue;
        }
        if (equals >= 0) {
            return option.apply(options, argument.sliced(equals + 1));
        }
        if (index + 1 == arguments.size()) {
            return u"needs a value"_s;
        }
        return option.apply(options, arguments[++index]);
    }
    return u"is not an option of ask"_s;
}

} // namespace

QStringList AskOptions::Model::arguments() const {
    QStringList arguments{u"--model"_s, key()};
    if (baseUrl) {
        arguments << u"--base-url"_s << *baseUrl;
    }
    if (dialect) {
        arguments << u"--dialect"_s << *dialect;
    }
    if (!authorityFile.isEmpty()) {
        arguments << u"--ca"_s << authorityFile;
    }
    return arguments;
}

stream::Timeouts AskOptions::timeouts(stream::Timeouts base) const {
    base.connect = connectTimeout.value_or(base.connect);
    base.firstByte = firstByteTimeout.value_or(base.firstByte);
    base.idle = idleTimeout.value_or(base.idle);
    base.upload = uploadTimeout.value_or(base.upload);
    base.slot = slotTimeout.value_or(base.slot);
    return base;
}

domain::Result<AskOptions> parseAskOptions(const QStringList& arguments, const QStringList& lastUsed) {
    AskOptions options;
    QStringList words;
    bool onlyWords = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const auto& argument = arguments[i];
        if (onlyWords || !argument.startsWith(u'-') || argument == "-"_L1) {
            words << argument;
        } else if (argument == "--"_L1) {
            onlyWords = true;
        } else if (const auto problem = applyOption(options, arguments, i); !problem.isEmpty()) {
            return usageFailure(argument.section(u'=', 0, 0) + u' ' + problem);
        }
    }
    if (words.size() > 1) {
        return usageFailure(u"more than one prompt: put it in quotes"_s);
    }
    if (options.models.empty() && !options.help) {
        Problem problem = lastUsed.isEmpty() ? u"none"_s : Problem();
        for (qsizetype i = 0; i < lastUsed.size() && problem.isEmpty(); ++i) {
            problem = applyOption(options, lastUsed, i);
        }
        if (!problem.isEmpty() || options.models.empty()) {
            return usageFailure(u"no model was used yet: name one with --model PROVIDER:MODEL"_s);
        }
    }
    if (options.thinkingBudget && options.maxTokens && *options.thinkingBudget >= *options.maxTokens) {
        return usageFailure(
            u"--thinking %1 leaves no room for an answer: it must be less than --max-tokens, which is %2"_s
                .arg(*options.thinkingBudget)
                .arg(*options.maxTokens));
    }
    if (!words.isEmpty() && (onlyWords || words.first() != "-"_L1)) {
        options.prompt = words.first();
    }
    return options;
}

QString askUsage() {
    return QStringLiteral(
               R"(Usage: rivulet ask [OPTIONS] [PROMPT | -]

Asks one model, or two side by side, and prints the answer. Without a PROMPT, or with "-", it is read from
standard input.

Which model
  --model PROVIDER:MODEL       may be given twice; without it the model that was used last, where it was
                               used
  --base-url URL               where the model before it is served
  --dialect NAME               how it is spoken to: %1
  --ca FILE                    trust this authority too, for the model before it

The request
  --system TEXT                instructions to the model
  --max-tokens N               the longest answer; 8192 without it, or what the model can
  --thinking LEVEL             off, low, medium, high, or a number of tokens, less than the longest answer
  --stream WHEN                auto, always, never; over 4096 tokens of answer or thinking it is streamed
                               whatever is asked for
  --file PATH                  goes with the prompt, may be repeated: an image (PNG, JPEG, GIF, WebP), a PDF
                               or UTF-8 text, of 20 MiB at most
  --background                 the server goes on by itself when the connection breaks, and stops when ask is
                               cancelled; for protocols that know how

Patience, in seconds
  --connect-timeout S          10
  --first-byte-timeout S       120, or 300 for a server on this machine or network
  --idle-timeout S             600
  --upload-timeout S           30
  --slot-timeout S             10

When something breaks
  --retries N                  3
  --retry-base S               1
  --resume WHEN                take a cut answer up where it broke off, without a lost or doubled character,
                               where its server can: auto, off
  --continue WHERE             go on by itself from a cut answer, twice at most: auto (everywhere), local
                               (only at a server on this machine or network, which is the default), off

Output
  --json                       one event a line, as JSON
  --no-save                    keep nothing in the history
  --data-dir DIR               where history, settings and logs are

Keys come from the provider's usual environment variable, else from the keychain.
Exit status: 0 completed, 1 failed, 2 wrong usage, 3 interrupted, 130 cancelled by a signal.
)")
        .arg(providers::dialectNames().join(", "_L1));
}

} // namespace rivulet::app
