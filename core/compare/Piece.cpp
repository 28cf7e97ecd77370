// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/Piece.h"

#include <QHash>
#include <QTextBoundaryFinder>

namespace rivulet::compare {

namespace {

Piece pieceOf(QStringView text, qsizetype from, qsizetype end) {
    return {from, end - from, qHash(text.sliced(from, end - from))};
}

bool isBlank(QStringView text) {
    for (const QChar character : text) {
        if (!character.isSpace()) {
            return false;
        }
    }
    return true;
}

std::vector<Piece> wordsOf(QStringView text) {
    std::vector<Piece> pieces;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    qsizetype from = 0;
    for (qsizetype end = finder.toNextBoundary(); end > from; end = finder.toNextBoundary()) {
        if (!isBlank(text.sliced(from, end - from))) {
            pieces.push_back(pieceOf(text, from, end));
        }
        from = end;
    }
    return pieces;
}

std::vector<Piece> linesOf(QStringView text) {
    std::vector<Piece> pieces;
    for (qsizetype from = 0; from <= text.size();) {
        const qsizetype found = text.indexOf(u'\n', from);
        const qsizetype lineEnd = found < 0 ? text.size() : found;
        qsizetype end = lineEnd;
        while (end > from && text.at(end - 1).isSpace()) {
            --end;
        }
        pieces.push_back(pieceOf(text, from, end));
        from = lineEnd + 1;
    }
    return pieces;
}

} // namespace

std::vector<Piece> piecesOf(QStringView text, Grain grain) {
    if (text.isEmpty()) {
        return {};
    }
    return grain == Grain::Words ? wordsOf(text) : linesOf(text);
}

} // namespace rivulet::compare
