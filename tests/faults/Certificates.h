// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Fault.h"

#include <QSslCertificate>
#include <QTcpServer>
#include <QTemporaryDir>

#include <memory>

namespace rivulet::faults {

/// Certificates good and bad, made anew for each run, so that none can expire in the repository and no key
/// lies in it.
class Certificates {
public:
    /// False where there is no TLS, or no openssl to make them with.
    [[nodiscard]] bool make();
    [[nodiscard]] bool areThere() const { return m_areThere; }
    [[nodiscard]] std::unique_ptr<QTcpServer> server(Plan::Wire wire) const;
    /// What the client is to trust for this wire, if anything.
    [[nodiscard]] std::optional<QSslCertificate> authority(Plan::Wire wire) const;

private:
    [[nodiscard]] bool run(const QStringList& arguments) const;
    [[nodiscard]] QByteArray content(const QString& name) const;

    QTemporaryDir m_folder;
    bool m_areThere = false;
};

} // namespace rivulet::faults
