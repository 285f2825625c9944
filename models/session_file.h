// The planner's own sessions: an export of the booking system takes the place of the template's clinics and lists.
//
// For a date, a service and a kind of session that have any row, the rows are the whole; what has no row that day is as
// in the template. `booked` and `urgent` are what the export said on its day (`as_of`): nobody is booked into a row's
// session before that day, and on it so many of those who wait are, so many of them urgent. From then on the session is
// booked further as any other is.
#ifndef MODELS_SESSION_FILE_H
#define MODELS_SESSION_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/scenario/field.h"

struct Hospital;
struct HospitalPlan;
struct TrustPlan;

// `trusts[].elective.sessions[]`
typedef struct {
    SimRecordHead head;
    int64_t date;
    double start;  // seconds after midnight; before noon it is a morning's session
    SimText service;
    int kind;  // enum SessionKind
    int64_t slots;
    int64_t booked;      // unset: along the template's curve
    int64_t urgent;      // of them; unset: as they wait
    SimText consultant;  // `yes`, `no` or a name; unset: the template's share has one
    int64_t as_of;       // date of the export; unset: calendar.start
} SessionFields;

// A row, laid out.
typedef struct {
    const SessionFields *written;
    uint32_t day, as_of;
    uint32_t consultant;  // hash of the name; 0 if it is not told
    uint8_t service, half, reserved[2];
} SessionRow;

typedef struct {
    SessionRow *rows;    // by day, service, kind, start; owned
    uint32_t row_count;  // of those that are simulated
    uint32_t first_day, days;
    uint8_t *is_whole;  // by service, kind and day: whether it has any row; owned
} SessionFilePlan;

extern const SimFieldBlock session_file_fields;

// After the services.
bool session_file_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void session_file_plan_free(SessionFilePlan *plan);

// True if rows take the place of the template's sessions of this kind on this day.
bool session_file_is_whole(const struct TrustPlan *trust, uint32_t service, uint32_t kind, uint32_t day);
// Opens the rows' sessions of a day.
void session_file_open_day(struct Hospital *hospital, uint32_t day);
// Every morning: on the day of an export its sessions are filled as it says.
void session_file_fill(struct Hospital *hospital, uint32_t today);

// The hash of the name of a session's consultant, or 0. Whoever stays away is missed in all their sessions of a day.
uint32_t session_file_consultant(const struct Hospital *hospital, uint32_t written);

#endif
