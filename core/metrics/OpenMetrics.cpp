// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/OpenMetrics.h"

#include "metrics/ShownName.h"

#include <utility>

namespace rivulet::metrics {

namespace {

/// "In label values, line feed, double quote and backslash MUST be escaped" (OpenMetrics 1.0, escaping).
QByteArray escaped(const QString& value) {
    QByteArray text = shownName(value).toUtf8();
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    return text;
}

QByteArray number(double value) {
    constexpr int digits = 12;
    return QByteArray::number(value, 'g', digits);
}

/// One metric family: its description, then its samples. Nothing where there is no sample.
class Family {
public:
    Family(const QByteArray& name, const char* type, const char* unit, const char* help)
        : m_name("rivulet_" + name)
        , m_head("# TYPE " + m_name + ' ' + type + '\n') {
        if (*unit != '\0') {
            m_head += "# UNIT " + m_name + ' ' + unit + '\n';
        }
        m_head += "# HELP " + m_name + ' ' + help + '\n';
    }

    void add(const Summary& of, double value, const QByteArray& label = {}, const char* suffix = "") {
        m_samples += m_name + suffix + "{provider=\"" + escaped(of.endpointId) + "\",model=\"" +
                     escaped(of.model) + '"' + (label.isEmpty() ? QByteArray() : ',' + label) + "} " +
                     number(value) + '\n';
    }
    void add(const Summary& of, const Summary::Sum& sum, const QByteArray& label = {}) {
        if (const auto known = sum.known()) {
            add(of, *known, label);
        }
    }
    void add(const Summary& of, const Spread& spread) {
        for (const auto& [share, label] : {std::pair{0.5, "quantile=\"0.5\""}, {0.95, "quantile=\"0.95\""}}) {
            if (const auto value = spread.percentile(share)) {
                add(of, *value, label);
            }
        }
        if (spread.count() > 0) {
            add(of, static_cast<double>(spread.count()), {}, "_count");
            add(of, spread.sum(), {}, "_sum");
        }
    }

    [[nodiscard]] QByteArray text() const { return m_samples.isEmpty() ? QByteArray() : m_head + m_samples; }

private:
    QByteArray m_name;
    QByteArray m_head;
    QByteArray m_samples;
};

QByteArray label(const char* name, const QString& value) {
    return QByteArray(name) + "=\"" + value.toLatin1() + '"';
}

} // namespace

QByteArray openMetricsText(const std::vector<Summary>& summaries) {
    Family streams("streams", "gauge", "", "Streams that have ended, of those that are kept.");
    Family active("active_streams", "gauge", "", "Streams that run now, as far as the history knows.");
    Family requests("requests", "gauge", "", "HTTP requests that were sent for them.");
    Family tokens("tokens", "gauge", "tokens", "Tokens, of the streams for which they are known.");
    Family cost("cost_usd", "gauge", "usd", "What they cost, of the streams for which that is known.");
    Family faults("faults", "gauge", "", "Faults met: cuts, and faults before anything of the answer came.");
    Family mended("recovered_faults", "gauge", "", "Faults that were got over, by the way they were.");
    Family duration("stream_duration_seconds", "summary", "seconds", "From the first request to the end.");
    Family first("first_token_seconds", "summary", "seconds", "From the first request to the first token.");
    Family rate("text_tokens_per_second", "summary", "tokens_per_second",
                "Tokens of text a second while text came, without pauses and faults.");
    Family recovery("recovery_seconds", "summary", "seconds",
                    "From a fault to when the answer flowed again.");
    for (const Summary& of : summaries) {
        for (const auto outcome : allOutcomes) {
            if (of.streams > 0) {
                streams.add(of, static_cast<double>(of.of(outcome)),
                            label("outcome", domain::outcomeName(outcome)));
            }
        }
        if (of.active) {
            active.add(of, static_cast<double>(*of.active));
        }
        if (of.streams == 0) {
            continue;
        }
        requests.add(of, static_cast<double>(of.requests));
        tokens.add(of, of.input, "kind=\"input\"");
        tokens.add(of, of.cached, "kind=\"cached\"");
        tokens.add(of, of.thinking, "kind=\"thinking\"");
        tokens.add(of, of.output, "kind=\"output\"");
        cost.add(of, of.cost);
        faults.add(of, static_cast<double>(of.cuts), "kind=\"cut\"");
        faults.add(of, static_cast<double>(of.earlyFaults), "kind=\"early\"");
        for (const auto way : allWays) {
            mended.add(of, static_cast<double>(of.of(way)), label("way", domain::wayName(way)));
        }
        duration.add(of, of.duration);
        first.add(of, of.firstToken);
        rate.add(of, of.rate);
        recovery.add(of, of.timeToMend);
    }
    QByteArray text;
    for (const Family* family : {&streams, &active, &requests, &tokens, &cost, &faults, &mended, &duration,
                                 &first, &rate, &recovery}) {
        text += family->text();
    }
    return text + "# EOF\n";
}

} // namespace rivulet::metrics
