// A folder of results that appears whole or not at all.
//
// Files are written into a hidden folder beside the final one, `.NAME.tmp.PID`, flushed to the disk, and the folder is
// renamed. A folder that exists is replaced only if it holds a run.json of this program, and only when the new one is
// complete: a failed run leaves it as it was. `.files` in it names what this program wrote there; only that goes, and
// whatever else the user keeps in the folder is carried over.
#ifndef SIM_RESULTS_FOLDER_H
#define SIM_RESULTS_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct {
    char *path;           // as the user gave it, without a trailing slash
    char *building;       // the hidden folder; NULL if there is none
    const char *program;  // what run.json must name, not owned
    char *names;          // of the files written so far, each with a line break
    char why[400];        // the first failure, as a sentence
} SimFolder;

enum SimFolderBegin { SIM_FOLDER_READY, SIM_FOLDER_NOT_OURS, SIM_FOLDER_FAILED };

// Checks that `path` may be written (NOT_OURS: it exists and is no result of this program) and makes the hidden folder,
// and folders above it that are missing. `why` is set unless READY. Follow with sim_folder_drop in any case.
enum SimFolderBegin sim_folder_begin(SimFolder *folder, const char *path, const char *program);

// A new file in the folder, or NULL with `why` set.
FILE *sim_folder_create(SimFolder *folder, const char *name);

// Flushes and closes; false, with `why` set, if anything of the file may not have reached the disk.
bool sim_folder_close(SimFolder *folder, const char *name, FILE *file);

// Puts the folder in its place. False, with `why` set, if that failed; what was there is then still there.
bool sim_folder_finish(SimFolder *folder);

// Notes in a finished folder that this program has put another file into it, by its path in the folder. Does nothing
// where nothing has been noted: that folder is not of this program's making.
void sim_folder_note(const char *path, const char *name);

// Removes the hidden folder if it is still there, and frees.
void sim_folder_drop(SimFolder *folder);

#endif
