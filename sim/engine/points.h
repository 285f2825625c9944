// Inside the engine: quantile functions with jumps, kinks or sudden rises, as cubics on cells of any width.
//
// Cells begin and end at words, so a jump between two words is kept exactly. Cells are split until the error is at most
// 1e-7 relative, or 1e-8 of the mean. No cubic falls anywhere, so variates never fall as the word rises.
#ifndef SIM_ENGINE_POINTS_H
#define SIM_ENGINE_POINTS_H

#include "sim/engine/quantile.h"

SimPoints *sim_points_new(const SimStandard *standard);
void sim_points_free(SimPoints *points);

// Whether a cell's cubic never falls on it.
bool sim_cell_rises(const SimCell *cell);

// Whether an approximation of a standardised quantile is as exact as this, relatively, or a tenth of it absolutely.
bool sim_is_close(double approximation, double exact, double relative);

#endif
