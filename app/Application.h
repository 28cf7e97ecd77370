// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "CompareSession.h"
#include "RequestForm.h"
#include "RequestMemory.h"
#include "Settings.h"
#include "domain/Clock.h"
#include "models/ConversationListModel.h"
#include "models/EndpointModel.h"
#include "models/ModelListModel.h"
#include "request/Reachability.h"

#include <QObject>
#include <QQmlEngine>

#include <memory>
#include <optional>
#include <vector>

class QWindow;

namespace rivulet::app {

/// The composition root: builds and owns the services and hands QML one typed root. No statics: two can live
/// side by side.
class Application : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by main")
    Q_PROPERTY(rivulet::app::Settings* settings READ settings CONSTANT)
    Q_PROPERTY(rivulet::app::CompareSession* session READ session NOTIFY sessionChanged)
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged)
    Q_PROPERTY(rivulet::app::ConversationListModel* conversations READ conversations CONSTANT)
    Q_PROPERTY(rivulet::app::ModelListModel* models READ models CONSTANT)
    Q_PROPERTY(rivulet::app::EndpointModel* endpoints READ endpoints CONSTANT)
    Q_PROPERTY(rivulet::app::RequestForm* usualRequest READ usualRequest CONSTANT)
    Q_PROPERTY(rivulet::app::RequestMemory* requestMemory READ requestMemory CONSTANT)
    Q_PROPERTY(bool dark READ isDark NOTIFY darkChanged)
    Q_PROPERTY(bool reducedMotion READ hasReducedMotion NOTIFY darkChanged)
    Q_PROPERTY(bool onlyDemo READ isOnlyDemo NOTIFY onlyDemoChanged)
    Q_PROPERTY(QString startHint READ startHint CONSTANT)
    Q_PROPERTY(QString version READ version CONSTANT)
    Q_PROPERTY(QString startProblem READ startProblem CONSTANT)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(bool problemLasts READ problemLasts NOTIFY problemChanged)
    Q_PROPERTY(bool unwritten READ isUnwritten NOTIFY problemChanged)

public:
    /// A model named on the command line for one pane, this run only.
    struct PaneModel {
        QString provider;
        QString model;
        QString baseUrl; ///< empty: the provider's
        QString dialect; ///< empty: the provider's
    };

    struct Options {
        /// Holds everything; made, for its owner alone, if it is not there.
        QString dataDirectory;
        /// Both panes on the demo's models, whatever is configured.
        bool demo = false;
        std::vector<PaneModel> models;
        std::optional<Settings::Theme> theme;
        /// How fast the demo plays: 1 as recorded.
        double demoSpeed = 1;
        /// Whether the network is there; null: the system is asked.
        std::shared_ptr<Reachability> reachability;
        /// What time it is; null: the machine's own clocks tell.
        std::shared_ptr<const domain::Clock> clock;
    };

    explicit Application(const Options& options, QObject* parent = nullptr);
    ~Application() override;

    [[nodiscard]] Settings* settings() const;
    /// The conversation in the window.
    [[nodiscard]] CompareSession* session() const;
    /// An answer is coming, in this conversation or in one that was left.
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] ConversationListModel* conversations() const;
    [[nodiscard]] ModelListModel* models() const;
    [[nodiscard]] EndpointModel* endpoints() const;
    /// How new conversations ask.
    [[nodiscard]] RequestForm* usualRequest() const;
    [[nodiscard]] RequestMemory* requestMemory() const;
    /// Dark by the user's choice, or by the desktop's where that is the choice.
    [[nodiscard]] bool isDark() const;
    [[nodiscard]] bool hasReducedMotion() const;
    /// No endpoint of the user's own is ready: the first-launch line is shown.
    [[nodiscard]] bool isOnlyDemo() const;
    /// How to get models of one's own, for the first launch.
    [[nodiscard]] QString startHint() const;
    [[nodiscard]] QString version() const;
    /// Why history can't be kept in this run, or empty.
    [[nodiscard]] QString startProblem() const;
    /// What stands in the way of keeping what is said here, as sentences, or empty.
    [[nodiscard]] QString problem() const;
    /// It goes when its cause does, not by being put away.
    [[nodiscard]] bool problemLasts() const;
    /// The history can't be written at present; what waits is lost with the application.
    [[nodiscard]] bool isUnwritten() const;
    /// What the command line asked for and can't be had, as a sentence, or empty.
    [[nodiscard]] QString optionProblem() const;

    /// A person has read what is wrong.
    Q_INVOKABLE void dismissProblem();
    /// Answers of a conversation that is left go on. Where too many do, nothing happens and `problem` says
    /// so.
    Q_INVOKABLE void newConversation();
    Q_INVOKABLE void openConversation(qint64 id);
    Q_INVOKABLE void deleteConversation(qint64 id);
    Q_INVOKABLE void renameConversation(qint64 id, const QString& title);
    /// Opens a link by a click: http, https and mailto only.
    Q_INVOKABLE void openLink(const QString& target);
    /// Where a link really leads, for showing: scheme and host in ASCII, no user name. Empty: it can't be
    /// opened.
    Q_INVOKABLE QString linkTarget(const QString& target) const;
    Q_INVOKABLE void copyText(const QString& text);
    /// What other windows add to the history shows here as long as this one can be seen.
    void follow(QWindow& window);
    /// Ends running streams as Interrupted and writes everything. Called before the window goes.
    void close();

Q_SIGNALS:
    /// One more may be in the window from now on.
    void sessionMade(rivulet::app::CompareSession* session);
    void sessionChanged();
    void runningChanged();
    void darkChanged();
    void onlyDemoChanged();
    void problemChanged();

private:
    void watchHistory();
    /// What is to be known of each session.
    void watch(CompareSession* session);
    void tellTooMany();
    void heal();
    void healthChanged();
    void setNotice(const QString& notice);
    void takeModels(const Options& options);
    void serveDemo();
    void tellOfAnswers(CompareSession* session);
    void takeColours();

    class Impl;
    std::unique_ptr<Impl> m;
};

} // namespace rivulet::app
