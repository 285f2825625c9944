#include "sim/experiment/wanted.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/nearest.h"

SimWanted sim_wanted_read(SimArena *arena, const char *text, SimMark mark)
{
    char *measure = sim_arena_text(arena, text, strlen(text));
    char *period = strchr(measure, '@');
    if (period) *period++ = '\0';
    char *of = strchr(measure, '/');
    if (of) *of++ = '\0';
    return (SimWanted){measure, of ? of : "", period ? period : "whole", mark};
}

bool sim_wanted_is(const SimWanted *one, const SimWanted *other)
{
    return strcmp(one->measure, other->measure) == 0 && strcmp(one->of, other->of) == 0 &&
           strcmp(one->period, other->period) == 0;
}

bool sim_wanted_is_missing(const SimWanted *wanted, const SimFrame *frame, SimFaults *faults)
{
    SimNearest measures = sim_nearest(wanted->measure), ofs = sim_nearest(wanted->of);
    const SimColumn *first = NULL;
    for (uint32_t i = 0; i < frame->column_count; i++) {
        const SimColumn *column = &frame->columns[i];
        sim_nearest_try(&measures, column->measure->name);
        if (strcmp(column->measure->name, wanted->measure) != 0) continue;
        if (!first) first = column;
        sim_nearest_try(&ofs, column->of);
    }
    const char *measure = first ? wanted->measure : measures.nearest;
    const char *of = !first ? "" : ofs.nearest ? ofs.nearest : first->of;
    char hint[300] = "";
    if (measure) snprintf(hint, sizeof hint, "; did you mean `%.80s%s%.176s`?", measure, *of ? "/" : "", of);
    return sim_fault(faults, wanted->mark, "there is no measure `%.80s%s%.100s` here%s", wanted->measure,
                     wanted->of[0] ? "/" : "", wanted->of, hint);
}
