// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Scenes.h"
#include "Stage.h"

#include <QGuiApplication>
#include <QQuickStyle>
#include <QtQml/qqmlextensionplugin.h>

#include <cstdio>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

/// rivulet-scenes [--text PERCENT] DIR [NAME]: photographs every scene, or those whose name holds NAME.
int main(int argc, char** argv) {
    const QGuiApplication application(argc, argv);
    auto arguments = QCoreApplication::arguments();
    int textPercent = 100;
    if (arguments.size() > 2 && arguments.at(1) == u"--text") {
        textPercent = arguments.at(2).toInt();
        arguments.remove(1, 2);
    }
    if (arguments.size() < 2 || textPercent < 50) {
        std::fputs("usage: rivulet-scenes [--text PERCENT] DIR [NAME]\n", stderr);
        return 2;
    }
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    if (!QDir().mkpath(arguments.at(1))) {
        std::fputs("rivulet-scenes: the folder can't be made\n", stderr);
        return 1;
    }
    for (const auto& scene : rivulet::scenes::allScenes()) {
        if (arguments.size() > 2 && !scene.name.contains(arguments.at(2))) {
            continue;
        }
        rivulet::scenes::Stage stage(arguments.at(1), textPercent);
        scene.play(stage);
    }
    return rivulet::scenes::Stage::problems() == 0 ? 0 : 1;
}
