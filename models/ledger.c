#include "models/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"

enum { DAYS_BESIDE = 3 };

static const char *const group_words[STAFF_GROUPS] = {"resident_doctors", "consultants",   "sas_doctors",     "nurses",
                                                      "midwives",         "radiographers", "ambulance_staff", "others"};
static const char *const department_words[DEPARTMENTS] = {
    "emergency",     "obstetrics",    "emergency_theatre", "critical_care", "paediatrics", "medical_take",
    "surgical_take", "medical_wards", "surgical_wards",    "diagnostics",   "planned",     "maternity",
    "minors"};
static const char *const kind_words[MOVE_KINDS] = {"outpatient", "inpatient", "day_case", "diagnostic"};
static const char *const notice_words[MOVE_NOTICES] = {"suppressed", "advance", "short", "on_the_day"};
static const char *const clinic_priorities[PRIORITIES] = {"urgent_suspected_cancer", "urgent", "routine"};
static const char *const theatre_priorities[PRIORITIES] = {"P2", "P3", "P4"};

typedef void (*RowOut)(void *context, const SimLedgerRow *row);

// The strikes of the scenario, those of the other life too: only for reporting.
static bool is_reported(const HospitalPlan *plan, uint32_t day)
{
    int64_t date = plan->outline.first_day + (int64_t)day;
    if (date < plan->outline.report_first || date > plan->outline.report_last) return false;
    for (size_t i = 0; i < plan->outline.window_count; i++) {
        int64_t first = plan->outline.windows[i].start / SIM_DAY_S - DAYS_BESIDE;
        int64_t last = (plan->outline.windows[i].end - 1) / SIM_DAY_S + DAYS_BESIDE;
        if (first <= date && date <= last) return true;
    }
    return false;
}

typedef struct {
    double due, absent, covering, unfilled;
} Posts;

typedef Posts DayOfPosts[SHIFTS_MOST][DEPARTMENTS][STAFF_GROUPS];

static void posts_due(const HospitalPlan *plan, const TrustPlan *trust, uint32_t day, DayOfPosts posts)
{
    for (uint32_t i = 0; i < trust->staffing.roster_count; i++) {
        const RosterPlan *roster = &trust->staffing.rosters[i];
        posts[roster->shift][roster->department][roster->group].due += rota_due(plan, trust, i, day);
    }
}

static void write_posts(const HospitalPlan *plan, const TrustPlan *trust, uint32_t day, DayOfPosts posts, RowOut out,
                        void *context)
{
    for (uint32_t shift = 0; shift < trust->staffing.shift_count; shift++) {
        for (uint32_t department = 0; department < DEPARTMENTS; department++) {
            for (uint32_t group = 0; group < STAFF_GROUPS; group++) {
                const Posts *written = &posts[shift][department][group];
                if (written->due + written->covering + written->unfilled <= 0) continue;
                SimLedgerRow row = {
                    .date = plan->outline.first_day + (SimDate)day,
                    .key = {trust->staffing.shifts[shift].name, department_words[department], group_words[group], ""},
                    .value = {written->due, written->absent, written->covering, written->unfilled}};
                out(context, &row);
            }
        }
    }
}

static void add_entry(const StaffingEntry *entry, DayOfPosts posts)
{
    Posts *written = &posts[entry->shift][entry->department][entry->group];
    written->absent += entry->absent;
    written->covering += entry->covering;
    written->unfilled += entry->unfilled;
}

static void read_staffing(const SimWorld *world, const HospitalPlan *plan, const TrustPlan *trust, RowOut out,
                          void *context)
{
    const SimTable *table = &world->tables[TABLE_STAFFING];
    const StaffingEntry *entries = table->rows;
    uint32_t next = 1;
    for (uint32_t day = 0; day < plan->days; day++) {
        const uint32_t first = next;
        while (next < table->used && entries[next].day <= day) next++;
        if (!is_reported(plan, day)) continue;
        DayOfPosts posts;
        memset(posts, 0, sizeof posts);
        for (uint32_t i = first; i < next; i++) add_entry(&entries[i], posts);
        posts_due(plan, trust, day, posts);
        write_posts(plan, trust, day, posts, out, context);
    }
}

static int by_key(const void *a, const void *b)
{
    return memcmp(a, b, offsetof(MovedEntry, reserved));
}

static int by_day(const void *a, const void *b)
{
    const MovedEntry *x = a, *y = b;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    return by_key(a, b);
}

static void read_moved(const SimWorld *world, const HospitalPlan *plan, const TrustPlan *trust, RowOut out,
                       void *context)
{
    uint32_t count = world->tables[TABLE_MOVED].used - 1;
    if (count == 0) return;
    MovedEntry *entries = malloc(count * sizeof *entries);
    if (!entries) abort();
    memcpy(entries, sim_table_row(world, TABLE_MOVED, 1), count * sizeof *entries);
    qsort(entries, count, sizeof *entries, by_day);
    for (uint32_t i = 0, next; i < count; i = next) {
        double patients = 0;
        for (next = i; next < count && by_key(&entries[i], &entries[next]) == 0; next++) {
            patients += entries[next].patients;
        }
        const MovedEntry *entry = &entries[i];
        if (entry->day < plan->first_reported || entry->day >= plan->days) continue;
        bool theatre = entry->kind == MOVE_INPATIENT || entry->kind == MOVE_DAY_CASE;
        SimLedgerRow row = {.date = plan->outline.first_day + (SimDate)entry->day,
                            .key = {trust->elective.services[entry->service].name,
                                    (theatre ? theatre_priorities : clinic_priorities)[entry->priority],
                                    kind_words[entry->kind], notice_words[entry->notice]},
                            .value = {patients}};
        out(context, &row);
    }
    free(entries);
}

void ledger_read(const SimWorld *world, const void *plan, enum SimLedger ledger, RowOut out, void *context)
{
    const HospitalPlan *hospital = plan;
    const HospitalState *state = SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1);
    const TrustPlan *trust = &hospital->trusts[state->place];
    if (ledger == SIM_LEDGER_STAFFING) {
        read_staffing(world, hospital, trust, out, context);
    } else {
        read_moved(world, hospital, trust, out, context);
    }
}
