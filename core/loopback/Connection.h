// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loopback/RequestReader.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QTcpSocket;

namespace rivulet::loopback {

class Exchange;

/// One client's connection: takes its requests one after the other, each when the answer before it is over.
/// Owns its socket and goes when that has closed.
class Connection : public QObject {
    Q_OBJECT

public:
    /// Told of each whole request before it is answered; gives its number.
    using Numbered = std::function<int()>;
    using Handler = std::function<void(Exchange&)>;

    Connection(QTcpSocket& socket, Numbered numbered, Handler handler, QObject* parent);
    ~Connection() override;

    /// Closes at once. Safe from inside a handler: the objects go later.
    void drop();
    [[nodiscard]] bool isOpen() const;

private:
    void readSocket();
    void answerNext();
    void refuse(int status);

    QTcpSocket& m_socket;
    Numbered m_numbered;
    Handler m_handler;
    RequestReader m_reader;
    QPointer<Exchange> m_exchange;
};

} // namespace rivulet::loopback
