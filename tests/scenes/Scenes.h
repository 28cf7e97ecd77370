// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <functional>
#include <vector>

namespace rivulet::scenes {

class Stage;

/// A notable state of the window: its name and the way there.
struct Scene {
    QString name;
    std::function<void(Stage&)> play;
};

[[nodiscard]] std::vector<Scene> allScenes();

} // namespace rivulet::scenes
