// A toy model for tests of experiments: places with a queue and servers, of whom some are away while a window lasts in
// the strike life. Small enough to check by hand, yet with every kind of measure and both ledgers.
#ifndef TESTS_UNIT_TOY_H
#define TESTS_UNIT_TOY_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/engine/events.h"
#include "sim/engine/record.h"
#include "sim/engine/resource.h"
#include "sim/experiment/model.h"

enum ToySeries {
    TOY_ARRIVALS,
    TOY_SERVED,
    TOY_PROMPT,
    TOY_QUEUE,
    TOY_INSIDE,
    TOY_BUSY,
    TOY_MEDIAN,
    TOY_LONG,
    TOY_SERIES
};

static const SimMeasure TOY_MEASURES[] = {{.name = "arrivals",
                                           .unit = "people",
                                           .title = "Arrivals",
                                           .definition = "People who come.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_SUM,
                                           .daily = true},
                                          {.name = "served",
                                           .unit = "people",
                                           .title = "Served",
                                           .definition = "People who begin.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_SUM},
                                          {.name = "prompt",
                                           .unit = "share",
                                           .title = "Served within 10 minutes",
                                           .definition = "Of those who begin.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_SHARE},
                                          {.name = "queue",
                                           .unit = "people",
                                           .title = "Queue",
                                           .definition = "At midnight.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_LEVEL,
                                           .daily = true},
                                          {.name = "inside",
                                           .unit = "people",
                                           .title = "Inside",
                                           .definition = "At midnight.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_SNAPSHOT},
                                          {.name = "busy",
                                           .unit = "share",
                                           .title = "Servers at work",
                                           .definition = "At midnight.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_RATIO},
                                          {.name = "wait_med",
                                           .unit = "minutes",
                                           .title = "Median wait",
                                           .definition = "Of those who begin.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_QUANTILE,
                                           .quantile = 0.5},
                                          {.name = "wait_p95",
                                           .unit = "minutes",
                                           .title = "Long wait",
                                           .definition = "Of those who begin.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_QUANTILE,
                                           .quantile = 0.95,
                                           .daily = true},
                                          {.name = "kept",
                                           .unit = "%",
                                           .title = "Service kept",
                                           .definition = "With over without.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_DERIVED,
                                           .derived = SIM_DERIVED_RATIO_LIVES,
                                           .from = "served"},
                                          {.name = "left",
                                           .unit = "people",
                                           .title = "Backlog left",
                                           .definition = "After some weeks.",
                                           .source = "test",
                                           .of = "weeks",
                                           .adds = SIM_ADDS_DERIVED,
                                           .derived = SIM_DERIVED_LEFT_AFTER,
                                           .from = "queue"},
                                          {.name = "return_day",
                                           .unit = "days",
                                           .title = "Return",
                                           .definition = "Days.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_DERIVED,
                                           .derived = SIM_DERIVED_RETURN_DAY,
                                           .from = "queue"},
                                          {.name = "return_censored",
                                           .unit = "share",
                                           .title = "No return",
                                           .definition = "Share.",
                                           .source = "test",
                                           .of = "",
                                           .adds = SIM_ADDS_DERIVED,
                                           .derived = SIM_DERIVED_RETURN_CENSORED,
                                           .from = "queue"}};

static const SimMeasureBlock TOY_BLOCK = {TOY_MEASURES, sizeof TOY_MEASURES / sizeof *TOY_MEASURES};
static const SimMeasureBlock *const TOY_BLOCKS[] = {&TOY_BLOCK};

enum { TOY_PLACES = 3, TOY_SERVERS = 5, TOY_SERVERS_AWAY = 3 };

typedef struct {
    SimOutline outline;
    SimPlace places[TOY_PLACES];
    SimWindow windows[2];
    SimSeries series[TOY_SERIES];
    uint8_t daily[TOY_SERIES];
    enum SimLife life;
    SimTime cut_s, restored_s;
    bool fails_audit;  // on day 40
} ToyPlan;

enum ToyEvent { TOY_COMES, TOY_LEAVES, TOY_DAY_CLOSES, TOY_CUT, TOY_RESTORED };
enum { TOY_TABLE = SIM_TABLES_OF_ENGINE, TOY_PEOPLE };

typedef struct {
    SimResourceId servers;
    uint32_t ordinal, place;
    uint32_t inside;
    SimKey key;
} ToyState;

typedef struct {
    SimSlot slot;
    uint32_t ordinal;
} ToyPerson;

static inline ToyState *toy_state(const SimWorld *world)
{
    return SIM_ROW(world, TOY_TABLE, ToyState, 1);
}

static inline void toy_at(SimWorld *world, enum ToyEvent kind, uint32_t subject, SimTime time_s, enum SimOrder order)
{
    sim_schedule(world,
                 (SimEvent){.time_s = time_s, .subject = subject, .kind = (uint8_t)kind, .order = (uint8_t)order});
}

static inline SimTime toy_exponential(uint32_t word, double mean_s)
{
    return llround(-mean_s * log(sim_uniform(word)));
}

static inline SimWords toy_draw(const SimWorld *world, uint32_t ordinal)
{
    const ToyState *state = toy_state(world);
    return sim_draw(sim_stream(state->key, 100 + state->place, "people"), ordinal, 1, 0);
}

static inline void toy_schedule_window(SimWorld *world, const ToyPlan *plan)
{
    if (plan->life != SIM_STRIKE || plan->outline.lives_part_s == INT64_MAX) return;
    toy_at(world, TOY_CUT, 0, plan->cut_s, SIM_CAPACITY);
    toy_at(world, TOY_RESTORED, 0, plan->restored_s, SIM_CAPACITY);
}

static inline SimWorld *toy_world_new(const void *plan, size_t place, SimKey key)
{
    const ToyPlan *toy = plan;
    SimWorld *world = sim_world_new();
    sim_world_add_table(world, sizeof(ToyState));
    sim_world_add_table(world, sizeof(ToyPerson));
    sim_table_append(world, TOY_TABLE);
    *toy_state(world) = (ToyState){.place = (uint32_t)place, .key = key};
    toy_state(world)->servers = sim_resource_add(world, TOY_SERVERS);
    sim_records_open(world, (uint32_t)(toy->outline.report_last - toy->outline.first_day + 1), TOY_SERIES);
    toy_at(world, TOY_DAY_CLOSES, 0, SIM_DAY_S, SIM_DAY_CLOSE);
    toy_at(world, TOY_COMES, 0, 0, SIM_ARRIVAL);
    toy_schedule_window(world, toy);
    return world;
}

static inline SimWorld *toy_fork(const SimWorld *world, const void *plan)
{
    SimWorld *fork = sim_world_fork(world);
    toy_schedule_window(fork, plan);
    return fork;
}

static inline void toy_serve(SimWorld *world)
{
    SimTaken taken;
    while (sim_resource_take_next(world, toy_state(world)->servers, &taken)) {
        const uint32_t ordinal = SIM_ROW(world, TOY_PEOPLE, ToyPerson, taken.entity)->ordinal;
        const SimTime waited_s = sim_now(world) - taken.since_s;
        sim_count(world, TOY_SERVED, 1);
        sim_count_share(world, TOY_PROMPT, waited_s <= 600, 1);
        sim_log_wait(world, 0, waited_s);
        const SimTime takes_s = toy_exponential(toy_draw(world, ordinal).word[1], 3600);
        toy_at(world, TOY_LEAVES, taken.entity, sim_now(world) + takes_s, SIM_COMPLETION);
    }
}

static inline void toy_come(SimWorld *world)
{
    const uint32_t ordinal = ++toy_state(world)->ordinal;
    toy_at(world, TOY_COMES, 0, sim_now(world) + toy_exponential(toy_draw(world, ordinal).word[0], 900), SIM_ARRIVAL);
    const uint32_t person = sim_table_take(world, TOY_PEOPLE);
    SIM_ROW(world, TOY_PEOPLE, ToyPerson, person)->ordinal = ordinal;
    sim_count(world, TOY_ARRIVALS, 1);
    toy_state(world)->inside++;
    sim_resource_join(world, toy_state(world)->servers, 0, person);
    toy_serve(world);
}

static inline void toy_close_day(SimWorld *world)
{
    const uint32_t day = sim_day_of(sim_now(world)) - 1;
    const SimResourceId servers = toy_state(world)->servers;
    sim_daily(world, day, TOY_QUEUE)->amount = sim_resource_waiting(world, servers);
    sim_daily(world, day, TOY_INSIDE)->amount = toy_state(world)->inside;
    *sim_daily(world, day, TOY_BUSY) =
        (SimDaily){sim_resource_busy(world, servers), sim_resource_capacity(world, servers)};
    toy_at(world, TOY_DAY_CLOSES, 0, sim_now(world) + SIM_DAY_S, SIM_DAY_CLOSE);
}

static inline void toy_handle(SimWorld *world, const SimEvent *event)
{
    const SimResourceId servers = toy_state(world)->servers;
    switch ((enum ToyEvent)event->kind) {
    case TOY_COMES: toy_come(world); break;
    case TOY_LEAVES:
        sim_resource_release(world, servers);
        sim_table_give_back(world, TOY_PEOPLE, event->subject);
        toy_state(world)->inside--;
        toy_serve(world);
        break;
    case TOY_DAY_CLOSES: toy_close_day(world); break;
    case TOY_CUT: sim_resource_set_capacity(world, servers, TOY_SERVERS - TOY_SERVERS_AWAY); break;
    case TOY_RESTORED:
        sim_resource_set_capacity(world, servers, TOY_SERVERS);
        toy_serve(world);
        break;
    }
}

static inline bool toy_run_until(SimWorld *world, const void *plan, SimTime until_s, char *message, size_t size)
{
    const ToyPlan *toy = plan;
    SimEvent event;
    while (sim_next(world, until_s, &event)) toy_handle(world, &event);
    if (toy->fails_audit && sim_now(world) >= (SimTime)40 * SIM_DAY_S) {
        snprintf(message, size, "one person too many");
        return false;
    }
    return true;
}

static inline const SimOutline *toy_outline(const void *plan)
{
    return &((const ToyPlan *)plan)->outline;
}

// Staffing: one row a day. Cancellations: one row on the window's first day, in the strike life alone.
static inline void toy_read_ledger(const SimWorld *world, const void *plan, enum SimLedger ledger,
                                   void (*row)(void *context, const SimLedgerRow *row), void *context)
{
    const ToyPlan *toy = plan;
    const SimDate cut = toy->outline.first_day + (SimDate)(toy->cut_s / SIM_DAY_S);
    if (ledger == SIM_LEDGER_CANCELLATIONS) {
        const double moved = toy_state(world)->key.replication + toy_state(world)->place;
        if (toy->life == SIM_STRIKE)
            row(context, &(SimLedgerRow){.date = cut, .key = {"desk", "P4", "outpatient", "short"}, .value = {moved}});
        return;
    }
    for (SimDate date = toy->outline.first_day; date <= toy->outline.report_last + 1; date++) {
        const double absent = toy->life == SIM_STRIKE && date == cut ? TOY_SERVERS_AWAY : 0;
        row(context,
            &(SimLedgerRow){.date = date, .key = {"day", "desk", "clerks", ""}, .value = {TOY_SERVERS, absent}});
    }
}

static inline void toy_remarks(const void *plan, FILE *to)
{
    (void)plan;
    fprintf(to, "This is a toy.\n");
}

static const char *const TOY_SUMMARY[] = {"arrivals", "served", "prompt", "queue", "wait_med", "wait_p95", "kept"};

static const struct sim_model TOY_MODEL = {.name = "toy",
                                           .version = "1",
                                           .measures = TOY_BLOCKS,
                                           .measure_block_count = 1,
                                           .outline = toy_outline,
                                           .world_new = toy_world_new,
                                           .run_until = toy_run_until,
                                           .fork = toy_fork,
                                           .read_ledger = toy_read_ledger,
                                           .remarks = toy_remarks,
                                           .summary = TOY_SUMMARY,
                                           .summary_count = sizeof TOY_SUMMARY / sizeof *TOY_SUMMARY,
                                           .list_measure = "queue"};

// Two weeks of warm-up from 2024-01-01, twelve weeks reported from 2024-01-15. History on 2024-01-20, in both lives (it
// has no effect); the strike from 2024-02-05T07:00 to 2024-02-08T07:00; the lives part on 2024-02-01T15:00.
static inline void toy_plan(ToyPlan *plan, enum SimLife life)
{
    *plan = (ToyPlan){.life = life};
    const char *codes[TOY_PLACES] = {"AAA", "BBB", "CCC"}, *regions[TOY_PLACES] = {"South", "North", "South"};
    for (int i = 0; i < TOY_PLACES; i++) {
        strcpy(plan->places[i].code, codes[i]);
        strcpy(plan->places[i].region, regions[i]);
    }
    for (uint32_t i = 0; i < TOY_SERIES; i++) {
        plan->series[i].measure = &TOY_MEASURES[i];
        plan->daily[i] = TOY_MEASURES[i].daily;
    }
    const int64_t zero = (int64_t)sim_date(2024, 1, 1) * SIM_DAY_S;
    plan->cut_s = ((SimTime)35 * 24 + 7) * SIM_HOUR_S;
    plan->restored_s = plan->cut_s + (SimTime)3 * SIM_DAY_S;
    plan->windows[0] =
        (SimWindow){.name = "History", .start = zero + 19 * SIM_DAY_S, .end = zero + 20 * SIM_DAY_S, .in_both = true};
    plan->windows[1] = (SimWindow){.name = "February", .start = zero + plan->cut_s, .end = zero + plan->restored_s};
    plan->outline = (SimOutline){.first_day = sim_date(2024, 1, 1),
                                 .report_first = sim_date(2024, 1, 15),
                                 .report_last = sim_date(2024, 4, 7),
                                 .places = plan->places,
                                 .place_count = TOY_PLACES,
                                 .windows = plan->windows,
                                 .window_count = 2,
                                 .series = plan->series,
                                 .series_count = TOY_SERIES,
                                 .lives_part_s = ((SimTime)31 * 24 + 15) * SIM_HOUR_S,
                                 .seed = 7,
                                 .replications = 4,
                                 .daily = plan->daily};
}

#endif
