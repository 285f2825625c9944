#include "sim/results/results.h"

#include "sim/results/package.h"

static bool write_sheet(SimFolder *folder, const SimSheet *sheet, const SimSheetSource *source)
{
    FILE *file = sim_folder_create(folder, sheet->file);
    if (!file) return false;
    sim_sheet_write(sheet, source, file);
    return sim_folder_close(folder, sheet->file, file);
}

static bool write_scenario(SimFolder *folder, const SimScenario *scenario)
{
    if (!scenario) return true;
    FILE *file = sim_folder_create(folder, "scenario.yaml");
    if (!file) return false;
    sim_scenario_write(scenario, file);
    return sim_folder_close(folder, "scenario.yaml", file);
}

// For texts that are made whole before they are written.
static bool finish(SimFolder *folder, const char *name, FILE *file, bool is_written)
{
    if (!is_written && folder->why[0] == '\0')
        snprintf(folder->why, sizeof folder->why, "%s of `%s` could not be written", name, folder->path);
    return sim_folder_close(folder, name, file) && is_written;
}

static bool write_package(SimFolder *folder, const char *program, const SimFrame *frame)
{
    FILE *file = sim_folder_create(folder, "datapackage.json");
    if (!file) return false;
    return finish(folder, "datapackage.json", file, sim_package_write(program, frame, file));
}

static bool write_manifest(SimFolder *folder, const SimManifest *manifest)
{
    FILE *file = sim_folder_create(folder, "run.json");
    if (!file) return false;
    return finish(folder, "run.json", file, sim_manifest_write(manifest, file));
}

bool sim_results_write(SimFolder *folder, const SimSheetSource *source, const SimScenario *scenario,
                       const SimManifest *manifest)
{
    size_t count;
    const SimSheet *sheets = sim_sheets(&count);
    for (size_t i = 0; i < count; i++) {
        if (!sim_sheet_is_needed(&sheets[i], source->outcome->frame)) continue;
        if (!write_sheet(folder, &sheets[i], source)) return false;
    }
    return write_scenario(folder, scenario) && write_package(folder, manifest->program, source->outcome->frame) &&
           write_manifest(folder, manifest);
}
