// The waiting list: consultant-led referral to treatment.
#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"
#include "models/measure_rows.h"

// clang-format off
static const SimMeasure rows[] = {
    {.name = "rtt_total", .unit = "pathways", .title = "Waiting list", .adds = SIM_ADDS_LEVEL, .daily = true,
     .of = "",
     .definition = "Incomplete referral-to-treatment pathways at the end of the day; for a period, of its last day.",
     .source = RTT},
    {.name = "rtt_stage", .unit = "pathways", .title = "Waiting list by stage", .adds = SIM_ADDS_LEVEL,
     .of = "stage", .definition = "As rtt_total, by what the patient waits for.", .source = "walkout"},
    {.name = "rtt_le18_pct", .unit = "share", .title = "Waiting 18 weeks or less", .adds = SIM_ADDS_LEVEL_SHARE,
     .daily = true, .of = "",
     .definition = "Share of the incomplete pathways that have waited 18 weeks (126 days) or less at the end of the "
                   "day; for a period, of its last day.",
     .source = RTT},
    {.name = "rtt_gt52", .unit = "pathways", .title = "Waiting over 52 weeks", .adds = SIM_ADDS_LEVEL, .daily = true,
     .of = "",
     .definition = "Incomplete pathways that have waited more than 52 weeks (364 days) at the end of the day.",
     .source = RTT},
    {.name = "rtt_gt65", .unit = "pathways", .title = "Waiting over 65 weeks", .adds = SIM_ADDS_LEVEL, .of = "",
     .definition = "As rtt_gt52, more than 65 weeks (455 days).", .source = RTT},
    {.name = "rtt_gt78", .unit = "pathways", .title = "Waiting over 78 weeks", .adds = SIM_ADDS_LEVEL, .of = "",
     .definition = "As rtt_gt52, more than 78 weeks (546 days).", .source = RTT},
    {.name = "rtt_median", .unit = "weeks", .title = "Median wait of those waiting", .adds = SIM_ADDS_QUANTILE,
     .quantile = 0.5, .of = "",
     .definition = "Median of the time waited by the incomplete pathways on the period's last day, from weekly bands "
                   "by linear interpolation inside the band, as NHS England estimates it. Of several trusts from "
                   "their bands together.",
     .source = RTT},
    {.name = "rtt_p92", .unit = "weeks", .title = "92nd percentile of the wait of those waiting",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.92, .of = "",
     .definition = "As rtt_median, the 92nd percentile.", .source = RTT},
    {.name = "rtt_median_exact", .unit = "weeks", .title = "Median wait of those waiting, patient by patient",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.5, .of = "",
     .definition = "Median of the days waited by the incomplete pathways on the period's last day, over 7, without "
                   "bands. Only of periods that end with a month or with the report.",
     .source = "walkout"},
    {.name = "rtt_p92_exact", .unit = "weeks", .title = "92nd percentile of the wait, patient by patient",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.92, .of = "",
     .definition = "As rtt_median_exact, the 92nd percentile.", .source = "walkout"},
    {.name = "rtt_service_total", .unit = "pathways", .title = "Waiting list of a service", .adds = SIM_ADDS_LEVEL,
     .of = "service", .definition = "As rtt_total, of each service that has patients.", .source = RTT},
    {.name = "rtt_service_le18_pct", .unit = "share", .title = "Waiting 18 weeks or less, of a service",
     .adds = SIM_ADDS_LEVEL_SHARE, .of = "service",
     .definition = "As rtt_le18_pct, of each service that has patients.", .source = RTT},
    {.name = "rtt_service_gt52", .unit = "pathways", .title = "Waiting over 52 weeks, of a service",
     .adds = SIM_ADDS_LEVEL, .of = "service", .definition = "As rtt_gt52, of each service that has patients.",
     .source = RTT},
    {.name = "rtt_new", .unit = "pathways", .title = "New referrals", .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Clocks started on the day, by a referral or anew after a missed first appointment. The list of "
                   "tomorrow is that of today plus new, less stops with and without admission, less removals, less "
                   "clocks nullified: this is checked every midnight.",
     .source = RTT},
    {.name = "rtt_stop_adm", .unit = "pathways", .title = "Clock stops with admission", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "", .definition = "Clocks stopped on the day by an admission for treatment.", .source = RTT},
    {.name = "rtt_stop_nonadm", .unit = "pathways", .title = "Clock stops without admission", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "",
     .definition = "Clocks stopped on the day by treatment without admission, or by a decision not to treat.",
     .source = RTT},
    {.name = "rtt_removed", .unit = "pathways", .title = "Removals other than treatment (validation)",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Pathways that left the waiting list on the day for a reason other than treatment or a decision "
                   "not to treat, or a missed first appointment (rtt_nullified).",
     .source = RTT},
    {.name = "rtt_nullified", .unit = "pathways", .title = "Clocks nullified by a missed first appointment",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Clocks nullified on the day, as if they had never run: the patient did not attend the first "
                   "appointment. Whoever is not referred back gets another and starts a new clock (rtt_new).",
     .source = RTT},
};
// clang-format on

const SimMeasureBlock waiting_list_measures = {.rows = rows, .count = sizeof rows / sizeof rows[0]};

static uint32_t column(MeasurePlan *measures, const char *name, const char *service)
{
    for (size_t i = 0; i < waiting_list_measures.count; i++) {
        if (strcmp(rows[i].name, name) == 0) return measures_add(measures, &rows[i], service, SIM_LOG_MINUTES);
    }
    abort();
}

void elective_measures_plan(HospitalPlan *plan, TrustPlan *trust)
{
    for (uint32_t s = 0; s < trust->elective.service_count && trust->elective.on; s++) {
        ServicePlan *service = &trust->elective.services[s];
        service->is_measured = service->list_share > 0;
        if (!service->is_measured) continue;
        service->total_series = column(&plan->measures, "rtt_service_total", service->name);
        service->le18_series = column(&plan->measures, "rtt_service_le18_pct", service->name);
        service->gt52_series = column(&plan->measures, "rtt_service_gt52", service->name);
    }
}
