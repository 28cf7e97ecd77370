// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/TokenFamily.h"

#include <array>

namespace rivulet::providers {

namespace {

struct Row {
    QStringView part;
    QStringView family;
};

// The longest that is part of the model's name counts: tinyllama holds llama too.
constexpr std::array rows{
    Row{u"claude", u"fine"},      Row{u"gpt-4o", u"large"},    Row{u"gpt-4.", u"large"},
    Row{u"gpt-4", u"medium"},     Row{u"gpt-3", u"medium"},    Row{u"gpt-", u"large"},
    Row{u"chatgpt", u"large"},    Row{u"gemini", u"large"},    Row{u"gemma", u"large"},
    Row{u"command-r", u"large"},  Row{u"llama-2", u"small"},   Row{u"llama2", u"small"},
    Row{u"codellama", u"small"},  Row{u"llama-4", u"large"},   Row{u"llama4", u"large"},
    Row{u"llama", u"medium"},     Row{u"mixtral", u"small"},   Row{u"mistral-7b", u"small"},
    Row{u"mistral:7b", u"small"}, Row{u"phi-3", u"small"},     Row{u"phi3", u"small"},
    Row{u"tinyllama", u"small"},  Row{u"mistral", u"medium"},  Row{u"magistral", u"medium"},
    Row{u"ministral", u"medium"}, Row{u"codestral", u"small"}, Row{u"deepseek", u"medium"},
    Row{u"qwen", u"medium"},      Row{u"qwq", u"medium"},      Row{u"phi", u"medium"},
    Row{u"grok", u"medium"},      Row{u"kimi", u"medium"},     Row{u"glm", u"medium"},
};

/// o1, o3-mini, o4: a letter and a digit at the name's beginning.
bool isOfOSeries(QStringView name) {
    return name.size() >= 2 && name.at(0) == u'o' && name.at(1).isDigit() &&
           (name.size() == 2 || name.at(2) == u'-');
}

} // namespace

QString tokenFamily(QStringView dialect, QStringView model) {
    const QString name = model.toString().toLower();
    // Gateways put the maker before it.
    const QStringView last = QStringView(name).sliced(name.lastIndexOf(u'/') + 1);
    if (isOfOSeries(last)) {
        return QStringLiteral("large");
    }
    const Row* best = nullptr;
    for (const Row& row : rows) {
        if (last.contains(row.part) && (best == nullptr || row.part.size() > best->part.size())) {
            best = &row;
        }
    }
    if (best != nullptr) {
        return best->family.toString();
    }
    if (dialect == u"anthropic") {
        return QStringLiteral("fine");
    }
    return dialect == u"gemini" || dialect == u"openai-responses" ? QStringLiteral("large") : QString();
}

} // namespace rivulet::providers
