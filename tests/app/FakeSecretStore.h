// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "secrets/SecretStore.h"

#include <QHash>
#include <QTimer>

/// A keychain in memory that does as it is told: it may be locked, and it counts how often it was read. Every
/// answer comes later, as from a true one.
class FakeSecretStore final : public rivulet::secrets::SecretStore {
    Q_OBJECT

public:
    FakeSecretStore() = default;

    QHash<QString, rivulet::domain::Secret> secrets;
    std::optional<rivulet::domain::Failure::Kind> failing;
    Availability availability = Availability::Available;
    int reads = 0;
    /// It takes every call and never answers.
    bool silent = false;

    void read(const QString& origin, Found found) override {
        ++reads;
        if (silent) {
            return;
        }
        QTimer::singleShot(0, this, [this, origin, found = std::move(found)] {
            found(failing ? rivulet::domain::Result<rivulet::domain::Secret>(failure())
                          : rivulet::domain::Result<rivulet::domain::Secret>(secrets.value(origin)));
        });
    }
    void write(const QString& origin, const rivulet::domain::Secret& secret, Done done) override {
        if (silent) {
            return;
        }
        QTimer::singleShot(0, this, [this, origin, secret, done = std::move(done)] {
            if (!failing) {
                secrets.insert(origin, secret);
            }
            finish(done);
        });
    }
    void remove(const QString& origin, Done done) override {
        QTimer::singleShot(0, this, [this, origin, done = std::move(done)] {
            if (!failing) {
                secrets.remove(origin);
            }
            finish(done);
        });
    }
    void checkAvailability(std::function<void(Availability)> answer) override {
        QTimer::singleShot(0, this, [this, answer = std::move(answer)] { answer(availability); });
    }

private:
    [[nodiscard]] rivulet::domain::Failure failure() const {
        rivulet::domain::Failure result;
        result.kind = *failing;
        return result;
    }
    void finish(const Done& done) const {
        done(failing ? rivulet::domain::Result<std::monostate>(failure())
                     : rivulet::domain::Result<std::monostate>(std::monostate{}));
    }
};
