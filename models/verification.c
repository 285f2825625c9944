#include "models/verification.h"

#include <stdlib.h>

#include "models/trust.h"

#define AT(member) offsetof(ScenarioFields, verify.member)
#define OF(member) offsetof(CheckFields, member)

static const SimField rows[] = {
    {"verify.quick", SIM_COUNT, SIM_ACTS_NEVER, AT(quick), 0, NULL, 2, 1000000, "30", NULL,
     "How many times `verify --tier quick` simulates this scenario.", "enough for t limits near those of a normal"},
    {"verify.full", SIM_COUNT, SIM_ACTS_NEVER, AT(full), 0, NULL, 2, 1000000, "200", NULL,
     "The same for `verify --tier full`.", "6.25 times the quick tier's for a bias 2.5 times smaller"},
    {"verify.checks[]", SIM_RECORDS, SIM_ACTS_NEVER, AT(checks), sizeof(CheckFields), NULL, 0, 0, "", NULL,
     "What theory knows exactly about the results: `verify` compares it with the simulation's estimate.",
     "the author's choice"},
    {"verify.checks[].measure", SIM_TEXT, SIM_ACTS_NEVER, OF(measure), 0, NULL, 0, 0, NULL, NULL,
     "The measure, as in summary.csv.", "the author's choice"},
    {"verify.checks[].of", SIM_PROSE, SIM_ACTS_NEVER, OF(of), 0, NULL, 0, 0, "", NULL,
     "What it is of, as in summary.csv; nothing for the whole place.", "the author's choice"},
    {"verify.checks[].period", SIM_PROSE, SIM_ACTS_NEVER, OF(period), 0, NULL, 0, 0, "whole", NULL,
     "The period, as in summary.csv, or a date of the report.", "the author's choice"},
    {"verify.checks[].world", SIM_CHOICE, SIM_ACTS_NEVER, OF(world), 0, "baseline|strike|difference", 0, 0, "baseline",
     NULL, "The life without the strike, the one with it, or what the strike adds, pair by pair.",
     "the author's choice"},
    {"verify.checks[].statistic", SIM_CHOICE, SIM_ACTS_NEVER, OF(statistic), 0, "mean|variance|spread", 0, 0, "mean",
     NULL,
     "What is compared over the replications: their mean; their variance about `mean`; variance over mean, which is 1 "
     "for Poisson counts.",
     "the author's choice"},
    {"verify.checks[].exact", SIM_AMOUNT, SIM_ACTS_NEVER, OF(exact), 0, NULL, -INFINITY, INFINITY, NULL, NULL,
     "The exact value, in the measure's unit.", "theory"},
    {"verify.checks[].mean", SIM_AMOUNT, SIM_ACTS_NEVER, OF(mean), 0, NULL, -INFINITY, INFINITY, "", NULL,
     "The exact mean, for the variance.", "theory"},
    {"verify.checks[].standard_error", SIM_SHARE, SIM_ACTS_NEVER, OF(standard_error), 0, NULL, 0, 1, "", NULL,
     "The largest standard error, relative to `exact`, that makes a fair test. Default: 0.80% in the quick tier, 0.32% "
     "in the full tier, which sees a bias of 5% (2%) in 99 of 100 runs.",
     "the author's choice"},
    {"verify.checks[].theory", SIM_PROSE, SIM_ACTS_NEVER, OF(theory), 0, NULL, 0, 0, "", NULL,
     "How the exact value is known.", "the author's choice"},
};

const SimFieldBlock verification_fields = {rows, sizeof rows / sizeof rows[0]};

static const char *text_of(const SimText *text)
{
    return text->text ? text->text : "";
}

static bool check_is_sound(const CheckFields *check, SimFaults *faults)
{
    const SimMark mark = check->head.mark;
    if (check->statistic == SIM_CHECK_VARIANCE && !sim_is_set(check->mean))
        return sim_fault(faults, mark, "a check of a variance needs the exact mean; write `mean`");
    if (check->statistic != SIM_CHECK_VARIANCE && sim_is_set(check->mean))
        return sim_fault(faults, mark, "`mean` is only for a check of a variance; leave it out");
    if (check->statistic == SIM_CHECK_SPREAD && fabs(check->exact - 1) > 0)
        return sim_fault(faults, mark, "the spread of Poisson counts is 1; write `exact: 1`");
    if (check->statistic != SIM_CHECK_MEAN && check->world == SIM_LIVES)
        return sim_fault(faults, mark, "of a difference only the mean can be checked; write `statistic: mean`");
    return true;
}

static SimCheck check_of(const CheckFields *fields)
{
    return (SimCheck){.measure = text_of(&fields->measure),
                      .of = text_of(&fields->of),
                      .period = text_of(&fields->period),
                      .world = fields->world,
                      .statistic = (enum SimCheckStatistic)fields->statistic,
                      .exact = fields->exact,
                      .mean = fields->mean,
                      .standard_error = fields->standard_error,
                      .theory = text_of(&fields->theory),
                      .mark = fields->head.mark};
}

bool verification_outline(const VerificationFields *fields, SimOutline *outline, SimFaults *faults)
{
    SimCheck *checks = calloc(fields->checks.count + 1, sizeof *checks);
    bool sound = true;
    for (size_t i = 0; i < fields->checks.count; i++) {
        const CheckFields *check = SIM_RECORD(fields->checks, CheckFields, i);
        sound = check_is_sound(check, faults) && sound;
        checks[i] = check_of(check);
    }
    outline->checks = checks;
    outline->check_count = fields->checks.count;
    outline->replications_quick = (uint32_t)fields->quick;
    outline->replications_full = (uint32_t)fields->full;
    return sound;
}

void verification_outline_free(SimOutline *outline)
{
    free((void *)outline->checks);
}
