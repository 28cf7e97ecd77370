// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loopback/HttpServer.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <utility>

namespace rivulet::scenes {

// What the scenes' servers do: each makes a handler for a loopback server that speaks the Anthropic protocol.

using Handler = loopback::HttpServer::Handler;

/// The head of a stream up to the first block of text, and the pieces that follow it.
[[nodiscard]] QByteArray streamHead();
[[nodiscard]] QByteArray textPiece(const QString& text);
[[nodiscard]] QByteArray streamEnd(int outputTokens);

/// Answers `text` whole.
[[nodiscard]] Handler answering(const QString& text);
/// Sends `text` and then nothing more, with the connection open.
[[nodiscard]] Handler stalling(const QString& text);
/// Thinks, and goes on thinking.
[[nodiscard]] Handler thinking(const QString& thoughts);
/// Sends `text` and drops the connection: each time, or once and then never answers.
enum class Then { DropAgain, Silence };
[[nodiscard]] Handler dropping(const QString& text, Then then);
/// A tool that runs.
[[nodiscard]] Handler usingTool(const QString& before);
/// Says `before`, searches, and says `after` with what it names as its sources: title and address.
using Source = std::pair<QString, QString>;
[[nodiscard]] Handler citing(const QString& before, const QString& after, const QList<Source>& sources);
/// Asks for a tool of ours and ends.
[[nodiscard]] Handler callingTool(const QString& before);
/// Sends `text`, and then that it can't go on.
[[nodiscard]] Handler breakingOff(const QString& text);
/// Sends the request elsewhere.
[[nodiscard]] Handler redirecting(const QByteArray& address);
/// Fails before any stream.
[[nodiscard]] Handler failing(int status, const QByteArray& contentType, const QByteArray& body,
                              const QByteArray& retryAfter = {});

} // namespace rivulet::scenes
