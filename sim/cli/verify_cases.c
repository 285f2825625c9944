#include "sim/cli/verify_cases.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/experiment/memory.h"
#include "sim/scenario/nearest.h"

enum { PATH_BYTES = 4096, ID_BYTES = 16 };

typedef struct {
    char folder[PATH_BYTES];  // of the cases that come with the program; empty if there is none
    SimPaths files;           // there, without the ending, in the order of their names
    SimPaths *paths;
} Cases;

void sim_paths_free(SimPaths *texts)
{
    for (size_t i = 0; i < texts->count; i++) free(texts->at[i]);
    free(texts->at);
    *texts = (SimPaths){0};
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// WALKOUT_SCENARIOS, else the folder of the source tree, else where it was installed.
static void find_folder(Cases *cases)
{
    const char *const chosen = getenv("WALKOUT_SCENARIOS");
    const char *const places[] = {chosen && chosen[0] ? chosen : SIM_SCENARIOS_SOURCE, SIM_SCENARIOS_INSTALLED};
    for (size_t i = 0; i < (chosen && chosen[0] ? 1 : 2); i++) {
        const int length = snprintf(cases->folder, sizeof cases->folder, "%s/verification", places[i]);
        if ((size_t)length < sizeof cases->folder && is_folder(cases->folder)) return;
    }
    cases->folder[0] = '\0';
}

static void keep_text(SimPaths *texts, const char *text, size_t length)
{
    texts->at = sim_grown(texts->at, texts->count + 1, &texts->capacity, sizeof *texts->at);
    char *copy = sim_zeroed(length + 1, 1);
    memcpy(copy, text, length);
    texts->at[texts->count++] = copy;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_files(Cases *cases)
{
    DIR *folder = cases->folder[0] ? opendir(cases->folder) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || length < 6 || strcmp(entry->d_name + length - 5, ".yaml") != 0) continue;
        keep_text(&cases->files, entry->d_name, length - 5);
    }
    if (folder) closedir(folder);
    if (cases->files.count > 0) qsort(cases->files.at, cases->files.count, sizeof *cases->files.at, by_text);
}

// A number's leading zeros do not count: V2 is v02.
static const char *skip_zeros(const char *start, const char *at)
{
    if (at > start && isdigit((unsigned char)at[-1])) return at;
    while (at[0] == '0' && isdigit((unsigned char)at[1])) at++;
    return at;
}

// Whether a file's name begins with a name, upper and lower case alike; a number is not taken for the beginning of a
// longer one.
static bool begins_with(const char *file, const char *name)
{
    const char *f = file, *n = name;
    for (;; f++, n++) {
        f = skip_zeros(file, f);
        n = skip_zeros(name, n);
        if (!*n) break;
        if (tolower((unsigned char)*f) != tolower((unsigned char)*n)) return false;
    }
    return n > name && !(isdigit((unsigned char)n[-1]) && isdigit((unsigned char)*f));
}

static void add_file(Cases *cases, const char *file)
{
    char path[PATH_BYTES + 300];
    const int length = snprintf(path, sizeof path, "%s/%s.yaml", cases->folder, file);
    for (size_t i = 0; i < cases->paths->count; i++) {
        if (strcmp(cases->paths->at[i], path) == 0) return;
    }
    keep_text(cases->paths, path, (size_t)length);
}

// "V12" of "v12-strike-window"
static const char *case_id(const char *file, char id[static ID_BYTES])
{
    size_t length = 0;
    for (const char *c = file; isalnum((unsigned char)*c) && length + 1 < ID_BYTES; c++) {
        c = skip_zeros(file, c);
        id[length] = (char)(length == 0 ? toupper((unsigned char)*c) : *c);
        length++;
    }
    id[length] = '\0';
    return id;
}

static bool no_cases(void)
{
    fprintf(stderr, "verify: the cases are not where they were installed; say where with WALKOUT_SCENARIOS=FOLDER, the "
                    "folder that holds `verification`, or write the path of a scenario\n");
    return false;
}

static bool unknown_case(const Cases *cases, const char *name)
{
    if (cases->files.count == 0) return no_cases();
    SimNearest nearest = sim_nearest(name);
    char(*ids)[ID_BYTES] = sim_zeroed(cases->files.count, sizeof *ids);
    for (size_t i = 0; i < cases->files.count; i++) {
        sim_nearest_try(&nearest, case_id(cases->files.at[i], ids[i]));
        sim_nearest_try(&nearest, cases->files.at[i]);
    }
    fprintf(stderr, "verify: there is no case `%s`; ", name);
    if (nearest.nearest) fprintf(stderr, "did you mean `%s`? ", nearest.nearest);
    fprintf(stderr, "There are:");
    for (size_t i = 0; i < cases->files.count; i++) {
        if (i == 0 || strcmp(ids[i], ids[i - 1]) != 0) fprintf(stderr, " %s", ids[i]);
    }
    fprintf(stderr, "; or write the path of a scenario\n");
    free(ids);
    return false;
}

static bool is_path(const char *word)
{
    const size_t length = strlen(word);
    return strchr(word, '/') || (length > 5 && strcmp(word + length - 5, ".yaml") == 0) ||
           (length > 4 && strcmp(word + length - 4, ".yml") == 0);
}

static bool choose(Cases *cases, const char *word)
{
    if (is_path(word)) {
        keep_text(cases->paths, word, strlen(word));
        return true;
    }
    bool is_found = false;
    for (size_t i = 0; i < cases->files.count; i++) {
        if (!begins_with(cases->files.at[i], word)) continue;
        add_file(cases, cases->files.at[i]);
        is_found = true;
    }
    return is_found || unknown_case(cases, word);
}

static bool choose_all(Cases *cases)
{
    for (size_t i = 0; i < cases->files.count; i++) add_file(cases, cases->files.at[i]);
    if (cases->paths->count > 0) return true;
    return no_cases();
}

bool sim_cases_choose(const char *const *wanted, size_t count, SimPaths *paths)
{
    Cases cases = {.paths = paths};
    find_folder(&cases);
    list_files(&cases);
    bool is_sound = count > 0 || choose_all(&cases);
    for (size_t i = 0; i < count; i++) is_sound = choose(&cases, wanted[i]) && is_sound;
    sim_paths_free(&cases.files);
    return is_sound;
}
