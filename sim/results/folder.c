#define _XOPEN_SOURCE 700  // nftw

#include "sim/results/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

__attribute__((format(printf, 2, 3))) static bool fail(SimFolder *folder, const char *format, ...)
{
    if (folder->why[0] != '\0') return false;  // the first failure tells most
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(folder->why, sizeof folder->why, format, arguments);
    va_end(arguments);
    return false;
}

__attribute__((format(printf, 1, 2))) static char *text_of(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : malloc((size_t)length + 1);
    if (!text) abort();
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

// The part of a path before its last name, "." if there is none.
static char *parent_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return text_of(".");
    if (slash == path) return text_of("/");
    return text_of("%.*s", (int)(slash - path), path);
}

// A hidden sibling of the folder, for `use`.
static char *sibling_of(const char *path, const char *use)
{
    char *parent = parent_of(path);
    const char *slash = strrchr(path, '/');
    char *sibling = text_of("%s/.%s.%s.%ld", parent, slash ? slash + 1 : path, use, (long)getpid());
    free(parent);
    return sibling;
}

static bool make_folders(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0) {
        errno = ENOTDIR;
        return S_ISDIR(status.st_mode);
    }
    char *parent = parent_of(path);
    const bool is_made =
        (strcmp(parent, path) == 0 || make_folders(parent)) && (mkdir(path, 0777) == 0 || errno == EEXIST);
    free(parent);
    return is_made;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static bool remove_tree(const char *path)
{
    return nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0;
}

static bool sync_folder(const char *path)
{
    const int descriptor = open(path, O_RDONLY | O_DIRECTORY);
    if (descriptor < 0) return false;
    const bool is_synced = fsync(descriptor) == 0 || errno == EINVAL;  // some file systems cannot sync a folder
    return close(descriptor) == 0 && is_synced;
}

static bool holds_our_run(const SimFolder *folder)
{
    char *file = text_of("%s/run.json", folder->path);
    json_t *manifest = json_load_file(file, 0, NULL);
    const char *program = json_string_value(json_object_get(manifest, "program"));
    const bool is_ours = program && strcmp(program, folder->program) == 0;
    json_decref(manifest);
    free(file);
    return is_ours;
}

// Whether the path is free, or holds what may be replaced.
static bool may_be_written(SimFolder *folder, bool *exists)
{
    struct stat status;
    *exists = lstat(folder->path, &status) == 0;
    if (!*exists) return true;
    if (S_ISDIR(status.st_mode) && holds_our_run(folder)) return true;
    if (S_ISLNK(status.st_mode)) return fail(folder, "`%s` is a link; name the folder itself with -o", folder->path);
    return fail(folder, "`%s` exists and holds no run.json of %s; choose another folder with -o, or remove it",
                folder->path, folder->program);
}

enum SimFolderBegin sim_folder_begin(SimFolder *folder, const char *path, const char *program)
{
    *folder = (SimFolder){.program = program, .path = text_of("%s", path), .names = text_of("%s", "")};
    for (size_t length = strlen(folder->path); length > 1 && folder->path[length - 1] == '/'; length--)
        folder->path[length - 1] = '\0';
    const char *slash = strrchr(folder->path, '/');
    const char *name = slash ? slash + 1 : folder->path;
    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        fail(folder, "`%s` cannot be a folder of results; name one, such as results/january", path);
        return SIM_FOLDER_NOT_OURS;
    }
    bool exists;
    if (!may_be_written(folder, &exists)) return SIM_FOLDER_NOT_OURS;

    char *parent = parent_of(folder->path);
    char *building = sibling_of(folder->path, "tmp");
    enum SimFolderBegin begin = SIM_FOLDER_READY;
    if (!make_folders(parent) || mkdir(building, 0777) != 0) {
        fail(folder, "cannot make a folder in `%s`: %s", parent, strerror(errno));
        free(building);
        building = NULL;
        begin = SIM_FOLDER_FAILED;
    }
    folder->building = building;
    free(parent);
    return begin;
}

FILE *sim_folder_create(SimFolder *folder, const char *name)
{
    char *path = text_of("%s/%s", folder->building, name);
    FILE *file = fopen(path, "wx");
    if (!file) fail(folder, "cannot write %s for `%s`: %s", name, folder->path, strerror(errno));
    free(path);
    char *names = text_of("%s%s\n", folder->names, name);
    free(folder->names);
    folder->names = names;
    return file;
}

bool sim_folder_close(SimFolder *folder, const char *name, FILE *file)
{
    errno = 0;
    bool is_written = !ferror(file) && fflush(file) == 0 && fsync(fileno(file)) == 0;
    int reason = errno;
    if (fclose(file) != 0 && is_written) {
        is_written = false;
        reason = errno;
    }
    if (is_written) return true;
    return fail(folder, "%s of `%s` was not written: %s", name, folder->path,
                reason != 0 ? strerror(reason) : "writing failed");
}

// What is whose.

static const char NOTES[] = ".files";

void sim_folder_note(const char *path, const char *name)
{
    char *notes = text_of("%s/%s", path, NOTES);
    FILE *file = access(notes, F_OK) == 0 ? fopen(notes, "a") : NULL;
    if (file) {
        fprintf(file, "%s\n", name);
        fclose(file);
    }
    free(notes);
}

static bool write_notes(SimFolder *folder)
{
    FILE *file = sim_folder_create(folder, NOTES);
    if (!file) return false;
    fputs(folder->names, file);
    return sim_folder_close(folder, NOTES, file);
}

// A name that leads nowhere else: of a file of the folder, or of one in a folder of it.
static bool is_within(const char *name)
{
    return name[0] != '\0' && name[0] != '/' && strcmp(name, "..") != 0 && strncmp(name, "../", 3) != 0 &&
           !strstr(name, "/../");
}

// Removes what the notes name, and then folders of it that are empty.
static void remove_noted(const char *path)
{
    char *notes = text_of("%s/%s", path, NOTES), *line = NULL;
    size_t room = 0;
    FILE *file = fopen(notes, "r");
    for (ssize_t length; file && (length = getline(&line, &room, file)) > 0;) {
        line[strcspn(line, "\n")] = '\0';
        if (!is_within(line)) continue;
        char *noted = text_of("%s/%s", path, line);
        unlink(noted);
        char *slash = strrchr(line, '/');
        if (slash) {
            noted[strlen(noted) - strlen(slash)] = '\0';
            rmdir(noted);
        }
        free(noted);
    }
    if (file) fclose(file);
    free(line);
    free(notes);
}

static bool is_there(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

// Puts what is left of the old folder into the new one, except what has a new version there.
static bool carry_over(const char *old, const char *path)
{
    DIR *folder = opendir(old);
    bool is_carried = folder != NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char *from = text_of("%s/%s", old, entry->d_name), *to = text_of("%s/%s", path, entry->d_name);
        if (is_there(to)) {
            remove_tree(from);
        } else if (rename(from, to) != 0) {
            is_carried = false;
        }
        free(from);
        free(to);
    }
    if (folder) closedir(folder);
    return is_carried;
}

// The old folder steps aside, the new one takes its name; what is the user's own follows, the rest is removed.
static bool replace(SimFolder *folder)
{
    char *old = sibling_of(folder->path, "old");
    bool is_replaced = rename(folder->path, old) == 0;
    if (is_replaced && rename(folder->building, folder->path) != 0) {
        const int reason = errno;
        is_replaced = false;
        if (rename(old, folder->path) != 0)
            fail(folder, "cannot put results in `%s`: %s; what was there is now in `%s`", folder->path,
                 strerror(reason), old);
        errno = reason;
    }
    if (!is_replaced) fail(folder, "cannot replace `%s`: %s", folder->path, strerror(errno));
    if (is_replaced) {
        remove_noted(old);
        if (carry_over(old, folder->path)) {
            rmdir(old);
        } else {
            is_replaced = fail(folder,
                               "the results are in `%s`, but other files of it could not be put back: %s; they "
                               "are in `%s`",
                               folder->path, strerror(errno), old);
        }
    }
    free(old);
    return is_replaced;
}

bool sim_folder_finish(SimFolder *folder)
{
    if (folder->why[0] != '\0' || !write_notes(folder)) return false;
    bool exists;
    if (!may_be_written(folder, &exists)) return false;
    if (!sync_folder(folder->building)) return fail(folder, "`%s` was not written: %s", folder->path, strerror(errno));
    if (exists) {
        if (!replace(folder)) return false;
    } else if (rename(folder->building, folder->path) != 0) {
        return fail(folder, "cannot put results in `%s`: %s", folder->path, strerror(errno));
    }
    free(folder->building);
    folder->building = NULL;
    char *parent = parent_of(folder->path);
    const bool is_synced = sync_folder(parent);
    free(parent);
    return is_synced || fail(folder, "the folder above `%s` was not written: %s", folder->path, strerror(errno));
}

void sim_folder_drop(SimFolder *folder)
{
    if (folder->building) remove_tree(folder->building);
    free(folder->building);
    free(folder->path);
    free(folder->names);
    folder->building = folder->path = folder->names = NULL;
}
