// A small table of fields with every kind, nested lists, templates, scaling and a section that can be switched off.
// Services stand at the top and in a trust: the same records under two prefixes, in lists three and four deep, some of
// them of items without names. The tests of the scenario language and its fuzz target read with it.
#ifndef TESTS_SCENARIOS_TABLE_H
#define TESTS_SCENARIOS_TABLE_H

#include <stddef.h>

#include "sim/scenario/scenario.h"

enum { ROLLING, BLOCK_EARLY };
enum { RESIDENTS, CONSULTANTS };

typedef struct {
    SimRecordHead head;
    SimText name;
    double doctors;
    int64_t posts;
} Roster;

typedef struct {
    SimRecordHead head;
    SimText class_name;
    double mean;
} Case;

typedef struct {
    SimRecordHead head;
    SimText to;
    double share;
} Next;

typedef struct {
    SimRecordHead head;
    SimText name;
    double mean;
    SimRecords by_class, next;
} Step;

typedef struct {
    SimRecordHead head;
    SimText name;
    SimNumbers rates, shares;
    SimRecords steps;
} Service;

typedef struct {
    SimRecordHead head;
    SimText of;
    double exact;
} Check;

typedef struct {
    SimRecordHead head;
    SimText name, code, based_on;
    double attendances, births, beds, occupied;
    int64_t residents;
    bool emergency;
    double triage, assessment, admitted;
    SimNumbers profile;
    SimNumbers arrivals;
    SimRecords rosters, services;
} Trust;

typedef struct {
    SimRecordHead head;
    SimText name;
    uint32_t groups;
    int64_t announced, start;
    double weekday;
} Strike;

typedef struct {
    int64_t version, first_day, seed;
    SimText title;
    double warm_up, opens, factor;
    SimNumbers hours, limits, rates, mix, snapshots;
    SimTexts wards, teams;
    int policy;
    SimRecords trusts, strikes, services, checks;
} Scenario;

#define ROOT(member) offsetof(Scenario, member)
#define TRUST(member) offsetof(Trust, member)
#define ROSTER(member) offsetof(Roster, member)
#define STRIKE(member) offsetof(Strike, member)

#define SERVICE_ROW(path, kind, member, count, fallback, scales, meaning)                                              \
    {                                                                                                                  \
        path, kind, SIM_ACTS_START, member, count, NULL, 0, 0, fallback, scales, meaning, "the flow that is modelled"  \
    }

#define SERVICE_ROWS(path, place, scales)                                                                              \
    SERVICE_ROW(path, SIM_RECORDS, place, sizeof(Service), "", NULL, "services"),                                      \
        SERVICE_ROW(path ".name", SIM_TEXT, offsetof(Service, name), 0, "", NULL, "its name"),                         \
        SERVICE_ROW(path ".rates", SIM_RATES, offsetof(Service, rates), 0, "", scales, "arrivals by hour"),            \
        SERVICE_ROW(path ".shares", SIM_SHARES, offsetof(Service, shares), 2, "[50%, 50%]", NULL, "mix of classes"),   \
        SERVICE_ROW(path ".steps[]", SIM_RECORDS, offsetof(Service, steps), sizeof(Step), NULL, NULL, "steps"),        \
        SERVICE_ROW(path ".steps[].name", SIM_TEXT, offsetof(Step, name), 0, NULL, NULL, "its name"),                  \
        SERVICE_ROW(path ".steps[].duration.mean", SIM_DURATION, offsetof(Step, mean), 0, "5 min", NULL, "mean"),      \
        SERVICE_ROW(path ".steps[].by_class[]", SIM_RECORDS, offsetof(Step, by_class), sizeof(Case), "", NULL,         \
                    "what differs"),                                                                                   \
        SERVICE_ROW(path ".steps[].by_class[].class", SIM_TEXT, offsetof(Case, class_name), 0, NULL, NULL, "class"),   \
        SERVICE_ROW(path ".steps[].by_class[].duration.mean", SIM_DURATION, offsetof(Case, mean), 0, "", scales,       \
                    "its mean"),                                                                                       \
        SERVICE_ROW(path ".steps[].next[]", SIM_RECORDS, offsetof(Step, next), sizeof(Next), "", NULL, "where to"),    \
        SERVICE_ROW(path ".steps[].next[].to", SIM_TEXT, offsetof(Next, to), 0, NULL, NULL, "a step"),                 \
        SERVICE_ROW(path ".steps[].next[].share", SIM_SHARE, offsetof(Next, share), 0, "", NULL, "how many")

static const SimField test_rows[] = {
    {"walkout", SIM_COUNT, SIM_ACTS_NEVER, ROOT(version), 0, NULL, 1, 1, NULL, NULL, "version of the language",
     "always 1"},
    {"title", SIM_PROSE, SIM_ACTS_NEVER, ROOT(title), 0, NULL, 0, 0, "", NULL, "what it is called", "the planner"},
    {"calendar.start", SIM_DATE_DAY, SIM_ACTS_START, ROOT(first_day), 0, NULL, 0, 0, NULL, NULL, "first day",
     "the planner"},
    {"run.seed", SIM_COUNT, SIM_ACTS_START, ROOT(seed), 0, NULL, 0, 4294967295.0, "1", NULL, "seed", "the planner"},
    {"run.warm_up", SIM_DURATION, SIM_ACTS_START, ROOT(warm_up), 0, NULL, 0, 0, "8 weeks", NULL, "warm-up", "assumed"},
    {"run.opens", SIM_CLOCK, SIM_ACTS_START, ROOT(opens), 0, NULL, 0, 0, "08:00", NULL, "opening time", "assumed"},
    {"run.factor", SIM_AMOUNT, SIM_ACTS_START, ROOT(factor), 0, NULL, -5, 5, "", NULL, "a factor", "assumed"},
    {"run.hours", SIM_NUMBERS, SIM_ACTS_START, ROOT(hours), 3, NULL, 0, 0, "[1, 2.5, 3]", NULL, "three weights",
     "assumed"},
    {"run.limits", SIM_DURATIONS, SIM_ACTS_NEVER, ROOT(limits), 0, NULL, 60, 86400, "[30 min]", NULL, "limits of waits",
     "assumed"},
    {"run.rates", SIM_RATES, SIM_ACTS_START, ROOT(rates), 2, NULL, 0, 0, "", NULL, "two rates", "assumed"},
    {"run.mix", SIM_SHARES, SIM_ACTS_START, ROOT(mix), 0, NULL, 0, 0, "20%, 0.5", NULL, "a mix", "assumed"},
    {"run.snapshots", SIM_CLOCKS, SIM_ACTS_NEVER, ROOT(snapshots), 0, NULL, 0, 0, "", NULL, "times of day", "assumed"},
    {"run.wards", SIM_TEXTS, SIM_ACTS_NEVER, ROOT(wards), 0, NULL, 0, 0, "", NULL, "names of wards", "assumed"},
    {"run.teams", SIM_TEXTS, SIM_ACTS_NEVER, ROOT(teams), 2, NULL, 0, 0, "[red, blue]", NULL, "two teams", "assumed"},
    {"run.policy", SIM_CHOICE, SIM_ACTS_ANNOUNCED, ROOT(policy), 0, "rolling|block_early=early", 0, 0, "rolling", NULL,
     "what is done", "assumed"},
    {"trusts[]", SIM_RECORDS, SIM_ACTS_START, ROOT(trusts), sizeof(Trust), NULL, 0, 0, NULL, NULL, "trusts",
     "the planner"},
    {"trusts[].name", SIM_TEXT, SIM_ACTS_NEVER, TRUST(name), 0, NULL, 0, 0, NULL, NULL, "its name", "the planner"},
    {"trusts[].code", SIM_TEXT, SIM_ACTS_START, TRUST(code), 0, NULL, 0, 0, "", NULL, "its code", "the planner"},
    {"trusts[].based_on", SIM_TEXT, SIM_ACTS_START, TRUST(based_on), 0, NULL, 0, 0, "", NULL, "template",
     "the planner"},
    {"trusts[].size.attendances", SIM_RATE, SIM_ACTS_START, TRUST(attendances), 0, NULL, 0, 100000, NULL,
     "beds|residents", "attendances", "NHS England"},
    {"trusts[].size.births", SIM_RATE, SIM_ACTS_START, TRUST(births), 0, NULL, 0, 1000, NULL, "attendances|beds",
     "births", "NHS England"},
    {"trusts[].size.beds", SIM_AMOUNT, SIM_ACTS_START, TRUST(beds), 0, NULL, 1, 20000, NULL, "attendances|residents",
     "beds", "NHS England"},
    {"trusts[].size.occupied", SIM_SHARE, SIM_ACTS_START, TRUST(occupied), 0, NULL, 0, 0, "92%", NULL,
     "share of beds taken", "NHS England"},
    {"trusts[].size.residents", SIM_COUNT, SIM_ACTS_START, TRUST(residents), 0, NULL, 1, 20000, NULL,
     "beds|attendances", "residents", "NHS England"},
    {"trusts[].emergency", SIM_SWITCH, SIM_ACTS_START, TRUST(emergency), 0, NULL, 0, 0, "on", NULL,
     "whether there is one", "the planner"},
    {"trusts[].emergency.triage", SIM_DURATION, SIM_ACTS_START, TRUST(triage), 0, NULL, 0, 0, "10 min", NULL, "triage",
     "assumed"},
    {"trusts[].emergency.assessment", SIM_DURATION, SIM_ACTS_START, TRUST(assessment), 0, NULL, 0, 0, NULL, NULL,
     "assessment", "assumed"},
    {"trusts[].emergency.admitted", SIM_SHARE, SIM_ACTS_START, TRUST(admitted), 0, NULL, 0, 0, "", NULL,
     "share admitted", "assumed"},
    {"trusts[].emergency.profile", SIM_NUMBERS, SIM_ACTS_START, TRUST(profile), 0, NULL, 0, 0, "", "residents",
     "doctors by hour", "assumed"},
    {"trusts[].emergency.arrivals", SIM_RATES, SIM_ACTS_START, TRUST(arrivals), 0, NULL, 0, 1000, "", "attendances",
     "arrivals by hour", "assumed"},
    SERVICE_ROWS("trusts[].services[]", TRUST(services), "attendances"),
    {"trusts[].staffing.rosters[]", SIM_RECORDS, SIM_ACTS_START, TRUST(rosters), sizeof(Roster), NULL, 0, 0, "", NULL,
     "rosters", "local rotas"},
    {"trusts[].staffing.rosters[].name", SIM_TEXT, SIM_ACTS_START, ROSTER(name), 0, NULL, 0, 0, NULL, NULL, "its name",
     "local rotas"},
    {"trusts[].staffing.rosters[].doctors", SIM_AMOUNT, SIM_ACTS_START, ROSTER(doctors), 0, NULL, 0, 50, NULL,
     "residents", "doctors due in", "local rotas"},
    {"trusts[].staffing.rosters[].posts", SIM_COUNT, SIM_ACTS_START, ROSTER(posts), 0, NULL, 0, 0, "2", "beds|births",
     "posts", "local rotas"},
    {"strikes[]", SIM_RECORDS, SIM_ACTS_ANNOUNCED, ROOT(strikes), sizeof(Strike), NULL, 0, 0, "", NULL, "strikes",
     "as announced"},
    {"strikes[].name", SIM_TEXT, SIM_ACTS_NEVER, STRIKE(name), 0, NULL, 0, 0, NULL, NULL, "its name", "the planner"},
    {"strikes[].groups", SIM_CHOICES, SIM_ACTS_ANNOUNCED, STRIKE(groups), 0,
     "resident_doctors=junior_doctors|consultants", 0, 0, NULL, NULL, "who is called out", "as announced"},
    {"strikes[].announced", SIM_MOMENT, SIM_ACTS_ANNOUNCED, STRIKE(announced), 0, NULL, 0, 0, "", NULL,
     "when it is known", "as announced"},
    {"strikes[].start", SIM_MOMENT, SIM_ACTS_ANNOUNCED, STRIKE(start), 0, NULL, 0, 0, NULL, NULL, "its first moment",
     "as announced"},
    {"strikes[].participation.weekday", SIM_SHARE, SIM_ACTS_ANNOUNCED, STRIKE(weekday), 0, NULL, 0, 0, "75%", NULL,
     "share who stay away", "assumed"},
    SERVICE_ROWS("services[]", ROOT(services), NULL),
    {"verify.checks[]", SIM_RECORDS, SIM_ACTS_NEVER, ROOT(checks), sizeof(Check), NULL, 0, 0, "", NULL, "what is known",
     "theory"},
    {"verify.checks[].of", SIM_TEXT, SIM_ACTS_NEVER, offsetof(Check, of), 0, NULL, 0, 0, NULL, NULL, "what is checked",
     "theory"},
    {"verify.checks[].exact", SIM_AMOUNT, SIM_ACTS_NEVER, offsetof(Check, exact), 0, NULL, 0, 0, "", NULL,
     "what it must be", "theory"},
};

static const SimFieldBlock test_block = {test_rows, sizeof test_rows / sizeof *test_rows};
static const SimFieldBlock *const test_blocks[] = {&test_block};
static const SimFields test_fields = {test_blocks, 1, sizeof(Scenario)};

#endif
