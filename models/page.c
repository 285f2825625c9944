#include "models/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"

// A dozen measures of the hospital.
static const char *const hospital_lines[] = {
    "ia_total",     "ia_op",      "ia_ip",      "ia_diag",    "ia_suppressed",           "act_op",
    "act_elective", "rtt_total",  "rtt_gt52",   "ia_absent",  "cover_unfilled",          "ed_att",
    "ed_4h",        "ed_12h_dta", "ga_occ_pct", "mat_births", "mat_induction_delay_24h", "calls_in",
};

static void add_line(PagePlan *page, const char *measure, const char *of)
{
    const size_t bytes = strlen(measure) + strlen(of) + 2;
    char *line = malloc(bytes);
    page->lines = realloc(page->lines, (page->count + 1) * sizeof *page->lines);
    if (!line || !page->lines) abort();
    snprintf(line, bytes, "%s%s%s", measure, *of ? "/" : "", of);
    page->lines[page->count++] = line;
}

static bool is_on_page(const PagePlan *page, const char *measure, const char *of)
{
    char line[SIM_OF_BYTES + 64];
    snprintf(line, sizeof line, "%s/%s", measure, of);
    for (size_t i = 0; i < page->count; i++) {
        if (strcmp(page->lines[i], line) == 0) return true;
    }
    return false;
}

static void add_new_line(PagePlan *page, const char *measure, const char *of)
{
    if (!is_on_page(page, measure, of)) add_line(page, measure, of);
}

static void lines_of_services(PagePlan *page, const ServicesPlan *services)
{
    for (uint32_t i = 0; i < services->service_count; i++) {
        const OneService *service = &services->services[i];
        add_new_line(page, "svc_in", service->name);
        add_new_line(page, "svc_inside", service->name);
        add_new_line(page, "svc_time", service->name);
        for (uint32_t k = service->first_step; k < service->first_step + service->step_count; k++) {
            const ServiceStep *step = &services->steps[k];
            if (step->resource != UINT32_MAX) add_new_line(page, "svc_wait", step->name);
            if (step->has_patience) add_new_line(page, "svc_gave_up_share", step->name);
            if (step->space != NO_LIMIT || step->waiting_room != NO_LIMIT)
                add_new_line(page, "svc_turned_away_share", step->name);
        }
    }
    for (uint32_t i = 0; i < services->resource_count; i++)
        add_new_line(page, "svc_utilisation", services->resources[i].name);
}

void page_plan(HospitalPlan *plan)
{
    PagePlan *page = &plan->page;
    for (size_t i = 0; i < sizeof hospital_lines / sizeof *hospital_lines && plan->has_trusts; i++)
        add_line(page, hospital_lines[i], "");
    for (size_t i = 0; i < plan->trust_count; i++) lines_of_services(page, &plan->trusts[i].services);
}

void page_plan_free(PagePlan *page)
{
    for (size_t i = 0; i < page->count; i++) free((void *)page->lines[i]);
    free(page->lines);
}

void page_lines(const void *plan, const char *const **lines, size_t *count)
{
    const PagePlan *page = &((const HospitalPlan *)plan)->page;
    *lines = page->lines;
    *count = page->count;
}
