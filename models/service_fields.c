// The fields of `resources:` and `services:`. They stand at the top of a scenario without trusts, or in a trust: the
// same rows under two prefixes.
#include "models/service_fields.h"

#include <stddef.h>

#include "models/trust.h"

#define SHAPE_WORDS                                                                                                    \
    "exponential|deterministic|uniform|triangular|normal|lognormal|gamma|erlang|weibull|beta|hyperexponential|"        \
    "empirical|discrete"

#define CHOICE "the planner's choice"
#define MODEL "the flow that is modelled"

#define ROW(path, kind, Type, member, count, words, least, most, fallback, meaning, source)                            \
    {                                                                                                                  \
        path, kind, SIM_ACTS_START, offsetof(Type, member), count, words, least, most, fallback, NULL, meaning, source \
    }

#define DISTRIBUTION_ROWS(path, Type, member)                                                                          \
    ROW(path ".shape", SIM_CHOICE, Type, member.shape, 0, SHAPE_WORDS, 0, 0, "",                                       \
        "The distribution's shape; exponential if left out.", MODEL),                                                  \
        ROW(path ".mean", SIM_DURATION, Type, member.mean, 0, NULL, 0, 0, "", "Its mean.", MODEL),                     \
        ROW(path ".sd", SIM_DURATION, Type, member.sd, 0, NULL, 0, 0, "", "Its own standard deviation.", MODEL),       \
        ROW(path ".cv", SIM_AMOUNT, Type, member.cv, 0, NULL, 0, 1000, "",                                             \
            "Its coefficient of variation: standard deviation over mean.", MODEL),                                     \
        ROW(path ".variance", SIM_AMOUNT, Type, member.variance, 0, NULL, 0, 0, "",                                    \
            "Its variance, in square minutes.", MODEL),                                                                \
        ROW(path ".least", SIM_DURATION, Type, member.least, 0, NULL, 0, 0, "",                                        \
            "The least value: of uniform, triangular and beta; where a normal is cut below.", MODEL),                  \
        ROW(path ".most", SIM_DURATION, Type, member.most, 0, NULL, 0, 0, "",                                          \
            "The greatest value: of uniform, triangular and beta; where a normal is cut above.", MODEL),               \
        ROW(path ".mode", SIM_DURATION, Type, member.mode, 0, NULL, 0, 0, "", "The peak of a triangular.", MODEL),     \
        ROW(path ".stages", SIM_COUNT, Type, member.stages, 0, NULL, 1, 1000000, "", "The stages of an Erlang.",       \
            MODEL),                                                                                                    \
        ROW(path ".values", SIM_DURATIONS, Type, member.values, 0, NULL, 0, 0, "",                                     \
            "The values of a discrete; the means of a hyperexponential's phases.", MODEL),                             \
        ROW(path ".shares", SIM_SHARES, Type, member.shares, 0, NULL, 0, 1, "", "How often each value comes.", MODEL), \
        ROW(path ".quantiles", SIM_DURATIONS, Type, member.quantiles, 0, NULL, 0, 0, "",                               \
            "An empirical distribution's quantiles, from the least value to the greatest; linear between them.",       \
            MODEL),                                                                                                    \
        ROW(path ".probabilities", SIM_SHARES, Type, member.probabilities, 0, NULL, 0, 1, "",                          \
            "The quantiles' probabilities, from 0 to 1; equally spaced if left out.", MODEL),                          \
        ROW(path ".truncation", SIM_CHOICE, Type, member.truncation, 0, "own|applied", 0, 0, "",                       \
            "Whether a normal's mean and sd are those of what is left after cutting (own, as if left out) or of the "  \
            "normal before it is cut (applied).",                                                                      \
            MODEL)

#define CHANGE_ROWS(path)                                                                                              \
    ROW(path ".strike", SIM_TEXT, ServiceChangeFields, strike, 0, NULL, 0, 0, "",                                      \
        "A strike of this scenario: its window and its lives.", CHOICE),                                               \
        ROW(path ".start", SIM_MOMENT, ServiceChangeFields, start, 0, NULL, 0, 0, "", "When it begins.", CHOICE),      \
        ROW(path ".end", SIM_MOMENT, ServiceChangeFields, end, 0, NULL, 0, 0, "", "When it ends.", CHOICE),            \
        ROW(path ".in", SIM_CHOICE, ServiceChangeFields, in, 0, "both|strike", 0, 0, "",                               \
            "Whether it happens in both lives (as if left out) or only in the one with the strike.", CHOICE)

#define RESOURCE_ROWS(path, Holder, member)                                                                            \
    ROW(path, SIM_RECORDS, Holder, member, sizeof(ServiceResourceFields), NULL, 0, 0, "",                              \
        "Servers that services use: staff, rooms, beds, telephones.", MODEL),                                          \
        ROW(path ".name", SIM_TEXT, ServiceResourceFields, name, 0, NULL, 0, 0, NULL, "What it is called.", CHOICE),   \
        ROW(path ".capacity", SIM_COUNT, ServiceResourceFields, capacity, 0, NULL, 0, 1000000, "",                     \
            "Servers on duty, always.", MODEL),                                                                        \
        ROW(path ".capacity_by_hour", SIM_NUMBERS, ServiceResourceFields, capacity_by_hour, 0, NULL, 0, 1000000, "",   \
            "Servers on duty in each hour: 24 numbers for every day, or 168 for a week from Monday 00:00.", MODEL),    \
        ROW(path ".changes[]", SIM_RECORDS, ServiceResourceFields, changes, sizeof(ServiceChangeFields), NULL, 0, 0,   \
            "", "Dated capacities; the last that holds at a time counts.", CHOICE),                                    \
        CHANGE_ROWS(path ".changes[]"),                                                                                \
        ROW(path ".changes[].capacity", SIM_COUNT, ServiceChangeFields, capacity, 0, NULL, 0, 1000000, NULL,           \
            "Servers on duty from start to end.", CHOICE),                                                             \
        ROW(path ".order", SIM_CHOICE, ServiceResourceFields, order, 0, "by_priority|preemptive", 0, 0, "by_priority", \
            "Who goes first: the more urgent class, first come first served inside a class; preemptive: the more "     \
            "urgent interrupt the less, who resume later.",                                                            \
            MODEL),                                                                                                    \
        ROW(path ".on_fall", SIM_CHOICE, ServiceResourceFields, on_fall, 0, "finish|hand_over|interrupt", 0, 0,        \
            "finish",                                                                                                  \
            "When capacity falls below the servers at work: they finish the patient in hand, hand over to a free "     \
            "server, or send the patient back to the head of the queue, who keeps the time that was left.",            \
            MODEL)

#define ARRIVAL_ROWS(path)                                                                                             \
    ROW(path, SIM_RECORDS, DeclaredFields, arrivals, sizeof(ServiceArrivalFields), NULL, 0, 0, NULL,                   \
        "The service's arrival points.", MODEL),                                                                       \
        ROW(path ".name", SIM_TEXT, ServiceArrivalFields, name, 0, NULL, 0, 0, "",                                     \
            "What it is called; keys its random numbers.", CHOICE),                                                    \
        ROW(path ".to", SIM_TEXT, ServiceArrivalFields, to, 0, NULL, 0, 0, "",                                         \
            "The step at which patients come in; the first if left out.", MODEL),                                      \
        ROW(path ".rate", SIM_RATE, ServiceArrivalFields, rate, 0, NULL, 0, 0, "",                                     \
            "The constant rate of a Poisson process.", MODEL),                                                         \
        ROW(path ".rates", SIM_RATES, ServiceArrivalFields, rates, 0, NULL, 0, 0, "",                                  \
            "The rates of a Poisson process, one after the other: from Monday 00:00 if they fill a week, from "        \
            "midnight if they fill a day, else from calendar.start.",                                                  \
            MODEL),                                                                                                    \
        ROW(path ".every", SIM_DURATION, ServiceArrivalFields, every, 0, NULL, 1, 31622400, "1 h",                     \
            "How long each of the rates lasts.", MODEL),                                                               \
        ROW(path ".repeat", SIM_SWITCH, ServiceArrivalFields, repeat, 0, NULL, 0, 0, "on",                             \
            "Whether rates and times repeat, or come once, from calendar.start.", MODEL),                              \
        DISTRIBUTION_ROWS(path ".between", ServiceArrivalFields, between),                                             \
        ROW(path ".times", SIM_CLOCKS, ServiceArrivalFields, times, 0, NULL, 0, 0, "",                                 \
            "Fixed times of the day, in order.", MODEL),                                                               \
        ROW(path ".days", SIM_CHOICES, ServiceArrivalFields, days, 0,                                                  \
            "monday|tuesday|wednesday|thursday|friday|saturday|sunday", 0, 0, "",                                      \
            "The days on which the fixed times hold; every day if left out.", MODEL),                                  \
        ROW(path ".batch.shape", SIM_CHOICE, ServiceArrivalFields, batch_shape, 0, "fixed|geometric|poisson|discrete", \
            0, 0, "fixed", "How many come together.", MODEL),                                                          \
        ROW(path ".batch.mean", SIM_AMOUNT, ServiceArrivalFields, batch_mean, 0, NULL, 0, 100000, "",                  \
            "How many on average; a whole number if fixed; 1 if left out.", MODEL),                                    \
        ROW(path ".batch.sizes", SIM_NUMBERS, ServiceArrivalFields, batch_sizes, 0, NULL, 0, 100000, "",               \
            "The sizes of a discrete batch.", MODEL),                                                                  \
        ROW(path ".batch.shares", SIM_SHARES, ServiceArrivalFields, batch_shares, 0, NULL, 0, 1, "",                   \
            "How often each size comes.", MODEL),                                                                      \
        ROW(path ".shares", SIM_SHARES, ServiceArrivalFields, shares, 0, NULL, 0, 1, "",                               \
            "This arrival point's own mix of the classes, in their order.", MODEL),                                    \
        ROW(path ".start", SIM_MOMENT, ServiceArrivalFields, start, 0, NULL, 0, 0, "", "Nobody comes before.",         \
            CHOICE),                                                                                                   \
        ROW(path ".end", SIM_MOMENT, ServiceArrivalFields, end, 0, NULL, 0, 0, "", "Nobody comes from then on.",       \
            CHOICE),                                                                                                   \
        ROW(path ".changes[]", SIM_RECORDS, ServiceArrivalFields, changes, sizeof(ServiceChangeFields), NULL, 0, 0,    \
            "", "Dated cuts of the arrivals.", CHOICE),                                                                \
        CHANGE_ROWS(path ".changes[]"),                                                                                \
        ROW(path ".changes[].factor", SIM_SHARE, ServiceChangeFields, factor, 0, NULL, 0, 1, NULL,                     \
            "Share of the arrivals that still comes.", CHOICE)

#define STEP_ROWS(path)                                                                                                \
    ROW(path, SIM_RECORDS, DeclaredFields, steps, sizeof(ServiceStepFields), NULL, 0, 0, NULL,                         \
        "The service's steps; a patient goes from one to the next, unless `next` says otherwise.", MODEL),             \
        ROW(path ".name", SIM_TEXT, ServiceStepFields, name, 0, NULL, 0, 0, NULL,                                      \
            "What it is called; no other step of the place has the name.", CHOICE),                                    \
        ROW(path ".resource", SIM_TEXT, ServiceStepFields, resource, 0, NULL, 0, 0, "",                                \
            "The resource that it uses: one of `resources`, or in a trust one of the hospital's "                      \
            "own: " HOSPITAL_POOL_WORDS "; left out, a delay that needs nobody.",                                      \
            MODEL),                                                                                                    \
        ROW(path ".servers", SIM_COUNT, ServiceStepFields, needs, 0, NULL, 1, 1000000, "1",                            \
            "How many of its servers a patient takes; one of the hospital's own.", MODEL),                             \
        DISTRIBUTION_ROWS(path ".duration", ServiceStepFields, duration),                                              \
        DISTRIBUTION_ROWS(path ".patience", ServiceStepFields, patience),                                              \
        DISTRIBUTION_ROWS(path ".transfer", ServiceStepFields, transfer),                                              \
        ROW(path ".by_class[]", SIM_RECORDS, ServiceStepFields, by_class, sizeof(ServiceCaseFields), NULL, 0, 0, "",   \
            "What is different for a class.", MODEL),                                                                  \
        ROW(path ".by_class[].class", SIM_TEXT, ServiceCaseFields, class_name, 0, NULL, 0, 0, NULL, "The class.",      \
            MODEL),                                                                                                    \
        ROW(path ".by_class[].priority", SIM_COUNT, ServiceCaseFields, priority, 0, NULL, 0, 31, "",                   \
            "Its priority at this step.", MODEL),                                                                      \
        DISTRIBUTION_ROWS(path ".by_class[].duration", ServiceCaseFields, duration),                                   \
        DISTRIBUTION_ROWS(path ".by_class[].patience", ServiceCaseFields, patience),                                   \
        ROW(path ".space", SIM_COUNT, ServiceStepFields, space, 0, NULL, 1, 100000000, "",                             \
            "How many patients it has room for, waiting and being served.", MODEL),                                    \
        ROW(path ".waiting_room", SIM_COUNT, ServiceStepFields, waiting_room, 0, NULL, 0, 100000000, "",               \
            "How many may wait; others come in only if a server is free.", MODEL),                                     \
        ROW(path ".when_full", SIM_CHOICE, ServiceStepFields, when_full, 0, "turn_away|block", 0, 0, "turn_away",      \
            "When there is no room: patients are turned away; or (block) whoever comes from another step stays there " \
            "and keeps its server, and only arrivals from outside are turned away.",                                   \
            MODEL),                                                                                                    \
        ROW(path ".turned_away_to", SIM_TEXT, ServiceStepFields, turned_away_to, 0, NULL, 0, 0, "",                    \
            "The step to which those turned away go; they leave if left out.", MODEL),                                 \
        ROW(path ".gives_up_to", SIM_TEXT, ServiceStepFields, gives_up_to, 0, NULL, 0, 0, "",                          \
            "The step to which those go who lose patience; they leave if left out.", MODEL),                           \
        ROW(path ".keep_until", SIM_TEXT, ServiceStepFields, keep_until, 0, NULL, 0, 0, "",                            \
            "The servers are kept until the patient has been through this step, or leaves.", MODEL),                   \
        ROW(path ".route", SIM_CHOICE, ServiceStepFields, route, 0, "share|first_free|shortest|in_turn", 0, 0,         \
            "share",                                                                                                   \
            "How one of `next` is chosen: by their shares; the first that can start at once, else the first with "     \
            "room; the one with the fewest patients; one after the other.",                                            \
            MODEL),                                                                                                    \
        ROW(path ".next[]", SIM_RECORDS, ServiceStepFields, next, sizeof(ServiceNextFields), NULL, 0, 0, "",           \
            "Where patients go; the step below if there is none for their class, and home after the last.", MODEL),    \
        ROW(path ".next[].to", SIM_TEXT, ServiceNextFields, to, 0, NULL, 0, 0, NULL, "A step, or `leave`.", MODEL),    \
        ROW(path ".next[].share", SIM_SHARE, ServiceNextFields, share, 0, NULL, 0, 1, "",                              \
            "How many go there, everybody if it is the only row; what the shares leave of 100 % goes home.", MODEL),   \
        ROW(path ".next[].class", SIM_TEXT, ServiceNextFields, class_name, 0, NULL, 0, 0, "",                          \
            "Only for this class, whose rows replace those for everybody.", MODEL)

#define SERVICE_ROWS(path, Holder, member)                                                                             \
    ROW(path, SIM_RECORDS, Holder, member, sizeof(DeclaredFields), NULL, 0, 0, "",                                     \
        "Flows of patients that are not among the hospital's own.", MODEL),                                            \
        ROW(path ".name", SIM_TEXT, DeclaredFields, name, 0, NULL, 0, 0, NULL, "What it is called.", CHOICE),          \
        ROW(path ".limits", SIM_DURATIONS, DeclaredFields, limits, 0, NULL, 0, 0, "",                                  \
            "The share of patients who wait longer than these is measured; eight at most.", CHOICE),                   \
        ROW(path ".snapshots", SIM_CLOCKS, DeclaredFields, snapshots, 0, NULL, 0, 0, "",                               \
            "Times of the day at which those present are counted.", CHOICE),                                           \
        ROW(path ".classes[]", SIM_RECORDS, DeclaredFields, classes, sizeof(ServiceClassFields), NULL, 0, 0, "",       \
            "Kinds of patients; everybody is alike if left out.", MODEL),                                              \
        ROW(path ".classes[].name", SIM_TEXT, ServiceClassFields, name, 0, NULL, 0, 0, NULL, "What it is called.",     \
            CHOICE),                                                                                                   \
        ROW(path ".classes[].share", SIM_SHARE, ServiceClassFields, share, 0, NULL, 0, 1, "",                          \
            "Its share of the patients.", MODEL),                                                                      \
        ROW(path ".classes[].priority", SIM_COUNT, ServiceClassFields, priority, 0, NULL, 0, 31, "0",                  \
            "Who goes first where patients wait: the lowest number. In a queue of the hospital's own: the class in "   \
            "which they join it (scenarios/SERVICES.md says which are whose).",                                        \
            MODEL),                                                                                                    \
        ARRIVAL_ROWS(path ".arrivals[]"), STEP_ROWS(path ".steps[]")

static const SimField rows[] = {
    RESOURCE_ROWS("resources[]", ScenarioFields, own.resources),
    SERVICE_ROWS("services[]", ScenarioFields, own.services),
    RESOURCE_ROWS("trusts[].resources[]", TrustFields, own.resources),
    SERVICE_ROWS("trusts[].services[]", TrustFields, own.services),
};

const SimFieldBlock service_fields = {rows, sizeof rows / sizeof rows[0]};
