// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// A table; its length is that of the list of languages.
#include "text/CodeLanguages.h"

namespace rivulet::text {

namespace {

using Language = CodeSpans::Language;
using Form = StringRule::Form;
using Kind = CodeSpan::Kind;

const StringRule doubleQuoted{u"\""_qs, u"\""_qs, Form::OneLine, u'\\'};
const StringRule singleQuoted{u"'"_qs, u"'"_qs, Form::OneLine, u'\\'};
const StringRule openDouble{u"\""_qs, u"\""_qs, Form::ManyLines, u'\\'};
const StringRule openSingle{u"'"_qs, u"'"_qs, Form::ManyLines, u'\\'};
const StringRule literalSingle{u"'"_qs, u"'"_qs, Form::ManyLines, {}};
const StringRule backQuoted{u"`"_qs, u"`"_qs, Form::ManyLines, u'\\'};
const StringRule rawBackQuoted{u"`"_qs, u"`"_qs, Form::ManyLines, {}};
const StringRule tripleDouble{u"\"\"\""_qs, u"\"\"\""_qs, Form::ManyLines, u'\\'};
const StringRule tripleSingle{u"'''"_qs, u"'''"_qs, Form::ManyLines, u'\\'};
const StringRule character{u"'"_qs, u"'"_qs, Form::Character, u'\\'};

void add(Language& language, Kind kind, const char16_t* words) {
    for (const QString& word : QString::fromUtf16(words).split(u' ', Qt::SkipEmptyParts))
        language.words.insert(word, kind);
}

struct Words {
    const char16_t* keywords = u"";
    const char16_t* types = u"";
    const char16_t* constants = u"";
};

Language named(const char16_t* name, const char16_t* aliases, const Words& words = {}) {
    Language language;
    language.name = QString::fromUtf16(name);
    language.aliases = QString::fromUtf16(aliases).split(u' ');
    add(language, Kind::Keyword, words.keywords);
    add(language, Kind::Type, words.types);
    add(language, Kind::Constant, words.constants);
    return language;
}

/// Line comments by two slashes, block comments by slash and star.
Language slashed(const char16_t* name, const char16_t* aliases, const Words& words,
                 std::vector<StringRule> strings) {
    Language language = named(name, aliases, words);
    language.lineComments = {u"//"_qs};
    language.blockOpen = u"/*"_qs;
    language.blockClose = u"*/"_qs;
    language.strings = std::move(strings);
    return language;
}

/// Line comments by a hash sign.
Language hashed(const char16_t* name, const char16_t* aliases, const Words& words,
                std::vector<StringRule> strings) {
    Language language = named(name, aliases, words);
    language.lineComments = {u"#"_qs};
    language.strings = std::move(strings);
    return language;
}

constexpr auto cKeywords = u"auto break case const continue default do else enum extern for goto if inline "
                           u"register restrict return sizeof "
                           u"static struct switch typedef union volatile while _Alignas _Alignof _Atomic "
                           u"_Generic _Noreturn _Static_assert";
constexpr auto cTypes = u"char double float int long short signed unsigned void bool _Bool size_t ssize_t "
                        u"ptrdiff_t intptr_t uintptr_t "
                        u"int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t wchar_t FILE";

void addC(std::vector<Language>& all) {
    Language c = slashed(u"C", u"c h", {cKeywords, cTypes, u"NULL true false stdin stdout stderr"},
                         {doubleQuoted, singleQuoted});
    c.directive = u'#';
    c.stringPrefixes = u"LuU8"_qs;
    all.push_back(c);

    Language cpp = c;
    cpp.name = u"C++"_qs;
    cpp.aliases = {u"cpp"_qs,  u"c++"_qs,         u"cxx"_qs,    u"cc"_qs,      u"hpp"_qs,
                   u"hxx"_qs,  u"hh"_qs,          u"ino"_qs,    u"arduino"_qs, u"cuda"_qs,
                   u"objc"_qs, u"objective-c"_qs, u"qml-cpp"_qs};
    add(cpp, Kind::Keyword,
        u"alignas alignof and and_eq asm bitand bitor catch class co_await co_return co_yield compl concept "
        u"consteval "
        u"constexpr constinit const_cast decltype delete dynamic_cast explicit export final friend import "
        u"module "
        u"mutable namespace new noexcept not not_eq operator or or_eq override private protected public "
        u"reinterpret_cast requires static_assert static_cast template this thread_local throw try typeid "
        u"typename "
        u"using virtual xor xor_eq");
    add(cpp, Kind::Type, u"char8_t char16_t char32_t string string_view vector map set optional variant");
    add(cpp, Kind::Constant, u"nullptr");
    cpp.strings.insert(cpp.strings.begin(), StringRule{u"R\""_qs, {}, Form::Delimited, {}});
    all.push_back(cpp);

    Language csharp = slashed(u"C#", u"csharp cs c# dotnet",
                              {u"abstract as async await base break case catch checked class const continue "
                               u"default delegate do else enum "
                               u"event explicit extern finally fixed for foreach get goto if implicit in "
                               u"init interface internal is lock "
                               u"namespace new operator out override params partial private protected public "
                               u"readonly record ref required "
                               u"return sealed set sizeof stackalloc static struct switch this throw try "
                               u"typeof unchecked unsafe using var "
                               u"virtual volatile when where while with yield",
                               u"bool byte char decimal double dynamic float int long nint object sbyte "
                               u"short string uint ulong ushort void",
                               u"true false null"},
                              {tripleDouble,
                               {u"@\""_qs, u"\""_qs, Form::ManyLines, {}},
                               {u"$@\""_qs, u"\""_qs, Form::ManyLines, {}},
                               doubleQuoted,
                               singleQuoted});
    csharp.strings[0].escape = {};
    csharp.directive = u'#';
    csharp.stringPrefixes = u"$"_qs;
    csharp.capitals = Language::Capitals::Types;
    all.push_back(csharp);
}

void addJvm(std::vector<Language>& all) {
    Language java = slashed(u"Java", u"java",
                            {u"abstract assert break case catch class const continue default do else enum "
                             u"extends final finally for goto "
                             u"if implements import instanceof interface module native new non-sealed "
                             u"package permits private protected "
                             u"public record return sealed static strictfp super switch synchronized this "
                             u"throw throws transient try var "
                             u"void volatile while yield",
                             u"boolean byte char double float int long short", u"true false null"},
                            {tripleDouble, doubleQuoted, singleQuoted});
    java.decorator = u'@';
    java.capitals = Language::Capitals::Types;
    all.push_back(java);

    Language kotlin = java;
    kotlin.name = u"Kotlin"_qs;
    kotlin.aliases = {u"kotlin"_qs, u"kt"_qs, u"kts"_qs};
    kotlin.words.clear();
    add(kotlin, Kind::Keyword,
        u"abstract actual annotation as break by catch class companion const constructor continue "
        u"crossinline data do "
        u"else enum expect external final finally for fun get if import in infix init inline inner interface "
        u"internal "
        u"is lateinit noinline object open operator out override package private protected public reified "
        u"return "
        u"sealed set super suspend tailrec this throw try typealias val value var vararg when where while");
    add(kotlin, Kind::Constant, u"true false null it");
    kotlin.blockComments = Language::BlockComments::Nested;
    kotlin.strings[0].escape = {};
    all.push_back(kotlin);

    Language scala = java;
    scala.name = u"Scala"_qs;
    scala.aliases = {u"scala"_qs, u"sc"_qs, u"sbt"_qs};
    scala.words.clear();
    add(scala, Kind::Keyword,
        u"abstract case catch class def do else end enum export extends extension final finally for forSome "
        u"given if "
        u"implicit import inline lazy match new object open override package private protected return sealed "
        u"super "
        u"then this throw trait transparent try type using val var while with yield");
    add(scala, Kind::Constant, u"true false null");
    scala.blockComments = Language::BlockComments::Nested;
    scala.strings = {tripleDouble, doubleQuoted, character};
    scala.strings[0].escape = {};
    scala.stringPrefixes = u"sfraw"_qs;
    all.push_back(scala);

    Language groovy = java;
    groovy.name = u"Groovy"_qs;
    groovy.aliases = {u"groovy"_qs, u"gradle"_qs};
    add(groovy, Kind::Keyword, u"def in as trait");
    groovy.strings = {tripleDouble, tripleSingle, doubleQuoted, singleQuoted};
    all.push_back(groovy);

    Language dart = slashed(u"Dart", u"dart flutter",
                            {u"abstract as assert async await base break case catch class const continue "
                             u"covariant default deferred do "
                             u"else enum export extends extension external factory final finally for "
                             u"Function get hide if implements "
                             u"import in interface is late library mixin new of on operator part required "
                             u"rethrow return sealed set show "
                             u"static super switch sync this throw try typedef var when while with yield",
                             u"bool double dynamic int num void", u"true false null"},
                            {tripleDouble, tripleSingle, doubleQuoted, singleQuoted});
    dart.decorator = u'@';
    dart.stringPrefixes = u"r"_qs;
    dart.capitals = Language::Capitals::Types;
    dart.blockComments = Language::BlockComments::Nested;
    all.push_back(dart);
}

void addSystems(std::vector<Language>& all) {
    Language rust =
        slashed(u"Rust", u"rust rs",
                {u"as async await break const continue crate dyn else enum extern fn for if impl in let loop "
                 u"match mod move "
                 u"mut pub ref return self static struct super trait type union unsafe use where while yield",
                 u"bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self",
                 u"true false None Some Ok Err"},
                {{u"r\""_qs, u"\""_qs, Form::Hashed, {}},
                 {u"br\""_qs, u"\""_qs, Form::Hashed, {}},
                 openDouble,
                 character});
    rust.stringPrefixes = u"bc"_qs;
    rust.blockComments = Language::BlockComments::Nested;
    rust.capitals = Language::Capitals::Types;
    rust.attributeOpen = u"#["_qs;
    all.push_back(rust);

    all.push_back(slashed(u"Go", u"go golang",
                          {u"break case chan const continue default defer else fallthrough for func go goto "
                           u"if import interface map "
                           u"package range return select struct switch type var",
                           u"any bool byte comparable complex64 complex128 error float32 float64 int int8 "
                           u"int16 int32 int64 rune string "
                           u"uint uint8 uint16 uint32 uint64 uintptr",
                           u"true false nil iota"},
                          {rawBackQuoted, doubleQuoted, singleQuoted}));

    Language swift = slashed(
        u"Swift", u"swift",
        {u"actor any as associatedtype async await break case catch class continue convenience default defer "
         u"deinit do "
         u"else enum extension fallthrough fileprivate final for func get guard if import in indirect infix "
         u"init inout "
         u"internal is isolated lazy let mutating nonisolated nonmutating open operator optional override "
         u"package "
         u"postfix precedencegroup prefix private protocol public repeat required rethrows return self set "
         u"some static "
         u"struct subscript super switch throw throws try typealias unowned var weak where while willSet "
         u"didSet",
         u"Self", u"true false nil"},
        {{u"\"\"\""_qs, u"\"\"\""_qs, Form::Hashed, u'\\'}, {u"\""_qs, u"\""_qs, Form::Hashed, u'\\'}});
    swift.decorator = u'@';
    swift.blockComments = Language::BlockComments::Nested;
    swift.capitals = Language::Capitals::Types;
    all.push_back(swift);

    Language zig = named(
        u"Zig", u"zig",
        {u"addrspace align allowzero and anyframe anytype asm async await break callconv catch comptime "
         u"const continue "
         u"defer else enum errdefer error export extern fn for if inline linksection noalias noinline "
         u"nosuspend opaque "
         u"or orelse packed pub resume return struct suspend switch test threadlocal try union unreachable "
         u"usingnamespace var volatile while",
         u"bool f16 f32 f64 f128 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize void noreturn type "
         u"anyerror "
         u"anyopaque comptime_int comptime_float",
         u"true false null undefined"});
    zig.lineComments = {u"//"_qs};
    zig.strings = {{u"\\\\"_qs, u"\n"_qs, Form::OneLine, {}}, doubleQuoted, singleQuoted};
    zig.decorator = u'@';
    zig.capitals = Language::Capitals::Types;
    all.push_back(zig);

    Language haskell = named(u"Haskell", u"haskell hs",
                             {u"case class data default deriving do else family forall foreign if import in "
                              u"infix infixl infixr instance "
                              u"let module newtype of qualified then type where",
                              u"", u"True False otherwise"});
    haskell.lineComments = {u"--"_qs};
    haskell.blockOpen = u"{-"_qs;
    haskell.blockClose = u"-}"_qs;
    haskell.blockComments = Language::BlockComments::Nested;
    haskell.strings = {doubleQuoted, character};
    haskell.capitals = Language::Capitals::Types;
    haskell.wordSigns = u"'"_qs;
    all.push_back(haskell);
}

void addScripts(std::vector<Language>& all) {
    Language python =
        hashed(u"Python", u"python py python3 py3 pyi pycon ipython sage",
               {u"and as assert async await break case class continue def del elif else except finally for "
                u"from global if "
                u"import in is lambda match nonlocal not or pass raise return try while with yield",
                u"bool bytes bytearray complex dict float frozenset int list object set str tuple type",
                u"True False None self cls NotImplemented Ellipsis __name__"},
               {tripleDouble, tripleSingle, doubleQuoted, singleQuoted});
    python.decorator = u'@';
    python.stringPrefixes = u"rRbBfFuU"_qs;
    all.push_back(python);

    const char16_t* const scriptKeywords = u"as async await break case catch class const continue debugger "
                                           u"default delete do else export extends finally "
                                           u"for from function get if import in instanceof let new of return "
                                           u"set static super switch this throw try "
                                           u"typeof var void while with yield";
    Language javascript = slashed(u"JavaScript", u"javascript js jsx mjs cjs node qml",
                                  {scriptKeywords, u"", u"true false null undefined NaN Infinity"},
                                  {backQuoted, doubleQuoted, singleQuoted});
    javascript.wordSigns = u"$"_qs;
    javascript.decorator = u'@';
    javascript.capitals = Language::Capitals::Types;
    all.push_back(javascript);

    Language typescript = javascript;
    typescript.name = u"TypeScript"_qs;
    typescript.aliases = {u"typescript"_qs, u"ts"_qs, u"tsx"_qs, u"mts"_qs, u"cts"_qs};
    add(typescript, Kind::Keyword,
        u"abstract asserts declare enum implements infer interface is keyof module namespace override "
        u"private "
        u"protected public readonly satisfies type unique");
    add(typescript, Kind::Type, u"any bigint boolean never number object string symbol unknown void");
    all.push_back(typescript);

    Language ruby = hashed(u"Ruby", u"ruby rb rake gemfile",
                           {u"alias and begin break case class def defined? do else elsif end ensure extend "
                            u"for if in include module next "
                            u"not or private protected public raise redo require require_relative rescue "
                            u"retry return super then undef "
                            u"unless until when while yield attr_accessor attr_reader attr_writer",
                            u"", u"true false nil self __FILE__ __LINE__"},
                           {openDouble, openSingle, backQuoted});
    ruby.blockOpen = u"=begin"_qs;
    ruby.blockClose = u"=end"_qs;
    ruby.capitals = Language::Capitals::Types;
    ruby.wordSigns = u"?!"_qs;
    ruby.decorator = u'@';
    ruby.heredoc = u"<<"_qs;
    all.push_back(ruby);

    Language php = slashed(u"PHP", u"php php8 phtml",
                           {u"abstract and array as break callable case catch class clone const continue "
                            u"declare default do echo else "
                            u"elseif empty enddeclare endfor endforeach endif endswitch endwhile enum exit "
                            u"extends final finally fn for "
                            u"foreach function global goto if implements include include_once instanceof "
                            u"insteadof interface isset list "
                            u"match namespace new or print private protected public readonly require "
                            u"require_once return static switch "
                            u"throw trait try unset use var while xor yield",
                            u"bool float int iterable mixed never object string void self parent",
                            u"true false null TRUE FALSE NULL"},
                           {openDouble, openSingle, backQuoted});
    php.lineComments.append(u"#"_qs);
    php.variable = u'$';
    php.attributeOpen = u"#["_qs;
    php.capitals = Language::Capitals::Types;
    php.heredoc = u"<<<"_qs;
    all.push_back(php);

    Language perl =
        hashed(u"Perl", u"perl pl pm",
               {u"and cmp continue do else elsif eq for foreach ge given goto gt if last le local lt my ne "
                u"next no not or our "
                u"package redo require return sub undef unless until use when while x xor print die bless",
                u"", u"__FILE__ __LINE__ __PACKAGE__"},
               {openDouble, openSingle, backQuoted});
    perl.variable = u'$';
    perl.heredoc = u"<<"_qs;
    all.push_back(perl);

    Language lua =
        named(u"Lua", u"lua luau",
              {u"and break do else elseif end for function goto if in local not or repeat return then until "
               u"while",
               u"", u"true false nil self"});
    lua.blockOpen = u"--[["_qs;
    lua.blockClose = u"]]"_qs;
    lua.lineComments = {u"--"_qs};
    lua.strings = {{u"["_qs, {}, Form::Levelled, {}}, doubleQuoted, singleQuoted};
    all.push_back(lua);

    Language r = hashed(u"R", u"r rscript",
                        {u"break else for function if in next repeat return while library require", u"",
                         u"TRUE FALSE NULL NA NaN Inf"},
                        {openDouble, openSingle, {u"`"_qs, u"`"_qs, Form::OneLine, {}}});
    r.wordSigns = u"."_qs;
    all.push_back(r);

    all.push_back(hashed(
        u"Julia", u"julia jl",
        {u"abstract baremodule begin break catch const continue do else elseif end export finally for "
         u"function global if import in let local macro module mutable primitive quote return struct "
         u"try using where while",
         u"Any Bool Float32 Float64 Int Int32 Int64 String Vector Matrix", u"true false nothing missing"},
        {tripleDouble, doubleQuoted, character}));

    Language elixir =
        hashed(u"Elixir", u"elixir ex exs",
               {u"after alias and case catch cond def defmacro defmodule defp defstruct do else end fn for "
                u"if import in not or quote raise receive require rescue try unless unquote use when with",
                u"", u"true false nil"},
               {tripleDouble, openDouble, openSingle});
    elixir.capitals = Language::Capitals::Types;
    elixir.decorator = u'@';
    elixir.wordSigns = u"?!"_qs;
    all.push_back(elixir);
}

void addShells(std::vector<Language>& all) {
    Language bash =
        hashed(u"Bash", u"bash sh shell zsh ksh console shell-session shellscript fish",
               {u"case coproc do done elif else esac fi for function if in select then time until while "
                u"break continue return "
                u"exit export local readonly declare typeset unset shift source alias eval exec set trap",
                u"", u"true false"},
               {openDouble, literalSingle, backQuoted});
    bash.variable = u'$';
    bash.heredoc = u"<<"_qs;
    bash.wordSigns = u"-"_qs;
    all.push_back(bash);

    Language powershell = hashed(u"PowerShell", u"powershell ps1 ps pwsh psm1",
                                 {u"begin break catch class continue data do dynamicparam else elseif end "
                                  u"enum exit filter finally for foreach "
                                  u"from function hidden if in param process return static switch throw trap "
                                  u"try until using while workflow "
                                  u"-and -or -not -eq -ne -gt -ge -lt -le -like -notlike -match -notmatch "
                                  u"-contains -in -is -as -replace -split "
                                  u"-join",
                                  u"", u"$true $false $null"},
                                 {{u"@\""_qs, u"\"@"_qs, Form::ManyLines, {}},
                                  {u"@'"_qs, u"'@"_qs, Form::ManyLines, {}},
                                  {u"\""_qs, u"\""_qs, Form::ManyLines, u'`'},
                                  literalSingle});
    powershell.blockOpen = u"<#"_qs;
    powershell.blockClose = u"#>"_qs;
    powershell.variable = u'$';
    powershell.wordCase = Language::Case::Ignored;
    powershell.wordSigns = u"-"_qs;
    all.push_back(powershell);

    Language dockerfile =
        hashed(u"Dockerfile", u"dockerfile docker containerfile",
               {u"add arg as cmd copy entrypoint env expose from healthcheck label maintainer onbuild "
                u"run shell stopsignal user volume workdir"},
               {openDouble, literalSingle});
    dockerfile.variable = u'$';
    dockerfile.wordCase = Language::Case::Ignored;
    dockerfile.wordSigns = u"-"_qs;
    dockerfile.heredoc = u"<<"_qs;
    all.push_back(dockerfile);

    Language cmake = hashed(u"CMake", u"cmake cmakelists.txt",
                            {u"if elseif else endif foreach endforeach while endwhile function endfunction "
                             u"macro endmacro return break "
                             u"continue block endblock AND OR NOT MATCHES STREQUAL EQUAL LESS GREATER "
                             u"VERSION_LESS DEFINED EXISTS IN LISTS "
                             u"ITEMS TARGET PUBLIC PRIVATE INTERFACE REQUIRED COMPONENTS",
                             u"", u"ON OFF TRUE FALSE"},
                            {{u"["_qs, {}, Form::Levelled, {}}, openDouble});
    cmake.blockOpen = u"#[["_qs;
    cmake.blockClose = u"]]"_qs;
    cmake.variable = u'$';
    all.push_back(cmake);

    Language makefile =
        hashed(u"Makefile", u"makefile make mk gnumakefile",
               {u"define else endef endif export ifdef ifeq ifndef ifneq include override private "
                u"sinclude undefine unexport vpath -include"},
               {doubleQuoted, singleQuoted});
    makefile.shape = Language::Shape::Makefile;
    makefile.variable = u'$';
    makefile.wordSigns = u"-"_qs;
    all.push_back(makefile);

    Language sql = named(
        u"SQL", u"sql mysql postgresql postgres psql sqlite plsql tsql",
        {u"add all alter analyze and any as asc begin between by cascade case cast check collate column "
         u"commit "
         u"constraint create cross database default delete desc distinct drop else end except exists explain "
         u"foreign "
         u"from full function grant group having if ilike in index inner insert intersect into is join key "
         u"language "
         u"left like limit materialized natural not offset on or order outer over partition primary "
         u"procedure "
         u"recursive references replace returning returns revoke right rollback row rows select set table "
         u"temporary "
         u"then to transaction trigger truncate union unique update using values view when where window with",
         u"bigint blob boolean bool char character date datetime decimal double float int integer interval "
         u"json jsonb "
         u"numeric real serial smallint text time timestamp timestamptz tinyint uuid varchar",
         u"null true false"});
    sql.lineComments = {u"--"_qs};
    sql.blockOpen = u"/*"_qs;
    sql.blockClose = u"*/"_qs;
    sql.strings = {
        literalSingle, {u"\""_qs, u"\""_qs, Form::OneLine, {}}, {u"`"_qs, u"`"_qs, Form::OneLine, {}}};
    sql.wordCase = Language::Case::Ignored;
    all.push_back(sql);
}

void addData(std::vector<Language>& all) {
    Language json = slashed(u"JSON", u"json jsonc json5 jsonl ndjson geojson", {u"", u"", u"true false null"},
                            {doubleQuoted});
    json.shape = Language::Shape::Json;
    all.push_back(json);

    Language yaml = hashed(u"YAML", u"yaml yml", {u"", u"", u"true false null yes no on off True False"},
                           {openDouble, literalSingle});
    yaml.shape = Language::Shape::Yaml;
    yaml.wordSigns = u"-."_qs;
    all.push_back(yaml);

    Language toml = hashed(u"TOML", u"toml", {u"", u"", u"true false inf nan"},
                           {tripleDouble, tripleSingle, doubleQuoted, {u"'"_qs, u"'"_qs, Form::OneLine, {}}});
    toml.shape = Language::Shape::Ini;
    toml.strings[1].escape = {};
    toml.wordSigns = u"-."_qs;
    all.push_back(toml);

    Language ini = hashed(u"INI", u"ini cfg conf config properties desktop editorconfig env dotenv systemd",
                          {u"", u"", u"true false yes no on off"}, {doubleQuoted});
    ini.lineComments.append(u";"_qs);
    ini.shape = Language::Shape::Ini;
    ini.wordSigns = u"-."_qs;
    all.push_back(ini);

    for (const auto& [name, aliases] : {std::pair{u"HTML", u"html htm xhtml vue svelte"},
                                        std::pair{u"XML", u"xml svg xsd xsl xslt plist qrc ui rss atom"}}) {
        Language markup = named(name, aliases);
        markup.shape = Language::Shape::Markup;
        all.push_back(markup);
    }

    Language css = named(u"CSS", u"css");
    css.blockOpen = u"/*"_qs;
    css.blockClose = u"*/"_qs;
    css.shape = Language::Shape::Css;
    css.strings = {doubleQuoted, singleQuoted};
    css.wordSigns = u"-"_qs;
    css.decorator = u'@';
    all.push_back(css);

    Language scss = css;
    scss.name = u"SCSS"_qs;
    scss.aliases = {u"scss"_qs, u"sass"_qs, u"less"_qs};
    scss.lineComments = {u"//"_qs};
    scss.variable = u'$';
    all.push_back(scss);

    Language diff = named(u"Diff", u"diff patch udiff");
    diff.shape = Language::Shape::Diff;
    all.push_back(diff);

    Language markdown = named(u"Markdown", u"markdown md mdown mdx");
    markdown.shape = Language::Shape::Markdown;
    all.push_back(markdown);

    Language graphql =
        hashed(u"GraphQL", u"graphql gql",
               {u"directive enum extend fragment implements input interface mutation on query scalar "
                u"schema subscription type union",
                u"Boolean Float ID Int String", u"true false null"},
               {tripleDouble, doubleQuoted});
    graphql.decorator = u'@';
    graphql.variable = u'$';
    all.push_back(graphql);

    all.push_back(
        slashed(u"Protocol Buffers", u"proto protobuf",
                {u"enum extend extensions import map message oneof option optional package public repeated "
                 u"required reserved returns rpc service stream syntax to",
                 u"bool bytes double fixed32 fixed64 float int32 int64 sint32 sint64 string uint32 uint64",
                 u"true false"},
                {doubleQuoted, singleQuoted}));
}

std::vector<Language> makeLanguages() {
    std::vector<Language> all;
    addC(all);
    addJvm(all);
    addSystems(all);
    addScripts(all);
    addShells(all);
    addData(all);
    return all;
}

} // namespace

const CodeSpans::Language* findLanguage(const QString& alias) {
    static const std::vector<Language> languages = makeLanguages();
    static const QHash<QString, const Language*> byAlias = [] {
        QHash<QString, const Language*> map;
        for (const Language& language : languages)
            for (const QString& each : language.aliases)
                map.insert(each, &language);
        return map;
    }();
    return byAlias.value(alias);
}

} // namespace rivulet::text
