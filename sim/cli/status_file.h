// STORE.status.json: how far a sweep has come, for programs that watch it. Written anew every few seconds, whole or not
// at all.
#ifndef SIM_CLI_STATUS_FILE_H
#define SIM_CLI_STATUS_FILE_H

#include <stddef.h>

typedef struct {
    char path[4200];
    size_t rows_wanted;
    double began_s, last_s;
} SimStatusFile;

SimStatusFile sim_status_file(const char *store, size_t rows_wanted);
// Not more often than every two seconds.
void sim_status_file_write(SimStatusFile *status, const char *state, double share_done, size_t rows);
void sim_status_file_end(SimStatusFile *status, const char *state, size_t rows);

// Makes the folders above a file that are missing; what fails shows when the file is opened.
void sim_make_folder_of(const char *path);

#endif
