// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

class QNetworkAccessManager;
class QSslCertificate;

namespace rivulet::stream {

/// Access managers for streams, at most six running streams each, because Qt opens at most six HTTP/1.1
/// connections to a host per manager. Grows on demand and keeps what it made.
class ConnectionPool : public QObject {
    Q_OBJECT

public:
    static constexpr int streamsPerManager = 6;

    explicit ConnectionPool(QObject* parent = nullptr);
    ~ConnectionPool() override;

    /// A place for one stream; gives it back when destroyed. May outlive the pool.
    class Lease {
    public:
        Lease() = default;
        Lease(Lease&& other) noexcept;
        Lease& operator=(Lease&& other) noexcept;
        ~Lease();
        [[nodiscard]] QNetworkAccessManager* manager() const;

    private:
        friend class ConnectionPool;
        struct Place;
        std::shared_ptr<Place> m_place;
    };

    [[nodiscard]] Lease lease();
    [[nodiscard]] int running() const;
    [[nodiscard]] int managers() const;

private:
    std::vector<std::shared_ptr<Lease::Place>> m_places;
};

} // namespace rivulet::stream
