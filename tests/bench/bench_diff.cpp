// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// What it costs to follow the differences of two answers of 100 kB while both are written, four times a
// second at 250 tokens/s: the CPU time of an update, of all of them, and of comparing the whole at once.
#include "Figures.h"
#include "compare/TextDiff.h"

#include <QRandomGenerator>

#include <functional>

using namespace rivulet::compare;
using rivulet::bench::cpuSeconds;
using rivulet::bench::Figures;

namespace {

constexpr qsizetype answerUnits = 100'000;
constexpr qsizetype stepUnits = 250;

struct Shape {
    const char* name;
    Grain grain;
    qsizetype blockUnits;
    int changedOfHundred; ///< words of the right answer that are others
};

QString wordOf(quint32 number) {
    QString word;
    for (number += 30; number > 0; number /= 20) {
        word += QChar::fromLatin1("aeioulnrstbcdfgmpvhk"[number % 20]);
    }
    return word;
}

/// Blocks of words as common as they are in a language, a few of them changed.
std::vector<DiffBlock> answer(const Shape& shape, int changed) {
    QRandomGenerator common(17);
    QRandomGenerator own(static_cast<quint32>(changed) + 1);
    std::vector<DiffBlock> blocks;
    qsizetype units = 0;
    while (units < answerUnits) {
        DiffBlock block{{}, shape.grain, shape.grain == Grain::Lines ? 1 : 0, false};
        // As many words as would be so many units unchanged: what follows stays where it is.
        for (qsizetype written = 0; written < shape.blockUnits;) {
            const double chance = common.generateDouble();
            QString word = wordOf(static_cast<quint32>(3000 * chance * chance * chance));
            written += word.size() + 1;
            if (own.bounded(100) < changed) {
                word = wordOf(4000 + own.bounded(2000U));
            }
            const bool isLine = shape.grain == Grain::Lines && common.bounded(6) == 0;
            block.text += word + QChar::fromLatin1(isLine ? '\n' : ' ');
        }
        units += block.text.size();
        blocks.push_back(std::move(block));
    }
    return blocks;
}

/// Writes an answer into one side of a diff, step by step.
class Writer {
public:
    Writer(TextDiff& diff, int side, std::vector<DiffBlock> blocks)
        : m_diff(diff)
        , m_side(side)
        , m_blocks(std::move(blocks)) {}

    bool step() {
        if (m_at >= m_blocks.size()) {
            return false;
        }
        const auto first = static_cast<qsizetype>(m_at);
        std::vector<DiffBlock> changed;
        qsizetype left = stepUnits;
        while (left > 0 && m_at < m_blocks.size()) {
            DiffBlock block = m_blocks[m_at];
            const qsizetype more = std::min(left, block.text.size() - m_units);
            m_units += more;
            left -= more;
            block.open = true;
            if (m_units < block.text.size()) {
                block.text.truncate(m_units);
            } else {
                m_units = 0;
                ++m_at;
            }
            if (!changed.empty()) {
                changed.back().open = false;
            }
            changed.push_back(std::move(block));
        }
        m_diff.replace(m_side, first, changed);
        return true;
    }

private:
    TextDiff& m_diff;
    int m_side;
    std::vector<DiffBlock> m_blocks;
    size_t m_at = 0;
    qsizetype m_units = 0;
};

double millisecondsOf(const std::function<void()>& work) {
    const double before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    work();
    return 1000 * (cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before);
}

void run(const Shape& shape) {
    const Figures figures(QStringLiteral("diff"));
    const auto left = answer(shape, 0);
    const auto right = answer(shape, shape.changedOfHundred);
    const QString name = QString::fromLatin1(shape.name);
    if (Figures::wants(name + QStringLiteral(", while written"))) {
        TextDiff diff;
        Writer one(diff, 0, left);
        Writer other(diff, 1, right);
        std::vector<double> updates;
        double all = 0;
        bool writes = true;
        while (writes) {
            updates.push_back(millisecondsOf([&] {
                writes = one.step();
                writes = other.step() || writes;
                static_cast<void>(diff.rows());
            }));
            all += updates.back();
        }
        figures.print(name + QStringLiteral(", while written"), QStringLiteral("ms CPU an update"), updates,
                      {{QStringLiteral("p99"), Figures::share(updates, 0.99)},
                       {QStringLiteral("all_ms"), all},
                       {QStringLiteral("similarity"), diff.similarity()}});
    }
    if (Figures::wants(name + QStringLiteral(", at once"))) {
        std::vector<double> times;
        for (int round = 0; round < 7; ++round) {
            TextDiff diff;
            times.push_back(millisecondsOf([&] {
                diff.replace(0, 0, left);
                diff.replace(1, 0, right);
                static_cast<void>(diff.rows());
            }));
        }
        figures.print(name + QStringLiteral(", at once"), QStringLiteral("ms CPU"), times);
    }
}

} // namespace

int main(int argc, char* argv[]) {
    const QCoreApplication application(argc, argv);
    const std::vector<Shape> shapes{{"alike", Grain::Words, 400, 8},
                                    {"unlike", Grain::Words, 400, 100},
                                    {"short items", Grain::Words, 40, 8},
                                    {"short items, unlike", Grain::Words, 40, 60},
                                    {"code", Grain::Lines, 3000, 2},
                                    {"one fence", Grain::Lines, answerUnits, 2},
                                    {"one paragraph", Grain::Words, answerUnits, 8},
                                    {"one paragraph, unlike", Grain::Words, answerUnits, 60}};
    for (const Shape& shape : shapes) {
        run(shape);
    }
    return 0;
}
