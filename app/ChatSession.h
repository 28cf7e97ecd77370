// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "EarlierTurns.h"
#include "Endpoints.h"
#include "RequestForm.h"
#include "SendCheck.h"
#include "domain/Clock.h"
#include "domain/Endpoint.h"
#include "domain/Message.h"
#include "domain/StreamStats.h"
#include "models/FallbackListModel.h"
#include "models/TranscriptModel.h"

#include <QObject>
#include <QQmlEngine>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace rivulet::app {

struct Services;

/// One pane: its conversation, the model that answers in it, and the stream that is running, if one is.
/// Everything that QML shows of it is a property; everything that a person can do to it is a verb.
class ChatSession : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a CompareSession")
    Q_PROPERTY(rivulet::app::TranscriptModel* transcript READ transcript CONSTANT)
    Q_PROPERTY(rivulet::app::RequestForm* request READ request CONSTANT)
    Q_PROPERTY(int pane READ pane CONSTANT)
    Q_PROPERTY(rivulet::app::FallbackListModel* fallbacks READ fallbacks CONSTANT)
    Q_PROPERTY(QString insteadOf READ insteadOf NOTIFY modelChanged)
    Q_PROPERTY(QString modelKey READ modelKey NOTIFY modelChanged)
    Q_PROPERTY(QString modelName READ modelName NOTIFY modelChanged)
    Q_PROPERTY(QString endpointName READ endpointName NOTIFY modelChanged)
    Q_PROPERTY(QString origin READ originLabel NOTIFY modelChanged)
    Q_PROPERTY(Phase phase READ phase NOTIFY changed)
    Q_PROPERTY(QString chipText READ chipText NOTIFY changed)
    Q_PROPERTY(QString chipShortText READ chipShortText NOTIFY changed)
    Q_PROPERTY(QString chipIcon READ chipIcon NOTIFY changed)
    Q_PROPERTY(rivulet::app::TranscriptModel::Tone tone READ tone NOTIFY changed)
    Q_PROPERTY(QString figures READ figures NOTIFY changed)
    Q_PROPERTY(double fraction READ fraction NOTIFY changed)
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    Q_PROPERTY(bool canPause READ canPause NOTIFY changed)
    Q_PROPERTY(bool canResume READ canResume NOTIFY changed)
    Q_PROPERTY(bool canCancel READ canCancel NOTIFY changed)
    Q_PROPERTY(bool canReconnect READ canReconnect NOTIFY changed)
    Q_PROPERTY(bool canRetry READ canRetry NOTIFY changed)
    Q_PROPERTY(bool canChooseModel READ canChooseModel NOTIFY changed)
    Q_PROPERTY(QString nextModelName READ nextModelName NOTIFY changed)
    Q_PROPERTY(QString resumeBadge READ resumeBadge NOTIFY changed)
    Q_PROPERTY(QString resumeTip READ resumeTip NOTIFY changed)
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    Q_PROPERTY(QString sendWait READ sendWait NOTIFY changed)
    Q_PROPERTY(QString sendWaitSentence READ sendWaitSentence NOTIFY changed)
    Q_PROPERTY(int waitingCharacters READ waitingCharacters NOTIFY changed)
    /// A pane of the window shows it.
    Q_PROPERTY(bool shown READ isShown WRITE setShown NOTIFY shownChanged)

public:
    /// What the chip tells: the wire's state, and Paused where the view is held.
    enum class Phase {
        Idle,
        Waiting,
        Connecting,
        Thinking,
        UsingTool,
        Streaming,
        Quiet,
        Paused,
        Reconnecting,
        Completed,
        Cancelled,
        Interrupted,
        Failed
    };
    Q_ENUM(Phase)

    ChatSession(Services& services, int pane, QObject* parent = nullptr);
    ~ChatSession() override;

    [[nodiscard]] TranscriptModel* transcript() const;
    /// How this pane asks.
    [[nodiscard]] RequestForm* request() const;
    /// The models that answer here where the chosen one can't.
    [[nodiscard]] FallbackListModel* fallbacks() const;
    /// The name of the chosen model, while another answers in its place; else empty.
    [[nodiscard]] QString insteadOf() const;
    [[nodiscard]] int pane() const;
    /// "endpoint:model", also of a model that is gone; empty where none is chosen.
    [[nodiscard]] QString modelKey() const;
    [[nodiscard]] QString modelName() const;
    [[nodiscard]] QString endpointName() const;
    /// "local", "demo" or empty: a quiet tag beside the model's name.
    [[nodiscard]] QString originLabel() const;
    [[nodiscard]] Phase phase() const;
    /// One readable line: "Streaming", "Thinking 6 s", "Paused (214 held)", "Reconnecting 2/5 in 4 s", "Quiet
    /// for 32 s" ...
    [[nodiscard]] QString chipText() const;
    /// Its figure alone, for where there is no room: "4 s"; empty where it has none.
    [[nodiscard]] QString chipShortText() const;
    /// Name of the icon beside it.
    [[nodiscard]] QString chipIcon() const;
    [[nodiscard]] TranscriptModel::Tone tone() const;
    /// "61 tok/s · 12 s"; parts that are not known are left out.
    [[nodiscard]] QString figures() const;
    /// 0..1 where the server told how far it is; -1: not known (show that something is going on, if running).
    [[nodiscard]] double fraction() const;
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] bool canPause() const;
    [[nodiscard]] bool canResume() const;
    [[nodiscard]] bool canCancel() const;
    [[nodiscard]] bool canReconnect() const;
    [[nodiscard]] bool canRetry() const;
    /// Nothing runs, or what does has shown nothing yet and waits to be sent.
    [[nodiscard]] bool canChooseModel() const;
    /// The model that a person may have asked now, instead of one that has been silent for long or waits
    /// itself; empty where there is none, or no need.
    [[nodiscard]] QString nextModelName() const;
    /// What becomes of the running answer when its connection breaks, in a word and in a sentence; empty
    /// while nothing runs.
    [[nodiscard]] QString resumeBadge() const;
    [[nodiscard]] QString resumeTip() const;
    /// A banner's sentence (the journal can't be written, the provider may time out while the wire is held),
    /// or empty.
    [[nodiscard]] QString notice() const;
    [[nodiscard]] int waitingCharacters() const;
    /// What the prompt, or the request that goes on with an answer, waits for before it is sent: "Waiting for
    /// the network"; empty where none waits.
    [[nodiscard]] QString sendWait() const;
    /// The same at length, with the countdown.
    [[nodiscard]] QString sendWaitSentence() const;

    [[nodiscard]] bool isShown() const;
    void setShown(bool shown);

    Q_INVOKABLE void pause();
    Q_INVOKABLE void resume();
    /// Pause or resume, whichever means something now.
    Q_INVOKABLE void togglePause();
    Q_INVOKABLE void cancel();
    /// Goes on with the last answer; also with one whose connection has been quiet for too long, which is
    /// given up for it. While something waits to be sent, it is sent now.
    Q_INVOKABLE void reconnect();
    /// Asks the model of `nextModelName`; what was asked of the other one is kept as an earlier variant.
    Q_INVOKABLE void askNext();
    /// Asks again from the start; the old answer is kept as an earlier variant. Where the model does not take
    /// what was asked, or not all of it, nothing is sent and `retryHeld` tells why.
    Q_INVOKABLE void retry();
    /// Takes back what the model said after it went on from a cut text of `at` characters: the answer is
    /// again what it was then, and the one that went on is kept as an earlier variant. Of the last answer
    /// only.
    Q_INVOKABLE void undoSeam(int at);
    /// Shows again what undoSeam() took back, also that of an earlier run.
    Q_INVOKABLE void putBack();
    /// What waits to be sent here is asked of this model then. As with retry(), nothing may be sent.
    Q_INVOKABLE void chooseModel(const QString& key);
    /// Does not wait for what `sendWait` tells of.
    Q_INVOKABLE void sendNow();
    /// Markdown source of the last answer, to the clipboard.
    Q_INVOKABLE void copyAnswer();

    // For CompareSession
    /// `messages`: its end; before it comes `earlier`.
    void open(domain::ConversationId conversation, const std::vector<domain::Message>& messages,
              const EarlierTurns& earlier = {});
    /// More of what is earlier, in order.
    void prepend(const std::vector<domain::Message>& messages);
    /// Who prepends all that is missing: a request needs it. False where it can't be read; nothing is asked
    /// then.
    void setReadWhole(std::function<bool()> readWhole);
    /// `leftOut`: how many of the oldest turns do not go along.
    void send(const domain::Message& prompt, int leftOut = 0);
    /// Asks again, as a person agreed to: without so many of the oldest turns.
    void retryLeavingOut(int turns);
    /// What would be sent with this prompt, to be looked at.
    [[nodiscard]] SendCheck::Pane draft(const domain::Message& prompt);
    /// Ends a running stream as Interrupted (AppClosed) and writes everything.
    void close();
    /// Sets the model for this run, and for new conversations in it, without remembering it.
    void useModel(const QString& key);
    /// Its model answers from a recording.
    [[nodiscard]] bool isDemo() const;
    /// What new conversations here begin with; empty where nothing is.
    [[nodiscard]] QString chosenKey() const;
    void setColours(const QColor& link, const QColor& codeBackground);
    [[nodiscard]] QString answerText() const;
    /// How the last answer of this pane ended; nothing while it runs or where there is none.
    [[nodiscard]] std::optional<domain::Ending> ending() const;
    [[nodiscard]] const domain::StreamStats& stats() const;

Q_SIGNALS:
    void modelChanged();
    void changed();
    void shownChanged();
    /// The stream of this pane has ended and all of it is shown.
    void ended();
    /// What was to be asked again can't be (`refusal`), or waits until a person agrees to leave out so many
    /// of the oldest turns (`question`).
    void retryHeld(const QString& refusal, const QString& question, int leftOut);
    /// How this pane asks has changed.
    void requestChanged();
    /// Text came from the wire, and text went to the view: for measuring.
    void textArrived();
    void textShown();

private:
    void choose(const Endpoints::Model& model);
    /// The model that was chosen is asked first, whoever answered last.
    void askFirst();
    /// `notes`: kept with the answer. `askedSince`: when another model was asked for it first.
    void begin(int turn, int variant, std::vector<domain::Warning> notes = {},
               const std::optional<domain::Clock::Instant>& askedSince = std::nullopt);
    /// After an answer that has ended: what was meant to come then.
    void follow();
    /// Shows another answer in the place of the last one. `takenBack`: the one it was made of, with a seam.
    void showInstead(const domain::Message& answer, std::optional<domain::Message> takenBack);
    void nameAuthors();
    /// Asks the next of the other models; where none is left, the answer has ended as it did.
    void fallBack();
    void goOn();

    class Impl;
    std::unique_ptr<Impl> m;
};

} // namespace rivulet::app
