// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Attachment.h"
#include "domain/Result.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QUrl>

#include <vector>

namespace rivulet::app {

/// The files that will go with the next prompt. Reads them as they are added, on a worker; a file that is not
/// taken is told of in `problem`.
class AttachmentListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a CompareSession")
    Q_PROPERTY(int count READ rowCount NOTIFY countChanged)
    Q_PROPERTY(bool reading READ isReading NOTIFY readingChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(QUrl home READ home CONSTANT)

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< name
        SizeRole,                    ///< size: "1.2 MB"
        KindRole,                    ///< kind: "Image", "Text", "PDF"
    };
    /// More files than this are a mistake of the hand.
    static constexpr int mostFiles = 20;
    /// More sentences than this are counted, not shown.
    static constexpr int mostProblems = 4;

    explicit AttachmentListModel(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    /// Some are not read yet.
    [[nodiscard]] bool isReading() const { return m_reading > 0; }
    /// Why files of the last drop or paste were not taken, a sentence each on its own line, or empty.
    [[nodiscard]] QString problem() const;
    /// Where a dialog that asks for files begins.
    [[nodiscard]] static QUrl home();
    [[nodiscard]] const std::vector<domain::Attachment>& attachments() const { return m_files; }

    /// Files of this machine; addresses of others are not taken.
    Q_INVOKABLE void add(const QList<QUrl>& urls);
    /// Takes an image or files from the clipboard. False where it holds neither.
    Q_INVOKABLE bool paste();
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE void clear();
    /// Puts back what was taken out, should it not have been sent.
    void restore(std::vector<domain::Attachment> files);

Q_SIGNALS:
    void countChanged();
    void readingChanged();
    void problemChanged();

private:
    void take(int generation, int place, const domain::Result<domain::Attachment>& read);
    void addProblem(const QString& problem);
    void clearProblems();
    [[nodiscard]] bool hasRoom();
    /// The place of what is read now among all that were added.
    [[nodiscard]] int beginReading();

    std::vector<domain::Attachment> m_files;
    /// When each was added: they are read side by side, and stand in the order they were added in.
    std::vector<int> m_places;
    int m_added = 0;
    QStringList m_problems;
    int m_reading = 0;
    /// What is read for a draft that is gone by then has no place.
    int m_generation = 0;
};

} // namespace rivulet::app
