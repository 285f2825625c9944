#include "sim/results/fragment.h"

#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

// A line as far as it is not written yet.
typedef struct {
    const SimFragmentLine *line;
    const char *rest;  // of its path
} Rest;

typedef struct {
    const SimFields *fields;
    const char *const *codes;
    size_t code_count;
    FILE *to;
} Writer;

static void write_level(const Writer *writer, const Rest *rests, size_t count, int indent);

static size_t key_length(const char *path)
{
    return strcspn(path, ".[");
}

static void put_quoted(const char *text, size_t length, FILE *to)
{
    fputc('"', to);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\') fputc('\\', to);
        fputc(text[i], to);
    }
    fputc('"', to);
}

static bool is_code(const Writer *writer, const char *name, size_t length)
{
    for (size_t i = 0; i < writer->code_count; i++) {
        if (strlen(writer->codes[i]) == length && memcmp(writer->codes[i], name, length) == 0) return true;
    }
    return false;
}

// Those of the lines, from one on, whose rest begins with the same `length` bytes; their rests behind these and `skip`.
static size_t take_alike(const Rest *rests, size_t count, size_t first, size_t length, size_t skip, bool *is_done,
                         Rest *taken)
{
    size_t taken_count = 0;
    for (size_t i = first; i < count; i++) {
        if (is_done[i] || strncmp(rests[i].rest, rests[first].rest, length) != 0) continue;
        if (rests[i].rest[length] != rests[first].rest[length]) continue;  // a longer key
        is_done[i] = true;
        taken[taken_count++] = (Rest){rests[i].line, rests[i].rest + length + skip};
    }
    return taken_count;
}

// `rests` begin with "name].": each name becomes an item.
static void write_items(const Writer *writer, const Rest *rests, size_t count, int indent)
{
    bool *is_done = sim_zeroed(count, sizeof *is_done);
    Rest *taken = sim_zeroed(count, sizeof *taken);
    for (size_t i = 0; i < count; i++) {
        if (is_done[i]) continue;
        const size_t length = strcspn(rests[i].rest, "]");
        fprintf(writer->to, "%*s- %s: ", indent, "", is_code(writer, rests[i].rest, length) ? "code" : "name");
        put_quoted(rests[i].rest, length, writer->to);
        fputc('\n', writer->to);
        const size_t alike = take_alike(rests, count, i, length, 2, is_done, taken);
        write_level(writer, taken, alike, indent + 2);
    }
    free(taken);
    free(is_done);
}

static void write_level(const Writer *writer, const Rest *rests, size_t count, int indent)
{
    bool *is_done = sim_zeroed(count, sizeof *is_done);
    Rest *taken = sim_zeroed(count, sizeof *taken);
    for (size_t i = 0; i < count; i++) {
        if (is_done[i]) continue;
        const char *rest = rests[i].rest;
        const size_t length = key_length(rest);
        fprintf(writer->to, "%*s%.*s:", indent, "", (int)length, rest);
        if (rest[length] == '\0') {
            fprintf(writer->to, " %s  # %s\n", rests[i].line->value, rests[i].line->comment);
            continue;
        }
        fputc('\n', writer->to);
        const size_t alike = take_alike(rests, count, i, length, 1, is_done, taken);
        if (rest[length] == '[')
            write_items(writer, taken, alike, indent + 2);
        else
            write_level(writer, taken, alike, indent + 2);
    }
    free(taken);
    free(is_done);
}

// Whether every item on the way has a name by which a scenario can speak of it.
static bool has_names(const SimFields *fields, const char *path)
{
    for (const char *open = strchr(path, '['); open; open = strchr(open + 1, '[')) {
        char name[300], code[300];
        snprintf(name, sizeof name, "%.*s[x].name", (int)(open - path), path);
        snprintf(code, sizeof code, "%.*s[x].code", (int)(open - path), path);
        if (open[1] == '*' || (!sim_fields_row(fields, name) && !sim_fields_row(fields, code))) return false;
    }
    return true;
}

void sim_fragment_write(const SimFields *fields, const char *const codes[], size_t code_count,
                        const SimFragmentLine *lines, size_t count, FILE *to)
{
    const Writer writer = {.fields = fields, .codes = codes, .code_count = code_count, .to = to};
    Rest *rests = sim_zeroed(count, sizeof *rests);
    size_t named = 0;
    for (size_t i = 0; i < count; i++) {
        if (has_names(fields, lines[i].path))
            rests[named++] = (Rest){&lines[i], lines[i].path};
        else
            fprintf(to, "# --set \"%s=%s\"  # %s\n", lines[i].path, lines[i].value, lines[i].comment);
    }
    write_level(&writer, rests, named, 0);
    free(rests);
}
