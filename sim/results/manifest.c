#include "sim/results/manifest.h"

#include <jansson.h>
#include <string.h>

#include "sim/engine/random.h"

#ifndef SIM_VERSION
#define SIM_VERSION "unknown"
#endif
#ifndef SIM_COMMIT
#define SIM_COMMIT "unknown"
#endif
#ifndef SIM_BUILD
#define SIM_BUILD "unknown"
#endif

const char *sim_version(void)
{
    return SIM_VERSION;
}

const char *sim_commit(void)
{
    return SIM_COMMIT;
}

const char *sim_build(void)
{
    return SIM_BUILD;
}

static bool words_are(SimStream stream, uint32_t entity, uint32_t purpose, uint32_t block, SimWords expected)
{
    const SimWords words = sim_draw(stream, entity, purpose, block);
    return memcmp(&words, &expected, sizeof words) == 0;
}

bool sim_philox_is_right(void)
{
    const uint32_t ones = UINT32_MAX;
    const SimStream zero_stream = {0};
    const SimStream ones_stream = {.key = {ones, ones}, .place = ones, .stream = ones};
    return words_are(zero_stream, 0, 0, 0, (SimWords){{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}) &&
           words_are(ones_stream, ones, 0xff, 0xffffff, (SimWords){{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}});
}

// Text that is no UTF-8, such as an odd file name, keeps its plain letters.
static json_t *json_of(const char *text)
{
    json_t *string = json_string(text);
    if (string) return string;
    char plain[1000];
    size_t length = 0;
    for (; text[length] && length + 1 < sizeof plain; length++)
        plain[length] = (unsigned char)text[length] < 0x80 ? text[length] : '?';
    plain[length] = '\0';
    return json_string(plain);
}

static json_t *warnings_of(const SimManifest *manifest)
{
    json_t *warnings = json_array();
    for (size_t i = 0; i < manifest->warning_count; i++)
        json_array_append_new(warnings, json_of(manifest->warnings[i]));
    return warnings;
}

static json_t *places_of(const SimManifest *manifest)
{
    json_t *places = json_array();
    for (size_t i = 0; i < manifest->place_count; i++) {
        const SimPlace *place = &manifest->places[i];
        json_array_append_new(places, json_pack("{s:o, s:o, s:o}", "code", json_of(place->code), "name",
                                                json_of(place->name), "region", json_of(place->region)));
    }
    return places;
}

bool sim_manifest_write(const SimManifest *manifest, FILE *file)
{
    json_t *root = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:I, s:I, s:I, s:o, s:I, s:I, s:f, s:f, s:I, s:s, s:o, s:o}",  //
        "program", manifest->program,                                                                            //
        "version", sim_version(),                                                                                //
        "model_version", manifest->model_version,                                                                //
        "commit", sim_commit(),                                                                                  //
        "build", sim_build(),                                                                                    //
        "command", json_of(manifest->command),                                                                   //
        "scenario", json_of(manifest->scenario_file),                                                            //
        "scenario_hash", manifest->scenario_hash,                                                                //
        "seed", (json_int_t)manifest->seed,                                                                      //
        "replications", (json_int_t)manifest->replications,                                                      //
        "replications_wanted", (json_int_t)manifest->replications_wanted,                                        //
        "places", places_of(manifest),                                                                           //
        "threads", (json_int_t)manifest->threads,                                                                //
        "events", (json_int_t)manifest->events,                                                                  //
        "wall_s", manifest->wall_s,                                                                              //
        "cpu_s", manifest->cpu_s,                                                                                //
        "peak_memory_bytes", (json_int_t)manifest->peak_memory_bytes,                                            //
        "philox_known_answers", sim_philox_is_right() ? "right" : "wrong",                                       //
        "warnings", warnings_of(manifest),                                                                       //
        "remarks", json_of(manifest->remarks));
    const bool is_written = root && json_dumpf(root, file, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) == 0;
    json_decref(root);
    return is_written && fputc('\n', file) != EOF;
}
