#include "models/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"

enum Flow { ALL_FLOWS, EMERGENCY, BEDS, MATERNITY, ELECTIVE, BOOKINGS };
enum When { ALWAYS, IN_STRIKES, WITHOUT_STRIKES, STAFF_STRIKE, AMBULANCES_STRIKE };

// A dozen measures of the hospital: those of flows that are on, and of strikes if there is one.
static const struct {
    const char *measure;
    enum Flow flow;
    enum When when;
} hospital_lines[] = {
    {"ia_total", ELECTIVE, IN_STRIKES},
    {"ia_op", ELECTIVE, IN_STRIKES},
    {"ia_ip", ELECTIVE, IN_STRIKES},
    {"ia_diag", ELECTIVE, IN_STRIKES},
    {"ia_suppressed", ELECTIVE, IN_STRIKES},
    {"act_op", ELECTIVE, ALWAYS},
    {"act_elective", ELECTIVE, ALWAYS},
    {"qmco_lastmin", ELECTIVE, WITHOUT_STRIKES},
    {"rtt_total", ELECTIVE, ALWAYS},
    {"rtt_le18_pct", ELECTIVE, WITHOUT_STRIKES},
    {"rtt_gt52", ELECTIVE, ALWAYS},
    {"ia_absent", ALL_FLOWS, STAFF_STRIKE},
    {"cover_unfilled", ALL_FLOWS, STAFF_STRIKE},
    {"amb_not_conveyed", EMERGENCY, AMBULANCES_STRIKE},
    {"ed_att", EMERGENCY, ALWAYS},
    {"em_adm", EMERGENCY, WITHOUT_STRIKES},
    {"ed_4h", EMERGENCY, ALWAYS},
    {"ed_12h_dta", EMERGENCY, ALWAYS},
    {"ga_occ_pct", BEDS, ALWAYS},
    {"los21", BEDS, WITHOUT_STRIKES},
    {"nctr", BEDS, WITHOUT_STRIKES},
    {"mat_births", MATERNITY, ALWAYS},
    {"mat_induction_delay_24h", MATERNITY, ALWAYS},
    {"calls_in", BOOKINGS, ALWAYS},
};

static bool is_on_at(const TrustPlan *trust, enum Flow flow)
{
    switch (flow) {
    case EMERGENCY: return trust->emergency.on;
    case BEDS: return trust->beds.on;
    case MATERNITY: return trust->maternity.on;
    case ELECTIVE: return trust->elective.on;
    case BOOKINGS: return trust->booking.on;
    case ALL_FLOWS: break;
    }
    return true;
}

static bool is_on(const HospitalPlan *plan, enum Flow flow)
{
    for (size_t i = 0; i < plan->trust_count; i++) {
        if (is_on_at(&plan->trusts[i], flow)) return true;
    }
    return false;
}

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

static bool leads_to(const ServicesPlan *services, const ServiceCase *route, uint32_t to)
{
    for (uint32_t b = 0; b < route->branch_count; b++) {
        if (services->branches[route->first_branch + b].step == to) return true;
    }
    return false;
}

// Somebody may have to stay there because a step that comes next is full.
static bool can_be_blocked(const ServicesPlan *services, const ServiceStep *step)
{
    const OneService *service = &services->services[step->service];
    for (uint32_t i = 0; i < service->step_count * service->class_count; i++) {
        const uint32_t to = service->first_step + i / service->class_count;
        const ServiceCase *route = &services->cases[step->first_case + i % service->class_count];
        if (services->steps[to].blocks && leads_to(services, route, to)) return true;
    }
    return false;
}

// Whoever comes from a step is not turned away by one that blocks: others are.
static bool can_turn_away(const ServicesPlan *services, uint32_t number)
{
    const ServiceStep *step = &services->steps[number];
    if (!step->rules.is_limited) return false;
    if (!step->blocks) return true;
    for (uint32_t i = 0; i < services->source_count; i++) {
        if (services->sources[i].to == number) return true;
    }
    for (uint32_t i = 0; i < services->step_count; i++) {
        if (services->steps[i].turned_away_to == number || services->steps[i].gives_up_to == number) return true;
    }
    return false;
}

static uint32_t least_servers(const ServicesPlan *services, const ServiceResource *resource)
{
    uint32_t least = resource->by_hour ? UINT32_MAX : resource->capacity;
    for (uint32_t hour = 0; resource->by_hour && hour < resource->hours; hour++) {
        if (resource->by_hour[hour] < least) least = (uint32_t)resource->by_hour[hour];
    }
    for (uint32_t i = resource->first_change; i < resource->first_change + resource->change_count; i++) {
        if (services->changes[i].capacity < least) least = services->changes[i].capacity;
    }
    return least;
}

// Nobody waits in a step that never has more patients than its servers can serve at once.
static bool can_wait(const ServicesPlan *services, uint32_t number)
{
    const ServiceStep *step = &services->steps[number];
    if (step->resource == UINT32_MAX) return false;
    if (step->space == NO_LIMIT || step->rules.pool != NO_POOL) return true;
    for (uint32_t i = 0; i < services->step_count; i++) {
        if (i != number && services->steps[i].resource == step->resource) return true;
    }
    const uint64_t wanted = (uint64_t)step->space * step->rules.needs;
    return step->rules.keeper != UINT32_MAX || wanted > least_servers(services, &services->resources[step->resource]);
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
            if (can_wait(services, k)) add_new_line(page, "svc_wait", step->name);
            if (step->rules.has_patience) add_new_line(page, "svc_gave_up_share", step->name);
            if (can_turn_away(services, k)) add_new_line(page, "svc_turned_away_share", step->name);
            if (can_be_blocked(services, step)) add_new_line(page, "svc_blocked_time", step->name);
        }
    }
    for (uint32_t i = 0; i < services->resource_count; i++)
        add_new_line(page, "svc_utilisation", services->resources[i].name);
}

// Whether anybody whom the strike calls out is due at the trust on any of its days.
static bool strikes_at(const HospitalPlan *plan, const TrustPlan *trust, const WindowPlan *window)
{
    for (uint32_t r = 0; r < trust->staffing.roster_count; r++) {
        if (!(window->groups >> trust->staffing.rosters[r].group & 1)) continue;
        for (uint32_t day = strike_first_day(window); day <= strike_last_day(window) && day < plan->days; day++) {
            if (rota_due(plan, trust, r, day) > 0) return true;
        }
    }
    return false;
}

static bool strikes_at_a_trust(const HospitalPlan *plan)
{
    for (uint32_t i = 0; i < plan->strike.window_count; i++) {
        for (size_t t = 0; t < plan->trust_count; t++) {
            if (strikes_at(plan, &plan->trusts[t], &plan->strike.windows[i])) return true;
        }
    }
    return false;
}

static bool is_time_for(const HospitalPlan *plan, enum When when)
{
    uint32_t groups = 0;
    for (uint32_t i = 0; i < plan->strike.window_count; i++) groups |= plan->strike.windows[i].groups;
    switch (when) {
    case IN_STRIKES: return plan->strike.window_count > 0;
    case WITHOUT_STRIKES: return plan->strike.window_count == 0;
    case STAFF_STRIKE: return strikes_at_a_trust(plan);
    case AMBULANCES_STRIKE: return groups >> GROUP_AMBULANCE & 1;
    case ALWAYS: break;
    }
    return true;
}

static void lines_of_hospital(PagePlan *page, const HospitalPlan *plan)
{
    for (size_t i = 0; i < sizeof hospital_lines / sizeof *hospital_lines; i++) {
        if (!is_time_for(plan, hospital_lines[i].when) || !is_on(plan, hospital_lines[i].flow)) continue;
        add_line(page, hospital_lines[i].measure, "");
    }
}

void page_plan(HospitalPlan *plan)
{
    PagePlan *page = &plan->page;
    if (plan->has_trusts) lines_of_hospital(page, plan);
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
