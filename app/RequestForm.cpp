// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RequestForm.h"

#include "request/PromptComposer.h"
#include "request/RequestProbe.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace rivulet::app {

using domain::Effort;

namespace {

constexpr int smallestBudget = 1024;
constexpr int usualBudget = 8192;
constexpr qint64 mostTokensOfAny = 1'000'000;
constexpr double hottest = 2.0;

/// What a number may be, both ends included.
struct Range {
    double least = 0;
    double most = 0;
    bool mayBeEmpty = true;
};

/// Half of the answer limit is left for the answer, where a budget may be so small.
int fittingBudget(const std::optional<int>& answerLimit) {
    return answerLimit ? std::clamp(*answerLimit / 2, smallestBudget, usualBudget) : usualBudget;
}

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

void RequestForm::setTarget(const RequestTarget& target) {
    if (target == m_target) {
        return;
    }
    m_target = target;
    Q_EMIT offerChanged();
    takeWhatFits();
    Q_EMIT changed();
}

void RequestForm::takeWhatFits() {
    const auto typed = m_typed;
    for (const auto& [which, text] : typed) {
        if (!problemOf(which).isEmpty()) {
            continue;
        }
        switch (which) {
        case Number::Budget:
            setBudget(text);
            break;
        case Number::AnswerLimit:
            setAnswerLimit(text);
            break;
        case Number::Temperature:
            setTemperature(text);
            break;
        case Number::TopP:
            setTopP(text);
            break;
        }
    }
}

void RequestForm::setLearnt(const QStringList& sentences) {
    if (sentences != m_learnt) {
        m_learnt = sentences;
        Q_EMIT learntChanged();
    }
}

void RequestForm::setParameters(const std::optional<RequestParameters>& own, const RequestParameters& usual) {
    m_own = own;
    m_usual = usual;
    m_typed.clear();
    Q_EMIT changed();
}

template <typename Change>
void RequestForm::change(const Change& change) {
    RequestParameters wanted = parameters();
    change(wanted);
    if (wanted != parameters()) {
        m_own = wanted;
        Q_EMIT edited();
    }
    Q_EMIT changed();
}

template <typename Value, typename Take>
void RequestForm::takeNumber(Number which, const QString& text, const Take& take) {
    m_typed[which] = text;
    if (!problemOf(which).isEmpty()) {
        Q_EMIT changed();
        return;
    }
    m_typed.erase(which);
    change([&](RequestParameters& parameters) { take(parameters, numberOf<Value>(text)); });
}

QString RequestForm::shown(Number which, const QString& inEffect) const {
    const auto typed = m_typed.find(which);
    return typed == m_typed.end() ? inEffect : typed->second;
}

/// Of a number that was typed and can't be.
QString RequestForm::problemOf(Number which) const {
    const auto typed = m_typed.find(which);
    if (typed == m_typed.end()) {
        return {};
    }
    const QLocale locale;
    Range range{0.0, 1.0};
    QString sentence = tr("Top-p must be from 0 to 1.");
    switch (which) {
    case Number::Budget:
        range = {smallestBudget, double(std::max<qint64>(mostTokens(), smallestBudget)), false};
        sentence = tr("The thinking budget must be from %1 to %2 tokens.")
                       .arg(locale.toString(smallestBudget), locale.toString(qint64(range.most)));
        break;
    case Number::AnswerLimit:
        range = {1, double(mostTokens())};
        sentence =
            tr("The answer limit must be from 1 to %1 tokens.").arg(locale.toString(qint64(range.most)));
        break;
    case Number::Temperature:
        range.most = hottest;
        sentence = tr("The temperature must be from 0 to 2.");
        break;
    case Number::TopP:
        break;
    }
    const bool isWhole = which == Number::Budget || which == Number::AnswerLimit;
    const auto whole = numberOf<int>(typed->second);
    const auto number =
        isWhole ? (whole ? std::optional<double>(*whole) : std::nullopt) : numberOf<double>(typed->second);
    const bool fits = typed->second.trimmed().isEmpty()
                          ? range.mayBeEmpty
                          : number && *number >= range.least && *number <= range.most;
    return fits ? QString() : sentence;
}

void RequestForm::setSystem(const QString& system) {
    change([&](RequestParameters& parameters) { parameters.system = system; });
}

std::vector<RequestForm::Thinking> RequestForm::offered() const {
    if (!PromptComposer::thinks(m_target.model)) {
        return {};
    }
    std::vector<Thinking> options{Thinking::ModelsOwn};
    if (PromptComposer::canStopThinking(m_target.model)) {
        options.push_back(Thinking::Off);
    }
    options.insert(options.end(), {Thinking::Low, Thinking::Medium, Thinking::High});
    if (PromptComposer::takesBudget(m_target)) {
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
    m_typed.erase(Number::Budget);
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
            parameters.thinkingBudget =
                parameters.thinkingBudget.value_or(fittingBudget(parameters.answerLimit));
            break;
        }
    });
}

bool RequestForm::asksBudget() const {
    return parameters().thinkingBudget && PromptComposer::takesBudget(m_target);
}

QString RequestForm::budget() const {
    return shown(Number::Budget, textOf(parameters().thinkingBudget));
}

qint64 RequestForm::mostTokens() const {
    return std::clamp<qint64>(m_target.model.maxOutputTokens.value_or(mostTokensOfAny), 1, mostTokensOfAny);
}

void RequestForm::setBudget(const QString& tokens) {
    takeNumber<int>(Number::Budget, tokens,
                    [](RequestParameters& parameters, auto number) { parameters.thinkingBudget = number; });
}

QString RequestForm::budgetProblem() const {
    if (const QString problem = problemOf(Number::Budget); !problem.isEmpty()) {
        return problem;
    }
    const domain::Prompt prompt = PromptComposer(m_target, parameters(), {}).compose({});
    if (!PromptComposer::leavesNoAnswer(prompt)) {
        return {};
    }
    const QString limit = QLocale().toString(prompt.maxTokens.value_or(0));
    return parameters().answerLimit ? tr("This leaves no room for an answer: the budget must be below the "
                                         "answer limit of %1 tokens. "
                                         "Nothing is sent until it is.")
                                          .arg(limit)
                                    : tr("This leaves no room for an answer: this model gives at most %1 "
                                         "tokens, thinking included. "
                                         "Nothing is sent until the budget is lower.")
                                          .arg(limit);
}

QString RequestForm::answerLimit() const {
    return shown(Number::AnswerLimit, textOf(parameters().answerLimit));
}

void RequestForm::setAnswerLimit(const QString& tokens) {
    takeNumber<int>(Number::AnswerLimit, tokens,
                    [](RequestParameters& parameters, auto number) { parameters.answerLimit = number; });
}

QString RequestForm::answerLimitProblem() const {
    return problemOf(Number::AnswerLimit);
}

QString RequestForm::usualLimit() const {
    return QLocale().toString(stream::answerLimit({}, m_target.model));
}

bool RequestForm::offersSampling() const {
    return m_target.model.takesSampling.value_or(true);
}

QString RequestForm::temperature() const {
    return shown(Number::Temperature, textOf(parameters().temperature));
}

void RequestForm::setTemperature(const QString& number) {
    takeNumber<double>(Number::Temperature, number,
                       [](RequestParameters& parameters, auto value) { parameters.temperature = value; });
}

QString RequestForm::temperatureProblem() const {
    return problemOf(Number::Temperature);
}

QString RequestForm::topP() const {
    return shown(Number::TopP, textOf(parameters().topP));
}

void RequestForm::setTopP(const QString& number) {
    takeNumber<double>(Number::TopP, number,
                       [](RequestParameters& parameters, auto value) { parameters.topP = value; });
}

QString RequestForm::topPProblem() const {
    return problemOf(Number::TopP);
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
    const PromptComposer composer({m_target.endpoint, m_target.model, {}}, parameters(), {});
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

bool RequestForm::offersBackground() const {
    return RequestProbe(m_target).takesBackground();
}

bool RequestForm::isThinkingRefused() const {
    return !RequestProbe(m_target).refusedFields(RequestProbe::Choice::Thinking).isEmpty();
}

bool RequestForm::isAnswerLimitRefused() const {
    return !RequestProbe(m_target).refusedFields(RequestProbe::Choice::AnswerLimit).isEmpty();
}

bool RequestForm::isTemperatureRefused() const {
    return !RequestProbe(m_target).refusedFields(RequestProbe::Choice::Temperature).isEmpty();
}

bool RequestForm::isTopPRefused() const {
    return !RequestProbe(m_target).refusedFields(RequestProbe::Choice::TopP).isEmpty();
}

void RequestForm::reset() {
    m_typed.clear();
    if (m_own) {
        m_own.reset();
        Q_EMIT edited();
    }
    Q_EMIT changed();
}

void RequestForm::tryAgain(Field field) {
    using Choice = RequestProbe::Choice;
    Choice choice = Choice::Thinking;
    switch (field) {
    case Field::Thinking:
        break;
    case Field::AnswerLimit:
        choice = Choice::AnswerLimit;
        break;
    case Field::Temperature:
        choice = Choice::Temperature;
        break;
    case Field::TopP:
        choice = Choice::TopP;
        break;
    }
    Q_EMIT fieldsForgiven(RequestProbe(m_target).refusedFields(choice));
}

void RequestForm::forgetLearnt() {
    Q_EMIT learntForgotten();
}

} // namespace rivulet::app
