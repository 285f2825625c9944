#include "sim/experiment/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"
#include "sim/scenario/fingerprint.h"

typedef struct {
    const struct sim_model *model;
    const void *plan;
    size_t place;         // of the value seen last
    SimTimeline *places;  // what concerns one place alone
    SimTimeline everywhere;
} Drawing;

// Steele, Lea and Flood's mixing of 64 bits (SplitMix, 2014): fingerprints are added, so each must be well mixed.
static uint64_t mixed(uint64_t hash)
{
    hash = (hash ^ (hash >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ (hash >> 27)) * UINT64_C(0x94d049bb133111eb);
    return hash ^ (hash >> 31);
}

// Moments stay sorted; there are few of them.
static void add(SimTimeline *timeline, SimTime time_s, uint64_t hash)
{
    if (time_s == INT64_MAX) return;
    if (time_s < 0) time_s = 0;
    size_t at = timeline->count;
    while (at > 0 && timeline->moments[at - 1].time_s >= time_s) at--;
    if (at == timeline->count || timeline->moments[at].time_s != time_s) {
        timeline->moments = sim_grown(timeline->moments, timeline->count + 1, &timeline->capacity, sizeof(SimMoment));
        memmove(&timeline->moments[at + 1], &timeline->moments[at], (timeline->count - at) * sizeof(SimMoment));
        timeline->moments[at] = (SimMoment){.time_s = time_s};
        timeline->count++;
    }
    timeline->moments[at].hash += hash;
}

uint64_t sim_value_fingerprint(const SimValueInForce *value)
{
    return mixed(sim_fingerprint(value->hash, value->path, strlen(value->path)));
}

static void see(void *context, const SimValueInForce *value)
{
    Drawing *drawing = context;
    const bool is_order = value->row->kind == SIM_RECORDS;
    if (value->row->acts_from == SIM_ACTS_NEVER) return;
    // What has its own moments comes in any order: each item says itself when it acts.
    if (is_order && value->row->acts_from != SIM_ACTS_START) return;
    SimTime time_s = 0;
    size_t place = SIM_EVERYWHERE;
    if (drawing->model->acts_at) {
        time_s = drawing->model->acts_at(drawing->plan, value->row, value->path, &drawing->place);
        place = drawing->place;
    }
    SimTimeline *timeline = place == SIM_EVERYWHERE ? &drawing->everywhere : &drawing->places[place];
    add(timeline, time_s, sim_value_fingerprint(value));
}

// How the worlds of a plan are laid out, beyond what values say: the dates, and how days share records.
static uint64_t layout_of(const SimOutline *outline)
{
    const int64_t numbers[] = {outline->first_day,
                               outline->report_first,
                               outline->report_last,
                               outline->end_s,
                               (int64_t)outline->series_count,
                               outline->seed,
                               outline->record_of_day != NULL};
    uint64_t hash = sim_fingerprint(SIM_FINGERPRINT, numbers, sizeof numbers);
    if (!outline->record_of_day) return hash;
    const size_t days = (size_t)(outline->report_last - outline->first_day) + 1;
    return sim_fingerprint(hash, outline->record_of_day, days * sizeof *outline->record_of_day);
}

SimTimeline *sim_timelines(const struct sim_model *model, const SimScenario *scenario, enum SimLife life,
                           const void *plan)
{
    const SimOutline *outline = model->outline(plan);
    Drawing drawing = {.model = model, .plan = plan, .place = SIM_EVERYWHERE};
    drawing.places = sim_zeroed(outline->place_count, sizeof *drawing.places);
    add(&drawing.everywhere, 0, mixed(layout_of(outline)));
    sim_scenario_each_value(scenario, see, &drawing);
    // The life that departs from the other does so then at the latest, whatever makes it.
    if (life == SIM_STRIKE) add(&drawing.everywhere, outline->lives_part_s, mixed(1));
    for (size_t place = 0; place < outline->place_count; place++) {
        for (size_t i = 0; i < drawing.everywhere.count; i++) {
            const SimMoment *moment = &drawing.everywhere.moments[i];
            add(&drawing.places[place], moment->time_s, moment->hash);
        }
    }
    free(drawing.everywhere.moments);
    return drawing.places;
}

void sim_timelines_free(SimTimeline *timelines, size_t count)
{
    if (!timelines) return;
    for (size_t i = 0; i < count; i++) free(timelines[i].moments);
    free(timelines);
}
