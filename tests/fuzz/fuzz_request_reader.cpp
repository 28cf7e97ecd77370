// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "loopback/RequestReader.h"

using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using namespace rivulet::loopback;

namespace {

struct Read {
    std::vector<Request> requests;
    int problem = 0;
};

Read readAll(const std::vector<QByteArrayView>& slices) {
    Read read;
    RequestReader reader;
    for (const QByteArrayView slice : slices) {
        reader.feed(slice.toByteArray());
        while (reader.problem() == 0 && reader.isComplete()) {
            read.requests.push_back(reader.take());
        }
    }
    read.problem = reader.problem();
    return read;
}

bool isSame(const Request& a, const Request& b) {
    return a.method == b.method && a.path == b.path && a.headers == b.headers && a.body == b.body &&
           a.keepsAlive == b.keepsAlive;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const Read whole = readAll({input.bytes()});
    for (const Read& sliced :
         {readAll(input.slices(input.bytes())), readAll(input.slices(input.bytes(), 1))}) {
        require(sliced.problem == whole.problem, "any slices, the same problem");
        require(std::ranges::equal(sliced.requests, whole.requests, isSame), "any slices, the same requests");
    }
    for (const Request& request : whole.requests) {
        require(!request.method.isEmpty() && !request.path.isEmpty(), "a request asks for something");
    }
    return 0;
}
