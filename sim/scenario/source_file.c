#define _XOPEN_SOURCE 700  // realpath
#include "sim/scenario/source_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// A file that is being opened, and where faults about it belong: in itself, or where another file names it.
typedef struct {
    const char *called;  // in the fault's text: "" or "`name` "
    SimMark mark;
    const char *kind;  // "a YAML file"
    size_t most;       // bytes
    SimFaults *faults;
} Opening;

// All bytes of an open regular file; NULL with a fault.
static char *read_bytes(int descriptor, const Opening *opening, size_t *length)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        sim_fault(opening->faults, opening->mark, "%scannot be read: %s", opening->called, strerror(errno));
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) {
        sim_fault(opening->faults, opening->mark, "%sis %s, not a file; give the path of %s", opening->called,
                  S_ISDIR(status.st_mode) ? "a folder" : "a device or pipe", opening->kind);
        return NULL;
    }
    // One byte more than allowed is read, so that a file that is too large is seen to be.
    size_t room = opening->most + 1;
    char *bytes = malloc(room);
    if (!bytes) {
        sim_fault(opening->faults, opening->mark, "%scannot be read: %zu bytes of memory were wanted", opening->called,
                  room);
        return NULL;
    }
    *length = 0;
    while (*length < room) {
        ssize_t got = read(descriptor, bytes + *length, room - *length);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            sim_fault(opening->faults, opening->mark, "%scannot be read: %s", opening->called, strerror(errno));
            free(bytes);
            return NULL;
        }
        if (got == 0) break;
        *length += (size_t)got;
    }
    return bytes;
}

void sim_source_free(SimSource *source)
{
    free(source->bytes);
    free(source->file);
    *source = (SimSource){0};
}

static SimSource read_descriptor(int descriptor, const char *file, const Opening *opening)
{
    SimSource source = {0};
    source.bytes = read_bytes(descriptor, opening, &source.length);
    close(descriptor);
    if (!source.bytes) return source;
    source.file = strdup(file);
    if (!source.file) {
        sim_fault(opening->faults, opening->mark, "%scannot be read: no memory is left", opening->called);
        sim_source_free(&source);
    }
    return source;
}

// O_NONBLOCK: opening a pipe that nobody writes to must not wait; for regular files it changes nothing.
enum { READ_FLAGS = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

SimSource sim_source_read(const char *file, const char *kind, size_t most, SimFaults *faults)
{
    int descriptor = open(file, READ_FLAGS);
    if (descriptor < 0) {
        sim_fault(faults, (SimMark){.file = file}, "cannot be opened: %s", strerror(errno));
        return (SimSource){0};
    }
    const Opening opening = {.called = "", .mark = {.file = file}, .kind = kind, .most = most, .faults = faults};
    return read_descriptor(descriptor, file, &opening);
}

static bool has_parent_step(const char *name)
{
    for (const char *step = name; step; step = strchr(step, '/')) {
        while (*step == '/') step++;
        if (strncmp(step, "..", 2) == 0 && (step[2] == '/' || step[2] == '\0')) return true;
    }
    return false;
}

// The real path of `joined` if it lies beneath `folder`; NULL with a fault. The caller frees it.
static char *real_path_beneath(const char *folder, const char *joined, const char *name, SimMark asked,
                               SimFaults *faults)
{
    char *real_folder = realpath(folder, NULL);
    char *real = real_folder ? realpath(joined, NULL) : NULL;
    if (!real) {
        sim_fault(faults, asked, "`%.200s` is not found (%s); it is looked for beneath the scenario's folder, `%.200s`",
                  name, strerror(errno), folder);
    } else {
        size_t length = strlen(real_folder);
        bool is_root = strcmp(real_folder, "/") == 0;
        if (!is_root && (strncmp(real, real_folder, length) != 0 || real[length] != '/')) {
            sim_fault(faults, asked, "`%.200s` leads out of the scenario's folder; put a copy beneath it", name);
            free(real);
            real = NULL;
        }
    }
    free(real_folder);
    return real;
}

SimSource sim_source_read_beneath(const char *folder, const char *name, SimMark asked, const char *kind, size_t most,
                                  SimFaults *faults)
{
    if (name[0] == '/' || has_parent_step(name)) {
        sim_fault(faults, asked,
                  "`%.200s` must be a path beneath the scenario's folder, without `..` and not beginning with `/`",
                  name);
        return (SimSource){0};
    }
    char joined[PATH_MAX];
    bool is_here = strcmp(folder, ".") == 0;
    int length = snprintf(joined, sizeof joined, "%s%s%s", is_here ? "" : folder,
                          is_here || folder[strlen(folder) - 1] == '/' ? "" : "/", name);
    if (length < 0 || (size_t)length >= sizeof joined) {
        sim_fault(faults, asked, "the path `%.60s...` is too long", name);
        return (SimSource){0};
    }
    char *real = real_path_beneath(folder, joined, name, asked, faults);
    if (!real) return (SimSource){0};
    int descriptor = open(real, READ_FLAGS | O_NOFOLLOW);
    int why = errno;
    free(real);
    if (descriptor < 0) {
        sim_fault(faults, asked, "`%.200s` cannot be opened: %s", name, strerror(why));
        return (SimSource){0};
    }
    char called[220];
    snprintf(called, sizeof called, "`%.200s` ", name);
    const Opening opening = {.called = called, .mark = asked, .kind = kind, .most = most, .faults = faults};
    return read_descriptor(descriptor, joined, &opening);
}
