// Rosters: who is due in, by group, department and shift; who is absent because of a strike; who covers.
#ifndef MODELS_STAFFING_H
#define MODELS_STAFFING_H

#include <stdbool.h>

#include "models/rota.h"
#include "sim/engine/world.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum StaffGroup {
    GROUP_RESIDENTS,  // written resident_doctors or junior_doctors
    GROUP_CONSULTANTS,
    GROUP_SAS,
    GROUP_NURSES,
    GROUP_MIDWIVES,
    GROUP_RADIOGRAPHERS,
    GROUP_AMBULANCE,
    GROUP_OTHERS,  // advanced practitioners and others, never on strike here
    STAFF_GROUPS
};
#define STAFF_GROUP_WORDS                                                                                              \
    "resident_doctors=junior_doctors|consultants|sas_doctors|nurses|midwives|radiographers|ambulance_staff|others"

// Of resident doctors: the two tiers below the registrar, and the registrar.
enum StaffGrade { GRADE_NONE, GRADE_FOUNDATION, GRADE_CORE, GRADE_REGISTRAR, GRADES };
#define STAFF_GRADE_WORDS "foundation|core|registrar"

enum Department {
    DEPARTMENT_EMERGENCY,
    DEPARTMENT_OBSTETRICS,
    DEPARTMENT_EMERGENCY_THEATRE,  // and anaesthesia on call
    DEPARTMENT_CRITICAL_CARE,
    DEPARTMENT_PAEDIATRICS,
    DEPARTMENT_MEDICAL_TAKE,
    DEPARTMENT_SURGICAL_TAKE,
    DEPARTMENT_MEDICAL_WARDS,
    DEPARTMENT_SURGICAL_WARDS,
    DEPARTMENT_DIAGNOSTICS,
    DEPARTMENT_PLANNED,    // clinics, theatres, teaching: never covered
    DEPARTMENT_MATERNITY,  // midwives
    DEPARTMENT_MINORS,     // the minors stream of A&E
    DEPARTMENTS
};
#define DEPARTMENT_WORDS                                                                                               \
    "emergency|obstetrics|emergency_theatre|critical_care|paediatrics|medical_take|surgical_take|medical_wards|"       \
    "surgical_wards|diagnostics|planned|maternity|minors"

// Groups of consultants within which one can stand in for another's department.
enum Specialty {
    SPECIALTY_EMERGENCY_MEDICINE,
    SPECIALTY_ANAESTHESIA,
    SPECIALTY_MEDICINE,
    SPECIALTY_SURGERY,
    SPECIALTY_WOMEN,
    SPECIALTY_CHILDREN,
    SPECIALTY_IMAGING,
    SPECIALTIES
};
#define SPECIALTY_WORDS "emergency_medicine|anaesthesia|medicine|surgery|women|children|imaging"

enum { SHIFTS_MOST = 8, ROSTERS_MOST = 96, ROSTERS_IN_ALL = 256 };  // written; and those that only a rota has

// `trusts[].staffing.shifts[]`
typedef struct {
    SimRecordHead head;
    SimText name;
    double starts;  // seconds after midnight
    double lasts;   // seconds
    bool night;     // targets and costs of a night; its cover costs planned sessions around it
} ShiftFields;

// `trusts[].staffing.departments[]`, in the order in which posts are covered
typedef struct {
    SimRecordHead head;
    SimText name;
    int department;     // enum Department
    int covered_by;     // enum Specialty
    int then_by;        // another one that fills what is left, or -1
    double target_day;  // share of the normal posts that must be filled
    double target_night;
    double pace;  // of a consultant doing this work, relative to a resident (phi)
    double pace_sas, pace_locum;
} DepartmentFields;

// `trusts[].staffing.rosters[]`
typedef struct {
    SimRecordHead head;
    SimText name;
    int department;
    int group;
    int grade;        // enum StaffGrade less one; -1: none
    SimText shift;    // the name of a shift
    double weekday;   // people due in
    double rest_day;  // Saturdays, Sundays, bank holidays
} RosterFields;

// `trusts[].staffing.specialties[]`
typedef struct {
    SimRecordHead head;
    SimText name;
    int specialty;
    double share;              // of the trust's consultants
    double sas;                // SAS doctors for each consultant
    SimNumbers planned, free;  // on the half-days of a working week, relative to all consultants' shares
} SpecialtyFields;

// `trusts[].staffing.rates`, in pounds an hour; unset: not counted
typedef struct {
    double consultant_day, consultant_night, sas_day, sas_night, locum_day, locum_night;
} RateFields;

typedef struct {
    SimRecords shifts, departments, rosters, rota, specialties;
    double planned_share;                     // of consultants' half-days spent in clinics, theatre and endoscopy
    double free_share;                        // supporting and administrative time
    double able_share;                        // of consultants in free time who can act down
    double willing_share;                     // of those, who do
    double locum_share;                       // of a shortfall that locums and bank fill at most
    double tires_after;                       // seconds of cover on end
    double tires_by;                          // share of the work a day
    double tires_to;                          // least share of the work
    double rest;                              // seconds around a night
    double time_off;                          // planned sessions given back for each shift covered
    double time_off_within, time_off_notice;  // seconds
    RateFields rates;
} StaffingFields;

// Who stands in.
enum CoverSource { COVERED_FREE, COVERED_PULLED, COVERED_SAS, COVERED_LOCUM, COVER_SOURCES };
#define COVER_SOURCE_WORDS "consultant free|consultant pulled|sas|locum"

enum { HALVES_OF_DAY = 2, HALVES_OF_WEEK = 5 * HALVES_OF_DAY };  // of a working week

// The longest time within which time off is given back, and room for it.
enum { TIME_OFF_DAYS_MOST = 56, TIME_OFF_RING = 64 };

typedef struct {
    uint32_t starts_s, lasts_s;  // within the day
    bool night;
    char name[24];
} ShiftPlan;

typedef struct {
    uint8_t department, group, shift, grade;
    uint32_t due[2];       // on weekdays, on rest days
    int32_t more[7];       // than that, from Monday; A&E alone (emergency.rosters_by_day)
    uint32_t stream_hash;  // of its name: its people's random numbers do not depend on its place in the file
} RosterPlan;

typedef struct {
    uint8_t covered_by;
    int8_t then_by;              // -1: nobody else
    bool covered;                // has a target at all
    double target[2];            // by day, by night
    double pace[COVER_SOURCES];  // of who stands in, relative to the usual doctor
    uint32_t rank;               // in the order of cover; 0 first
} DepartmentPlan;

typedef struct {
    ShiftPlan shifts[SHIFTS_MOST];
    uint32_t shift_count;
    RosterPlan rosters[ROSTERS_IN_ALL];
    uint32_t roster_count;
    RotaPlan rota;
    DepartmentPlan departments[DEPARTMENTS];
    double consultants[SPECIALTIES], sas[SPECIALTIES];
    // Shares of half-days, from Monday morning to Friday afternoon; on rest days those of all.
    double planned[SPECIALTIES][HALVES_OF_WEEK], free[SPECIALTIES][HALVES_OF_WEEK];
    double planned_share, free_share, able_share, willing_share, locum_share;
    double tires_after_days, tires_by, tires_to;
    SimTime rest_s;
    double time_off;
    uint32_t time_off_within, time_off_notice;  // days
    double rate[COVER_SOURCES][2];              // pounds an hour by day, by night
} StaffingPlan;

// What a department has while a shift lasts.
typedef struct {
    uint32_t present[STAFF_GROUPS];  // people at work, without those who cover
    uint32_t due[STAFF_GROUPS];
    uint32_t covering;       // consultants, SAS doctors and locums who stand in
    uint32_t pace_permille;  // of those who stand in, before they tire
    uint32_t ends_s;         // 32-bit world time; 0 if the shift is not on
} ShiftPresence;

typedef struct {
    ShiftPresence at[DEPARTMENTS][SHIFTS_MOST];
    uint32_t covering_days;  // consecutive days with cover, for fatigue
    uint32_t reserved;
    double time_off[TIME_OFF_RING][SPECIALTIES];  // planned sessions to be given back on the days to come
    double time_off_owed[SPECIALTIES];            // parts of sessions not given back yet
} StaffingState;

_Static_assert(sizeof(ShiftPresence) * DEPARTMENTS * SHIFTS_MOST % 8 == 0, "no padding: worlds are compared");

// A row of the ledger of shifts (TABLE_STAFFING).
typedef struct {
    uint16_t day;
    uint8_t shift, department, group, reserved[3];
    uint32_t due, absent, covering, unfilled;
} StaffingEntry;

extern const SimFieldBlock staffing_fields;

// Decision-makers: residents, consultants, SAS doctors and advanced practitioners.
bool staffing_is_doctor(enum StaffGroup group);

bool staffing_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void staffing_open(struct Hospital *hospital);
void staffing_shift_starts(struct Hospital *hospital, uint32_t shift);
void staffing_shift_ends(struct Hospital *hospital, uint32_t shift);

// People at work now in a department: those of the group who came, and with `with_cover` those who stand in.
uint32_t staffing_present(const struct Hospital *hospital, enum Department department, enum StaffGroup group);

// Doctors now at work in a department as a share of those due, where a consultant counts `weight_of_consultants` times:
// everybody present, and cover times its pace, over everybody due. 1 in normal times; can exceed 1. 1 if nobody is due.
double staffing_strength(const struct Hospital *hospital, enum Department department, double weight_of_consultants);

// People of one group at work in a department as a share of those due; 1 if nobody is due.
double staffing_share_present(const struct Hospital *hospital, enum Department department, enum StaffGroup group);

// People due in a roster on a day of the week (0 Monday), where no rota says otherwise.
uint32_t staffing_due(const RosterPlan *roster, uint32_t weekday, bool rest_day);

// People of a roster who stay away from its shift of this day because of a strike: less those who return to it for the
// safety of patients, and as the trust forecasts it.
uint32_t staffing_absent(const struct Hospital *hospital, uint32_t roster, uint32_t day);
double staffing_absent_forecast(const struct Hospital *hospital, uint32_t roster, uint32_t day);

// Writes a row of the ledger of shifts, unless there is nothing to say.
void staffing_write(struct Hospital *hospital, StaffingEntry entry);

void staffing_close_day(struct Hospital *hospital);
bool staffing_audit(const struct Hospital *hospital, char *message, size_t message_size);

// Doctors (and practitioners) at work in a department now, and how fast they work relative to normal staff, as the mean
// over heads.
uint32_t staffing_doctors(const struct Hospital *hospital, enum Department department, double *pace);

#endif
