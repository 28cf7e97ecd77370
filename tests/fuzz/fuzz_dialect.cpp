// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// Built once for each dialect, whose name RIVULET_DIALECT is.

#include "DialectLaws.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    rivulet::fuzz::Input input(data, size);
    rivulet::fuzz::readAsDialect(QStringView(RIVULET_DIALECT), input);
    return 0;
}
