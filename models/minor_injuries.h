// Minor injuries (type 3): practitioners of their own, by day and by night, and nobody waits for anything else. Part of
// the emergency department: emergency.h has their plan and state, emergency.c hands their events on.
#ifndef MODELS_MINOR_INJURIES_H
#define MODELS_MINOR_INJURIES_H

#include <stdint.h>

struct Hospital;

// Schedules the next arrival.
void minor_injuries_schedule_next(struct Hospital *hospital);
void minor_injuries_arrive(struct Hospital *hospital, uint32_t ordinal);
void minor_injuries_finish(struct Hospital *hospital, uint32_t attendance);
// Practitioners who are free take whoever is next.
void minor_injuries_serve(struct Hospital *hospital);

#endif
