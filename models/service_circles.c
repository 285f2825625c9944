// Circles on the way through a service: such as never end, and such as may come to a halt.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/service_making.h"

enum Seen { NEW, OPEN, DONE };

// Nobody may go in a circle in no time: through steps without a duration, or turned away from one step to the next.

static bool takes_no_time(const SimDistribution *distribution)
{
    return !service_is_random(distribution) && distribution->mean < 0.5;
}

static bool leads_in_a_circle(const ServicesPlan *plan, uint32_t number, uint8_t *seen);

static bool circle_through(const ServicesPlan *plan, uint32_t next, uint8_t *seen)
{
    return next != NO_STEP && !plan->steps[next].rules.has_transfer && leads_in_a_circle(plan, next, seen);
}

static bool circle_in_class(const ServicesPlan *plan, const ServiceStep *step, const ServiceCase *route, uint8_t *seen)
{
    if (takes_no_time(&route->patience) && circle_through(plan, step->gives_up_to, seen)) return true;
    const bool is_passed_at_once = !step->rules.has_duration || takes_no_time(&route->duration);
    for (uint32_t b = 0; b < route->branch_count && is_passed_at_once; b++) {
        if (circle_through(plan, plan->branches[route->first_branch + b].step, seen)) return true;
    }
    return false;
}

static bool leads_in_a_circle(const ServicesPlan *plan, uint32_t number, uint8_t *seen)
{
    const ServiceStep *step = &plan->steps[number];
    if (seen[number] != NEW) return seen[number] == OPEN;
    seen[number] = OPEN;
    if (circle_through(plan, step->turned_away_to, seen)) return true;
    for (uint32_t c = 0; c < plan->services[step->service].class_count; c++) {
        if (circle_in_class(plan, step, &plan->cases[step->first_case + c], seen)) return true;
    }
    seen[number] = DONE;
    return false;
}

static void check_no_time(Making *making, const DeclaredFields *written, const OneService *service)
{
    uint8_t *seen = making_room(making->made->step_count, 1);
    for (uint32_t i = 0; i < service->step_count; i++) {
        memset(seen, 0, making->made->step_count);
        if (!leads_in_a_circle(making->made, service->first_step + i, seen)) continue;
        const ServiceStepFields *step = SIM_RECORD(written->steps, ServiceStepFields, i);
        making_refuse(making, step->head.mark, "step", making_text(&step->name),
                      "is on a way that leads back to it in no time; give a step on it a `duration`");
        break;
    }
    free(seen);
}

// Steps that block each other: when all of them are full of patients for the next one, nobody ever moves again. Whoever
// comes back to the same step has space there, and a step that does not block lets the one before it go on.

typedef struct {
    const ServicesPlan *plan;
    uint8_t *seen;    // enum Seen, by step
    uint32_t *after;  // by step: the next one on the way that is being looked at
} BlockingWay;

// Follows the way through steps that block; the first step of a circle, or NO_STEP.
static uint32_t blocking_circle(const BlockingWay *way, uint32_t number)
{
    const ServiceStep *step = &way->plan->steps[number];
    const ServiceCase *first = &way->plan->cases[step->first_case];
    if (!step->blocks || way->seen[number] == DONE) return NO_STEP;
    if (way->seen[number] == OPEN) return number;
    way->seen[number] = OPEN;
    for (const ServiceCase *of = first; of < first + way->plan->services[step->service].class_count; of++) {
        for (uint32_t b = 0; b < of->branch_count; b++) {
            const uint32_t next = way->plan->branches[of->first_branch + b].step;
            if (next == NO_STEP || next == number) continue;
            way->after[number] = next;
            const uint32_t found = blocking_circle(way, next);
            if (found != NO_STEP) return found;
        }
    }
    way->seen[number] = DONE;
    return NO_STEP;
}

static void warn_of_halt(Making *making, const BlockingWay *way, uint32_t from, SimMark mark)
{
    const ServiceStep *steps = making->made->steps;
    char names[300] = "";
    for (uint32_t at = way->after[from]; at != from; at = way->after[at]) {
        const size_t length = strlen(names);
        const bool fits = length + strlen(steps[at].name) + sizeof "\"\", ..., " <= sizeof names;
        snprintf(names + length, sizeof names - length, fits ? "\"%s\", " : "..., ", steps[at].name);
        if (!fits) break;
    }
    sim_warn(
        making->faults, mark,
        "steps block each other in a circle (\"%s\", %sthen \"%s\" again) and may come to a halt for ever; give one "
        "of them no `space` and no `when_full`",
        steps[from].name, names, steps[from].name);
}

static void check_halts(Making *making, const DeclaredFields *written, const OneService *service)
{
    const BlockingWay way = {.plan = making->made,
                             .seen = making_room(making->made->step_count, sizeof *way.seen),
                             .after = making_room(making->made->step_count, sizeof *way.after)};
    for (uint32_t i = 0; i < service->step_count; i++) {
        const uint32_t from = blocking_circle(&way, service->first_step + i);
        if (from == NO_STEP) continue;
        const ServiceStepFields *step = SIM_RECORD(written->steps, ServiceStepFields, from - service->first_step);
        warn_of_halt(making, &way, from, step->head.mark);
        break;
    }
    free(way.seen);
    free(way.after);
}

void making_check_circles(Making *making, const DeclaredFields *written, const OneService *service)
{
    check_no_time(making, written, service);
    check_halts(making, written, service);
}
