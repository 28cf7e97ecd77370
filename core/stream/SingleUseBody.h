// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace rivulet::stream {

/// A request body that can be read once. Qt resends a request whose connection broke before the answer, a
/// POST too, when it can rewind the body: this one it can't.
class SingleUseBody final : public QIODevice {
    Q_OBJECT

public:
    explicit SingleUseBody(QByteArray bytes, QObject* parent = nullptr);

    [[nodiscard]] bool isSequential() const override { return true; }
    bool seek(qint64) override { return false; }
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] bool atEnd() const override;

protected:
    qint64 readData(char* data, qint64 size) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    QByteArray m_bytes;
    qint64 m_position = 0;
};

} // namespace rivulet::stream
