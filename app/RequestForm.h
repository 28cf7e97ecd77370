// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/ModelTraits.h"
#include "request/RequestParameters.h"

#include <QObject>
#include <QQmlEngine>
#include <QStringList>

#include <optional>
#include <vector>

namespace rivulet::app {

/// The parameters of a pane, or of all new conversations, as fields that a person fills in: what was typed is
/// checked with a clear sentence, and only what the model takes is offered. Keeps nothing by itself.
class RequestForm : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a ChatSession or to the settings")
    Q_PROPERTY(QString system READ system WRITE setSystem NOTIFY changed)
    Q_PROPERTY(QStringList thinkingOptions READ thinkingOptions NOTIFY offerChanged)
    Q_PROPERTY(int thinking READ thinking WRITE setThinking NOTIFY changed)
    Q_PROPERTY(bool asksBudget READ asksBudget NOTIFY changed)
    Q_PROPERTY(QString budget READ budget WRITE setBudget NOTIFY changed)
    Q_PROPERTY(QString answerLimit READ answerLimit WRITE setAnswerLimit NOTIFY changed)
    Q_PROPERTY(QString usualLimit READ usualLimit NOTIFY offerChanged)
    Q_PROPERTY(bool offersSampling READ offersSampling NOTIFY offerChanged)
    Q_PROPERTY(QString temperature READ temperature WRITE setTemperature NOTIFY changed)
    Q_PROPERTY(QString topP READ topP WRITE setTopP NOTIFY changed)
    Q_PROPERTY(int streaming READ streaming WRITE setStreaming NOTIFY changed)
    Q_PROPERTY(bool streamsShort READ streamsShort WRITE setStreamsShort NOTIFY changed)
    Q_PROPERTY(QString streamingReason READ streamingReason NOTIFY changed)
    Q_PROPERTY(bool offersBackground READ offersBackground NOTIFY offerChanged)
    Q_PROPERTY(bool background READ background WRITE setBackground NOTIFY changed)
    /// As in the settings: nothing was chosen here.
    Q_PROPERTY(bool usual READ isUsual NOTIFY changed)
    /// What is wrong with what was typed last, as a sentence, or empty. Nothing changed then.
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

public:
    explicit RequestForm(QObject* parent = nullptr);

    // For its owner
    enum class Background { Offered, NotOffered };
    /// What the fields are for. Without a call everything is offered but the background.
    void setModel(const domain::ModelTraits& traits, Background background);
    /// `own`: what was chosen here, if anything was; `usual`: what holds otherwise.
    void setParameters(const std::optional<RequestParameters>& own, const RequestParameters& usual);
    /// What the server is sent is shown as such.
    [[nodiscard]] const RequestParameters& parameters() const { return m_own ? *m_own : m_usual; }
    [[nodiscard]] const std::optional<RequestParameters>& own() const { return m_own; }

    // For the fields. A number that is empty is not set.
    [[nodiscard]] QString system() const { return parameters().system; }
    void setSystem(const QString& system);
    [[nodiscard]] QStringList thinkingOptions() const;
    [[nodiscard]] int thinking() const;
    void setThinking(int option);
    [[nodiscard]] bool asksBudget() const;
    [[nodiscard]] QString budget() const;
    void setBudget(const QString& tokens);
    [[nodiscard]] QString answerLimit() const;
    void setAnswerLimit(const QString& tokens);
    /// The limit where none is set, for people: "8,192".
    [[nodiscard]] QString usualLimit() const;
    [[nodiscard]] bool offersSampling() const;
    [[nodiscard]] QString temperature() const;
    void setTemperature(const QString& number);
    [[nodiscard]] QString topP() const;
    void setTopP(const QString& number);
    /// 0 automatic, 1 always, 2 never
    [[nodiscard]] int streaming() const;
    void setStreaming(int choice);
    [[nodiscard]] bool streamsShort() const;
    void setStreamsShort(bool streams);
    /// Why answers are streamed whatever was chosen, as a sentence, or empty.
    [[nodiscard]] QString streamingReason() const;
    [[nodiscard]] bool offersBackground() const { return m_background == Background::Offered; }
    [[nodiscard]] bool background() const { return parameters().background; }
    void setBackground(bool background);
    [[nodiscard]] bool isUsual() const { return !m_own; }
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Back to what the settings say.
    Q_INVOKABLE void reset();

Q_SIGNALS:
    void changed();
    void offerChanged();
    void problemChanged();
    /// A person changed something: it is to be kept.
    void edited();

private:
    enum class Thinking { ModelsOwn, Off, Low, Medium, High, Budget };
    [[nodiscard]] std::vector<Thinking> offered() const;
    [[nodiscard]] qint64 mostTokens() const;
    template <typename Change>
    void change(const Change& change);
    template <typename Number, typename Change>
    void takeNumber(const QString& text, Number least, Number most, const QString& problem,
                    const Change& change);
    void setProblem(const QString& problem);

    domain::ModelTraits m_traits;
    Background m_background = Background::NotOffered;
    std::optional<RequestParameters> m_own;
    RequestParameters m_usual;
    QString m_problem;
};

} // namespace rivulet::app
