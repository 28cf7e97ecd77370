// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "request/RequestParameters.h"
#include "request/RequestTarget.h"

#include <QObject>
#include <QQmlEngine>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace rivulet::app {

/// The parameters of a pane, or of all new conversations, as fields that a person fills in: what was typed is
/// checked with a clear sentence and stays until it is mended, and only what the model takes is offered.
/// Keeps nothing by itself.
class RequestForm : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a ChatSession or to the settings")
    Q_PROPERTY(QString system READ system WRITE setSystem NOTIFY changed)
    Q_PROPERTY(QStringList thinkingOptions READ thinkingOptions NOTIFY offerChanged)
    Q_PROPERTY(int thinking READ thinking WRITE setThinking NOTIFY changed)
    Q_PROPERTY(bool asksBudget READ asksBudget NOTIFY changed)
    Q_PROPERTY(QString budget READ budget WRITE setBudget NOTIFY changed)
    Q_PROPERTY(QString budgetProblem READ budgetProblem NOTIFY changed)
    Q_PROPERTY(QString answerLimit READ answerLimit WRITE setAnswerLimit NOTIFY changed)
    Q_PROPERTY(QString answerLimitProblem READ answerLimitProblem NOTIFY changed)
    Q_PROPERTY(QString usualLimit READ usualLimit NOTIFY offerChanged)
    Q_PROPERTY(bool offersSampling READ offersSampling NOTIFY offerChanged)
    Q_PROPERTY(QString temperature READ temperature WRITE setTemperature NOTIFY changed)
    Q_PROPERTY(QString temperatureProblem READ temperatureProblem NOTIFY changed)
    Q_PROPERTY(QString topP READ topP WRITE setTopP NOTIFY changed)
    Q_PROPERTY(QString topPProblem READ topPProblem NOTIFY changed)
    Q_PROPERTY(int streaming READ streaming WRITE setStreaming NOTIFY changed)
    Q_PROPERTY(bool streamsShort READ streamsShort WRITE setStreamsShort NOTIFY changed)
    Q_PROPERTY(QString streamingReason READ streamingReason NOTIFY changed)
    Q_PROPERTY(bool offersBackground READ offersBackground NOTIFY offerChanged)
    Q_PROPERTY(bool background READ background WRITE setBackground NOTIFY changed)
    /// As in the settings: nothing was chosen here.
    Q_PROPERTY(bool usual READ isUsual NOTIFY changed)
    // What is left out of requests, because the server refused it earlier.
    Q_PROPERTY(bool thinkingRefused READ isThinkingRefused NOTIFY offerChanged)
    Q_PROPERTY(bool answerLimitRefused READ isAnswerLimitRefused NOTIFY offerChanged)
    Q_PROPERTY(bool temperatureRefused READ isTemperatureRefused NOTIFY offerChanged)
    Q_PROPERTY(bool topPRefused READ isTopPRefused NOTIFY offerChanged)
    /// What answers of this model taught, a sentence each.
    Q_PROPERTY(QStringList learnt READ learnt NOTIFY learntChanged)

public:
    explicit RequestForm(QObject* parent = nullptr);

    /// The fields that a server may refuse.
    enum class Field { Thinking, AnswerLimit, Temperature, TopP };
    Q_ENUM(Field)

    // For its owner
    /// Whom the fields are for. Without a call everything is offered but the background.
    void setTarget(const RequestTarget& target);
    void setLearnt(const QStringList& sentences);
    /// `own`: what was chosen here, if anything was; `usual`: what holds otherwise.
    void setParameters(const std::optional<RequestParameters>& own, const RequestParameters& usual);
    /// What the server is sent is shown as such.
    [[nodiscard]] const RequestParameters& parameters() const { return m_own ? *m_own : m_usual; }
    [[nodiscard]] const std::optional<RequestParameters>& own() const { return m_own; }

    // For the fields. A number that is empty is not set. One that can't be stays as it was typed, and is not
    // in effect; its problem says why. A budget that leaves no room for an answer is in effect, with its
    // problem: it is no more right alone than the limit is, and nothing is sent with it.
    [[nodiscard]] QString system() const { return parameters().system; }
    void setSystem(const QString& system);
    [[nodiscard]] QStringList thinkingOptions() const;
    [[nodiscard]] int thinking() const;
    void setThinking(int option);
    [[nodiscard]] bool asksBudget() const;
    [[nodiscard]] QString budget() const;
    void setBudget(const QString& tokens);
    [[nodiscard]] QString budgetProblem() const;
    [[nodiscard]] QString answerLimit() const;
    void setAnswerLimit(const QString& tokens);
    [[nodiscard]] QString answerLimitProblem() const;
    /// The limit where none is set, for people: "8,192".
    [[nodiscard]] QString usualLimit() const;
    [[nodiscard]] bool offersSampling() const;
    [[nodiscard]] QString temperature() const;
    void setTemperature(const QString& number);
    [[nodiscard]] QString temperatureProblem() const;
    [[nodiscard]] QString topP() const;
    void setTopP(const QString& number);
    [[nodiscard]] QString topPProblem() const;
    /// 0 automatic, 1 always, 2 never
    [[nodiscard]] int streaming() const;
    void setStreaming(int choice);
    [[nodiscard]] bool streamsShort() const;
    void setStreamsShort(bool streams);
    /// Why answers are streamed whatever was chosen, as a sentence, or empty.
    [[nodiscard]] QString streamingReason() const;
    [[nodiscard]] bool offersBackground() const;
    [[nodiscard]] bool background() const { return parameters().background; }
    void setBackground(bool background);
    [[nodiscard]] bool isUsual() const { return !m_own; }
    [[nodiscard]] bool isThinkingRefused() const;
    [[nodiscard]] bool isAnswerLimitRefused() const;
    [[nodiscard]] bool isTemperatureRefused() const;
    [[nodiscard]] bool isTopPRefused() const;
    [[nodiscard]] const QStringList& learnt() const { return m_learnt; }
    /// Back to what the settings say.
    Q_INVOKABLE void reset();
    /// Sends a field again that was refused.
    Q_INVOKABLE void tryAgain(rivulet::app::RequestForm::Field field);
    Q_INVOKABLE void forgetLearnt();

Q_SIGNALS:
    void changed();
    void offerChanged();
    void learntChanged();
    /// A person changed something: it is to be kept.
    void edited();
    /// A person wants these fields of the request to be sent again.
    void fieldsForgiven(const QStringList& fields);
    /// A person wants all of `learnt` to be forgotten.
    void learntForgotten();

private:
    enum class Thinking { ModelsOwn, Off, Low, Medium, High, Budget };
    enum class Number { Budget, AnswerLimit, Temperature, TopP };
    [[nodiscard]] std::vector<Thinking> offered() const;
    [[nodiscard]] qint64 mostTokens() const;
    template <typename Change>
    void change(const Change& change);
    template <typename Value, typename Take>
    void takeNumber(Number which, const QString& text, const Take& take);
    [[nodiscard]] QString shown(Number which, const QString& inEffect) const;
    [[nodiscard]] QString problemOf(Number which) const;
    /// What was typed for another model and is right for this one.
    void takeWhatFits();

    RequestTarget m_target;
    std::optional<RequestParameters> m_own;
    RequestParameters m_usual;
    /// What was typed and can't be.
    std::map<Number, QString> m_typed;
    QStringList m_learnt;
};

} // namespace rivulet::app
