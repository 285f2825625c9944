// The fields of maternity, and the plan made of them.
#include <math.h>

#include "models/hospital.h"

#define OF(member) offsetof(TrustFields, maternity.member)
#define ENGLAND "England's NHS deliveries, 2024-25 (BBC, December 2025)"

static const SimField rows[] = {
    {"trusts[].maternity", SIM_SWITCH, SIM_ACTS_START, OF(on), 0, NULL, 0, 0, "on", NULL,
     "Whether maternity is simulated. If not, no roster has midwives or obstetric doctors due in.",
     "the planner's choice"},
    {"trusts[].maternity.rooms", SIM_AMOUNT, SIM_ACTS_START, OF(rooms), 0, NULL, 1, 500, NULL, "births",
     "Labour rooms.", "local estate"},
    {"trusts[].maternity.theatres", SIM_AMOUNT, SIM_ACTS_START, OF(theatres), 0, NULL, 0, 20, NULL, "births",
     "Obstetric theatres with a team of their own, rounded to a whole one at least.", "local estate"},
    {"trusts[].maternity.postnatal_beds", SIM_AMOUNT, SIM_ACTS_START, OF(postnatal_beds), 0, NULL, 1, 1000, NULL,
     "births", "Postnatal beds.", "local estate"},
    {"trusts[].maternity.midwives", SIM_AMOUNT, SIM_ACTS_START, OF(midwives), 0, NULL, 0, 500, NULL, "births",
     "Midwives on the labour ward at any time, on average: the rosters of maternity are scaled to it.", "local rotas"},
    {"trusts[].maternity.doctors", SIM_AMOUNT, SIM_ACTS_START, OF(doctors), 0, NULL, 0, 500, NULL, "births",
     "Obstetric doctors at work at any time, on average: the rosters of obstetrics are scaled to it.", "local rotas"},

    {"trusts[].maternity.life_preserving", SIM_SHARE, SIM_ACTS_WINDOW_START, OF(life_preserving), 0, NULL, 0, 1, NULL,
     NULL, "Share of the labour ward's midwives who stay at work in a strike of midwives (life-preserving care).",
     "assumed; unions exempt life-preserving care"},

    {"trusts[].maternity.shares.planned_caesarean", SIM_SHARE, SIM_ACTS_START, OF(planned_caesarean), 0, NULL, 0, 0.9,
     NULL, NULL, "Planned caesareans, of all deliveries.", ENGLAND},
    {"trusts[].maternity.shares.emergency_caesarean", SIM_SHARE, SIM_ACTS_START, OF(emergency_caesarean), 0, NULL, 0,
     0.9, NULL, NULL, "Emergency caesareans, of all deliveries.", ENGLAND},
    {"trusts[].maternity.shares.instrumental", SIM_SHARE, SIM_ACTS_START, OF(instrumental), 0, NULL, 0, 0.9, NULL, NULL,
     "Instrumental births, of all deliveries.", "NHS Maternity Statistics"},
    {"trusts[].maternity.shares.induced", SIM_SHARE, SIM_ACTS_START, OF(induced), 0, NULL, 0, 0.9, NULL, NULL,
     "Deliveries after induction of labour, of all deliveries.", "NHS Maternity Statistics"},
    {"trusts[].maternity.shares.category_1", SIM_SHARE, SIM_ACTS_START, OF(category_1), 0, NULL, 0, 1, NULL, NULL,
     "Category 1 (immediate threat to life), of emergency caesareans.", "assumed"},
    {"trusts[].maternity.shares.urgent", SIM_SHARE, SIM_ACTS_START, OF(urgent), 0, NULL, 0, 1, NULL, NULL,
     "Category 1 and 2, of emergency caesareans.", "assumed"},

    {"trusts[].maternity.labour.length", SIM_DURATION, SIM_ACTS_START, OF(labour), 0, NULL, 60, 432000, NULL, NULL,
     "Mean time from the onset of established labour to birth, or to the decision for a caesarean.",
     "assumed; 8 to 12 h for first births, 5 to 8 h for later ones"},
    {"trusts[].maternity.labour.cv", SIM_AMOUNT, SIM_ACTS_START, OF(labour_cv), 0, NULL, 0, 3, NULL, NULL,
     "Its standard deviation over its mean (gamma).", "assumed"},
    {"trusts[].maternity.labour.by_hour", SIM_NUMBERS, SIM_ACTS_START, OF(labour_by_hour), 24, NULL, 0, 1000, NULL,
     NULL, "Weights of the hours of the day, 0 to 23, at which mothers in spontaneous labour come.",
     "so that spontaneous births are most frequent about 04:00 (Martin et al., PLoS ONE 2018)"},
    {"trusts[].maternity.labour.reviewed", SIM_SHARE, SIM_ACTS_START, OF(reviewed), 0, NULL, 0, 1, NULL, NULL,
     "Share of labours to which a doctor is called for a review.", "assumed"},
    {"trusts[].maternity.labour.review", SIM_DURATION, SIM_ACTS_START, OF(review), 0, NULL, 0, 86400, NULL, NULL,
     "A doctor's time for a review.", "assumed"},
    {"trusts[].maternity.labour.instrumental", SIM_DURATION, SIM_ACTS_START, OF(instrument), 0, NULL, 0, 86400, NULL,
     NULL, "A doctor's time for an instrumental birth.", "assumed"},
    {"trusts[].maternity.labour.recovery", SIM_DURATION, SIM_ACTS_START, OF(recovery), 0, NULL, 0, 86400, NULL, NULL,
     "Time with the midwife after birth, before a postnatal bed is asked for.", "assumed"},

    {"trusts[].maternity.theatre.second_team", SIM_SWITCH, SIM_ACTS_START, OF(second_team), 0, NULL, 0, 0, NULL, NULL,
     "Whether a second theatre team can be called for category 1 and 2.", "assumed"},
    {"trusts[].maternity.theatre.time", SIM_DURATION, SIM_ACTS_START, OF(theatre), 0, NULL, 60, 86400, NULL, NULL,
     "Mean theatre time of a caesarean.", "assumed"},
    {"trusts[].maternity.theatre.cv", SIM_AMOUNT, SIM_ACTS_START, OF(theatre_cv), 0, NULL, 0, 3, NULL, NULL,
     "Its standard deviation over its mean (lognormal).", "assumed"},
    {"trusts[].maternity.theatre.to_delivery", SIM_DURATION, SIM_ACTS_START, OF(delivery), 0, NULL, 0, 86400, NULL,
     NULL, "Mean time from theatre and doctor being called to the delivery.", "assumed"},
    {"trusts[].maternity.theatre.to_delivery_cv", SIM_AMOUNT, SIM_ACTS_START, OF(delivery_cv), 0, NULL, 0, 3, NULL,
     NULL, "Its standard deviation over its mean (lognormal).", "assumed"},
    {"trusts[].maternity.theatre.list_starts", SIM_CLOCK, SIM_ACTS_START, OF(list_starts), 0, NULL, 0, 86399, NULL,
     NULL, "Start of the list of planned caesareans, on working days.",
     "planned caesareans peak from 09:00 to 10:59 (Martin et al., PLoS ONE 2018)"},
    {"trusts[].maternity.theatre.list_ends", SIM_CLOCK, SIM_ACTS_START, OF(list_ends), 0, NULL, 0, 86399, NULL, NULL,
     "Planned caesareans that have not begun by then move to the next working day.", "assumed"},

    {"trusts[].maternity.induction.from", SIM_CLOCK, SIM_ACTS_START, OF(induction_from), 0, NULL, 0, 86399, NULL, NULL,
     "First planned start of the day's inductions.", "assumed"},
    {"trusts[].maternity.induction.until", SIM_CLOCK, SIM_ACTS_START, OF(induction_until), 0, NULL, 0, 86399, NULL,
     NULL, "Last planned start of the day's inductions.", "assumed"},
    {"trusts[].maternity.induction.start", SIM_DURATION, SIM_ACTS_START, OF(induction_start), 0, NULL, 0, 86400, NULL,
     NULL, "Time of a doctor and a midwife to start an induction.", "assumed"},
    {"trusts[].maternity.induction.to_labour", SIM_DURATION, SIM_ACTS_START, OF(induction_to_labour), 0, NULL, 0,
     864000, NULL, NULL, "Mean time from the start of an induction to established labour.", "assumed"},
    {"trusts[].maternity.induction.to_labour_cv", SIM_AMOUNT, SIM_ACTS_START, OF(induction_to_labour_cv), 0, NULL, 0, 3,
     NULL, NULL, "Its standard deviation over its mean (lognormal).", "assumed"},
    {"trusts[].maternity.induction.spare_rooms", SIM_AMOUNT, SIM_ACTS_START, OF(spare_rooms), 0, NULL, 0, 100, NULL,
     "births", "Labour rooms that must be free for an induction to be started on time (see relaxed_after).", "assumed"},
    {"trusts[].maternity.induction.spare_midwives", SIM_AMOUNT, SIM_ACTS_START, OF(spare_midwives), 0, NULL, 0, 100,
     NULL, "births", "Midwives that must be free for it, the one who starts it included.", "assumed"},
    {"trusts[].maternity.induction.spare_doctors", SIM_AMOUNT, SIM_ACTS_START, OF(spare_doctors), 0, NULL, 0, 100, NULL,
     NULL, "Obstetric doctors that must be free for it, the one who starts it included.", "assumed"},
    {"trusts[].maternity.induction.retry", SIM_DURATION, SIM_ACTS_START, OF(retry), 0, NULL, 60, 86400, NULL, NULL,
     "How long after a start that was not possible it is tried again.", "assumed"},
    {"trusts[].maternity.induction.relaxed_after", SIM_DURATION, SIM_ACTS_START, OF(relaxed_after), 0, NULL, 60,
     2592000, NULL, NULL, "The numbers that must be free fall with the delay, to one of each when it is this long.",
     "assumed"},

    {"trusts[].maternity.postnatal.spontaneous", SIM_DURATION, SIM_ACTS_START, OF(stay[BIRTH_SPONTANEOUS]), 0, NULL, 0,
     2592000, NULL, NULL, "Mean postnatal stay after a spontaneous birth.",
     "fitted to the 76 % who leave by the next day (NHS Maternity Statistics 2023-24)"},
    {"trusts[].maternity.postnatal.instrumental", SIM_DURATION, SIM_ACTS_START, OF(stay[BIRTH_INSTRUMENTAL]), 0, NULL,
     0, 2592000, NULL, NULL, "Mean postnatal stay after an instrumental birth.",
     "fitted to the 54 % who leave by the next day (NHS Maternity Statistics 2023-24)"},
    {"trusts[].maternity.postnatal.caesarean", SIM_DURATION, SIM_ACTS_START, OF(stay[BIRTH_EMERGENCY_CAESAREAN]), 0,
     NULL, 0, 2592000, NULL, NULL, "Mean postnatal stay after a caesarean, planned or not.",
     "fitted to the 46 % who leave by the next day (NHS Maternity Statistics 2023-24)"},
    {"trusts[].maternity.postnatal.cv", SIM_AMOUNT, SIM_ACTS_START, OF(stay_cv), 0, NULL, 0, 3, NULL, NULL,
     "Standard deviation of these stays over their mean (lognormal).", "assumed"},

    {"trusts[].maternity.divert.queue", SIM_AMOUNT, SIM_ACTS_START, OF(divert_queue), 0, NULL, 0, 1000, NULL, NULL,
     "The unit closes to new spontaneous labours when more mothers than this wait for a labour room (see after).",
     "assumed"},
    {"trusts[].maternity.divert.after", SIM_DURATION, SIM_ACTS_START, OF(divert_after), 0, NULL, 0, 864000, NULL, NULL,
     "How long the queue must have been that long before the unit closes; it opens again when the queue is shorter.",
     "assumed"},
};

const SimFieldBlock maternity_fields = {rows, sizeof rows / sizeof rows[0]};

static double working_days_a_year(const HospitalPlan *plan)
{
    return 365.25 * 5 / 7 - (plan->bank_holidays ? 8 : 0);  // England has eight bank holidays
}

static uint32_t whole(double amount)
{
    return (uint32_t)floor(amount + 0.5);
}

static void plan_labours(const HospitalPlan *plan, const MaternityFields *fields, double a_day,
                         MaternityPlan *maternity)
{
    double weights = 0, rate[SIM_HOURS_OF_WEEK];
    for (int hour = 0; hour < 24; hour++) weights += fields->labour_by_hour.values[hour];
    for (int hour = 0; hour < SIM_HOURS_OF_WEEK; hour++)
        rate[hour] = weights > 0 ? a_day * fields->labour_by_hour.values[hour % 24] / weights : a_day / 24;
    sim_weekly_set(&maternity->labours, rate, sim_weekday(plan->outline.first_day));
}

static void plan_distributions(SimTables *tables, const MaternityFields *fields, MaternityPlan *maternity)
{
    maternity->exponential = sim_distribution(tables, SIM_EXPONENTIAL, 1, 1);
    maternity->labour = sim_distribution(tables, SIM_GAMMA, fields->labour, fields->labour_cv);
    maternity->theatre = sim_distribution(tables, SIM_LOGNORMAL, fields->theatre, fields->theatre_cv);
    maternity->delivery = sim_distribution(tables, SIM_LOGNORMAL, fields->delivery, fields->delivery_cv);
    maternity->induction_to_labour =
        sim_distribution(tables, SIM_LOGNORMAL, fields->induction_to_labour, fields->induction_to_labour_cv);
    for (int mode = 0; mode < BIRTH_MODES; mode++) {
        const enum BirthMode as = mode == BIRTH_PLANNED_CAESAREAN ? BIRTH_EMERGENCY_CAESAREAN : (enum BirthMode)mode;
        maternity->stay[mode] = sim_distribution(tables, SIM_LOGNORMAL, fields->stay[as], fields->stay_cv);
    }
}

static void plan_times(const MaternityFields *fields, MaternityPlan *maternity)
{
    maternity->review_s = (SimTime)fields->review;
    maternity->instrument_s = (SimTime)fields->instrument;
    maternity->recovery_s = (SimTime)fields->recovery;
    maternity->induction_start_s = (SimTime)fields->induction_start;
    maternity->induction_from_s = (SimTime)fields->induction_from;
    maternity->induction_until_s = (SimTime)fields->induction_until;
    maternity->retry_s = (SimTime)fields->retry;
    maternity->list_starts_s = (SimTime)fields->list_starts;
    maternity->list_ends_s = (SimTime)fields->list_ends;
    maternity->divert_after_s = (SimTime)fields->divert_after;
}

bool maternity_plan(const HospitalPlan *plan, TrustPlan *trust, SimFaults *faults)
{
    const MaternityFields *fields = &trust->fields->maternity;
    MaternityPlan *maternity = &trust->maternity;
    const double births = trust->fields->size.births;
    maternity->on = fields->on;
    maternity->life_preserving = fields->life_preserving;
    if (!fields->on) return true;
    const double in_labour = 1 - fields->planned_caesarean;
    const double spontaneous = in_labour - fields->induced;
    if (spontaneous < 0) {
        return sim_fault(faults, trust->fields->head.mark,
                         "maternity: planned caesareans and inductions are more than all deliveries; write smaller "
                         "shares");
    }
    if (fields->emergency_caesarean + fields->instrumental > in_labour) {
        return sim_fault(faults, trust->fields->head.mark,
                         "maternity: the shares of caesareans and instrumental births are more than all deliveries; "
                         "write smaller shares");
    }
    if (fields->category_1 > fields->urgent) {
        return sim_fault(faults, trust->fields->head.mark,
                         "maternity: shares.urgent is of categories 1 and 2 together; write a `category_1` that is not "
                         "larger");
    }
    if (fields->induction_until < fields->induction_from || fields->list_ends <= fields->list_starts) {
        return sim_fault(faults, trust->fields->head.mark,
                         "maternity: the day of inductions or of planned caesareans ends before it starts; write a "
                         "later end");
    }
    maternity->rooms = whole(fmax(1, fields->rooms));
    maternity->theatres = whole(fmax(1, fields->theatres));
    maternity->postnatal_beds = whole(fmax(1, fields->postnatal_beds));
    maternity->second_team = fields->second_team;
    maternity->inductions_a_day = births * fields->induced;
    maternity->caesareans_a_working_day = births * fields->planned_caesarean * 365.25 / working_days_a_year(plan);
    maternity->caesarean_after_labour = fields->emergency_caesarean / in_labour;
    maternity->instrumental_after_labour = fields->instrumental / in_labour;
    maternity->category_1 = fields->category_1;
    maternity->urgent = fields->urgent;
    maternity->reviewed = fields->reviewed;
    maternity->spare_rooms = fields->spare_rooms;
    maternity->spare_midwives = fields->spare_midwives;
    maternity->spare_doctors = fields->spare_doctors;
    maternity->relaxed_after_s = fields->relaxed_after;
    maternity->divert_queue = whole(fields->divert_queue);
    plan_times(fields, maternity);
    plan_labours(plan, fields, births * spontaneous, maternity);
    plan_distributions(plan->tables, fields, maternity);
    return true;
}
