// The hospital as the workshop sees it.
#ifndef MODELS_MODEL_H
#define MODELS_MODEL_H

#include "sim/experiment/model.h"

extern const struct sim_model hospital_model;

#endif
