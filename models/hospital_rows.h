// What many files of the model look up in a hospital. For files of models/ only.
#ifndef MODELS_HOSPITAL_ROWS_H
#define MODELS_HOSPITAL_ROWS_H

#include "models/hospital.h"

static inline const MeasurePlan *measures_of(const Hospital *hospital)
{
    return &hospital->plan->measures;
}

static inline Pathway *pathway_at(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_PATHWAYS, Pathway, id);
}

static inline Session *session_at(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_SESSIONS, Session, id);
}

#endif
