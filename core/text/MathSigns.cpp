// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// A table; its length is that of the list of signs.
#include "text/MathSigns.h"

#include <QHash>
#include <QSet>

namespace rivulet::text::math {

namespace {

enum class Kind { Plain, Spaced, Name };

struct Entry {
    const char16_t* name;
    const char16_t* text;
    Kind kind;
};

constexpr Entry entries[] = {
    {u"alpha", u"\u03b1", Kind::Plain},
    {u"beta", u"\u03b2", Kind::Plain},
    {u"gamma", u"\u03b3", Kind::Plain},
    {u"delta", u"\u03b4", Kind::Plain},
    {u"epsilon", u"\u03b5", Kind::Plain},
    {u"varepsilon", u"\u03b5", Kind::Plain},
    {u"zeta", u"\u03b6", Kind::Plain},
    {u"eta", u"\u03b7", Kind::Plain},
    {u"theta", u"\u03b8", Kind::Plain},
    {u"vartheta", u"\u03d1", Kind::Plain},
    {u"iota", u"\u03b9", Kind::Plain},
    {u"kappa", u"\u03ba", Kind::Plain},
    {u"lambda", u"\u03bb", Kind::Plain},
    {u"mu", u"\u03bc", Kind::Plain},
    {u"nu", u"\u03bd", Kind::Plain},
    {u"xi", u"\u03be", Kind::Plain},
    {u"omicron", u"\u03bf", Kind::Plain},
    {u"pi", u"\u03c0", Kind::Plain},
    {u"varpi", u"\u03d6", Kind::Plain},
    {u"rho", u"\u03c1", Kind::Plain},
    {u"varrho", u"\u03f1", Kind::Plain},
    {u"sigma", u"\u03c3", Kind::Plain},
    {u"varsigma", u"\u03c2", Kind::Plain},
    {u"tau", u"\u03c4", Kind::Plain},
    {u"upsilon", u"\u03c5", Kind::Plain},
    {u"phi", u"\u03c6", Kind::Plain},
    {u"varphi", u"\u03c6", Kind::Plain},
    {u"chi", u"\u03c7", Kind::Plain},
    {u"psi", u"\u03c8", Kind::Plain},
    {u"omega", u"\u03c9", Kind::Plain},
    {u"Gamma", u"\u0393", Kind::Plain},
    {u"Delta", u"\u0394", Kind::Plain},
    {u"Theta", u"\u0398", Kind::Plain},
    {u"Lambda", u"\u039b", Kind::Plain},
    {u"Xi", u"\u039e", Kind::Plain},
    {u"Pi", u"\u03a0", Kind::Plain},
    {u"Sigma", u"\u03a3", Kind::Plain},
    {u"Upsilon", u"\u03a5", Kind::Plain},
    {u"Phi", u"\u03a6", Kind::Plain},
    {u"Psi", u"\u03a8", Kind::Plain},
    {u"Omega", u"\u03a9", Kind::Plain},
    {u"infty", u"\u221e", Kind::Plain},
    {u"partial", u"\u2202", Kind::Plain},
    {u"nabla", u"\u2207", Kind::Plain},
    {u"hbar", u"\u210f", Kind::Plain},
    {u"ell", u"\u2113", Kind::Plain},
    {u"Re", u"\u211c", Kind::Plain},
    {u"Im", u"\u2111", Kind::Plain},
    {u"aleph", u"\u2135", Kind::Plain},
    {u"emptyset", u"\u2205", Kind::Plain},
    {u"varnothing", u"\u2205", Kind::Plain},
    {u"forall", u"\u2200", Kind::Plain},
    {u"exists", u"\u2203", Kind::Plain},
    {u"nexists", u"\u2204", Kind::Plain},
    {u"neg", u"\u00ac", Kind::Plain},
    {u"lnot", u"\u00ac", Kind::Plain},
    {u"angle", u"\u2220", Kind::Plain},
    {u"triangle", u"\u25b3", Kind::Plain},
    {u"degree", u"\u00b0", Kind::Plain},
    {u"prime", u"\u2032", Kind::Plain},
    {u"dagger", u"\u2020", Kind::Plain},
    {u"ldots", u"\u2026", Kind::Plain},
    {u"dots", u"\u2026", Kind::Plain},
    {u"cdots", u"\u22ef", Kind::Plain},
    {u"vdots", u"\u22ee", Kind::Plain},
    {u"ddots", u"\u22f1", Kind::Plain},
    {u"dotsc", u"\u2026", Kind::Plain},
    {u"dotsb", u"\u22ef", Kind::Plain},
    {u"sum", u"\u2211", Kind::Plain},
    {u"prod", u"\u220f", Kind::Plain},
    {u"coprod", u"\u2210", Kind::Plain},
    {u"int", u"\u222b", Kind::Plain},
    {u"iint", u"\u222c", Kind::Plain},
    {u"iiint", u"\u222d", Kind::Plain},
    {u"oint", u"\u222e", Kind::Plain},
    {u"bigcup", u"\u22c3", Kind::Plain},
    {u"bigcap", u"\u22c2", Kind::Plain},
    {u"bigoplus", u"\u2a01", Kind::Plain},
    {u"bigotimes", u"\u2a02", Kind::Plain},
    {u"langle", u"\u27e8", Kind::Plain},
    {u"rangle", u"\u27e9", Kind::Plain},
    {u"lfloor", u"\u230a", Kind::Plain},
    {u"rfloor", u"\u230b", Kind::Plain},
    {u"lceil", u"\u2308", Kind::Plain},
    {u"rceil", u"\u2309", Kind::Plain},
    {u"lbrace", u"{", Kind::Plain},
    {u"rbrace", u"}", Kind::Plain},
    {u"lvert", u"|", Kind::Plain},
    {u"rvert", u"|", Kind::Plain},
    {u"vert", u"|", Kind::Plain},
    {u"lVert", u"\u2016", Kind::Plain},
    {u"rVert", u"\u2016", Kind::Plain},
    {u"Vert", u"\u2016", Kind::Plain},
    {u"backslash", u"\\", Kind::Plain},
    {u"quad", u"  ", Kind::Plain},
    {u"qquad", u"    ", Kind::Plain},
    {u"square", u"\u25a1", Kind::Plain},
    {u"blacksquare", u"\u220e", Kind::Plain},
    {u"qed", u"\u220e", Kind::Plain},
    {u"checkmark", u"\u2713", Kind::Plain},
    {u"star", u"\u22c6", Kind::Plain},
    {u"ast", u"\u2217", Kind::Plain},
    {u"bullet", u"\u2022", Kind::Plain},
    {u"circ", u"\u2218", Kind::Plain},
    {u"imath", u"\u0131", Kind::Plain},
    {u"jmath", u"\u0237", Kind::Plain},
    {u"top", u"\u22a4", Kind::Plain},
    {u"bot", u"\u22a5", Kind::Plain},
    {u"pounds", u"\u00a3", Kind::Plain},
    {u"times", u"\u00d7", Kind::Spaced},
    {u"cdot", u"\u00b7", Kind::Spaced},
    {u"div", u"\u00f7", Kind::Spaced},
    {u"pm", u"\u00b1", Kind::Spaced},
    {u"mp", u"\u2213", Kind::Spaced},
    {u"le", u"\u2264", Kind::Spaced},
    {u"leq", u"\u2264", Kind::Spaced},
    {u"leqslant", u"\u2264", Kind::Spaced},
    {u"ge", u"\u2265", Kind::Spaced},
    {u"geq", u"\u2265", Kind::Spaced},
    {u"geqslant", u"\u2265", Kind::Spaced},
    {u"ne", u"\u2260", Kind::Spaced},
    {u"neq", u"\u2260", Kind::Spaced},
    {u"ll", u"\u226a", Kind::Spaced},
    {u"gg", u"\u226b", Kind::Spaced},
    {u"approx", u"\u2248", Kind::Spaced},
    {u"equiv", u"\u2261", Kind::Spaced},
    {u"cong", u"\u2245", Kind::Spaced},
    {u"sim", u"\u223c", Kind::Spaced},
    {u"simeq", u"\u2243", Kind::Spaced},
    {u"propto", u"\u221d", Kind::Spaced},
    {u"in", u"\u2208", Kind::Spaced},
    {u"notin", u"\u2209", Kind::Spaced},
    {u"ni", u"\u220b", Kind::Spaced},
    {u"subset", u"\u2282", Kind::Spaced},
    {u"subseteq", u"\u2286", Kind::Spaced},
    {u"subsetneq", u"\u228a", Kind::Spaced},
    {u"supset", u"\u2283", Kind::Spaced},
    {u"supseteq", u"\u2287", Kind::Spaced},
    {u"cup", u"\u222a", Kind::Spaced},
    {u"cap", u"\u2229", Kind::Spaced},
    {u"setminus", u"\u2216", Kind::Spaced},
    {u"land", u"\u2227", Kind::Spaced},
    {u"wedge", u"\u2227", Kind::Spaced},
    {u"lor", u"\u2228", Kind::Spaced},
    {u"vee", u"\u2228", Kind::Spaced},
    {u"oplus", u"\u2295", Kind::Spaced},
    {u"otimes", u"\u2297", Kind::Spaced},
    {u"odot", u"\u2299", Kind::Spaced},
    {u"perp", u"\u22a5", Kind::Spaced},
    {u"parallel", u"\u2225", Kind::Spaced},
    {u"mid", u"\u2223", Kind::Spaced},
    {u"vdash", u"\u22a2", Kind::Spaced},
    {u"models", u"\u22a8", Kind::Spaced},
    {u"to", u"\u2192", Kind::Spaced},
    {u"rightarrow", u"\u2192", Kind::Spaced},
    {u"longrightarrow", u"\u27f6", Kind::Spaced},
    {u"leftarrow", u"\u2190", Kind::Spaced},
    {u"gets", u"\u2190", Kind::Spaced},
    {u"leftrightarrow", u"\u2194", Kind::Spaced},
    {u"Rightarrow", u"\u21d2", Kind::Spaced},
    {u"Longrightarrow", u"\u27f9", Kind::Spaced},
    {u"implies", u"\u27f9", Kind::Spaced},
    {u"Leftarrow", u"\u21d0", Kind::Spaced},
    {u"impliedby", u"\u27f8", Kind::Spaced},
    {u"Leftrightarrow", u"\u21d4", Kind::Spaced},
    {u"iff", u"\u27fa", Kind::Spaced},
    {u"mapsto", u"\u21a6", Kind::Spaced},
    {u"hookrightarrow", u"\u21aa", Kind::Spaced},
    {u"uparrow", u"\u2191", Kind::Spaced},
    {u"downarrow", u"\u2193", Kind::Spaced},
    {u"rightharpoonup", u"\u21c0", Kind::Spaced},
    {u"rightleftharpoons", u"\u21cc", Kind::Spaced},
    {u"coloneqq", u"\u2254", Kind::Spaced},
    {u"triangleq", u"\u225c", Kind::Spaced},
    {u"doteq", u"\u2250", Kind::Spaced},
    {u"prec", u"\u227a", Kind::Spaced},
    {u"succ", u"\u227b", Kind::Spaced},
    {u"preceq", u"\u2aaf", Kind::Spaced},
    {u"succeq", u"\u2ab0", Kind::Spaced},
    {u"therefore", u"\u2234", Kind::Spaced},
    {u"because", u"\u2235", Kind::Spaced},
    {u"bmod", u"mod", Kind::Spaced},
    {u"pmod", u"mod", Kind::Spaced},
    {u"sin", u"sin", Kind::Name},
    {u"cos", u"cos", Kind::Name},
    {u"tan", u"tan", Kind::Name},
    {u"cot", u"cot", Kind::Name},
    {u"sec", u"sec", Kind::Name},
    {u"csc", u"csc", Kind::Name},
    {u"sinh", u"sinh", Kind::Name},
    {u"cosh", u"cosh", Kind::Name},
    {u"tanh", u"tanh", Kind::Name},
    {u"arcsin", u"arcsin", Kind::Name},
    {u"arccos", u"arccos", Kind::Name},
    {u"arctan", u"arctan", Kind::Name},
    {u"log", u"log", Kind::Name},
    {u"ln", u"ln", Kind::Name},
    {u"lg", u"lg", Kind::Name},
    {u"exp", u"exp", Kind::Name},
    {u"min", u"min", Kind::Name},
    {u"max", u"max", Kind::Name},
    {u"sup", u"sup", Kind::Name},
    {u"inf", u"inf", Kind::Name},
    {u"lim", u"lim", Kind::Name},
    {u"limsup", u"limsup", Kind::Name},
    {u"liminf", u"liminf", Kind::Name},
    {u"arg", u"arg", Kind::Name},
    {u"argmin", u"argmin", Kind::Name},
    {u"argmax", u"argmax", Kind::Name},
    {u"det", u"det", Kind::Name},
    {u"dim", u"dim", Kind::Name},
    {u"ker", u"ker", Kind::Name},
    {u"deg", u"deg", Kind::Name},
    {u"gcd", u"gcd", Kind::Name},
    {u"lcm", u"lcm", Kind::Name},
    {u"Pr", u"Pr", Kind::Name},
    {u"mod", u"mod", Kind::Name},
    {u"hom", u"hom", Kind::Name},
};

struct Accent {
    const char16_t* name;
    char16_t mark;
};

constexpr Accent accents[] = {{u"hat", u'\u0302'},      {u"widehat", u'\u0302'}, {u"bar", u'\u0304'},
                              {u"overline", u'\u0305'}, {u"tilde", u'\u0303'},   {u"widetilde", u'\u0303'},
                              {u"dot", u'\u0307'},      {u"ddot", u'\u0308'},    {u"vec", u'\u20d7'},
                              {u"acute", u'\u0301'},    {u"grave", u'\u0300'},   {u"check", u'\u030c'},
                              {u"underline", u'\u0332'}};

QSet<QString> setOf(const char16_t* words) {
    const QStringList list = QString::fromUtf16(words).split(u' ');
    return {list.begin(), list.end()};
}

} // namespace

const Sign* sign(QStringView name) {
    static const QHash<QString, Sign> signs = [] {
        QHash<QString, Sign> map;
        for (const Entry& entry : entries)
            map.insert(
                QString::fromUtf16(entry.name),
                {QString::fromUtf16(entry.text), entry.kind == Kind::Spaced, entry.kind == Kind::Name});
        return map;
    }();
    const auto found = signs.constFind(name.toString());
    return found == signs.constEnd() ? nullptr : &*found;
}

QChar accent(QStringView name) {
    for (const Accent& each : accents)
        if (name == each.name)
            return each.mark;
    return {};
}

QString alphabet(QStringView name, QChar letter) {
    const bool upper = letter >= u'A' && letter <= u'Z';
    const bool lower = letter >= u'a' && letter <= u'z';
    const auto from = [&](char32_t capitals, char32_t smalls) {
        const char32_t code = upper   ? capitals + (letter.unicode() - u'A')
                              : lower ? smalls + (letter.unicode() - u'a')
                                      : char32_t{letter.unicode()};
        return QString::fromUcs4(&code, 1);
    };
    if (name == u"mathbb" || name == u"Bbb") {
        static const QHash<QChar, QString> old{
            {u'C', u"\u2102"_qs}, {u'H', u"\u210d"_qs}, {u'N', u"\u2115"_qs}, {u'P', u"\u2119"_qs},
            {u'Q', u"\u211a"_qs}, {u'R', u"\u211d"_qs}, {u'Z', u"\u2124"_qs}};
        if (old.contains(letter))
            return old.value(letter);
        return letter == u'1' ? u"\U0001d7d9"_qs : from(0x1d538, 0x1d552);
    }
    // Other alphabets are seen by their letters: few fonts have more.
    static const QSet<QString> others =
        setOf(u"mathcal mathscr mathfrak mathsf mathtt boldsymbol mathbf bm bold");
    return others.contains(name.toString()) ? QString(letter) : QString();
}

bool isWords(QStringView name) {
    static const QSet<QString> names =
        setOf(u"text textbf textit textrm texttt textsf mathrm operatorname mbox hbox tag mathit label");
    return names.contains(name.toString());
}

bool isSilent(QStringView name) {
    static const QSet<QString> names =
        setOf(u"displaystyle textstyle scriptstyle limits nolimits nonumber notag "
              u"hline bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle boxed "
              u"underbrace overbrace mathop mathrel mathbin phantom hfill");
    return names.contains(name.toString());
}

} // namespace rivulet::text::math
