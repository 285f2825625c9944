#include "sim/scenario/yaml_words.h"

#include <limits.h>
#include <string.h>

// The first rule whose text occurs in libyaml's problem (0.2.5) speaks.
static const struct {
    const char *problem;
    const char *words;
} rules[] = {
    {"mapping values are not allowed",
     "a colon too many, or wrong indentation; put a value that holds `: ` in quotes, and indent with spaces"},
    {"could not find expected ':'", "a key without a colon; write `key: value`"},
    {"did not find expected ',' or ']'",
     "a list that opens with `[` goes wrong; separate with commas and close it with `]`"},
    {"did not find expected ',' or '}'",
     "a mapping that opens with `{` goes wrong; separate with commas and close it with `}`"},
    {"did not find expected key",
     "this line does not fit those above it; check its indentation and the quotes before it"},
    {"did not find expected '-' indicator", "this line does not fit the list above it; check its indentation"},
    {"block sequence entries are not allowed", "`-` cannot stand here; begin the list on a line of its own"},
    {"block mapping keys are not allowed", "a `key:` cannot stand here; begin it on a line of its own"},
    {"unexpected end of stream", "a quoted text is not closed; add the closing quote"},
    {"unexpected document indicator", "a quoted text is not closed; add the closing quote"},
    {"unknown escape character", "in double quotes a backslash has a meaning; use single quotes"},
    {"did not find expected hexdecimal number", "in double quotes a backslash has a meaning; use single quotes"},
    {"tag", "tags (words that begin with `!`) are not understood; write the value alone"},
    {"alphabetic or numeric character", "`&` and `*` cannot begin a value; put it in quotes"},
    {"comment from the preceding token", "a space is missing before `#`"},
    {"directive", "lines that begin with `%` are not understood; leave them out"},
    {"incompatible YAML document", "this version of YAML is not understood; leave the line with `%YAML` out"},
    {"did not find expected <document start>", "this line does not fit those above it; check its indentation"},
    {"exceeded maximum depth", "too many levels inside one another"},
    {"control characters are not allowed", "a control character stands here; save the file as plain UTF-8 text"},
    {"UTF", "this is not UTF-8 text; save the file as UTF-8"},
    {"octet", "this is not UTF-8 text; save the file as UTF-8"},
    {"Unicode", "this is not UTF-8 text; save the file as UTF-8"},
    {"surrogate", "this is not UTF-8 text; save the file as UTF-8"},
};

static const char *words_for(const char *problem)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (strstr(problem, rules[i].problem)) return rules[i].words;
    }
    return NULL;
}

// libyaml gives no line for bytes it cannot decode, only how far it had come.
static SimMark mark_of_offset(const char *file, const char *text, size_t length, size_t offset)
{
    SimMark mark = {.file = file, .line = 1, .column = 1};
    for (size_t i = 0; i < offset && i < length; i++) {
        bool ends_line = text[i] == '\n';
        mark.line += ends_line;
        mark.column = ends_line ? 1 : mark.column + (((unsigned char)text[i] & 0xc0) != 0x80);
    }
    return mark;
}

// libyaml counts characters; the byte order mark is none of them. NUL if the place is not in the text.
static char character_at(const yaml_parser_t *parser, const char *text, size_t length, size_t index)
{
    if (parser->encoding != YAML_UTF8_ENCODING) return '\0';
    size_t at = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    for (; at < length; at++) {
        bool begins_character = ((unsigned char)text[at] & 0xc0) != 0x80;
        if (begins_character && index-- == 0) return text[at];
    }
    return '\0';
}

bool sim_yaml_fault(SimFaults *faults, const char *file, const yaml_parser_t *parser, const char *text, size_t length)
{
    const char *problem = parser->problem ? parser->problem : "nothing more is known";
    if (parser->error == YAML_READER_ERROR) {
        const char *words = words_for(problem);
        return sim_fault(faults, mark_of_offset(file, text, length, parser->problem_offset), "%s",
                         words ? words : "this is not UTF-8 text; save the file as UTF-8");
    }
    if (parser->error == YAML_MEMORY_ERROR) return sim_fault(faults, (SimMark){.file = file}, "memory is short");
    yaml_mark_t at = parser->problem_mark;
    SimMark mark = {.file = file,
                    .line = at.line < INT_MAX ? (int)at.line + 1 : INT_MAX,
                    .column = at.column < INT_MAX ? (int)at.column + 1 : INT_MAX};
    if (strstr(problem, "cannot start any token")) {
        char found = character_at(parser, text, length, at.index);
        if (found == '\t') return sim_fault(faults, mark, "a tab stands here; indent with spaces");
        if (found > ' ') return sim_fault(faults, mark, "a value cannot begin with `%c`; put it in quotes", found);
    }
    const char *words = words_for(problem);
    if (words) return sim_fault(faults, mark, "%s", words);
    return sim_fault(faults, mark, "this is not YAML: %.100s", problem);
}
