// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RequestForm.h"

#include "request/PromptComposer.h"

#include <QLocale>

#include <algorithm>

namespace rivulet::app {

using domain::Effort;

namespace {

constexpr int smallestBudget = 1024;
constexpr int usualBudget = 8192;
constexpr qint64 mostTokensOfAny = 1'000'000;
constexpr double hottest = 2.0;

QString textOf(const std::optional<int>& number) {
    return number ? QString::number(*number) : QString();
}

QString textOf(const std::optional<double>& number) {
    return number ? QString::number(*number) : QString();
}

/// A comma may be typed for a point.
template <typename Number>
std::optional<Number> numberOf(QString text) {
    bool ok = false;
    text = text.trimmed().replace(u',', u'.');
    if constexpr (std::is_integral_v<Number>) {
        const Number number = text.toInt(&ok);
        return ok ? std::optional(number) : std::nullopt;
    } else {
        const Number number = text.toDouble(&ok);
        return ok ? std::optional(number) : std::nullopt;
    }
}

} // namespace

RequestForm::RequestForm(QObject* parent)
    : QObject(parent) {}

void RequestForm::setModel(const domain::ModelTraits& traits, Background background) {
    if (traits == m_traits && background == m_background) {
        return;
    }
    m_traits = traits;
    m_background = background;
    setProblem({});
    Q_EMIT offerChanged();
    Q_EMIT changed();
}

void RequestForm::setParameters(const std::optional<RequestParameters>& own, const RequestParameters& usual) {
    m_own = own;
    m_usual = usual;
    setProblem({});
    Q_EMIT changed();
}

template <typename Change>
void RequestForm::change(const Change& change) {
    RequestParameters wanted = parameters();
    change(wanted);
    setProblem({});
    if (wanted != parameters()) {
        m_own = wanted;
        Q_EMIT edited();
    }
    Q_EMIT changed();
}

template <typename Number, typename Change>
void RequestForm::takeNumber(const QString& text, Number least, Number most, const QString& problem,
                             const Change& take) {
    const auto number = numberOf<Number>(text);
    if (!text.trimmed().isEmpty() && !(number && *number >= least && *number <= most)) {
        setProblem(problem);
        return;
    }
    change([&](RequestParameters& parameters) { take(parameters, number); });
}

void RequestForm::setSystem(const QString& system) {
    change([&](RequestParameters& parameters) { parameters.system = system; });
}

std::vector<RequestForm::Thinking> RequestForm::offered() const {
    if (!PromptComposer::thinks(m_traits)) {
        return {};
    }
    std::vector<Thinking> options{Thinking::ModelsOwn};
    if (PromptComposer::canStopThinking(m_traits)) {
        options.push_back(Thinking::Off);
    }
    options.insert(options.end(), {Thinking::Low, Thinking::Medium, Thinking::High});
    if (PromptComposer::takesBudget(m_traits)) {
        options.push_back(Thinking::Budget);
    }
    return options;
}

QStringList RequestForm::thinkingOptions() const {
    QStringList names;
    for (const auto option : offered()) {
        switch (option) {
        case Thinking::ModelsOwn:
            names.append(tr("The model's own"));
            break;
        case Thinking::Off:
            names.append(tr("Off"));
            break;
        case Thinking::Low:
            names.append(tr("Low"));
            break;
        case Thinking::Medium:
            names.append(tr("Medium"));
            break;
        case Thinking::High:
            names.append(tr("High"));
            break;
        case Thinking::Budget:
            names.append(tr("A budget of tokens"));
            break;
        }
    }
    return names;
}

int RequestForm::thinking() const {
    Thinking current = Thinking::ModelsOwn;
    if (parameters().thinkingBudget) {
        current = Thinking::Budget;
    } else if (const auto effort = parameters().effort) {
        switch (*effort) {
        case Effort::Off:
            current = Thinking::Off;
            break;
        case Effort::Low:
            current = Thinking::Low;
            break;
        case Effort::Medium:
            current = Thinking::Medium;
            break;
        case Effort::High:
            current = Thinking::High;
            break;
        }
    }
    const auto options = offered();
    const auto found = std::ranges::find(options, current);
    return found == options.end() ? 0 : static_cast<int>(found - options.begin());
}

void RequestForm::setThinking(int option) {
    const auto options = offered();
    if (option < 0 || option >= static_cast<int>(options.size())) {
        return;
    }
    change([wanted = options[static_cast<std::size_t>(option)]](RequestParameters& parameters) {
        parameters.effort.reset();
        if (wanted != Thinking::Budget) {
            parameters.thinkingBudget.reset();
        }
        switch (wanted) {
        case Thinking::ModelsOwn:
            break;
        case Thinking::Off:
            parameters.effort = Effort::Off;
            break;
        case Thinking::Low:
            parameters.effort = Effort::Low;
            break;
        case Thinking::Medium:
            parameters.effort = Effort::Medium;
            break;
        case Thinking::High:
            parameters.effort = Effort::High;
            break;
        case Thinking::Budget:
            parameters.thinkingBudget = parameters.thinkingBudget.value_or(usualBudget);
            break;
        }
    });
}

bool RequestForm::asksBudget() const {
    return parameters().thinkingBudget && PromptComposer::takesBudget(m_traits);
}

QString RequestForm::budget() const {
    return textOf(parameters().thinkingBudget);
}

qint64 RequestForm::mostTokens() const {
    return std::clamp<qint64>(m_traits.maxOutputTokens.value_or(mostTokensOfAny), 1, mostTokensOfAny);
}

void RequestForm::setBudget(const QString& tokens) {
    const int most = static_cast<int>(std::max<qint64>(mostTokens(), smallestBudget));
    const QString sentence = tr("The thinking budget must be from %1 to %2 tokens.")
                                 .arg(QLocale().toString(smallestBudget), QLocale().toString(most));
    if (tokens.trimmed().isEmpty()) {
        setProblem(sentence);
        return;
    }
    takeNumber(tokens, smallestBudget, most, sentence,
               [](RequestParameters& parameters, auto number) { parameters.thinkingBudget = number; });
}

QString RequestForm::answerLimit() const {
    return textOf(parameters().answerLimit);
}

void RequestForm::setAnswerLimit(const QString& tokens) {
    const int most = static_cast<int>(mostTokens());
    takeNumber(tokens, 1, most,
               tr("The answer limit must be from 1 to %1 tokens.").arg(QLocale().toString(most)),
               [](RequestParameters& parameters, auto number) { parameters.answerLimit = number; });
}

QString RequestForm::usualLimit() const {
    return QLocale().toString(stream::answerLimit({}, m_traits));
}

bool RequestForm::offersSampling() const {
    return m_traits.takesSampling.value_or(true);
}

QString RequestForm::temperature() const {
    return textOf(parameters().temperature);
}

void RequestForm::setTemperature(const QString& number) {
    takeNumber(number, 0.0, hottest, tr("The temperature must be from 0 to 2."),
               [](RequestParameters& parameters, auto value) { parameters.temperature = value; });
}

QString RequestForm::topP() const {
    return textOf(parameters().topP);
}

void RequestForm::setTopP(const QString& number) {
    takeNumber(number, 0.0, 1.0, tr("Top-p must be from 0 to 1."),
               [](RequestParameters& parameters, auto value) { parameters.topP = value; });
}

int RequestForm::streaming() const {
    return static_cast<int>(parameters().streaming.choice);
}

void RequestForm::setStreaming(int choice) {
    if (choice < 0 || choice > static_cast<int>(stream::StreamChoice::Never)) {
        return;
    }
    change([choice](RequestParameters& parameters) {
        parameters.streaming.choice = static_cast<stream::StreamChoice>(choice);
    });
}

bool RequestForm::streamsShort() const {
    return parameters().streaming.shortPrompts == stream::ShortPrompts::Stream;
}

void RequestForm::setStreamsShort(bool streams) {
    change([streams](RequestParameters& parameters) {
        parameters.streaming.shortPrompts =
            streams ? stream::ShortPrompts::Stream : stream::ShortPrompts::AskWhole;
    });
}

QString RequestForm::streamingReason() const {
    using Reason = stream::StreamingDecision::Reason;
    const PromptComposer composer(m_traits, parameters(), {}, {});
    const auto prompt = composer.compose({});
    const auto decision = composer.streaming(prompt);
    if (!decision.enforced) {
        return {};
    }
    const QString most = QLocale().toString(stream::StreamingRule::mostTokensWhole);
    return decision.reason == Reason::LongThinking
               ? tr("Always streamed: the model may think for more than %1 tokens, and a whole answer would "
                    "leave you waiting too long.")
                     .arg(most)
               : tr("Always streamed: an answer may have more than %1 tokens, and as a whole it would leave "
                    "you waiting too long. Set a lower answer limit to choose.")
                     .arg(most);
}

void RequestForm::setBackground(bool background) {
    change([background](RequestParameters& parameters) { parameters.background = background; });
}

void RequestForm::reset() {
    setProblem({});
    if (m_own) {
        m_own.reset();
        Q_EMIT edited();
    }
    Q_EMIT changed();
}

void RequestForm::setProblem(const QString& problem) {
    if (problem != m_problem) {
        m_problem = problem;
        Q_EMIT problemChanged();
    }
}

} // namespace rivulet::app
