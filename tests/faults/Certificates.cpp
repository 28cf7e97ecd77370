// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Certificates.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>

namespace rivulet::faults {

namespace {

constexpr char settings[] = R"([ca]
default_ca = made
[made]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = names
x509_extensions = here
unique_subject = no
[names]
commonName = supplied
[here]
subjectAltName = IP:127.0.0.1
basicConstraints = CA:TRUE
)";

QString nameOf(Plan::Wire wire) {
    switch (wire) {
    case Plan::Wire::Expired:
        return QStringLiteral("expired.pem");
    case Plan::Wire::NotYetValid:
        return QStringLiteral("later.pem");
    default:
        return QStringLiteral("good.pem");
    }
}

} // namespace

bool Certificates::run(const QStringList& arguments) const {
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(QStringLiteral("openssl"), arguments);
    return openssl.waitForFinished() && openssl.exitCode() == 0;
}

QByteArray Certificates::content(const QString& name) const {
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool Certificates::make() {
    const auto write = [this](const char* name, const QByteArray& bytes) {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    const auto day = [](int days) {
        return QDateTime::currentDateTimeUtc().addDays(days).toString(QStringLiteral("yyyyMMddhhmmss")) +
               u'Z';
    };
    const auto sign = [&](Plan::Wire wire, int from, int to) {
        return run({QStringLiteral("ca"), QStringLiteral("-batch"), QStringLiteral("-notext"),
                    QStringLiteral("-selfsign"), QStringLiteral("-config"), QStringLiteral("ca.conf"),
                    QStringLiteral("-keyfile"), QStringLiteral("key.pem"), QStringLiteral("-in"),
                    QStringLiteral("request.pem"), QStringLiteral("-out"), nameOf(wire),
                    QStringLiteral("-startdate"), day(from), QStringLiteral("-enddate"), day(to)});
    };
    m_areThere =
        QSslSocket::supportsSsl() && write("ca.conf", settings) && write("index.txt", {}) &&
        write("serial", "01\n") &&
        run({QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-newkey"), QStringLiteral("ec"),
             QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"),
             QStringLiteral("-nodes"), QStringLiteral("-keyout"), QStringLiteral("key.pem"),
             QStringLiteral("-out"), QStringLiteral("request.pem"), QStringLiteral("-subj"),
             QStringLiteral("/CN=127.0.0.1")}) &&
        sign(Plan::Wire::Trusted, -1, 2) && sign(Plan::Wire::Expired, -9, -2) &&
        sign(Plan::Wire::NotYetValid, 2, 9);
    return m_areThere;
}

std::unique_ptr<QTcpServer> Certificates::server(Plan::Wire wire) const {
    if (wire == Plan::Wire::Plain) {
        return nullptr;
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(content(nameOf(wire))));
    configuration.setPrivateKey(QSslKey(content(QStringLiteral("key.pem")), QSsl::Ec));
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    return server;
}

std::optional<QSslCertificate> Certificates::authority(Plan::Wire wire) const {
    // One that nobody added is only self-signed; the others are bad though their authority is known.
    return wire == Plan::Wire::Plain || wire == Plan::Wire::SelfSigned
               ? std::nullopt
               : std::optional(QSslCertificate(content(nameOf(wire))));
}

} // namespace rivulet::faults
