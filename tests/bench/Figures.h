// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <utility>
#include <vector>

namespace rivulet::bench {

/// The figures of one benchmark program: which variants are wanted, and how a line of them is printed.
class Figures {
public:
    explicit Figures(QString name)
        : m_name(std::move(name)) {}

    /// The command line's first word, where there is one, is part of the variant.
    [[nodiscard]] static bool wants(const QString& variant) {
        return variant.contains(QCoreApplication::arguments().value(1));
    }

    [[nodiscard]] static double share(std::vector<double> values, double part) {
        if (values.empty()) {
            return -1;
        }
        std::ranges::sort(values);
        return values.at(
            static_cast<std::size_t>(std::lround(part * static_cast<double>(values.size() - 1))));
    }

    void print(const QString& variant, const QString& unit, const std::vector<double>& values,
               const QJsonObject& more = {}) const {
        QJsonObject line{{QStringLiteral("bench"), m_name},
                         {QStringLiteral("variant"), variant},
                         {QStringLiteral("unit"), unit},
                         {QStringLiteral("median"), rounded(share(values, 0.5))},
                         {QStringLiteral("min"), rounded(share(values, 0))},
                         {QStringLiteral("max"), rounded(share(values, 1))},
                         {QStringLiteral("n"), static_cast<qint64>(values.size())}};
        for (auto each = more.begin(); each != more.end(); ++each) {
            line.insert(each.key(), each.value().isDouble() ? QJsonValue(rounded(each.value().toDouble()))
                                                            : each.value());
        }
        QTextStream(stdout) << QJsonDocument(line).toJson(QJsonDocument::Compact) << Qt::endl;
    }

private:
    /// Four figures are more than any of this is exact to.
    [[nodiscard]] static double rounded(double value) {
        return std::abs(value) < 1000 ? std::round(value * 1e4) / 1e4 : std::round(value);
    }

    QString m_name;
};

[[nodiscard]] inline double cpuSeconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Wall time since it was made.
class Stopwatch {
public:
    [[nodiscard]] double milliseconds() const {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_begin).count();
    }

private:
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

} // namespace rivulet::bench
