// What the files of maternity share: a mother's row, what she holds and waits for.
#ifndef MODELS_BIRTHS_H
#define MODELS_BIRTHS_H

#include <math.h>

#include "models/hospital.h"

// Purposes of a mother's random numbers, and what the words of the block decide.
enum {
    DRAW_ARRIVAL,    // time since the labour before
    DRAW_INDUCTION,  // planned hour; time to labour
    DRAW_LABOUR,     // length; how it ends; urgency of a caesarean
    DRAW_REVIEW,     // whether a doctor is called; when
    DRAW_THEATRE,    // time in theatre; time to the delivery
    DRAW_STAY        // postnatal stay
};

// Classes of the queue for the theatre (enum CaesareanCategory), and for a doctor's hands elsewhere.
enum { DOCTOR_INSTRUMENT, DOCTOR_REVIEW };

static inline MaternityState *maternity_unit(const Hospital *hospital)
{
    return &hospital->state->maternity;
}
static inline const MaternityPlan *maternity_plan_of(const Hospital *hospital)
{
    return &hospital->trust->maternity;
}
static inline const MeasurePlan *maternity_measures_of(const Hospital *hospital)
{
    return &hospital->plan->measures;
}

static inline Birth *birth_at(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_BIRTHS, Birth, id);
}

static inline enum TrustStream stream_of(enum BirthOnset onset)
{
    switch (onset) {
    case ONSET_SPONTANEOUS: return STREAM_LABOURS;
    case ONSET_INDUCED: return STREAM_INDUCTIONS;
    case ONSET_NONE: break;
    }
    return STREAM_CAESAREANS;
}

static inline SimWords birth_draw(const Hospital *hospital, const Birth *mother, uint32_t purpose)
{
    return hospital_draw(hospital, stream_of((enum BirthOnset)mother->onset), mother->ordinal, purpose, 0);
}

static inline void birth_schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t id, SimTime after_s)
{
    hospital_schedule(hospital, kind, id, birth_at(hospital, id)->slot.stamp, after_s);
}

static inline uint32_t birth_new(Hospital *hospital, enum BirthOnset onset, uint32_t ordinal)
{
    const uint32_t id = sim_table_take(hospital->world, TABLE_BIRTHS);
    Birth *mother = birth_at(hospital, id);
    mother->onset = (uint8_t)onset;
    mother->ordinal = ordinal;
    mother->since_s = (uint32_t)hospital_now(hospital);
    maternity_unit(hospital)->entered++;
    return id;
}

// A doctor's task takes longer when those at work are slower than usual.
static inline SimTime maternity_at_doctors_pace(const Hospital *hospital, SimTime usual_s)
{
    double pace;
    staffing_doctors(hospital, DEPARTMENT_OBSTETRICS, &pace);
    return (SimTime)((double)usual_s / fmax(pace, 0.1) + 0.5);
}

// What a mother holds and waits for.

static inline bool birth_holds(const Birth *mother, enum BirthHolds what)
{
    return (mother->holds & what) != 0;
}

static inline void birth_takes(Birth *mother, enum BirthHolds what)
{
    mother->holds = (uint8_t)(mother->holds | what);
}

static inline void birth_releases(Hospital *hospital, Birth *mother, enum BirthHolds what, SimResourceId resource)
{
    if (!birth_holds(mother, what)) return;
    mother->holds = (uint8_t)(mother->holds & ~what);
    sim_resource_release(hospital->world, resource);
}

static inline void birth_stops_waiting(Hospital *hospital, SimPlaceId *place, SimResourceId resource)
{
    if (*place) sim_resource_leave(hospital->world, resource, *place);
    *place = 0;
}

static inline void birth_counts(Hospital *hospital, Birth *mother, enum BirthMode mode, SimTime time_s)
{
    const uint32_t day = sim_day_of(time_s);
    mother->mode = (uint8_t)mode;
    maternity_unit(hospital)->delivered++;
    sim_count_on(hospital->world, day, maternity_measures_of(hospital)->mat_births, 1);
    sim_count_on(hospital->world, day, maternity_measures_of(hospital)->mat_births_mode + mode, 1);
}

// maternity.c
void maternity_watch_queue(Hospital *hospital);
void maternity_give_midwives(Hospital *hospital);
void maternity_give_doctors(Hospital *hospital);
void maternity_recovers(Hospital *hospital, uint32_t birth);

// caesareans.c

// Joins the queue for the theatre.
void caesarean_needed(Hospital *hospital, uint32_t birth, enum CaesareanCategory category);
// The first of the categories below the limit begins, if theatre and doctor are free.
bool caesarean_begins_next(Hospital *hospital, uint32_t category_limit);
// Somebody of category 1 or 2 waits and the theatre is taken: the second team is called, if there is one.
bool caesarean_begins_with_second_team(Hospital *hospital);
void caesarean_ends(Hospital *hospital, uint32_t birth);
// Planned for today.
void caesarean_joins_list(Hospital *hospital, uint32_t birth);
// Planned caesareans that have not begun move to the next working day.
void caesarean_list_ends(Hospital *hospital);

// inductions.c
void induction_falls_due(Hospital *hospital, uint32_t ordinal);
void induction_is_tried(Hospital *hospital, uint32_t birth);
void induction_has_started(Hospital *hospital, uint32_t birth);

#endif
