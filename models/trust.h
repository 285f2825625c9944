// What a planner wrote about a trust, and the plan made of it.
//
// TrustFields is the record of `trusts[]` as the scenario reader fills it, in SI units. TrustPlan is what the flows
// use: resolved, rounded, with its distributions and arrival processes built. Read-only while worlds run.
#ifndef MODELS_TRUST_H
#define MODELS_TRUST_H

#include "models/beds.h"
#include "models/booking.h"
#include "models/demand.h"
#include "models/elective.h"
#include "models/emergency.h"
#include "models/last_time.h"
#include "models/maternity.h"
#include "models/measures.h"
#include "models/page.h"
#include "models/service.h"
#include "models/staffing.h"
#include "models/strike.h"
#include "models/verification.h"
#include "sim/engine/arrivals.h"
#include "sim/engine/distribution.h"
#include "sim/experiment/model.h"
#include "sim/scenario/field.h"

// About ten numbers that a planner holds. What is missing is imputed from the template by the ratio of those given.
typedef struct {
    double ae_attendances;        // a day, all types
    double emergency_admissions;  // a day, through A&E and direct
    double general_acute_beds;    // open
    double general_acute_beds_occupied;
    double births;                   // deliveries a day
    double rtt_pathways;             // waiting list at calendar.start
    double within_18_weeks;          // share of it
    double over_52_weeks;            // share of it
    double outpatient_appointments;  // a day on average over the year (written /week)
    double residents;                // headcount
    double consultants;              // headcount
} TrustSize;

typedef struct {
    SimRecordHead head;
    SimText name, code, region, based_on;
    TrustSize size;
    StaffingFields staffing;
    EmergencyFields emergency;
    BedsFields beds;
    MaternityFields maternity;
    ElectiveFields elective;
    BookingFields booking;
    PrimaryCareFields primary_care;
    ServicesFields own;
    SimRecords last_time;
} TrustFields;

enum ResultsDetail { DETAIL_AUTO, DETAIL_ON, DETAIL_OFF };

// `calendar`, `run`, `results`, and the lists
typedef struct {
    int64_t version;
    SimText title, question;
    int64_t start, end;  // dates reported, inclusive; days since 1970
    int holidays;        // none or england
    double warm_up;      // seconds
    int64_t replications, seed;
    double horizon;        // seconds; unset: calendar.end
    int daily, months;     // enum ResultsDetail
    SimTexts measures;     // whose results are written; none: all
    SimRecords precision;  // of PreciseFields
    SimRecords trusts, strikes;
    ServicesFields own;  // of a scenario without trusts
    ResponseFields response;
    RecoveryFields recovery;
    VerificationFields verify;
} ScenarioFields;

// Processes whose members have random numbers of their own.
enum TrustStream {
    STREAM_EMERGENCY,  // attendances at the main department
    STREAM_MINOR,
    STREAM_DIRECT,
    STREAM_BEDS,  // members are spells, numbered in the order of beds_open
    STREAM_LABOURS,
    STREAM_INDUCTIONS,
    STREAM_CAESAREANS,
    STREAM_STRIKE,
    STREAM_COVER,
    STREAM_CALLS,  // inbound calls
    STREAM_TASKS,  // tasks of the bookings team: keyed by elective_task_key
    TRUST_STREAMS
};

typedef struct TrustPlan {
    const TrustFields *fields;
    uint64_t start_hash;  // of all values that act from the start: what follows from them alone can be shared by plans
    uint64_t list_hash;   // of those of them that the waiting list's balance follows from
    uint32_t place_hash;
    uint32_t stream_hash[TRUST_STREAMS];
    StaffingPlan staffing;
    EmergencyPlan emergency;
    BedsPlan beds;
    MaternityPlan maternity;
    ElectivePlan elective;
    BookingPlan booking;
    ServicesPlan services;
} TrustPlan;

// One life of the whole scenario.
typedef struct HospitalPlan {
    SimOutline outline;
    SimTables *tables;      // of distributions
    SimTables *own_tables;  // owned; NULL if they are shared
    enum SimLife life;
    uint32_t days;             // whole days simulated, warm-up included
    uint32_t first_reported;   // day number of calendar.start
    bool bank_holidays;        // England's
    bool has_trusts;           // or only services, of one place without a name
    SimTime end_s;             // a life's end
    bool is_daily;             // there are results by date
    uint32_t *record_of_day;   // owned; in which record a day is kept
    uint32_t *stretch_of_day;  // owned; days of a stretch belong to the same periods
    uint32_t record_count;
    bool recount_weekly;   // the audit counts everything once a week, not only at the end: for tests
    uint8_t *rest_day;     // one flag a day: Saturday, Sunday or bank holiday
    StrikePlan strike;     // windows, response, recovery, dated decisions
    MeasurePlan measures;  // numbers of the series
    PagePlan page;
    TrustPlan *trusts;
    size_t trust_count;
} HospitalPlan;

extern const SimFieldBlock trust_fields;

// `tables` as in sim_model: shared by plans. NULL: the plan has its own.
void *hospital_plan_sharing(const SimScenario *scenario, enum SimLife life, SimTables *tables, SimFaults *faults);
void *hospital_plan_new(const SimScenario *scenario, enum SimLife life, SimFaults *faults);
void hospital_plan_free(void *plan);
const SimOutline *hospital_outline(const void *plan);
void hospital_summary(const void *plan, const char *const **rows_of, size_t *count);

#endif
