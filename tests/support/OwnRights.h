// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace rivulet::tests {

/// Gives this thread, and those it starts, no more rights over files than their permissions say: root, who
/// runs tests in containers, may write everything otherwise. Who the process is stays the same, for its
/// folders may be root's alone.
class OwnRights {
public:
    OwnRights() {
        m_set = ::syscall(SYS_capget, &m_header, m_before) == 0;
        __user_cap_data_struct lowered[2] = {m_before[0], m_before[1]};
        lowered[0].effective &= ~(1U << CAP_DAC_OVERRIDE);
        m_set = m_set && ::syscall(SYS_capset, &m_header, lowered) == 0;
    }
    ~OwnRights() {
        if (m_set) {
            ::syscall(SYS_capset, &m_header, m_before);
        }
    }
    OwnRights(const OwnRights&) = delete;
    OwnRights& operator=(const OwnRights&) = delete;
    [[nodiscard]] bool isSet() const { return m_set; }

private:
    __user_cap_header_struct m_header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct m_before[2]{};
    bool m_set = false;
};

} // namespace rivulet::tests
