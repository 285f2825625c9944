#include "models/precise.h"

#include <stdlib.h>

#include "models/trust.h"

#define OF(member) offsetof(PreciseFields, member)

static const SimField rows[] = {
    {"run.precision[]", SIM_RECORDS, SIM_ACTS_NEVER, offsetof(ScenarioFields, precision), sizeof(PreciseFields), NULL,
     0, 0, "", NULL,
     "Results of which the difference that the strike makes is to be known precisely: the run ends when all of them "
     "are, or after run.replications.",
     "the planner's choice"},
    {"run.precision[].measure", SIM_TEXT, SIM_ACTS_NEVER, OF(measure), 0, NULL, 0, 0, NULL, NULL,
     "The measure, as in summary.csv.", "the planner's choice"},
    {"run.precision[].of", SIM_PROSE, SIM_ACTS_NEVER, OF(of), 0, NULL, 0, 0, "", NULL,
     "What it is of, as in summary.csv; nothing for the whole place.", "the planner's choice"},
    {"run.precision[].period", SIM_PROSE, SIM_ACTS_NEVER, OF(period), 0, NULL, 0, 0, "whole", NULL,
     "The period, as in summary.csv.", "the planner's choice"},
    {"run.precision[].within", SIM_SHARE, SIM_ACTS_NEVER, OF(within), 0, NULL, 0.0001, 1, "5%", NULL,
     "How far the 95 % interval may reach to either side of the mean difference, as a share of it.",
     "5 to 10 %: Hoad, Robinson and Davies 2010"},
    {"run.precision[].floor", SIM_AMOUNT, SIM_ACTS_NEVER, OF(floor), 0, NULL, 0, 1e12, "0", NULL,
     "The same in the measure's own unit, where that is exact enough whatever the difference: without it a difference "
     "near 0 is never precise.",
     "the planner's choice"},
};

const SimFieldBlock precise_fields = {rows, sizeof rows / sizeof rows[0]};

static const char *text_of(const SimText *text)
{
    return text->text ? text->text : "";
}

void precise_outline(const SimRecords *fields, SimOutline *outline)
{
    SimPrecise *precise = calloc(fields->count + 1, sizeof *precise);
    for (size_t i = 0; i < fields->count; i++) {
        const PreciseFields *one = SIM_RECORD(*fields, PreciseFields, i);
        precise[i] = (SimPrecise){.measure = text_of(&one->measure),
                                  .of = text_of(&one->of),
                                  .period = text_of(&one->period),
                                  .within = one->within,
                                  .floor = one->floor,
                                  .mark = one->head.mark};
    }
    outline->precise = precise;
    outline->precise_count = fields->count;
}

void precise_outline_free(SimOutline *outline)
{
    free((void *)outline->precise);
}
