// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Catalog.h"

#include "Json.h"
#include "providers/Dialect.h"

#include <algorithm>
#include <array>

namespace rivulet::providers {

using domain::Endpoint;
using domain::Failure;
using domain::Result;

namespace {

Failure invalid(const QString& detail) {
    Failure failure;
    failure.kind = Failure::Kind::InvalidSettings;
    failure.detail = detail;
    return failure;
}

/// The fields of one row. The first that is not what it should be is remembered with its place, and reading
/// goes on with defaults, so that a row is read straight down and judged once.
class Row {
public:
    Row(QString place, Json fields)
        : m_place(std::move(place))
        , m_fields(fields) {
        if (!fields.isObject()) {
            m_problem = QStringLiteral("%1: must be an object").arg(m_place);
        }
    }

    [[nodiscard]] QString required(const char* name) {
        const QString value = m_fields[name].text();
        if (value.isEmpty()) {
            blame(name, QStringLiteral("must be a text that is not empty"));
        }
        return value;
    }
    [[nodiscard]] QString text(const char* name) {
        const Json value = m_fields[name];
        if (value && !value.isString()) {
            blame(name, QStringLiteral("must be a text"));
        }
        return value.text();
    }
    [[nodiscard]] bool truth(const char* name, bool otherwise) { // NOLINT: a default, not a mode
        const Json value = m_fields[name];
        if (value && !value.truth()) {
            blame(name, QStringLiteral("must be true or false"));
        }
        return value.truth().value_or(otherwise);
    }
    [[nodiscard]] std::optional<qint64> count(const char* name) {
        const Json value = m_fields[name];
        const auto number = value.integer();
        if (value && (!number || *number <= 0)) {
            blame(name, QStringLiteral("must be a whole number over 0"));
        }
        return number;
    }
    [[nodiscard]] std::optional<double> price(const char* name) {
        const Json value = m_fields[name];
        const auto number = value.number();
        if (value && (!number || *number < 0)) {
            blame(name, QStringLiteral("must be a number, 0 or more"));
        }
        return number;
    }
    void blame(const char* name, const QString& problem) {
        if (m_problem.isEmpty()) {
            m_problem = QStringLiteral("%1: %2: %3").arg(m_place, QString::fromLatin1(name), problem);
        }
    }
    [[nodiscard]] const QString& problem() const { return m_problem; }

private:
    QString m_place;
    Json m_fields;
    QString m_problem;
};

Endpoint endpointOf(Row& row) {
    Endpoint endpoint;
    endpoint.id = row.required("id");
    endpoint.name = row.required("name");
    endpoint.dialect = row.required("dialect");
    endpoint.baseUrl = QUrl(row.required("base_url"), QUrl::StrictMode);
    endpoint.credential.header = row.text("key_header").toUtf8();
    endpoint.credential.prefix = row.text("key_prefix").toUtf8();
    endpoint.keyVariable = row.text("key_variable");
    endpoint.needsKey = row.truth("needs_key", false);
    endpoint.demo = row.truth("demo", false);
    endpoint.quirks.tokenLimitField = row.text("token_limit_field");
    endpoint.quirks.streamOptions = row.truth("stream_options", true);
    if (!dialectNames().contains(endpoint.dialect)) {
        row.blame("dialect", QStringLiteral("\"%1\" is not known").arg(endpoint.dialect));
    }
    if (const QString problem = endpoint.problem(); !problem.isEmpty()) {
        row.blame("base_url", problem);
    }
    if (endpoint.needsKey && endpoint.credential.header.isEmpty()) {
        row.blame("key_header", QStringLiteral("is needed where a key is"));
    }
    return endpoint;
}

domain::ModelTraits factsOf(Row& row) {
    domain::ModelTraits facts;
    facts.endpointId = row.required("provider");
    facts.id = row.required("id");
    facts.name = row.text("name");
    if (facts.name.isEmpty()) {
        facts.name = facts.id;
    }
    facts.contextTokens = row.count("context");
    facts.maxOutputTokens = row.count("max_output");
    facts.thinking = row.text("thinking");
    facts.inputPrice = row.price("input_price");
    facts.outputPrice = row.price("output_price");
    constexpr std::array ways{u"", u"none", u"enabled", u"adaptive", u"always", u"effort"};
    if (std::ranges::none_of(ways, [&facts](QStringView way) { return facts.thinking == way; })) {
        row.blame("thinking", QStringLiteral("\"%1\" is not known").arg(facts.thinking));
    }
    return facts;
}

/// Reads the rows of one table with `read` and checks with `seen` that none is there twice.
template <typename Value, typename Read, typename Same>
std::optional<Failure> readRows(const QByteArray& file, const QString& fileName, const char* table,
                                std::vector<Value>& values, Read read, Same same) {
    JsonReader reader;
    const Json rows = reader.read(file)[table];
    if (!rows.isArray()) {
        return invalid(QStringLiteral("%1: must be a JSON object with a list \"%2\"")
                           .arg(fileName, QLatin1String(table)));
    }
    int number = 0;
    for (const Json fields : rows.items()) {
        const QString id = fields["id"].text();
        Row row(QStringLiteral("%1 row %2 (%3)")
                    .arg(fileName)
                    .arg(++number)
                    .arg(id.isEmpty() ? QStringLiteral("no id") : id),
                fields);
        Value value = read(row);
        if (std::ranges::any_of(values, [&](const Value& other) { return same(value, other); })) {
            row.blame("id", QStringLiteral("is there twice"));
        }
        if (!row.problem().isEmpty()) {
            return invalid(row.problem());
        }
        values.push_back(std::move(value));
    }
    return std::nullopt;
}

} // namespace

Result<Catalog> Catalog::parse(const QByteArray& providersJson, const QByteArray& modelsJson) {
    Catalog catalog;
    if (auto failure =
            readRows(providersJson, QStringLiteral("providers.json"), "providers", catalog.m_endpoints,
                     endpointOf, [](const Endpoint& a, const Endpoint& b) { return a.id == b.id; })) {
        return *failure;
    }
    const auto readFacts = [&catalog](Row& row) {
        domain::ModelTraits facts = factsOf(row);
        if (!catalog.endpoint(facts.endpointId)) {
            row.blame("provider", QStringLiteral("\"%1\" is no provider").arg(facts.endpointId));
        }
        return facts;
    };
    if (auto failure = readRows(modelsJson, QStringLiteral("models.json"), "models", catalog.m_models,
                                readFacts, [](const domain::ModelTraits& a, const domain::ModelTraits& b) {
                                    return a.id == b.id && a.endpointId == b.endpointId;
                                })) {
        return *failure;
    }
    return catalog;
}

std::optional<Endpoint> Catalog::endpoint(QStringView id) const {
    const auto found = std::ranges::find(m_endpoints, id, &Endpoint::id);
    return found == m_endpoints.end() ? std::nullopt : std::optional(*found);
}

std::optional<domain::ModelTraits> Catalog::model(QStringView endpointId, QStringView modelId) const {
    const auto found = std::ranges::find_if(m_models, [&](const domain::ModelTraits& facts) {
        return facts.endpointId == endpointId && facts.id == modelId;
    });
    return found == m_models.end() ? std::nullopt : std::optional(*found);
}

Result<Endpoint> Catalog::custom(const QString& id, const QString& dialect, const QUrl& baseUrl) const {
    if (!dialectNames().contains(dialect)) {
        return invalid(QStringLiteral("the dialect \"%1\" is not known; there are %2")
                           .arg(dialect, dialectNames().join(QStringLiteral(", "))));
    }
    Endpoint endpoint;
    endpoint.id = id;
    endpoint.name = id;
    endpoint.dialect = dialect;
    endpoint.baseUrl = baseUrl;
    endpoint.keyVariable = QStringLiteral("RIVULET_API_KEY");
    // How this dialect's keys are shown stands in the table: as its first provider has it.
    const auto usual = std::ranges::find_if(m_endpoints, [&dialect](const Endpoint& row) {
        return row.dialect == dialect && !row.credential.header.isEmpty();
    });
    if (usual != m_endpoints.end()) {
        endpoint.credential = usual->credential;
    } else {
        endpoint.credential = {"Authorization", "Bearer "}; // as most servers take it
    }
    if (const QString problem = endpoint.problem(); !problem.isEmpty()) {
        return invalid(problem);
    }
    return endpoint;
}

} // namespace rivulet::providers
