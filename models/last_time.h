// Earlier strikes at a trust, as it or NHS England reported them: printed beside the simulated ones, and what a
// calibration is held against. They change nothing that is simulated.
#ifndef MODELS_LAST_TIME_H
#define MODELS_LAST_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/scenario/field.h"

struct HospitalPlan;

// `trusts[].last_time[]`
typedef struct {
    SimRecordHead head;
    SimText name;
    int64_t start, end;  // seconds since 1970; an end at 00:00 is a date: the whole of it
    uint32_t groups;     // set of enum StaffGroup
    int64_t due, absent;
    int64_t rescheduled, rescheduled_outpatient, rescheduled_inpatient;
    SimText source;
} LastTimeFields;

extern const SimFieldBlock last_time_fields;

// Weekdays, but for bank holidays, whose midday lies from start to before end (seconds since 1970).
uint32_t last_time_working_days(const struct HospitalPlan *plan, int64_t start, int64_t end);

// Fills the outline's reported figures. False with faults if they contradict themselves.
bool last_time_outline(struct HospitalPlan *plan, SimFaults *faults);
void last_time_outline_free(struct HospitalPlan *plan);

#endif
