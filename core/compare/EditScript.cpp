// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/EditScript.h"

#include <QHash>

#include <algorithm>
#include <cstdint>

namespace rivulet::compare {

namespace {

using Pieces = std::span<const Piece>;
using Side = EditRun::Side;

/// From here on it pays to look for what is unique first.
constexpr size_t worthAnchors = 64;

/// Puts a script together out of steps of any order.
class Script {
public:
    void both(qsizetype count) {
        if (count == 0) {
            return;
        }
        endChange();
        if (!m_runs.empty() && m_runs.back().side == Side::Both) {
            m_runs.back().count += count;
        } else {
            m_runs.push_back({Side::Both, count});
        }
    }
    void left(qsizetype count) { m_left += count; }
    void right(qsizetype count) { m_right += count; }
    std::vector<EditRun> take() {
        endChange();
        return std::move(m_runs);
    }

private:
    void endChange() {
        if (m_left > 0) {
            m_runs.push_back({Side::Left, m_left});
        }
        if (m_right > 0) {
            m_runs.push_back({Side::Right, m_right});
        }
        m_left = m_right = 0;
    }

    std::vector<EditRun> m_runs;
    qsizetype m_left = 0;
    qsizetype m_right = 0;
};

struct Anchor {
    size_t left = 0;
    size_t right = 0;
};

/// Where a piece stands on each side, and how often.
struct Place {
    Anchor at;
    int left = 0;
    int right = 0;
};

/// The longest chain of anchors that rises on both sides; they come ordered by their left.
std::vector<Anchor> rising(const std::vector<Anchor>& anchors) {
    std::vector<size_t> ends; // the anchor that ends the best chain of each length
    std::vector<size_t> before(anchors.size());
    for (size_t i = 0; i < anchors.size(); ++i) {
        const auto at =
            std::lower_bound(ends.begin(), ends.end(), anchors[i].right,
                             [&](size_t end, size_t right) { return anchors[end].right < right; });
        before[i] = at == ends.begin() ? i : *std::prev(at);
        if (at == ends.end()) {
            ends.push_back(i);
        } else {
            *at = i;
        }
    }
    std::vector<Anchor> chain(ends.size());
    size_t i = ends.empty() ? 0 : ends.back();
    for (size_t length = chain.size(); length > 0; --length) {
        chain[length - 1] = anchors[i];
        i = before[i];
    }
    return chain;
}

std::vector<Anchor> anchorsOf(Pieces left, Pieces right) {
    QHash<size_t, Place> places;
    places.reserve(static_cast<qsizetype>(left.size()));
    for (size_t i = 0; i < left.size(); ++i) {
        Place& place = places[left[i].id];
        place.at.left = i;
        ++place.left;
    }
    for (size_t i = 0; i < right.size(); ++i) {
        const auto found = places.find(right[i].id);
        if (found != places.end()) {
            found->at.right = i;
            ++found->right;
        }
    }
    std::vector<Anchor> anchors;
    for (const Piece& piece : left) {
        const Place place = places.value(piece.id);
        if (place.left == 1 && place.right == 1) {
            anchors.push_back(place.at);
        }
    }
    return rising(anchors);
}

/// Myers' greedy search, forwards. The furthest reach on each diagonal is kept for each number of edits, to
/// be walked back.
class Search {
public:
    Search(Pieces left, Pieces right)
        : m_left(left)
        , m_right(right) {}

    /// False where it would take too many edits.
    bool into(Script& script) {
        const auto most = std::min<qsizetype>(mostEdits, n() + m());
        for (qsizetype edits = 0; edits <= most; ++edits) {
            if (reach(edits)) {
                walkBack(edits, script);
                return true;
            }
        }
        return false;
    }

private:
    [[nodiscard]] qsizetype n() const { return static_cast<qsizetype>(m_left.size()); }
    [[nodiscard]] qsizetype m() const { return static_cast<qsizetype>(m_right.size()); }
    /// Of diagonal k after `edits`: the reaches of one number of edits lie behind each other.
    [[nodiscard]] std::int32_t& at(qsizetype edits, qsizetype k) {
        return m_reach[static_cast<size_t>(edits * (edits + 1) / 2 + (k + edits) / 2)];
    }
    [[nodiscard]] bool isDown(qsizetype edits, qsizetype k) {
        return k == -edits || (k != edits && at(edits - 1, k - 1) < at(edits - 1, k + 1));
    }
    [[nodiscard]] qsizetype start(qsizetype edits, qsizetype k) {
        if (edits == 0) {
            return 0;
        }
        return isDown(edits, k) ? at(edits - 1, k + 1) : at(edits - 1, k - 1) + 1;
    }

    bool reach(qsizetype edits) {
        m_reach.resize(static_cast<size_t>((edits + 1) * (edits + 2) / 2));
        for (qsizetype k = -edits; k <= edits; k += 2) {
            qsizetype x = start(edits, k);
            qsizetype y = x - k;
            while (x < n() && y < m() && y >= 0 && same(x, y)) {
                ++x;
                ++y;
            }
            at(edits, k) = static_cast<std::int32_t>(x);
            if (k == n() - m() && x >= n()) {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool same(qsizetype x, qsizetype y) const {
        return m_left[static_cast<size_t>(x)].id == m_right[static_cast<size_t>(y)].id;
    }

    void walkBack(qsizetype edits, Script& script) {
        struct Step {
            Side side;
            qsizetype count;
        };
        std::vector<Step> steps;
        qsizetype k = n() - m();
        for (; edits > 0; --edits) {
            const qsizetype from = start(edits, k);
            steps.push_back({Side::Both, at(edits, k) - from});
            const bool down = isDown(edits, k);
            steps.push_back({down ? Side::Right : Side::Left, 1});
            k += down ? 1 : -1;
        }
        steps.push_back({Side::Both, at(0, 0)});
        for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
            switch (step->side) {
            case Side::Both:
                script.both(step->count);
                break;
            case Side::Left:
                script.left(step->count);
                break;
            case Side::Right:
                script.right(step->count);
                break;
            }
        }
    }

    Pieces m_left;
    Pieces m_right;
    std::vector<std::int32_t> m_reach;
};

void replace(Pieces left, Pieces right, Script& script) {
    script.left(static_cast<qsizetype>(left.size()));
    script.right(static_cast<qsizetype>(right.size()));
}

enum class Anchors { Sought, Exhausted };

void compare(Pieces left, Pieces right, Anchors anchors, Script& script);

/// Between what is unique on both sides. Once only: what is unique in between only is left to the search.
void compareBetween(Pieces left, Pieces right, const std::vector<Anchor>& anchors, Script& script) {
    Anchor from;
    for (const Anchor& anchor : anchors) {
        compare(left.subspan(from.left, anchor.left - from.left),
                right.subspan(from.right, anchor.right - from.right), Anchors::Exhausted, script);
        script.both(1);
        from = {anchor.left + 1, anchor.right + 1};
    }
    compare(left.subspan(from.left), right.subspan(from.right), Anchors::Exhausted, script);
}

void compare(Pieces left, Pieces right, Anchors anchors, Script& script) {
    const auto isSame = [](const Piece& a, const Piece& b) { return a.id == b.id; };
    const auto [leftRest, rightRest] =
        std::mismatch(left.begin(), left.end(), right.begin(), right.end(), isSame);
    const auto before = static_cast<size_t>(leftRest - left.begin());
    left = left.subspan(before);
    right = right.subspan(before);
    size_t after = 0;
    while (after < std::min(left.size(), right.size()) &&
           isSame(left[left.size() - 1 - after], right[right.size() - 1 - after])) {
        ++after;
    }
    left = left.first(left.size() - after);
    right = right.first(right.size() - after);

    script.both(static_cast<qsizetype>(before));
    if (left.empty() || right.empty()) {
        replace(left, right, script);
    } else {
        const bool sought = anchors == Anchors::Sought && left.size() + right.size() > worthAnchors;
        const auto found = sought ? anchorsOf(left, right) : std::vector<Anchor>{};
        if (!found.empty()) {
            compareBetween(left, right, found, script);
        } else if (!Search(left, right).into(script)) {
            replace(left, right, script);
        }
    }
    script.both(static_cast<qsizetype>(after));
}

/// What changes between two runs that are the same, and that one behind it.
struct Change {
    qsizetype left = 0;
    qsizetype right = 0;
    qsizetype leftUnits = 0;
    qsizetype rightUnits = 0;
    qsizetype same = 0; ///< pieces behind the change
    qsizetype sameUnits = 0;

    [[nodiscard]] qsizetype units() const { return std::max(leftUnits, rightUnits); }
    [[nodiscard]] bool isNone() const { return left == 0 && right == 0; }
};

/// The script as changes, each with what is the same behind it; only the first may change nothing.
std::vector<Change> changesOf(const std::vector<EditRun>& script, Pieces left, Pieces right) {
    std::vector<Change> changes(1);
    size_t atLeft = 0;
    size_t atRight = 0;
    const auto units = [](Pieces pieces, size_t& at, qsizetype count) {
        qsizetype sum = 0;
        for (const size_t end = at + static_cast<size_t>(count); at < end; ++at) {
            sum += pieces[at].size;
        }
        return sum;
    };
    for (const EditRun& run : script) {
        if (run.side != Side::Both && changes.back().same > 0) {
            changes.emplace_back();
        }
        Change& change = changes.back();
        switch (run.side) {
        case Side::Both:
            change.same += run.count;
            change.sameUnits += units(left, atLeft, run.count);
            atRight += static_cast<size_t>(run.count);
            break;
        case Side::Left:
            change.left += run.count;
            change.leftUnits += units(left, atLeft, run.count);
            break;
        case Side::Right:
            change.right += run.count;
            change.rightUnits += units(right, atRight, run.count);
            break;
        }
    }
    return changes;
}

} // namespace

std::vector<EditRun> editScript(std::span<const Piece> left, std::span<const Piece> right) {
    Script script;
    compare(left, right, Anchors::Sought, script);
    return script.take();
}

std::vector<EditRun> withoutSplinters(const std::vector<EditRun>& script, std::span<const Piece> left,
                                      std::span<const Piece> right) {
    std::vector<Change> kept;
    for (Change change : changesOf(script, left, right)) {
        while (!kept.empty() && !kept.back().isNone() && !change.isNone() &&
               kept.back().sameUnits <= std::min(kept.back().units(), change.units())) {
            const Change& before = kept.back();
            change.left += before.left + before.same;
            change.right += before.right + before.same;
            change.leftUnits += before.leftUnits + before.sameUnits;
            change.rightUnits += before.rightUnits + before.sameUnits;
            kept.pop_back();
        }
        kept.push_back(change);
    }
    Script whole;
    for (const Change& change : kept) {
        whole.left(change.left);
        whole.right(change.right);
        whole.both(change.same);
    }
    return whole.take();
}

} // namespace rivulet::compare
