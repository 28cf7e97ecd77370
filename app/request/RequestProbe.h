// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Prompt.h"
#include "providers/Dialect.h"
#include "request/RequestTarget.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace rivulet::app {

/// What of a person's choices a request really carries to its target: found by making requests and comparing
/// them, so that this is told by the protocol alone, and once. Sends nothing, and knows no field by its name.
class RequestProbe {
public:
    enum class Choice { Thinking, AnswerLimit, Temperature, TopP };

    explicit RequestProbe(const RequestTarget& target);
    ~RequestProbe();

    /// There is a place for PDF files, whatever the model makes of them.
    [[nodiscard]] bool takesPdf() const;
    /// The server can be asked later for how far an answer is.
    [[nodiscard]] bool takesBackground() const;
    /// A thinking budget goes as a number of tokens, not as a level.
    [[nodiscard]] bool takesBudget() const;
    /// Goes as this number beside that answer limit; else the nearest that is taken goes.
    [[nodiscard]] bool takesBudget(int tokens, std::optional<int> answerLimit) const;
    /// So much thinking is asked for beside that answer limit, in whatever form.
    [[nodiscard]] bool takesEffort(domain::Effort effort, std::optional<int> answerLimit) const;
    /// The fields that were refused earlier and for want of which this choice is not sent; empty: it is sent,
    /// or never was.
    [[nodiscard]] QStringList refusedFields(Choice choice) const;

private:
    [[nodiscard]] domain::Prompt plain() const;
    [[nodiscard]] QByteArray body(const domain::Prompt& prompt) const;
    [[nodiscard]] bool isSent(Choice choice, const QStringList& omittedFields) const;

    RequestTarget m_target;
    std::unique_ptr<providers::Dialect> m_dialect; ///< null: not known
};

} // namespace rivulet::app
