// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QUrl>

#include <cstddef>
#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace rivulet::stream {

/// Access managers for streams, at most six running streams each, because Qt opens at most six HTTP/1.1
/// connections to a host per manager. Streams share one only with streams to the same server: Qt reads a
/// manager's sockets in one thread, which a server can keep to itself (a head without end, Qt 6.4). Grows on
/// demand and keeps what it made. Its managers keep no cookies and no cache, follow nothing, ask nobody for a
/// password, and reach hosts of this network without a proxy.
class ConnectionPool : public QObject {
    Q_OBJECT

public:
    static constexpr int streamsPerManager = 6;
    /// With so many, one that is idle may be given to another server.
    static constexpr std::size_t managersKept = 16;

    explicit ConnectionPool(QObject* parent = nullptr);
    ~ConnectionPool() override;

    /// A place for one stream; gives it back when destroyed. May outlive the pool.
    class Lease {
    public:
        Lease() = default;
        Lease(Lease&& other) noexcept;
        Lease& operator=(Lease&& other) noexcept;
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        /// Null for an empty lease. Lives as long as this lease, and until the event loop after it.
        [[nodiscard]] QNetworkAccessManager* manager() const;

    private:
        friend class ConnectionPool;
        struct Place;
        void giveBack();

        std::shared_ptr<Place> m_place;
    };

    /// `url`: of the server to ask; all but scheme, host and port is of no interest.
    [[nodiscard]] Lease lease(const QUrl& url = {});
    /// A manager for one stream alone, gone after it and not counted here: for TLS settings that no other
    /// stream may share, since Qt keeps a host's settings for a while.
    [[nodiscard]] static Lease leaseAlone();
    [[nodiscard]] int running() const;
    [[nodiscard]] int managers() const;

private:
    std::vector<std::shared_ptr<Lease::Place>> m_places;
};

} // namespace rivulet::stream
