// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Application.h"
#include "domain/Result.h"

#include <QString>
#include <QStringList>

#include <chrono>

namespace rivulet::app {

/// The window's options, read from the arguments. Those of `ask` have their own reader.
struct CommandLine {
    enum class Action { Window, Help, Version };

    Action action = Action::Window;
    Application::Options application;
    QString prompt;
    bool quitWhenDone = false;
    QString screenshot;
    QString measure;
    /// Since the first text, or without a prompt the first frame; what was before is left out.
    std::chrono::milliseconds measureAfter{0};
    bool selfTest = false;

    /// `arguments` without the program's name. Fails with a sentence for standard error.
    [[nodiscard]] static domain::Result<CommandLine> parse(const QStringList& arguments);
    [[nodiscard]] static QString help();
};

} // namespace rivulet::app
