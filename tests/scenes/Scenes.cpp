// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Scenes.h"

#include "Answers.h"
#include "Stage.h"
#include "store/Database.h"

#include <QFile>
#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>
#include <QScopeGuard>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <algorithm>

namespace rivulet::scenes {

namespace {

using app::ChatSession;
using app::Settings;
using Options = app::Application::Options;

class GoneNetwork final : public app::Reachability {
public:
    [[nodiscard]] State state() override { return State::Offline; }
};

/// The machine's own time, of which some has passed at once.
class LaterClock final : public domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return domain::SystemClock{}.now() + later; }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override {
        return domain::SystemClock{}.wallTime() + later;
    }
    std::chrono::milliseconds later{0};
};

const QString& question() {
    static const QString text = QStringLiteral("Compare TCP and QUIC for a chat application");
    return text;
}

const QString& prose() {
    static const QString text = QStringLiteral(
        "## The short answer\n\n"
        "Both protocols deliver every byte in order. They differ in **what happens when a packet is lost** "
        "and in how "
        "long a conversation takes to begin.\n\n"
        "- **TCP** keeps one ordered pipe: a lost packet holds up everything behind it.\n"
        "- **QUIC** keeps many streams in one connection, and a loss holds up only its own stream.\n\n"
        "For a chat the first seconds matter most, and there QUIC saves a whole round trip: its handshake "
        "carries the "
        "encryption with it, where TCP first greets and then negotiates.\n\n"
        "> A phone that walks from Wi-Fi into the street keeps its QUIC connection; a TCP one dies and is "
        "dialled again.\n");
    return text;
}

const QString& code() {
    static const QString text =
        QStringLiteral("A small client reads the answer line by line, and leaves nothing behind when the "
                       "server goes away:\n\n"
                       "```cpp\n"
                       "#include <cstdio>\n"
                       "#include <optional>\n"
                       "#include <string>\n"
                       "\n"
                       "// One line of the stream, or nothing once it has ended.\n"
                       "std::optional<std::string> nextLine(Connection& connection)\n"
                       "{\n"
                       "    std::string line;\n"
                       "    while (auto byte = connection.read()) {\n"
                       "        if (*byte == '\\n') {\n"
                       "            return line;\n"
                       "        }\n"
                       "        line.push_back(*byte); // a very long comment that runs past the edge of the "
                       "block so that it has to scroll sideways\n"
                       "    }\n"
                       "    return std::nullopt;\n"
                       "}\n"
                       "\n"
                       "int main()\n"
                       "{\n"
                       "    Connection connection{\"127.0.0.1\", 8080};\n"
                       "    int lines = 0;\n"
                       "    while (auto line = nextLine(connection)) {\n"
                       "        std::printf(\"%4d  %s\\n\", ++lines, line->c_str());\n"
                       "    }\n"
                       "    return lines > 0 ? 0 : 1;\n"
                       "}\n"
                       "```\n\n"
                       "And the same in Python, where the library keeps the buffer:\n\n"
                       "```python\n"
                       "import http.client\n"
                       "\n"
                       "connection = http.client.HTTPConnection(\"127.0.0.1\", 8080)\n"
                       "connection.request(\"GET\", \"/stream\")\n"
                       "for number, line in enumerate(connection.getresponse(), start=1):\n"
                       "    print(f\"{number:4}  {line.decode().rstrip()}\")\n"
                       "```\n");
    return text;
}

const QString& tables() {
    static const QString text = QStringLiteral(
        "### Side by side\n\n"
        "| Property | TCP + TLS 1.3 | QUIC |\n"
        "|:--|:-:|--:|\n"
        "| Round trips before data | 2 | **1** |\n"
        "| Lost packet blocks | everything | one stream |\n"
        "| Survives a new address | no | yes |\n"
        "| Runs in | the kernel | `user space` |\n\n"
        "### In figures\n\n"
        "| Network | Loss | TCP p50 | TCP p99 | QUIC p50 | QUIC p99 | Remarks that make this table rather "
        "wide |\n"
        "|---|--:|--:|--:|--:|--:|---|\n"
        "| Office | 0.0 % | 31 ms | 58 ms | 29 ms | 51 ms | hardly a difference |\n"
        "| Home Wi-Fi | 0.4 % | 44 ms | 310 ms | 38 ms | 120 ms | the tail is what people feel |\n"
        "| Train | 3.1 % | 140 ms | 2,400 ms | 96 ms | 610 ms | addresses change on the way |\n\n"
        "1. Measure on *your* network first.\n"
        "2. Keep a way back to TCP:\n"
        "   - some firewalls drop UDP,\n"
        "   - some proxies speak nothing else.\n"
        "3. [x] Done when both are tested.\n");
    return text;
}

Options twoModels(const QString& first, const QString& second) {
    Options options;
    options.models = {
        {QStringLiteral("Workshop"), QStringLiteral("claude-scene"), first, QStringLiteral("anthropic")},
        {QStringLiteral("Harbour"), QStringLiteral("qwen-scene"), second, QStringLiteral("anthropic")}};
    return options;
}

/// A model that the catalog tells of, at an endpoint that wants a key.
app::Application::PaneModel knownModel(const QString& address) {
    return {QStringLiteral("anthropic"), QStringLiteral("claude-haiku-4-5"), address, QString()};
}

void askBoth(Stage& stage) {
    stage.application().session()->send(question());
}

void addFiles(Stage& stage) {
    static const QTemporaryDir folder;
    QImage image(320, 200, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    image.save(folder.filePath(QStringLiteral("harbour.png")));
    QFile notes(folder.filePath(QStringLiteral("notes-of-the-walk.md")));
    if (notes.open(QIODevice::WriteOnly)) {
        notes.write(QByteArray("# The walk\n\nFrom the mill to the harbour.\n").repeated(40));
    }
    notes.close();
    auto* attachments = stage.application().session()->attachments();
    attachments->add({QUrl::fromLocalFile(folder.filePath(QStringLiteral("harbour.png"))),
                      QUrl::fromLocalFile(notes.fileName())});
    stage.waitFor("the files", [&] { return attachments->rowCount() == 2; });
}

/// The first visible control of that name.
QQuickItem* named(QQuickItem* item, const QString& name) {
    if (!item->isVisible()) {
        return nullptr;
    }
    if (item->property("name").toString() == name) {
        return item;
    }
    for (QQuickItem* const child : item->childItems()) {
        if (QQuickItem* const found = named(child, name)) {
            return found;
        }
    }
    return nullptr;
}

bool ended(Stage& stage) {
    return !stage.application().session()->isRunning();
}

void play(Stage& stage, const QString& name, Handler first, Handler second,
          const std::function<bool()>& until) {
    stage.open(twoModels(stage.serve(std::move(first)), stage.serve(std::move(second))));
    askBoth(stage);
    stage.waitFor(qPrintable(name), until);
    stage.shoot(name);
}

void demo(Stage& stage, const QString& name, qsizetype characters) {
    Options options;
    options.demo = true;
    options.demoSpeed = 1.5;
    stage.open(options);
    stage.application().session()->send(question());
    stage.waitFor("text of both demo models", [&] {
        return stage.pane(0).stats().characters() > characters &&
               stage.pane(1).stats().characters() > characters;
    });
    stage.shoot(name);
}

struct FailureScene {
    const char* name;
    int status;
    const char* contentType;
    const char* body;
    const char* retryAfter;
};

constexpr FailureScene failures[] = {
    {"key-refused", 401, "application/json",
     R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})", ""},
    {"credit-used-up", 402, "application/json",
     R"({"type":"error","error":{"type":"billing_error","message":"Your credit balance is too low."}})", ""},
    {"not-allowed", 403, "application/json",
     R"({"type":"error","error":{"type":"permission_error","message":"This key may not use this model."}})",
     ""},
    {"unknown-model", 404, "application/json",
     R"({"type":"error","error":{"type":"not_found_error","message":"model: claude-scene"}})", ""},
    {"rate-limited", 429, "application/json",
     R"({"type":"error","error":{"type":"rate_limit_error","message":"Too many requests"}})", "90"},
    {"context-too-long", 400, "application/json",
     R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}})",
     ""},
    {"request-refused", 400, "application/json",
     R"({"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: must be at most 8192"}})",
     ""},
    {"sign-in-page", 200, "text/html", "<html><title>Sign in to the guest network</title></html>", ""},
};

void failed(Stage& stage, const FailureScene& left, const FailureScene& right) {
    const auto handler = [](const FailureScene& scene) {
        return failing(scene.status, scene.contentType, scene.body, scene.retryAfter);
    };
    stage.open(twoModels(stage.serve(handler(left)), stage.serve(handler(right))));
    askBoth(stage);
    stage.waitFor("both failures", [&] { return ended(stage); });
    stage.shoot(QStringLiteral("failed-%1-and-%2").arg(QLatin1String(left.name), QLatin1String(right.name)));
}

void openPopup(Stage& stage, const QString& name) {
    auto* const popup = stage.window()->findChild<QObject*>(name);
    if (popup == nullptr || !QMetaObject::invokeMethod(popup, "open")) {
        qFatal("there is no such popup");
    }
}

void clickButton(Stage& stage, const QString& name) {
    const auto all = stage.window()->findChildren<QObject*>();
    const auto button = std::find_if(all.begin(), all.end(), [&](const QObject* each) {
        return each->property("symbol").isValid() && each->property("name").toString() == name;
    });
    if (button == all.end() || !QMetaObject::invokeMethod(*button, "clicked")) {
        qFatal("there is no such button");
    }
}

/// In a narrow window the history lies over the conversation only while it is asked for.
void searchBeside(Stage& stage) {
    stage.press(Qt::Key_K, Qt::ControlModifier);
    stage.press(Qt::Key_End);
}

void history(Stage& stage) {
    stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(tables()))));
    const char* prompts[] = {"Plan three days in Lisbon", "A regular expression for dates",
                             "Compare TCP and QUIC"};
    for (const char* prompt : prompts) {
        stage.application().newConversation();
        stage.application().session()->send(QString::fromLatin1(prompt));
        stage.waitFor("an answer", [&] { return ended(stage); });
    }
}

} // namespace

std::vector<Scene> allScenes() {
    using Phase = ChatSession::Phase;
    std::vector<Scene> scenes{
        {QStringLiteral("first-launch"),
         [](Stage& stage) {
             stage.open({});
             stage.settle();
             stage.shoot(QStringLiteral("first-launch"));
         }},
        {QStringLiteral("streaming"), [](Stage& stage) { demo(stage, QStringLiteral("streaming"), 700); }},
        {QStringLiteral("complete"),
         [](Stage& stage) {
             play(stage, QStringLiteral("complete"), answering(prose()), answering(tables()),
                  [&] { return ended(stage); });
         }},
        {QStringLiteral("thinking"),
         [](Stage& stage) {
             play(stage, QStringLiteral("thinking"),
                  thinking(QStringLiteral(
                      "The question has two halves: how a connection begins, and what a loss does to it. "
                      "I should answer the first in a sentence and give the second more room.")),
                  usingTool(QStringLiteral("Let me look up how connections move between networks. ")), [&] {
                      return stage.pane(0).phase() == Phase::Thinking &&
                             stage.pane(1).phase() == Phase::UsingTool;
                  });
         }},
        {QStringLiteral("sources"),
         [](Stage& stage) {
             play(
                 stage, QStringLiteral("sources"),
                 citing(QStringLiteral("Let me look up how connections move between networks.\n\n"),
                        QStringLiteral("A QUIC connection has a **name of its own**, so it outlives the "
                                       "address it began at.\n\nTCP has no such name."),
                        {{QStringLiteral("How connections migrate"),
                          QStringLiteral("https://example.org/quic/migration")},
                         {QStringLiteral("A year of walking with a phone, measured street by street"),
                          QStringLiteral("https://notes.example.net/2026/walking/with/a/phone?part=3&of=12")},
                         {QString(), QStringLiteral("https://xn--bcher-kva.example/tcp")},
                         {QStringLiteral("A script in disguise"), QStringLiteral("javascript:alert(1)")}}),
                 callingTool(QStringLiteral("That depends on your network: let me measure it.\n\n")),
                 [&] { return ended(stage); });
         }},
        {QStringLiteral("paused"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(stalling(prose().left(500)))));
             askBoth(stage);
             stage.waitFor("text", [&] { return stage.pane(0).stats().characters() > 300; });
             stage.pane(0).pause();
             stage.waitFor("held text", [&] { return stage.pane(0).waitingCharacters() > 200; });
             stage.shoot(QStringLiteral("paused"));
         }},
        {QStringLiteral("reconnecting"),
         [](Stage& stage) {
             play(stage, QStringLiteral("reconnecting"), dropping(prose().left(420), Then::Silence),
                  answering(prose()), [&] { return stage.pane(0).phase() == Phase::Reconnecting; });
         }},
        {QStringLiteral("interrupted"),
         [](Stage& stage) {
             play(stage, QStringLiteral("interrupted"), dropping(prose().left(420), Then::DropAgain),
                  answering(prose()), [&] { return ended(stage); });
         }},
        {QStringLiteral("cancelled"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(stalling(prose().left(380))), stage.serve(answering(prose()))));
             askBoth(stage);
             stage.waitFor("text", [&] { return stage.pane(0).stats().characters() >= 380; });
             stage.pane(0).cancel();
             stage.waitFor("both ends", [&] { return ended(stage); });
             stage.shoot(QStringLiteral("cancelled"));
         }},
        {QStringLiteral("seam"),
         [](Stage& stage) {
             const auto asked = std::make_shared<int>(0);
             const QString text = prose();
             stage.open(
                 twoModels(stage.serve([asked, begins = stalling(text.left(420)),
                                        rest = answering(text.mid(420))](loopback::Exchange& exchange) {
                     (++*asked == 1 ? begins : rest)(exchange);
                 }),
                           stage.serve(answering(text))));
             askBoth(stage);
             stage.waitFor("text", [&] { return stage.pane(0).stats().characters() >= 420; });
             stage.pane(0).cancel();
             stage.waitFor("both ends", [&] { return ended(stage); });
             stage.pane(0).reconnect();
             stage.waitFor("the whole answer", [&] { return ended(stage); });
             // An answer names its model where another one is in the pane's head.
             stage.pane(0).chooseModel(QStringLiteral("Harbour:qwen-scene"));
             stage.shoot(QStringLiteral("seam"));
             stage.pane(0).undoSeam(420);
             stage.shoot(QStringLiteral("seam-undone"));
         }},
        {QStringLiteral("long-prompt"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(prose()))));
             QString log;
             for (int line = 1; line <= 7400; ++line) {
                 log += QStringLiteral("21:04:%1.%2 harbour: boat %3 has left its berth\n")
                            .arg(line / 1000 % 60, 2, 10, QChar(u'0'))
                            .arg(line % 1000, 3, 10, QChar(u'0'))
                            .arg(line);
             }
             stage.application().session()->send(QStringLiteral("Which boat left first?\n\n") + log);
             stage.waitFor("both answers", [&] { return ended(stage); });
             stage.shoot(QStringLiteral("long-prompt"));
             stage.pane(0).transcript()->setExpanded(0, true);
             stage.shoot(QStringLiteral("long-prompt-unfolded"));
         }},
        {QStringLiteral("left-running"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(stalling(prose().left(420))),
                                  stage.serve(stalling(prose().left(420)))));
             askBoth(stage);
             stage.waitFor("text", [&] { return stage.pane(0).stats().characters() >= 420; });
             stage.application().newConversation();
             stage.shoot(QStringLiteral("left-running"));
         }},
        {QStringLiteral("retrying-both"),
         [](Stage& stage) {
             const auto busy = failing(529, "application/json", "{}");
             stage.open(twoModels(stage.serve(busy), stage.serve(busy)));
             static_cast<void>(stage.application().settings()->setLimits(9, 10, 10, 10, 10));
             askBoth(stage);
             stage.waitFor("a wait before the next try",
                           [&] { return stage.pane(1).chipText().startsWith(QStringLiteral("Retrying 3")); });
             stage.shoot(QStringLiteral("retrying-both"));
         }},
        {QStringLiteral("send-waits"),
         [](Stage& stage) {
             Options options =
                 twoModels(QStringLiteral("https://far.example"), stage.serve(answering(prose())));
             options.reachability = std::make_shared<GoneNetwork>();
             stage.open(options);
             static_cast<void>(stage.application().settings()->setBudget(QStringLiteral("Harbour"),
                                                                         Settings::Budget::InputTokens, 200));
             askBoth(stage);
             stage.waitFor("an answer", [&] { return stage.pane(1).phase() == Phase::Completed; });
             stage.pane(0).cancel();
             askBoth(stage);
             stage.waitFor("both waits", [&] {
                 return !stage.pane(0).sendWait().isEmpty() && !stage.pane(1).sendWait().isEmpty();
             });
             stage.shoot(QStringLiteral("send-waits"));
         }},
        {QStringLiteral("silent-servers"),
         [](Stage& stage) {
             const auto clock = std::make_shared<LaterClock>();
             Options options = twoModels(stage.serve(stalling(prose().left(500))), stage.serve([](auto&) {}));
             options.clock = clock;
             stage.open(options);
             stage.pane(1).fallbacks()->add(stage.pane(0).modelKey());
             askBoth(stage);
             stage.waitFor("an answer", [&] { return stage.pane(0).answerText().size() == 500; });
             clock->later = std::chrono::seconds(34);
             stage.waitFor("silence", [&] {
                 return stage.pane(0).phase() == Phase::Quiet && !stage.pane(1).nextModelName().isEmpty();
             });
             stage.shoot(QStringLiteral("silent-servers"));
         }},
        {QStringLiteral("rest-waits"),
         [](Stage& stage) {
             const auto cut = dropping(prose().left(500), Then::DropAgain);
             stage.open(
                 twoModels(stage.serve(cut), stage.serve(failing(503, "application/json", "{}", "0"))));
             auto& settings = *stage.application().settings();
             static_cast<void>(settings.setLimits(3, 10, 10, 10, 10));
             settings.setGoOn(QStringLiteral("Workshop"), Settings::GoOn::Always);
             for (const auto* name : {"Workshop", "Harbour"}) {
                 static_cast<void>(
                     settings.setBudget(QString::fromLatin1(name), Settings::Budget::Requests, 1));
             }
             askBoth(stage);
             stage.waitFor("both waits", [&] {
                 return !stage.pane(0).sendWait().isEmpty() && !stage.pane(1).sendWait().isEmpty();
             });
             stage.shoot(QStringLiteral("rest-waits"));
         }},
        {QStringLiteral("long-code"),
         [](Stage& stage) {
             play(stage, QStringLiteral("long-code"), answering(code()), answering(code()),
                  [&] { return ended(stage); });
         }},
        {QStringLiteral("tables"),
         [](Stage& stage) {
             play(stage, QStringLiteral("tables"), answering(tables()), answering(tables()),
                  [&] { return ended(stage); });
         }},
        {QStringLiteral("selection"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(tables()))));
             askBoth(stage);
             stage.waitFor("both answers", [&] { return ended(stage); });
             stage.settle();
             stage.press(Qt::Key_1, Qt::ControlModifier);
             stage.press(Qt::Key_Home);
             stage.press(Qt::Key_PageDown, Qt::ShiftModifier);
             stage.press(Qt::Key_Up, Qt::ShiftModifier);
             stage.press(Qt::Key_2, Qt::ControlModifier);
             stage.press(Qt::Key_A, Qt::ControlModifier);
             stage.press(Qt::Key_F10, Qt::ShiftModifier);
             stage.settle();
             stage.shoot(QStringLiteral("selection"));
         }},
        {QStringLiteral("differences"),
         [](Stage& stage) {
             QString other = prose();
             other.replace(QStringLiteral("keeps one ordered pipe"), QStringLiteral("is a single queue"))
                 .replace(QStringLiteral("a whole round trip"), QStringLiteral("one or two round trips"));
             QString longer = code();
             longer.replace(QStringLiteral("    std::string line;\n"),
                            QStringLiteral("    std::string line;\n    line.reserve(80);\n"));
             const QString only = QStringLiteral("Ask your provider which of the two it really speaks.\n\n");
             stage.open(twoModels(stage.serve(answering(prose() + code())),
                                  stage.serve(answering(other + only + longer))));
             askBoth(stage);
             stage.waitFor("both answers", [&] { return ended(stage); });
             stage.press(Qt::Key_D, Qt::ControlModifier);
             stage.waitFor("a comparison",
                           [&] { return stage.application().session()->diff()->rowCount() > 0; });
             stage.press(Qt::Key_F7);
             stage.press(Qt::Key_F7);
             stage.settle();
             stage.shoot(QStringLiteral("differences"));
         }},
        {QStringLiteral("differences-so-far"),
         [](Stage& stage) {
             QString other = prose();
             other.replace(QStringLiteral("in order"), QStringLiteral("in sequence"));
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(stalling(other.left(420)))));
             askBoth(stage);
             stage.waitFor("text", [&] {
                 return stage.pane(1).stats().characters() >= 420 &&
                        stage.pane(0).phase() == Phase::Completed;
             });
             stage.press(Qt::Key_D, Qt::ControlModifier);
             stage.waitFor("a comparison",
                           [&] { return stage.application().session()->diff()->rowCount() > 0; });
             stage.settle();
             stage.shoot(QStringLiteral("differences-so-far"));
         }},
        {QStringLiteral("one-pane"),
         [](Stage& stage) {
             Options options = twoModels(stage.serve(answering(prose())), {});
             options.models.pop_back();
             stage.open(options);
             askBoth(stage);
             stage.waitFor("the end", [&] { return ended(stage); });
             stage.shoot(QStringLiteral("one-pane"));
         }},
        {QStringLiteral("request-files"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(QStringLiteral("It follows the river."))),
                                  stage.serve(answering(QStringLiteral("From the mill to the harbour.")))));
             addFiles(stage);
             stage.application().session()->send(QStringLiteral("What do these say about the route?"));
             stage.waitFor("the end", [&] { return ended(stage); });
             addFiles(stage);
             stage.type(QStringLiteral("And what does the picture show?"));
             stage.waitFor("figures of the draft",
                           [&] { return !stage.application().session()->draftFigures().isEmpty(); });
             stage.shoot(QStringLiteral("request-files"));
             stage.application().session()->attachments()->add({QUrl::fromLocalFile(QDir::tempPath())});
             stage.waitFor("a refusal", [&] {
                 return !stage.application().session()->attachments()->problem().isEmpty();
             });
             stage.shoot(QStringLiteral("request-refused"));
         }},
        {QStringLiteral("request-parameters"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(tables()))));
             auto* form = stage.pane(0).request();
             form->setSystem(QStringLiteral("Answer briefly. I write C++ on Debian."));
             form->setThinking(static_cast<int>(form->thinkingOptions().size()) - 1);
             openPopup(stage, QStringLiteral("request popover of pane 1"));
             stage.settle();
             form->setTemperature(QStringLiteral("hot"));
             stage.shoot(QStringLiteral("request-parameters"));
         }},
        {QStringLiteral("request-question"),
         [](Stage& stage) {
             Options options = twoModels(stage.serve(answering(prose())), {});
             options.models = {{QStringLiteral("ollama"), QStringLiteral("known"),
                                options.models.front().baseUrl, QStringLiteral("anthropic")}};
             stage.provide(QStringLiteral("models.json"),
                           R"({"models": [{"provider": "ollama", "id": "known", "name": "Harbour 8B",
                               "context": 20000, "max_output": 4000, "thinking": "none"}]})");
             stage.open(options);
             askBoth(stage);
             stage.waitFor("the end", [&] { return ended(stage); });
             const QString longText = QStringLiteral("A long list of words. ").repeated(2'000);
             stage.application().session()->send(longText);
             stage.waitFor("the end", [&] { return ended(stage); });
             stage.application().session()->send(longText);
             stage.waitFor("a question",
                           [&] { return !stage.application().session()->question().isEmpty(); });
             stage.shoot(QStringLiteral("request-question"));
             stage.application().session()->sendLeavingOut();
             stage.waitFor("the end", [&] { return ended(stage); });
             stage.shoot(QStringLiteral("request-left-out"));
         }},
        {QStringLiteral("empty-answer"),
         [](Stage& stage) {
             play(stage, QStringLiteral("empty-answer"), answering(QString()), answering(prose()),
                  [&] { return ended(stage); });
         }},
        {QStringLiteral("settings"),
         [](Stage& stage) {
             stage.open({});
             stage.press(Qt::Key_Comma, Qt::ControlModifier);
             stage.settle();
             stage.shoot(QStringLiteral("settings"));
         }},
        {QStringLiteral("settings-budgets"),
         [](Stage& stage) {
             stage.open({});
             auto& settings = *stage.application().settings();
             static_cast<void>(
                 settings.setBudget(QStringLiteral("anthropic"), Settings::Budget::Requests, 50));
             static_cast<void>(
                 settings.setBudget(QStringLiteral("anthropic"), Settings::Budget::InputTokens, 40'000));
             stage.press(Qt::Key_Comma, Qt::ControlModifier);
             stage.settle();
             QQuickItem* const opener =
                 named(stage.window()->contentItem(), QStringLiteral("More settings of Anthropic"));
             if (opener == nullptr || !QMetaObject::invokeMethod(opener, "clicked")) {
                 stage.waitFor("an endpoint's settings", [] { return false; }, 0);
                 return;
             }
             stage.settle();
             stage.shoot(QStringLiteral("settings-budgets"), [&] {
                 // What has the focus comes into sight.
                 for (const char* field : {"Requests, Anthropic", "Output tokens, Anthropic"}) {
                     if (auto* const item =
                             named(stage.window()->contentItem(), QString::fromLatin1(field))) {
                         item->forceActiveFocus(Qt::TabFocusReason);
                     }
                 }
             });
         }},
        {QStringLiteral("models"),
         [](Stage& stage) {
             stage.open({});
             stage.application().models()->toggleFavourite(QStringLiteral("anthropic:claude-opus-5-5"));
             openPopup(stage, QStringLiteral("modelPicker0"));
             stage.settle();
             stage.shoot(QStringLiteral("models"));
         }},
        {QStringLiteral("models-second"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(prose()))));
             openPopup(stage, QStringLiteral("modelPicker1"));
             stage.settle();
             stage.shoot(QStringLiteral("models-second"));
         }},
        {QStringLiteral("another-model"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(prose()))));
             auto& others = *stage.pane(1).fallbacks();
             others.add(stage.pane(0).modelKey());
             others.add(QStringLiteral("Harbour:elm-scene"));
             stage.pane(1).useModel(QStringLiteral("Harbour:elm-scene"));
             others.add(QStringLiteral("Harbour:elm-scene"));
             openPopup(stage, QStringLiteral("modelPicker1"));
             stage.settle();
             stage.shoot(QStringLiteral("another-model"));
         }},
        {QStringLiteral("files-dialog"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(prose()))));
             askBoth(stage);
             stage.waitFor("the end", [&] { return ended(stage); });
             // A home with something in it, and nothing of anybody's.
             const QTemporaryDir home;
             const QByteArray before = qgetenv("HOME");
             qputenv("HOME", home.path().toLocal8Bit());
             const auto back = qScopeGuard([&] { qputenv("HOME", before); });
             QDir(home.path()).mkpath(QStringLiteral("Pictures"));
             QFile notes(home.filePath(QStringLiteral("notes-of-the-walk.md")));
             static_cast<void>(notes.open(QIODevice::WriteOnly) && notes.write("# The walk\n"));
             notes.close();
             // Opened anew in each look, as it would be.
             stage.shoot(QStringLiteral("files-dialog"), [&] {
                 stage.press(Qt::Key_Escape);
                 stage.settle();
                 clickButton(stage, QStringLiteral("Add files"));
             });
         }},
        {QStringLiteral("alike"),
         [](Stage& stage) {
             Options options = twoModels(stage.serve(answering(prose())), stage.serve(answering(tables())));
             options.models = {{QStringLiteral("Workshop computer"),
                                QStringLiteral("llama-of-seventy-billion"), options.models[0].baseUrl,
                                QStringLiteral("anthropic")},
                               {QStringLiteral("Harbour office"), QStringLiteral("llama-of-seventy-billion"),
                                options.models[1].baseUrl, QStringLiteral("anthropic")}};
             stage.open(options);
             askBoth(stage);
             stage.waitFor("the end", [&] { return ended(stage); });
             stage.shoot(QStringLiteral("alike"));
         }},
        {QStringLiteral("shortcuts"),
         [](Stage& stage) {
             stage.open({});
             stage.press(Qt::Key_Slash, Qt::ControlModifier);
             stage.settle();
             stage.shoot(QStringLiteral("shortcuts"));
         }},
        {QStringLiteral("search-found"),
         [](Stage& stage) {
             history(stage);
             stage.press(Qt::Key_K, Qt::ControlModifier);
             stage.type(QStringLiteral("lisbon"));
             stage.waitFor("one hit", [&] { return stage.application().conversations()->rowCount() == 1; });
             stage.shoot(QStringLiteral("search-found"), [&] { searchBeside(stage); });
         }},
        {QStringLiteral("search-empty"),
         [](Stage& stage) {
             history(stage);
             stage.press(Qt::Key_K, Qt::ControlModifier);
             stage.type(QStringLiteral("zeppelin"));
             stage.waitFor("no hit", [&] { return stage.application().conversations()->rowCount() == 0; });
             stage.shoot(QStringLiteral("search-empty"), [&] { searchBeside(stage); });
         }},
        {QStringLiteral("history-interrupted"),
         [](Stage& stage) {
             bool breaks = true;
             const auto breaking = breakingOff(prose().left(300));
             const auto whole = answering(tables());
             const auto either = [&](loopback::Exchange& exchange) { (breaks ? breaking : whole)(exchange); };
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(either)));
             for (const char* prompt : {"Plan three days in Lisbon", "Compare TCP and QUIC"}) {
                 stage.application().newConversation();
                 stage.application().session()->send(QString::fromLatin1(prompt));
                 stage.waitFor("an answer", [&] { return ended(stage); }, 60'000);
                 breaks = false;
             }
             stage.shoot(QStringLiteral("history-interrupted"), [&] { searchBeside(stage); });
         }},
        {QStringLiteral("failed-redirected"),
         [](Stage& stage) {
             Options options = twoModels(stage.serve(redirecting("https://login.example.org/")),
                                         stage.serve(answering(prose())));
             options.models[1] = knownModel(options.models[1].baseUrl);
             qunsetenv("ANTHROPIC_API_KEY");
             stage.open(options);
             askBoth(stage);
             stage.waitFor("both failures", [&] { return ended(stage); });
             stage.shoot(QStringLiteral("failed-redirected-and-key-missing"));
         }},
        {QStringLiteral("interrupted-by-server"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(breakingOff(prose().left(300))),
                                  stage.serve(stalling(prose().left(200)))));
             static_cast<void>(stage.application().settings()->setLimits(0, 10, 10, 10, 2));
             askBoth(stage);
             stage.waitFor("both ends", [&] { return ended(stage); });
             stage.shoot(QStringLiteral("interrupted-by-server-and-silent"));
         }},
        {QStringLiteral("history-repaired"),
         [](Stage& stage) {
             QFile history(stage.dataDirectory() + QStringLiteral("/rivulet.db"));
             if (history.open(QIODevice::WriteOnly)) {
                 history.write(QByteArray("no database at all ").repeated(999));
             }
             history.close();
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(tables()))));
             stage.shoot(QStringLiteral("history-repaired"));
         }},
        {QStringLiteral("history-damaged"),
         [](Stage& stage) {
             const QString file = stage.dataDirectory() + QStringLiteral("/rivulet.db");
             const auto other = store::Database::open(file); // which keeps it from being repaired
             store::DatabaseFile(file).markDamaged();
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(tables()))));
             stage.shoot(QStringLiteral("history-damaged"));
         }},
        {QStringLiteral("history-locked"),
         [](Stage& stage) {
             stage.open(twoModels(stage.serve(answering(prose())), stage.serve(answering(tables()))));
             const auto other = store::Database::open(stage.dataDirectory() + QStringLiteral("/rivulet.db"));
             QSqlQuery lock(other.value()->connection());
             lock.exec(QStringLiteral("BEGIN IMMEDIATE"));
             askBoth(stage);
             stage.waitFor("both answers", [&] { return ended(stage); });
             stage.shoot(QStringLiteral("history-locked"));
             lock.exec(QStringLiteral("ROLLBACK"));
             stage.waitFor("the history", [&] { return stage.application().problem().isEmpty(); });
         }},
        {QStringLiteral("failed-server-gone"),
         [](Stage& stage) {
             // Nothing listens at the first address; the second server has errors of its own and is asked
             // again.
             stage.open(twoModels(QStringLiteral("http://127.0.0.1:9"),
                                  stage.serve(failing(529, "application/json", "{}"))));
             askBoth(stage);
             stage.waitFor("a wait before the next try",
                           [&] { return stage.pane(1).phase() == Phase::Waiting; });
             stage.shoot(QStringLiteral("retrying"));
             stage.waitFor("both failures", [&] { return ended(stage); }, 60'000);
             stage.shoot(QStringLiteral("failed-server-gone-and-overloaded"));
         }},
    };
    for (std::size_t i = 0; i + 1 < std::size(failures); i += 2) {
        scenes.push_back({QStringLiteral("failed-%1").arg(QLatin1String(failures[i].name)),
                          [i](Stage& stage) { failed(stage, failures[i], failures[i + 1]); }});
    }
    return scenes;
}

} // namespace rivulet::scenes
