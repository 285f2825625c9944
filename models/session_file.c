#include "models/session_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/hospital_rows.h"
#include "models/sessions.h"
#include "models/waiting_list.h"
#include "sim/engine/ranked.h"
#include "sim/scenario/nearest.h"

#define LIST offsetof(TrustFields, elective.sessions)
#define ROW(member) offsetof(SessionFields, member)

static const SimField rows[] = {
    {"trusts[].elective.sessions[]", SIM_RECORDS, SIM_ACTS_START, LIST, sizeof(SessionFields), NULL, 0, 0, "", NULL,
     "Your own clinics and lists, usually `{from: sessions.csv}`: for a date, a service and a kind that have any row "
     "the rows are the whole, in place of the template's.",
     "the trust's booking system"},
    {"trusts[].elective.sessions[].date", SIM_DATE_DAY, SIM_ACTS_START, ROW(date), 0, NULL, 0, 0, NULL, NULL,
     "The date of the session.", "the trust's booking system"},
    {"trusts[].elective.sessions[].start", SIM_CLOCK, SIM_ACTS_START, ROW(start), 0, NULL, 0, 0, NULL, NULL,
     "When it starts: before noon it is held in the morning, else in the afternoon.", "the trust's booking system"},
    {"trusts[].elective.sessions[].service", SIM_TEXT, SIM_ACTS_START, ROW(service), 0, NULL, 0, 0, NULL, NULL,
     "The name of one of elective.services.", "the trust's booking system"},
    {"trusts[].elective.sessions[].kind", SIM_CHOICE, SIM_ACTS_START, ROW(kind), 0,
     "clinic|endoscopy|imaging|inpatient_list|day_case_list", 0, 0, NULL, NULL, "What kind of session it is.",
     "the trust's booking system"},
    {"trusts[].elective.sessions[].slots", SIM_COUNT, SIM_ACTS_START, ROW(slots), 0, NULL, 1, 200, NULL, NULL,
     "Patients it has room for.", "the trust's booking system"},
    {"trusts[].elective.sessions[].booked", SIM_COUNT, SIM_ACTS_START, ROW(booked), 0, NULL, 0, 200, "", NULL,
     "Patients booked into it on the day of the export; left out, as the template's curve has it.",
     "the trust's booking system"},
    {"trusts[].elective.sessions[].urgent", SIM_COUNT, SIM_ACTS_START, ROW(urgent), 0, NULL, 0, 200, "", NULL,
     "How many of those booked are urgent.", "the trust's booking system"},
    {"trusts[].elective.sessions[].consultant", SIM_TEXT, SIM_ACTS_START, ROW(consultant), 0, NULL, 0, 0, "", NULL,
     "Whether a doctor leads it, `yes` or `no`, or the consultant's name: all sessions of a day that have the same "
     "name miss the same person.",
     "the trust's booking system"},
    {"trusts[].elective.sessions[].as_of", SIM_DATE_DAY, SIM_ACTS_START, ROW(as_of), 0, NULL, 0, 0, "", NULL,
     "The date of the export, on whose morning `booked` held; left out, calendar.start. Usually written beside `from`.",
     "the trust's booking system"},
};

const SimFieldBlock session_file_fields = {rows, sizeof rows / sizeof rows[0]};

// The plan.

static bool find_service(const ElectivePlan *elective, const SessionFields *written, uint8_t *service,
                         SimFaults *faults)
{
    SimNearest nearest = sim_nearest(written->service.text);
    for (uint32_t i = 0; i < elective->service_count; i++) {
        *service = (uint8_t)i;
        if (strcmp(elective->services[i].name, written->service.text) == 0) return true;
        sim_nearest_try(&nearest, elective->services[i].name);
    }
    return sim_fault(faults, written->service.mark,
                     "there is no service \"%s\"; write the name of one of `elective.services`%s%s%s",
                     written->service.text, nearest.nearest ? ", such as \"" : "",
                     nearest.nearest ? nearest.nearest : "", nearest.nearest ? "\"" : "");
}

static bool numbers_agree(const SessionFields *written, SimFaults *faults)
{
    bool sound = true;
    int64_t booked = written->booked == SIM_UNSET ? written->slots : written->booked;
    if (booked > written->slots) {
        sound = sim_fault(faults, written->head.mark,
                          "%lld patients are booked into %lld slots; write fewer, or give it as many slots",
                          (long long)booked, (long long)written->slots);
    }
    if (written->urgent != SIM_UNSET && written->urgent > booked) {
        sound = sim_fault(faults, written->head.mark,
                          "%lld urgent patients are more than the %lld booked; write fewer, or more booked",
                          (long long)written->urgent, (long long)booked);
    }
    return sound;
}

static bool says(const SimText *text, const char *word)
{
    return text->text && strcmp(text->text, word) == 0;
}

static bool names_somebody(const SessionFields *written)
{
    return written->consultant.text && !says(&written->consultant, "yes") && !says(&written->consultant, "no");
}

static uint32_t hash_of_name(const SessionFields *written)
{
    char name[120];
    if (!names_somebody(written)) return 0;
    snprintf(name, sizeof name, "consultant %s", written->consultant.text);
    uint32_t hash = sim_hash32(name);
    return hash ? hash : 1;
}

// A day of the world; 0 for what lies before it.
static uint32_t day_of_export(const HospitalPlan *plan, const SessionFields *written)
{
    if (written->as_of == SIM_UNSET) return plan->first_reported;
    int64_t since = written->as_of - plan->outline.first_day;
    return since < 0 ? 0 : since < (int64_t)plan->days ? (uint32_t)since : plan->days;
}

static int by_place(const void *left, const void *right)
{
    const SessionRow *a = left, *b = right;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    if (a->service != b->service) return a->service < b->service ? -1 : 1;
    if (a->written->kind != b->written->kind) return a->written->kind < b->written->kind ? -1 : 1;
    if (a->written->start < b->written->start) return -1;
    if (a->written->start > b->written->start) return 1;
    return a->written < b->written ? -1 : 1;  // of one array
}

static void warn_of_doubles(const SessionFilePlan *file, SimFaults *faults)
{
    for (uint32_t i = 0; i < file->row_count; i++) {
        const SessionRow *row = &file->rows[i];
        for (uint32_t k = i + 1; row->consultant && k < file->row_count && file->rows[k].day == row->day; k++) {
            const SessionRow *other = &file->rows[k];
            if (other->consultant != row->consultant || other->half != row->half) continue;
            sim_warn(faults, other->written->head.mark, "\"%s\" leads another session of the same half-day, in line %d",
                     row->written->consultant.text, row->written->head.mark.line);
            break;
        }
    }
}

// Lays out one row; false, with a fault, if it is not sound. Rows outside the calendar are counted and left out.
static bool take_row(const HospitalPlan *plan, const ElectivePlan *elective, const SessionFields *written,
                     SessionFilePlan *file, size_t *outside, size_t *late, SimFaults *faults)
{
    SessionRow row = {.written = written, .as_of = day_of_export(plan, written), .consultant = hash_of_name(written)};
    bool sound = numbers_agree(written, faults);
    sound = find_service(elective, written, &row.service, faults) && sound;
    int64_t since = written->date - plan->outline.first_day;
    row.half = written->start < 12 * SIM_HOUR_S ? HALF_MORNING : HALF_AFTERNOON;
    row.day = (uint32_t)since;
    if (since < 0 || since >= (int64_t)plan->days) {
        ++*outside;
        return sound;
    }
    *late += row.day < row.as_of && written->booked != SIM_UNSET;
    file->rows[file->row_count++] = row;
    return sound;
}

static uint8_t *whole_at(const SessionFilePlan *file, uint32_t service, uint32_t kind, uint32_t day)
{
    return &file->is_whole[(size_t)(service * SESSION_KINDS + kind) * file->days + day - file->first_day];
}

static void lay_out_days(SessionFilePlan *file)
{
    qsort(file->rows, file->row_count, sizeof *file->rows, by_place);
    if (file->row_count == 0) return;
    file->first_day = file->rows[0].day;
    file->days = file->rows[file->row_count - 1].day - file->first_day + 1;
    file->is_whole = calloc((size_t)SERVICES_MOST * SESSION_KINDS * file->days, 1);
    if (!file->is_whole) abort();
    for (uint32_t i = 0; i < file->row_count; i++) {
        const SessionRow *row = &file->rows[i];
        *whole_at(file, row->service, (uint32_t)row->written->kind, row->day) = 1;
    }
}

bool session_file_plan(const HospitalPlan *plan, TrustPlan *trust, SimFaults *faults)
{
    const SimRecords *records = &trust->fields->elective.sessions;
    SessionFilePlan *file = &trust->elective.file;
    if (records->count == 0) return true;
    file->rows = calloc(records->count, sizeof *file->rows);
    if (!file->rows) abort();
    bool sound = true;
    size_t outside = 0, late = 0;
    const SessionFields *first = SIM_RECORD(*records, const SessionFields, 0);
    for (size_t i = 0; i < records->count; i++) {
        sound = take_row(plan, &trust->elective, first + i, file, &outside, &late, faults) && sound;
    }
    if (outside > 0) {
        sim_warn(faults, first->head.mark, "%zu of %zu sessions have dates that are not simulated; they change nothing",
                 outside, records->count);
    }
    if (late > 0) {
        sim_warn(faults, first->head.mark,
                 "%zu of %zu sessions lie before the day of the export (`as_of`): who was booked into them is not used",
                 late, records->count);
    }
    lay_out_days(file);
    warn_of_doubles(file, faults);
    return sound;
}

void session_file_plan_free(SessionFilePlan *plan)
{
    free(plan->rows);
    free(plan->is_whole);
}

static bool is_on(const SessionFilePlan *file, uint32_t day)
{
    return day >= file->first_day && day - file->first_day < file->days;
}

bool session_file_is_whole(const TrustPlan *trust, uint32_t service, uint32_t kind, uint32_t day)
{
    const SessionFilePlan *file = &trust->elective.file;
    return is_on(file, day) && *whole_at(file, service, kind, day);
}

uint32_t session_file_consultant(const Hospital *hospital, uint32_t written)
{
    return written ? hospital->trust->elective.file.rows[written - 1].consultant : 0;
}

// Opening.

static uint32_t first_row_of(const SessionFilePlan *file, uint32_t day)
{
    uint32_t low = 0, high = file->row_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (file->rows[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void session_file_open_day(Hospital *hospital, uint32_t day)
{
    const SessionFilePlan *file = &hospital->trust->elective.file;
    if (!is_on(file, day)) return;
    uint32_t first = first_row_of(file, day), today = sim_day_of(hospital_now(hospital));
    for (uint32_t i = first; i < file->row_count && file->rows[i].day == day; i++) {
        const SessionRow *row = &file->rows[i];
        bool waits = row->written->booked != SIM_UNSET && row->as_of > today && row->as_of <= day;
        sessions_open_written(hospital, &(WrittenSession){.day = day,
                                                          .service = row->service,
                                                          .kind = (enum SessionKind)row->written->kind,
                                                          .half = (enum Half)row->half,
                                                          .number = i - first,
                                                          .written = i + 1,
                                                          .slots = (uint32_t)row->written->slots,
                                                          .waits_for_export = waits,
                                                          .asks_template = !row->written->consultant.text,
                                                          .doctor_led = !says(&row->written->consultant, "no")});
    }
}

// Filling.

typedef struct {
    Hospital *hospital;
    uint32_t *aside;  // urgent patients of a list for whom a session has no more urgent places
    size_t aside_count, aside_room;
} Filling;

static void put_aside(Filling *filling, uint32_t pathway)
{
    if (filling->aside_count == filling->aside_room) {
        filling->aside_room = filling->aside_room ? filling->aside_room * 2 : 256;
        filling->aside = realloc(filling->aside, filling->aside_room * sizeof *filling->aside);
        if (!filling->aside) abort();
    }
    filling->aside[filling->aside_count++] = pathway;
}

static void let_aside_rejoin(Filling *filling)
{
    for (size_t i = 0; i < filling->aside_count; i++) waiting_list_join(filling->hospital, filling->aside[i]);
    filling->aside_count = 0;
}

// Books whoever is first in the list as an urgent patient: where too few urgent ones wait, the export knows better.
static bool book_urgent(Hospital *hospital, uint32_t row, enum SlotUse use)
{
    uint32_t pathway = session_take_next(hospital, row, use);
    if (!pathway) return false;
    pathway_at(hospital, pathway)->priority = PRIORITY_URGENT;
    session_book_pathway(hospital, row, pathway, use);
    return true;
}

static bool book_not_urgent(Filling *filling, uint32_t row, enum SlotUse use)
{
    for (;;) {
        uint32_t pathway = session_take_next(filling->hospital, row, use);
        if (!pathway) return false;
        if (pathway_at(filling->hospital, pathway)->priority != PRIORITY_URGENT) {
            session_book_pathway(filling->hospital, row, pathway, use);
            return true;
        }
        pathway_at(filling->hospital, pathway)->ticket = 0;
        put_aside(filling, pathway);
    }
}

// How many of a row's patients take slots of each use: in proportion to the slots, pathways before follow-ups.
static void part_by_use(const Session *session, uint32_t booked, uint32_t wanted[SLOT_USES])
{
    uint32_t slots = session_slots(session), left = booked;
    for (int use = 0; use < SLOT_USES; use++) {
        uint32_t share = use == SLOT_OTHER ? left : (booked * session->slots[use] + slots / 2) / slots;
        wanted[use] = share < session->slots[use] ? share : session->slots[use];
        if (wanted[use] > left) wanted[use] = left;
        left -= wanted[use];
    }
    for (int use = 0; use < SLOT_USES; use++) {
        uint32_t more = session->slots[use] - wanted[use] < left ? session->slots[use] - wanted[use] : left;
        wanted[use] += more;
        left -= more;
    }
}

// Follow-ups are patients already due; if the export has more of them, they were.
static void book_others(Hospital *hospital, Session *session, uint32_t wanted)
{
    double *due = &hospital->state->elective.other_due[session->service];
    uint32_t more = wanted - session->booked[SLOT_OTHER];
    session->booked[SLOT_OTHER] = (uint16_t)wanted;
    if (session->kind == SESSION_CLINIC) *due = *due > more ? *due - more : 0;
}

static void fill_urgent(Filling *filling, uint32_t row, const SessionFields *written)
{
    uint32_t wanted[SLOT_USES];
    int64_t left = written->urgent == SIM_UNSET ? 0 : written->urgent;
    part_by_use(session_at(filling->hospital, row), (uint32_t)written->booked, wanted);
    for (enum SlotUse use = 0; use < SLOT_OTHER; use++) {
        for (; left > 0 && session_at(filling->hospital, row)->booked[use] < wanted[use]; left--) {
            if (!book_urgent(filling->hospital, row, use)) return;
        }
    }
}

static void fill_rest(Filling *filling, uint32_t row, const SessionFields *written)
{
    Session *session = session_at(filling->hospital, row);
    uint32_t wanted[SLOT_USES];
    part_by_use(session, (uint32_t)written->booked, wanted);
    for (enum SlotUse use = 0; use < SLOT_OTHER; use++) {
        while (session_at(filling->hospital, row)->booked[use] < wanted[use]) {
            bool found = written->urgent == SIM_UNSET ? session_book_next(filling->hospital, row, use)
                                                      : book_not_urgent(filling, row, use);
            if (!found) break;
        }
    }
    book_others(filling->hospital, session_at(filling->hospital, row), wanted[SLOT_OTHER]);
    session_look_again(session_at(filling->hospital, row));
}

// Sessions of the export's day, by one service and kind at a time: first everybody's urgent patients, then the others.
static void fill_kind(Filling *filling, uint32_t today, uint32_t service, enum SessionKind kind, bool urgent)
{
    const SessionFilePlan *file = &filling->hospital->trust->elective.file;
    uint32_t last = filling->hospital->state->elective.opened_until;
    for (uint32_t day = file->first_day > today ? file->first_day : today; day < last && is_on(file, day); day++) {
        for (uint32_t half = 0; half < HALVES; half++) {
            for (uint32_t row = sessions_of_half(filling->hospital, day, (enum Half)half), next; row; row = next) {
                const Session *session = session_at(filling->hospital, row);
                next = session->next_same_day;
                if (!session->written || session->service != service || session->kind != kind) continue;
                const SessionRow *place = &file->rows[session->written - 1];
                if (place->as_of != today || place->written->booked == SIM_UNSET) continue;
                if (session->state != SESSION_OPEN) continue;
                if (urgent) {
                    fill_urgent(filling, row, place->written);
                } else {
                    fill_rest(filling, row, place->written);
                }
            }
        }
    }
}

static bool is_day_of_export(const SessionFilePlan *file, uint32_t today)
{
    for (uint32_t i = 0; i < file->row_count; i++) {
        if (file->rows[i].as_of == today) return true;
    }
    return false;
}

void session_file_fill(Hospital *hospital, uint32_t today)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    if (plan->file.row_count == 0 || !is_day_of_export(&plan->file, today)) return;
    Filling filling = {.hospital = hospital};
    for (uint32_t service = 0; service < plan->service_count; service++) {
        for (enum SessionKind kind = 0; kind < SESSION_KINDS; kind++) {
            fill_kind(&filling, today, service, kind, true);
            fill_kind(&filling, today, service, kind, false);
            let_aside_rejoin(&filling);
        }
    }
    free(filling.aside);
}
