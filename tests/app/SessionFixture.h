// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "AnswerServer.h"
#include "Application.h"
#include "ShiftedClock.h"
#include "store/ConversationStore.h"
#include "store/Database.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

/// The whole application but its window, in a folder of its own, with one server a pane. It may be closed and
/// opened again.
struct SessionFixture {
    using Phase = rivulet::app::ChatSession::Phase;
    using Kind = rivulet::app::TranscriptModel::RowKind;

    QTemporaryDir folder;
    AnswerServer servers[2];
    std::shared_ptr<ShiftedClock> clock = std::make_shared<ShiftedClock>();
    std::unique_ptr<rivulet::app::Application> application;

    explicit SessionFixture(int panes = 2) { open(panes); }

    /// One pane, and "ollama:known" to be chosen for it: it answers from the second server, reads 20,000
    /// tokens and no pictures, and costs $1 and $5 for a million tokens.
    void openWithKnown() {
        QFile models(folder.filePath(QStringLiteral("models.json")));
        QVERIFY(models.open(QIODevice::WriteOnly));
        models.write(R"({"models": [{"provider": "ollama", "id": "known", "name": "Known", "context": 20000,
            "max_output": 4000, "thinking": "none", "images": false, "input_price": 1, "output_price": 5}]})");
        models.close();
        openWith({QStringLiteral("ollama"), QStringLiteral("known"), servers[1].url(),
                  QStringLiteral("anthropic")});
    }
    /// One pane, and another model that can be chosen for it.
    void openWith(const rivulet::app::Application::PaneModel& model) {
        open(1, {model});
        session().showPanes(1);
    }

    void open(int panes = 2, const std::vector<rivulet::app::Application::PaneModel>& known = {}) {
        rivulet::app::Application::Options options;
        options.dataDirectory = folder.path();
        options.clock = clock;
        for (int pane = 0; pane < panes; ++pane) {
            options.models.push_back({pane == 0 ? QStringLiteral("left") : QStringLiteral("right"),
                                      QStringLiteral("m%1").arg(pane), servers[pane].url(),
                                      QStringLiteral("anthropic")});
        }
        options.models.insert(options.models.end(), known.begin(), known.end());
        application = std::make_unique<rivulet::app::Application>(options);
        QCOMPARE(application->optionProblem(), QString());
        QCOMPARE(application->startProblem(), QString());
        // Nothing waits for a retry, and what comes is shown at once.
        QCOMPARE(application->settings()->setLimits(0, 10, 10, 10, 10), QString());
        application->settings()->setProfile(rivulet::app::Settings::Profile::Instant);
    }

    /// As a window that goes does.
    void close() {
        application->close();
        application.reset();
    }

    [[nodiscard]] rivulet::app::CompareSession& session() const { return *application->session(); }
    [[nodiscard]] rivulet::app::ChatSession& pane(int number) const {
        return number == 0 ? *session().first() : *session().second();
    }
    [[nodiscard]] bool isAsked(int panes = 2) const {
        return servers[0].isAsked() && (panes < 2 || servers[1].isAsked());
    }

    /// What a pane shows, row by row, without identities and times.
    [[nodiscard]] QStringList rows(int number) const {
        using rivulet::app::TranscriptModel;
        const auto& model = *pane(number).transcript();
        QStringList result;
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto at = [&](int role) { return model.data(model.index(row), role).toString(); };
            const Kind kind = model.data(model.index(row), TranscriptModel::KindRole).value<Kind>();
            result.append(QStringLiteral("%1: %2%3")
                              .arg(static_cast<int>(kind))
                              .arg(kind == Kind::Footer
                                       ? at(TranscriptModel::TitleRole) + at(TranscriptModel::BadgeRole)
                                       : at(TranscriptModel::PlainRole),
                                   kind == Kind::Footer ? QString() : at(TranscriptModel::TextRole)));
        }
        return result;
    }
    /// The plain text of the answer's blocks in a pane.
    [[nodiscard]] QString shown(int number) const {
        using rivulet::app::TranscriptModel;
        const auto& model = *pane(number).transcript();
        QStringList result;
        for (int row = 0; row < model.rowCount(); ++row) {
            const Kind kind = model.data(model.index(row), TranscriptModel::KindRole).value<Kind>();
            if (kind == Kind::Prose || kind == Kind::Code) {
                result.append(model.data(model.index(row), TranscriptModel::PlainRole).toString());
            }
        }
        return result.join(u'\n');
    }
    [[nodiscard]] QVariant footer(int number, int role) const {
        const auto& model = *pane(number).transcript();
        return model.data(model.index(model.rowCount() - 1), role);
    }

    /// What another connection finds in the database.
    [[nodiscard]] std::vector<rivulet::domain::Message> stored() const {
        const auto database = rivulet::store::Database::open(folder.filePath(QStringLiteral("rivulet.db")));
        if (!database) {
            return {};
        }
        const rivulet::store::ConversationStore store(database.value());
        const auto list = store.list(1, 0);
        if (!list || list.value().empty()) {
            return {};
        }
        const auto messages = store.messages(list.value().front().id);
        return messages ? messages.value() : std::vector<rivulet::domain::Message>{};
    }
    /// The answers of a pane in the database, by variant.
    [[nodiscard]] std::vector<rivulet::domain::Message> answers(int number) const {
        std::vector<rivulet::domain::Message> result;
        for (const auto& message : stored()) {
            if (message.role == rivulet::domain::Role::Assistant && message.pane == number) {
                result.push_back(message);
            }
        }
        return result;
    }
    [[nodiscard]] QString storedText(int number) const {
        const auto all = answers(number);
        return all.empty() ? QString() : all.back().text;
    }
};
