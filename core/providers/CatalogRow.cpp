// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CatalogRow.h"

#include "providers/Dialect.h"

#include <QDate>
#include <QJsonArray>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <cmath>

namespace rivulet::providers {

using domain::Endpoint;

CatalogRow::CatalogRow(QString place, Json fields)
    : m_place(std::move(place))
    , m_fields(fields) {
    if (!fields.isObject()) {
        m_problem = QStringLiteral("%1: must be an object").arg(m_place);
    }
}

QString CatalogRow::required(const char* name) {
    const QString value = m_fields[name].text();
    if (value.isEmpty()) {
        blame(name, QStringLiteral("must be a text that is not empty"));
    }
    return value;
}

QString CatalogRow::text(const char* name) {
    const Json value = m_fields[name];
    if (value && !value.isString()) {
        blame(name, QStringLiteral("must be a text"));
    }
    return value.text();
}

QString CatalogRow::text(const char* name, const std::function<bool(const QString&)>& fits,
                         const QString& rule) {
    QString value = text(name);
    if (!value.isEmpty() && !fits(value)) {
        blame(name, rule);
        value.clear();
    }
    return value;
}

QString CatalogRow::oneOf(const char* name, const QStringList& known) {
    QString value = text(name);
    if (!value.isEmpty() && !known.contains(value)) {
        blame(name, QStringLiteral("\"%1\" is not known").arg(value));
        value.clear();
    }
    return value;
}

QStringList CatalogRow::texts(const char* name) {
    const Json list = m_fields[name];
    QStringList values;
    bool good = !list || list.isArray();
    for (const Json value : list.items()) {
        good = good && value.isString() && !value.text().isEmpty();
        values.append(value.text());
    }
    if (!good) {
        blame(name, QStringLiteral("must be a list of texts"));
        values.clear();
    }
    return values;
}

std::optional<bool> CatalogRow::truth(const char* name) {
    const Json value = m_fields[name];
    if (value && !value.truth()) {
        blame(name, QStringLiteral("must be true or false"));
    }
    return value.truth();
}

std::optional<qint64> CatalogRow::count(const char* name) {
    const Json value = m_fields[name];
    const auto number = value.integer();
    if (value && (!number || *number <= 0)) {
        blame(name, QStringLiteral("must be a whole number over 0"));
        return std::nullopt;
    }
    return number;
}

std::optional<double> CatalogRow::price(const char* name) {
    const Json value = m_fields[name];
    const auto number = value.number();
    if (value && (!number || !std::isfinite(*number) || *number < 0)) {
        blame(name, QStringLiteral("must be a number, 0 or more"));
        return std::nullopt;
    }
    return number;
}

void CatalogRow::blame(const char* name, const QString& problem) {
    if (m_problem.isEmpty()) {
        m_problem = QStringLiteral("%1: %2: %3").arg(m_place, QString::fromLatin1(name), problem);
    }
}

namespace {

bool matches(const QString& text, const QRegularExpression& whole) {
    return whole.match(text).hasMatch();
}

bool isFieldName(const QString& text) {
    static const QRegularExpression name(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*\\z"));
    return matches(text, name);
}

/// RFC 9110: a header's name is a token.
bool isHeaderName(const QString& text) {
    static const QRegularExpression token(QStringLiteral("\\A[A-Za-z0-9!#$%&'*+.^_`|~-]+\\z"));
    return matches(text, token);
}

bool isQueryName(const QString& text) {
    static const QRegularExpression name(QStringLiteral("\\A[A-Za-z0-9_-]+\\z"));
    return matches(text, name);
}

/// Visible characters with single spaces between them: nothing that ends a header.
bool isHeaderValue(const QString& text) {
    static const QRegularExpression visible(QStringLiteral("\\A[\\x21-\\x7e]+(?: [\\x21-\\x7e]+)*\\z"));
    return matches(text, visible);
}

/// A key prefix such as "Bearer " may end with a space.
bool isKeyPrefix(const QString& text) {
    return isHeaderValue(text.endsWith(u' ') ? text.chopped(1) : text);
}

/// A path alone, with the model's name in it at most: never another host, to which the key would go.
bool isPath(const QString& text) {
    static const QRegularExpression path(
        QStringLiteral("\\A(?!//)(?:[A-Za-z0-9._~/-]|%[0-9A-Fa-f]{2}|\\{model\\})+\\z"));
    return matches(text, path);
}

/// Pairs of names and values, none of which is where a key goes.
bool isQuery(const QString& text) {
    static const QRegularExpression query(QStringLiteral("\\A[A-Za-z0-9._~=&%+-]+\\z"));
    static const QRegularExpression secret(QStringLiteral("key|token|secret"),
                                           QRegularExpression::CaseInsensitiveOption);
    const auto items = QUrlQuery(text).queryItems();
    return matches(text, query) && std::ranges::none_of(items, [](const auto& item) {
               return item.first.isEmpty() || matches(item.first, secret);
           });
}

/// Sent with every request, so never a key, nor what the connection itself is made of.
bool mayBeFixed(const QString& header) {
    static const QRegularExpression kept(
        QStringLiteral("\\A(?:.*(?:auth|key|token|secret|cookie).*|host|connection|content-.*|"
                       "accept|accept-encoding|transfer-encoding|te|upgrade|expect)\\z"),
        QRegularExpression::CaseInsensitiveOption);
    return !matches(header, kept);
}

void readHeaders(CatalogRow& row, Endpoint& endpoint) {
    const auto lines = row.texts("headers");
    for (const QString& line : lines) {
        const QString name = line.section(u':', 0, 0).trimmed();
        const QString value = line.section(u':', 1).trimmed();
        if (!isHeaderName(name) || !isHeaderValue(value)) {
            row.blame("headers", QStringLiteral("must each be \"Name: value\""));
        } else if (!mayBeFixed(name)) {
            row.blame("headers", QStringLiteral("\"%1\" can't be set here").arg(name));
        } else {
            endpoint.quirks.headers.emplace_back(name.toLatin1(), value.toLatin1());
        }
    }
}

void readQuirks(CatalogRow& row, Endpoint& endpoint) {
    const QString fieldRule = QStringLiteral("must be the name of a field");
    const QString pathRule = QStringLiteral("must be a path without host, query or spaces");
    auto& quirks = endpoint.quirks;
    quirks.tokenLimitField = row.text("token_limit_field", isFieldName, fieldRule);
    quirks.streamOptions = row.truth("stream_options").value_or(true);
    quirks.thinkingStyle = row.oneOf(
        "thinking_style", {"effort", "reasoning", "thinking", "template", "format", "google", "none"});
    quirks.prefill = row.oneOf("prefill", {"trailing", "prefix", "final_message"});
    quirks.prefillPath = row.text("prefill_path", isPath, pathRule);
    quirks.chatPath = row.text("chat_path", isPath, pathRule);
    quirks.listPath = row.text("list_path", isPath, pathRule);
    quirks.healthPath = row.text("health_path", isPath, pathRule);
    quirks.query =
        row.text("query", isQuery, QStringLiteral("must be pairs such as \"version=1\", none of them a key"));
    quirks.progressField = row.text("progress_field", isFieldName, fieldRule);
    quirks.sessionHeader =
        row.text(
               "session_header",
               [&endpoint](const QString& text) {
                   // "?name": in the query instead, as only one protocol can.
                   const bool isQueryItem = text.startsWith(u'?') && endpoint.dialect == u"assist";
                   const QString name = isQueryItem ? text.sliced(1) : text;
                   return (isQueryItem ? isQueryName(name) : isHeaderName(name)) && mayBeFixed(name);
               },
               QStringLiteral("must be the name of a header that holds no key"))
            .toLatin1();
    readHeaders(row, endpoint);
}

} // namespace

Endpoint readEndpoint(CatalogRow& row) {
    Endpoint endpoint;
    endpoint.id = row.required("id");
    endpoint.name = row.required("name");
    endpoint.dialect = row.required("dialect");
    const bool waitsForUser = !row.has("base_url") && row.has("base_url_template");
    if (!waitsForUser) {
        endpoint.baseUrl = QUrl(row.required("base_url"), QUrl::StrictMode);
        endpoint.baseUrl.setFragment({}); // which no server ever sees
    } else if (!row.text("base_url_template").contains(u'{')) {
        row.blame("base_url_template", QStringLiteral("must hold a {place} that the user fills in"));
    }
    endpoint.credential.header =
        row.text("key_header", isHeaderName, QStringLiteral("must be the name of a header")).toLatin1();
    endpoint.credential.prefix =
        row.text("key_prefix", isKeyPrefix, QStringLiteral("must be visible characters")).toLatin1();
    endpoint.keyVariable =
        row.text("key_variable", isFieldName, QStringLiteral("must be the name of an environment variable"));
    endpoint.needsKey = row.truth("needs_key").value_or(false);
    endpoint.demo = row.truth("demo").value_or(false);
    endpoint.allowsPlainHttp = row.truth("plain_http").value_or(false);
    readQuirks(row, endpoint);
    if (!dialectNames().contains(endpoint.dialect)) {
        row.blame("dialect", QStringLiteral("\"%1\" is not known").arg(endpoint.dialect));
    }
    if (const QString problem = endpoint.problem(); !problem.isEmpty() && !waitsForUser) {
        row.blame("base_url", problem);
    }
    if (endpoint.needsKey && endpoint.credential.header.isEmpty()) {
        row.blame("key_header", QStringLiteral("is needed where a key is"));
    }
    return endpoint;
}

QJsonObject writeEndpoint(const Endpoint& endpoint) {
    QJsonObject row;
    const auto put = [&row](const char* name, const QJsonValue& value, const QJsonValue& usual) {
        if (value != usual) {
            row.insert(QString::fromLatin1(name), value);
        }
    };
    const auto putText = [&put](const char* name, const QString& text) { put(name, text, QString()); };
    putText("id", endpoint.id);
    putText("name", endpoint.name);
    putText("dialect", endpoint.dialect);
    putText("base_url", endpoint.baseUrl.toString(QUrl::FullyEncoded));
    putText("key_header", QString::fromLatin1(endpoint.credential.header));
    putText("key_prefix", QString::fromLatin1(endpoint.credential.prefix));
    putText("key_variable", endpoint.keyVariable);
    put("needs_key", endpoint.needsKey, false);
    put("demo", endpoint.demo, false);
    put("plain_http", endpoint.allowsPlainHttp, false);
    const auto& quirks = endpoint.quirks;
    putText("token_limit_field", quirks.tokenLimitField);
    put("stream_options", quirks.streamOptions, true);
    putText("thinking_style", quirks.thinkingStyle);
    putText("prefill", quirks.prefill);
    putText("prefill_path", quirks.prefillPath);
    putText("chat_path", quirks.chatPath);
    putText("list_path", quirks.listPath);
    putText("health_path", quirks.healthPath);
    putText("query", quirks.query);
    putText("progress_field", quirks.progressField);
    putText("session_header", QString::fromLatin1(quirks.sessionHeader));
    QJsonArray headers;
    for (const auto& [name, value] : quirks.headers) {
        headers.append(QString::fromLatin1(name + ": " + value));
    }
    put("headers", headers, QJsonArray());
    return row;
}

domain::ModelTraits readModel(CatalogRow& row, const QString& date) {
    domain::ModelTraits model;
    model.endpointId = row.required("provider");
    model.id = row.required("id");
    model.name = row.text("name");
    if (model.name.isEmpty()) {
        model.name = model.id;
    }
    model.contextTokens = row.count("context");
    model.maxOutputTokens = row.count("max_output");
    model.thinking = row.oneOf("thinking", {"none", "enabled", "adaptive", "always", "effort"});
    if (!model.thinking.isEmpty()) {
        model.thinks = model.thinking != u"none";
    }
    model.takesImages = row.truth("images");
    model.takesPdf = row.truth("pdf");
    model.usesTools = row.truth("tools");
    model.takesSampling = row.truth("sampling");
    model.inputPrice = row.price("input_price");
    model.outputPrice = row.price("output_price");
    model.cachedPrice = row.price("cached_price");
    model.cacheWritePrice = row.price("cache_write_price");
    static const QRegularExpression switchName(QStringLiteral("\\A[A-Za-z0-9._-]+\\z"));
    model.betas = row.texts("betas");
    if (!std::ranges::all_of(model.betas, [](const QString& name) { return matches(name, switchName); })) {
        row.blame("betas", QStringLiteral("must be names of letters, digits, points and dashes"));
        model.betas.clear();
    }
    const QString ownDate = row.text(
        "as_of", [](const QString& text) { return QDate::fromString(text, Qt::ISODate).isValid(); },
        QStringLiteral("must be a date such as 2026-11-21"));
    if (model.inputPrice || model.outputPrice) {
        model.pricesAsOf = ownDate.isEmpty() ? date : ownDate;
    }
    return model;
}

} // namespace rivulet::providers
