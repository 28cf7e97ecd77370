// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "providers/Catalog.h"
#include "providers/Dialect.h"

using rivulet::domain::Endpoint;
using rivulet::domain::ModelTraits;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using namespace rivulet::providers;

namespace {

bool isHeaderText(const QByteArray& text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

void holdEndpoint(const Catalog& catalog, const Endpoint& endpoint) {
    const bool waitsForUser = !catalog.addressTemplate(endpoint.id).isEmpty();
    require(!endpoint.id.isEmpty() && makeDialect(endpoint.dialect) != nullptr, "a row can be used");
    require(waitsForUser || endpoint.problem().isEmpty(), "an address may be used", endpoint.problem());
    require(isHeaderText(endpoint.credential.header) && isHeaderText(endpoint.credential.prefix) &&
                isHeaderText(endpoint.quirks.sessionHeader),
            "a header ends nothing");
    for (const auto& [name, value] : endpoint.quirks.headers) {
        require(isHeaderText(name) && isHeaderText(value) && !name.isEmpty(), "a header ends nothing");
    }
    if (waitsForUser) {
        return;
    }
    require(catalog.isAtItsOwnServer(endpoint), "a row is at its own server");
    const Catalog::Reading reading = Catalog::read(Catalog::row(endpoint));
    require(reading.problem.isEmpty() && reading.endpoint == endpoint, "a row that is written is read",
            reading.problem);
    // Where the base URL is, requests go, and nowhere else.
    if (const auto list = makeDialect(endpoint.dialect)->listRequest(endpoint)) {
        Endpoint asked = endpoint;
        asked.baseUrl = list->url;
        require(asked.origin() == endpoint.origin(), "a path leads to no other host", list->url.toString());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input(data, size);
    const QByteArray file = input.bytes().toByteArray();
    static const QByteArray noProviders = QByteArrayLiteral(R"({"providers":[]})");
    static const QByteArray noModels = QByteArrayLiteral(R"({"models":[]})");
    static const Catalog empty = Catalog::parse(noProviders, noModels).value();
    if (const auto catalog = Catalog::parse(file, noModels)) {
        for (const Endpoint& endpoint : catalog.value().endpoints()) {
            holdEndpoint(catalog.value(), endpoint);
        }
        require(bool(catalog.value().extended(file, {})), "a table can stand over itself");
    } else {
        require(!catalog.failure().detail.isEmpty(), "a refusal says why");
    }
    if (const auto catalog = empty.extended({}, file.isEmpty() ? QByteArray(" ") : file)) {
        for (const ModelTraits& traits : catalog.value().modelsOf(u"ours")) {
            require(catalog.value().model(u"ours", traits.id).has_value(), "a model that is listed is known");
        }
    } else {
        require(!catalog.failure().detail.isEmpty(), "a refusal says why");
    }
    return 0;
}
