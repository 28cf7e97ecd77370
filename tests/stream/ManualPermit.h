// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/SendPermit.h"

#include <utility>
#include <vector>

/// Lets requests go when a test says so, and writes down what they took.
class ManualPermit final : public rivulet::stream::SendPermit {
public:
    std::vector<Kind> asked;
    std::vector<rivulet::stream::RateNeed> taken;
    int withdrawn = 0;
    int hurried = 0;
    bool open = false;

    void await(Kind kind, Go go) override {
        asked.push_back(kind);
        if (open) {
            go({});
        } else {
            m_go = std::move(go);
        }
    }
    void goNow() override {
        ++hurried;
        letGo();
    }
    void withdraw() override {
        ++withdrawn;
        m_go = {};
    }
    void settle(const rivulet::stream::RateNeed& used) override {
        if (used != rivulet::stream::RateNeed{.requests = 0}) {
            taken.push_back(used);
        }
    }
    void letGo(const Key& key = {}) {
        if (const auto go = std::exchange(m_go, {})) {
            go(key);
        }
    }
    [[nodiscard]] bool isAsked() const { return static_cast<bool>(m_go); }

private:
    Go m_go;
};
