// What the well-known formulae say of a trust's waiting list, to stand beside what is simulated.
#ifndef MODELS_WAITING_LIST_FORMULAE_H
#define MODELS_WAITING_LIST_FORMULAE_H

#include <stdio.h>

#include "models/trust.h"

// Load, target size, relief and pressure (sim/experiment/list_formulae.h) of the list at the start, for 92 % within 18
// weeks, the standard of the NHS Constitution. Nothing if there is no planned care.
void waiting_list_formulae_print(const TrustPlan *trust, FILE *to);

#endif
