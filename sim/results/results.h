// Everything a run leaves behind, written into a folder of results.
#ifndef SIM_RESULTS_RESULTS_H
#define SIM_RESULTS_RESULTS_H

#include "sim/results/folder.h"
#include "sim/results/manifest.h"
#include "sim/results/sheet.h"

// Writes all tables, scenario.yaml, datapackage.json and run.json. `scenario` may be NULL (then there is no
// scenario.yaml). False, with folder->why set, if anything failed. Follow with sim_folder_finish.
bool sim_results_write(SimFolder *folder, const SimSheetSource *source, const SimScenario *scenario,
                       const SimManifest *manifest);

#endif
