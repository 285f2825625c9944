// The hospital as the workshop sees it: its tables, its functions, its page and its pictures.
#include <stdio.h>

#include "models/acts.h"
#include "models/cover.h"
#include "models/figures.h"
#include "models/hospital.h"
#include "models/last_time.h"
#include "models/ledger.h"
#include "models/model.h"
#include "models/precise.h"
#include "models/waiting_list_bands.h"
#include "models/waiting_list_formulae.h"

// A block of fields for each thing a planner would name; together the one table of the scenario language.
static const SimFieldBlock *const fields[] = {
    &trust_fields,         &strike_fields,     &demand_fields,    &recovery_fields,
    &participation_fields, &mitigation_fields, &call_off_fields,  &staffing_fields,
    &cover_fields,         &rota_fields,       &emergency_fields, &minors_fields,
    &beds_fields,          &maternity_fields,  &elective_fields,  &waiting_list_band_fields,
    &session_file_fields,  &booking_fields,    &service_fields,   &verification_fields,
    &last_time_fields,     &precise_fields};

static void remarks(const void *plan, FILE *to)
{
    const HospitalPlan *hospital = plan;
    if (!hospital->has_trusts) return;
    fprintf(to, "Many parameters are assumed: `walkout explain SCENARIO` shows every value in force and its source.\n");
    if (hospital->strike.window_count > 0 && !recovery_is_planned(&hospital->strike.recovery)) {
        fprintf(to, "No extra clinics or lists are planned (recovery): the backlog can only shrink by removals.\n");
    }
    if (hospital->trust_count == 1) waiting_list_formulae_print(hospital->trusts, to);
}

// What a sweep keeps unless told otherwise: what was moved, what was done, who waited, and the list.
static const char *const wanted[] = {"ia_total@whole",
                                     "ia_op@whole",
                                     "ia_ip@whole",
                                     "ia_suppressed@whole",
                                     "act_kept_pct@strike_days",
                                     "cover_unfilled@whole",
                                     "qmco_lastmin@whole",
                                     "ed_4h@strike_days",
                                     "ed_12h_dta@strike_days",
                                     "ga_occ_pct@strike_days",
                                     "rtt_total@whole",
                                     "rtt_gt52@whole",
                                     "backlog_left/4 weeks@whole",
                                     "backlog_left/12 weeks@whole",
                                     "backlog_left/26 weeks@whole",
                                     "recovery_day@whole"};

const struct sim_model hospital_model = {
    .name = "walkout",
    .version = "0.1.0",
    .fields = {.blocks = fields, .block_count = sizeof fields / sizeof fields[0], .root_bytes = sizeof(ScenarioFields)},
    .measures = hospital_measures,
    .measure_block_count = MEASURE_BLOCKS,
    .plan_new = hospital_plan_sharing,
    .plan_free = hospital_plan_free,
    .outline = hospital_outline,
    .acts_at = hospital_acts_at,
    .world_new = hospital_new,
    .run_until = hospital_run_until,
    .fork = hospital_fork,
    .read_ledger = ledger_read,
    .remarks = remarks,
    .summary_of = page_lines,
    .figures = hospital_figures,
    .figure_count = HOSPITAL_FIGURES,
    .wanted = wanted,
    .wanted_count = sizeof wanted / sizeof wanted[0],
    .list_measure = "rtt_total",
};
