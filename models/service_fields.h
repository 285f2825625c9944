// What a user writes about services: the records of `resources:` and `services:`.
#ifndef MODELS_SERVICE_FIELDS_H
#define MODELS_SERVICE_FIELDS_H

#include <stdbool.h>

#include "sim/scenario/field.h"

// A distribution. Unset: there is none.
typedef struct {
    int shape;
    double mean, sd, cv, variance;  // seconds; variance in seconds squared
    double least, most, mode;
    int64_t stages;
    SimNumbers values, shares;
    SimNumbers quantiles, probabilities;
    int truncation;
} DurationFields;

enum ServiceLives { SERVICE_IN_BOTH, SERVICE_IN_STRIKE_LIFE };

typedef struct {
    SimRecordHead head;
    SimText strike;
    int64_t start, end;
    int64_t capacity;
    double factor;
    int in;
} ServiceChangeFields;  // of a resource (capacity) or an arrival point (factor)

typedef struct {
    SimRecordHead head;
    SimText name;
    int64_t capacity;
    SimNumbers capacity_by_hour;
    int order, on_fall;
    SimRecords changes;
} ServiceResourceFields;

typedef struct {
    SimRecordHead head;
    SimText name;
    double share;
    int64_t priority;
} ServiceClassFields;

enum ServiceProcess { PROCESS_POISSON, PROCESS_TABLE, PROCESS_RENEWAL, PROCESS_TIMES };

enum BatchShape { BATCH_FIXED, BATCH_GEOMETRIC, BATCH_POISSON, BATCH_DISCRETE };

typedef struct {
    SimRecordHead head;
    SimText name, to;
    double rate;
    SimNumbers rates;
    double every;
    bool repeat;
    DurationFields between;
    SimNumbers times;
    uint32_t days;  // set of weekdays, Monday first; 0: every day
    int batch_shape;
    double batch_mean;
    SimNumbers batch_sizes, batch_shares;
    SimNumbers shares;
    int64_t start, end;
    SimRecords changes;
} ServiceArrivalFields;

typedef struct {
    SimRecordHead head;
    SimText class_name;
    int64_t priority;
    DurationFields duration, patience;
} ServiceCaseFields;

typedef struct {
    SimRecordHead head;
    SimText to, class_name;
    double share;
} ServiceNextFields;

enum ServiceRoute { ROUTE_SHARE, ROUTE_FIRST_FREE, ROUTE_SHORTEST, ROUTE_IN_TURN };

typedef struct {
    SimRecordHead head;
    SimText name, resource;
    int64_t needs;  // servers
    DurationFields duration, patience, transfer;
    SimRecords by_class;
    int64_t space, waiting_room;
    int when_full;
    SimText turned_away_to, gives_up_to, keep_until;
    int route;
    SimRecords next;
} ServiceStepFields;

typedef struct {
    SimRecordHead head;
    SimText name;
    SimNumbers limits, snapshots;
    SimRecords classes, arrivals, steps;
} DeclaredFields;

typedef struct {
    SimRecords resources, services;
} ServicesFields;

extern const SimFieldBlock service_fields;

#endif
