// The waiting list at the start by published weekly bands: of each service, or of the trust as a whole.
#ifndef MODELS_WAITING_LIST_BANDS_H
#define MODELS_WAITING_LIST_BANDS_H

#include "models/elective.h"
#include "models/trust.h"

// The last band is over 104 weeks; those in it are spread over half a year (assumed).
enum { DAYS_OF_LAST_BAND = 182 };

// `trusts[].elective.waiting_list[]`: a row of the published table
typedef struct {
    SimRecordHead head;
    SimText provider, part, code, function, other[9];
    int64_t weeks[WEEK_BANDS];  // unset: none
    int64_t over_52, total, unknown, total_all;
} BandFields;

extern const SimFieldBlock waiting_list_band_fields;

// Bands and size of the list, if they were given.
bool waiting_list_bands_plan(const TrustFields *trust, ElectivePlan *plan, SimFaults *faults);

// A service's share of the list: from its bands, or else the one given.
double waiting_list_bands_share(const ElectivePlan *plan, size_t service, double share);

// Shares of the whole list within 18 and over 52 weeks.
void waiting_list_bands_shares(const uint32_t *bands, double *within_18_weeks, double *over_52_weeks);

// Days waited by who has `number` others below in these bands.
int64_t waiting_list_bands_wait_days(const uint32_t *bands, uint32_t number);

#endif
