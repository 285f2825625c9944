// The page that a run prints: which measures stand on it, in order.
#ifndef MODELS_PAGE_H
#define MODELS_PAGE_H

#include <stddef.h>

struct HospitalPlan;

// "ed_4h", or a measure of something: "svc_wait/triage".
typedef struct {
    const char **lines;  // owned, and so is what they point to
    size_t count;
} PagePlan;

void page_plan(struct HospitalPlan *plan);
void page_plan_free(PagePlan *page);
// For sim_model.summary_of.
void page_lines(const void *plan, const char *const **lines, size_t *count);

#endif
