// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "statistics/StatsTable.h"

#include "metrics/ShownName.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rivulet::app {

namespace {

using metrics::Spread;
using metrics::Summary;

const QString unknown = u"–"_s;
constexpr qsizetype longestName = 48;
constexpr int percent = 100;

QString count(qint64 number) {
    return QLocale(QLocale::English).toString(number);
}

QString count(const Summary::Sum& sum) {
    const auto known = sum.known();
    return known ? QLocale(QLocale::English).toString(static_cast<qint64>(*known)) : unknown;
}

QString share(const std::optional<double>& part) {
    return part ? u"%1 %"_s.arg(*part * percent, 0, 'f', 0) : unknown;
}

QString money(const Summary& of) {
    const auto known = of.cost.known();
    if (!known) {
        return unknown;
    }
    constexpr double small = 1;
    const QString sum = u"$%1"_s.arg(*known, 0, 'f', *known < small ? 4 : 2);
    // Of some the price is not known: it is that much at least.
    return of.cost.streams < of.streams ? u'>' + sum : sum;
}

/// "0.4 / 1.2": what half and what 95 of 100 stay within.
QString spread(const Spread& values, int digits) {
    const auto middle = values.percentile(0.5);
    const auto high = values.percentile(0.95);
    return middle && high ? u"%1 / %2"_s.arg(*middle, 0, 'f', digits).arg(*high, 0, 'f', digits) : unknown;
}

/// Rows as aligned columns, the first one to the left.
QString aligned(const std::vector<QStringList>& rows) {
    std::vector<qsizetype> widths(static_cast<std::size_t>(rows.front().size()), 0);
    for (const QStringList& row : rows) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            widths[i] = std::max(widths[i], row.at(static_cast<qsizetype>(i)).size());
        }
    }
    QString text;
    for (const QStringList& row : rows) {
        QString line = row.front().leftJustified(widths.front());
        for (std::size_t i = 1; i < widths.size(); ++i) {
            line += u"  "_s + row.at(static_cast<qsizetype>(i)).rightJustified(widths[i]);
        }
        text += line + u'\n';
    }
    return text;
}

QString nameOf(const Summary& of) {
    const QString name = metrics::shownName(of.endpointId + u':' + of.model);
    return name.size() <= longestName ? name : name.first(longestName - 1) + u'…';
}

QStringList outcomes(const Summary& of) {
    return {nameOf(of),
            count(of.streams),
            count(of.of(domain::Outcome::Completed)),
            count(of.of(domain::Outcome::Cancelled)),
            count(of.of(domain::Outcome::Interrupted)),
            count(of.of(domain::Outcome::Failed)),
            of.active ? count(*of.active) : unknown,
            count(of.input),
            count(of.output),
            money(of)};
}

QStringList steadiness(const Summary& of) {
    return {nameOf(of),
            spread(of.firstToken, 2),
            spread(of.rate, 0),
            spread(of.duration, 1),
            count(of.faults()),
            count(of.recovered()),
            share(of.shareRecovered()),
            spread(of.timeToMend, 2),
            share(of.errorRate()),
            share(of.interruptionRate())};
}

} // namespace

QString statsTable(const std::vector<Summary>& summaries) {
    if (summaries.empty()) {
        return u"Nothing has been counted yet.\n"_s;
    }
    std::vector<QStringList> first{{u"model"_s, u"answers"_s, u"complete"_s, u"cancelled"_s, u"interrupted"_s,
                                    u"failed"_s, u"active"_s, u"tokens in"_s, u"tokens out"_s, u"cost"_s}};
    std::vector<QStringList> second{{u"model"_s, u"first token s"_s, u"tokens/s"_s, u"whole s"_s, u"faults"_s,
                                     u"recovered"_s, u"share"_s, u"recovery s"_s, u"errors"_s,
                                     u"interrupted"_s}};
    for (const Summary& summary : summaries) {
        first.push_back(outcomes(summary));
        second.push_back(steadiness(summary));
    }
    return aligned(first) + u'\n' + aligned(second) +
           u"\nTwo figures are the median and the 95th percentile; – is not known.\n"_s;
}

} // namespace rivulet::app
