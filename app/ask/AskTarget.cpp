// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/AskTarget.h"

#include "providers/Dialect.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

using domain::Endpoint;
using domain::Failure;

Failure unusable(const QString& words) {
    Failure failure;
    failure.kind = Failure::Kind::InvalidInput;
    failure.detail = words;
    return failure;
}

std::optional<Endpoint> known(const QString& id, const providers::Catalog& catalog,
                              const std::vector<Endpoint>& endpoints) {
    const auto own = std::ranges::find(endpoints, id, &Endpoint::id);
    return own != endpoints.end() ? std::optional(*own) : catalog.endpoint(id);
}

domain::Result<Endpoint> endpointFor(const AskOptions::Model& model, const providers::Catalog& catalog,
                                     const std::vector<Endpoint>& endpoints) {
    auto endpoint = known(model.provider, catalog, endpoints);
    const auto url = model.baseUrl ? QUrl(*model.baseUrl, QUrl::StrictMode) : QUrl();
    if (model.baseUrl && (!url.isValid() || url.host().isEmpty())) {
        return unusable(u"--base-url is not a URL: "_s + *model.baseUrl);
    }
    if (!endpoint && (!model.dialect || !model.baseUrl)) {
        return unusable(
            u"\"%1\" is not a provider that is known; one of your own needs --dialect and --base-url"_s.arg(
                model.provider));
    }
    if (!endpoint || (model.dialect && *model.dialect != endpoint->dialect)) {
        auto custom = catalog.custom(model.provider, *model.dialect, model.baseUrl ? url : endpoint->baseUrl);
        if (custom && endpoint) {
            custom.value().keyVariable = endpoint->keyVariable;
        }
        return custom;
    }
    if (model.baseUrl) {
        const QString usual = endpoint->origin();
        endpoint->baseUrl = url;
        // Another server, and a near one: whether it wants a key is its own to say.
        endpoint->needsKey = endpoint->needsKey && !(endpoint->isLocal() && endpoint->origin() != usual);
    }
    return *endpoint;
}

} // namespace

domain::Result<AskTarget> resolveTarget(const AskOptions::Model& model, const providers::Catalog& catalog,
                                        const std::vector<Endpoint>& endpoints) {
    const auto endpoint = endpointFor(model, catalog, endpoints);
    if (!endpoint) {
        return endpoint.failure();
    }
    if (const auto problem = endpoint.value().problem(); !problem.isEmpty()) {
        return unusable(model.provider + u": "_s + problem);
    }
    if (providers::makeDialect(endpoint.value().dialect) == nullptr) {
        return unusable(
            u"%1: the dialect \"%2\" is not supported yet"_s.arg(model.provider, endpoint.value().dialect));
    }
    AskTarget target;
    target.endpoint = endpoint.value();
    target.model = model.model;
    target.memoryId = model.isElsewhere()
                          ? target.endpoint.id + u'@' +
                                target.endpoint.baseUrl.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery |
                                                                 QUrl::FullyEncoded)
                          : target.endpoint.id;
    target.facts = catalog.model(target.endpoint.id, target.model);
    if (!model.authorityFile.isEmpty()) {
        const auto certificates = QSslCertificate::fromPath(model.authorityFile, QSsl::Pem,
                                                            QSslCertificate::PatternSyntax::FixedString);
        if (certificates.isEmpty()) {
            return unusable(u"--ca: no certificate in "_s + model.authorityFile);
        }
        target.authority = certificates.first();
    }
    return target;
}

} // namespace rivulet::app
