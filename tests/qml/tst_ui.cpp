// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "IconProvider.h"
#include "models/TableModel.h"
#include "text/MarkdownBlocks.h"

#include <QQmlContext>
#include <QQmlEngine>
#include <QQmlExtensionPlugin>
#include <QQuickStyle>
#include <QtQuickTest>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

/// Gives the controls and rows what the application gives them: their style, their icons, their modules.
class Setup : public QObject {
    Q_OBJECT

public:
    Setup() {
        QQuickStyle::setStyle(QStringLiteral("Basic"));
        fill(m_few, QStringLiteral("| Name | What it says of itself |\n|---|---|\n| A | %1 |\n")
                        .arg(QStringLiteral("many words ").repeated(30)));
        fill(m_many, QStringLiteral("| A | B | C | D | E | F | G | A header of more words than its column |\n"
                                    "|---|---|---|---|---|---|---|---|\n"
                                    "| 1,000 ms | 2,000 ms | 3 | 4 | 5 | 6 | 7 | 8 |\n"));
    }

public Q_SLOTS:
    void qmlEngineAvailable(QQmlEngine* engine) {
        engine->addImageProvider(QStringLiteral("icon"), new rivulet::app::IconProvider);
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine->rootContext()->setContextProperty(QStringLiteral("fewColumns"), &m_few);
        engine->rootContext()->setContextProperty(QStringLiteral("manyColumns"), &m_many);
    }

private:
    static void fill(rivulet::app::TableModel& table, const QString& markdown) {
        rivulet::text::MarkdownBlocks blocks;
        blocks.append(markdown);
        table.setBlock(blocks.blocks().front(), QStringLiteral("blue"), QStringLiteral("white"));
    }

    rivulet::app::TableModel m_few;
    rivulet::app::TableModel m_many;
};

QUICK_TEST_MAIN_WITH_SETUP(tst_ui, Setup)

#include "tst_ui.moc"
