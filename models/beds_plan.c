// The fields of beds, and the plan made of them: how long patients stay follows from the beds that are occupied.
#include <math.h>
#include <string.h>

#include "models/hospital.h"

#define OF(member) offsetof(TrustFields, beds.member)
#define PATH(key) "trusts[].beds." key

static const SimField rows[] = {
    {PATH("on"), SIM_SWITCH, SIM_ACTS_START, OF(on), 0, NULL, 0, 0, "on", NULL,
     "Whether beds are limited; if off, there is always a free one.", "the planner's choice"},
    {PATH("pool_beds"), SIM_NUMBERS, SIM_ACTS_START, OF(pool_beds), 3, NULL, 0, 1, "", NULL,
     "Share of the beds in the medical, surgical and children's pools; if left out, each has what it needs "
     "(headroom) and its part of the rest (free_beds).",
     "the planner's choice"},
    {PATH("free_beds"), SIM_NUMBERS, SIM_ACTS_START, OF(free_beds), 3, NULL, 0, 1, NULL, NULL,
     "Share of the beds beyond what the pools need that lies in each, where pool_beds is left out.", "assumed"},
    {PATH("emergency_pools"), SIM_NUMBERS, SIM_ACTS_START, OF(emergency_pools), 3, NULL, 0, 1, NULL, NULL,
     "Share of emergency patients who stay overnight that goes to each pool; they add to 1.", "assumed"},
    {PATH("usable"), SIM_SHARE, SIM_ACTS_START, OF(usable), 0, NULL, 0.5, 1, NULL, NULL,
     "Share of open beds that can be used at once: sex, side rooms and specialty leave some empty.", "assumed"},
    {PATH("headroom"), SIM_NUMBERS, SIM_ACTS_START, OF(headroom), 3, NULL, 0, 10, NULL, NULL,
     "Usable beds that each pool has at least beyond those occupied on average, in square roots of these: a hospital "
     "that is fuller than its usable beds allow uses more of them.",
     "assumed; set so that waits for a bed agree with published ones"},
    {PATH("outlier_reserve"), SIM_AMOUNT, SIM_ACTS_START, OF(outlier_reserve), 0, NULL, 0, 10, NULL, NULL,
     "Medical emergency patients may lie in surgical beds while more than this multiple of those usually free is free.",
     "assumed"},
    {PATH("ring_fenced"), SIM_SHARE, SIM_ACTS_START, OF(ring_fenced), 0, NULL, 0, 1, "0%", NULL,
     "Share of the surgical beds that can be used that is kept for planned patients of the waiting list: emergency "
     "patients get a surgical bed only while so many others are free or hold planned patients.",
     "the planner's choice"},
    {PATH("escalation"), SIM_SHARE, SIM_ACTS_START, OF(escalation), 0, NULL, 0, 0.5, "0%", NULL,
     "Escalation beds of the medical and surgical pools that can be opened beyond the core ones, as a share of "
     "size.general_acute_beds. They need nurses.",
     "assumed"},
    {PATH("escalation_usual"), SIM_SHARE, SIM_ACTS_START, OF(escalation_usual), 0, NULL, 0, 1, "0%", NULL,
     "Share of the escalation beds that is open in normal times and counted in size.general_acute_beds: core beds are "
     "so many fewer.",
     "assumed; set so that the beds open on average are those given"},
    {PATH("escalation_opens"), SIM_SHARE, SIM_ACTS_START, OF(escalation_opens), 0, NULL, 0.5, 1.5, "100%", NULL,
     "Escalation beds are opened, at a change of shift, for patients in beds and waiting for one beyond this share of "
     "the core beds that can be used.",
     "assumed"},
    {PATH("escalation_closes"), SIM_SHARE, SIM_ACTS_START, OF(escalation_closes), 0, NULL, 0, 1.5, "95%", NULL,
     "They are closed, at a change of shift, when patients in beds and waiting are fewer than this share.", "assumed"},
    {PATH("nurses_stretch"), SIM_AMOUNT, SIM_ACTS_START, OF(nurses_stretch), 0, NULL, 1, 3, "1.15", NULL,
     "Beds that a nurse on duty can look after at most, relative to those in normal times: when so many are absent "
     "that this is not enough, beds close.",
     "assumed"},
    {PATH("transfer"), SIM_DURATION, SIM_ACTS_START, OF(transfer), 0, NULL, 0, 86400, NULL, NULL,
     "Mean time from the grant of a bed until the patient has left A&E for it.", "assumed"},
    {PATH("transfer_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(transfer_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("cleaning"), SIM_DURATION, SIM_ACTS_START, OF(cleaning), 0, NULL, 0, 86400, NULL, NULL,
     "Time for which a bed is empty between two patients.", "assumed"},
    {PATH("stay_relative"), SIM_NUMBERS, SIM_ACTS_START, OF(stay_relative), 3, NULL, 0.01, 100, NULL, NULL,
     "Clinical stay of emergency patients by pool, relative to each other; the level is fitted to the beds occupied.",
     "assumed"},
    {PATH("stay_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(stay_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("planned_stay"), SIM_DURATION, SIM_ACTS_START, OF(planned_stay), 0, NULL, 3600, 31536000, NULL, NULL,
     "Mean clinical stay of planned patients who stay overnight.", "assumed"},
    {PATH("planned_stay_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(planned_stay_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("ward_round"), SIM_CLOCK, SIM_ACTS_START, OF(ward_round), 0, NULL, 0, 82800, NULL, NULL,
     "When senior doctors review everybody who is medically ready.", "assumed"},
    {PATH("reviewed_weekday"), SIM_SHARE, SIM_ACTS_START, OF(reviewed_weekday), 0, NULL, 0, 1, NULL, NULL,
     "Probability that a ready patient is reviewed on a working day by a full ward team.", "assumed"},
    {PATH("reviewed_rest_day"), SIM_SHARE, SIM_ACTS_START, OF(reviewed_rest_day), 0, NULL, 0, 1, NULL, NULL,
     "The same on Saturdays, Sundays and bank holidays.", "assumed"},
    {PATH("senior_weight"), SIM_AMOUNT, SIM_ACTS_START, OF(senior_weight), 0, NULL, 0.1, 100, NULL, NULL,
     "How much a consultant adds to the ward team that reviews, relative to another doctor: the team's strength is the "
     "weighted share of those due who are there.",
     "assumed: senior review is consultants' work, which others prepare"},
    {PATH("delayed"), SIM_NUMBERS, SIM_ACTS_START, OF(delayed), 3, NULL, 0, 1, NULL, NULL,
     "Share of reviewed emergency patients, by pool, who then wait for care outside with no criteria to reside.",
     "assumed; gives about 45 % leaving the same day, England 2023/24 44.6 % (NHS England, discharge delays)"},
    {PATH("delayed_planned"), SIM_SHARE, SIM_ACTS_START, OF(delayed_planned), 0, NULL, 0, 1, NULL, NULL,
     "The same for planned patients.", "assumed"},
    {PATH("delay"), SIM_DURATION, SIM_ACTS_START, OF(delay), 0, NULL, 0, 31536000, NULL, NULL,
     "Mean time most of them wait; exponential, and independent of hospital doctors.", "assumed"},
    {PATH("long_delay"), SIM_DURATION, SIM_ACTS_START, OF(long_delay), 0, NULL, 0, 31536000, "12 d", NULL,
     "Mean time the others wait, for a care home or rehabilitation; exponential.", "assumed"},
    {PATH("long_delay_share"), SIM_SHARE, SIM_ACTS_START, OF(long_delay_share), 0, NULL, 0, 1, "0%", NULL,
     "Share of those who wait that waits long.", "assumed; set so that stays over 21 days agree with published ones"},
    {PATH("outside_rest_day"), SIM_SHARE, SIM_ACTS_START, OF(outside_rest_day), 0, NULL, 0, 1, "100%", NULL,
     "Of those whose wait ends on a Saturday, Sunday or bank holiday, the share that leaves on it; the others leave on "
     "the next working day.",
     "assumed"},
    {PATH("leaves_from"), SIM_CLOCK, SIM_ACTS_START, OF(leaves_from), 0, NULL, 0, 82800, NULL, NULL,
     "Patients leave from this time of day, most of them halfway between the two.", "assumed"},
    {PATH("leaves_until"), SIM_CLOCK, SIM_ACTS_START, OF(leaves_until), 0, NULL, 0, 82800, NULL, NULL,
     "Patients leave until this time of day.", "assumed"},
};

const SimFieldBlock beds_fields = {rows, sizeof rows / sizeof rows[0]};

enum { HOURS = 24, DAYS = 7, WORKING_DAYS = 5, QUANTILES = 512 };
static const double SNAPSHOT_HOUR = 8;
static const double FULL = 0.92;      // from here on a tenth of those admitted waits over 12 hours for a bed
static const double AMPLE = 2;        // square roots of the adults' beds occupied: hardly anybody waits
static const double FULLEST = 0.985;  // of the adults' beds, on average
static const double SHORTEST_STAY_D = 0.5, LONGEST_STAY_D = 25;  // of a mean clinical stay that can be believed

// Hours at which patients reach their beds, as shares of the day. Measured on the model itself: emergency patients wait
// for beds through the morning and get them when others have left.
static const double emergency_hours[HOURS] = {.038, .034, .032, .027, .022, .019, .017, .016, .016, .021, .025, .033,
                                              .040, .051, .059, .069, .070, .067, .063, .063, .062, .060, .054, .045};
static const double planned_hours[HOURS] = {[8] = 1};

// What decides how many mornings a patient of a flow is found in bed.
typedef struct {
    double cv, delayed;
    const double *hours;
} Flow;

// What does not depend on the mean stay.
typedef struct {
    double quantile[QUANTILES];  // stays of mean 1
    double missed;               // see rounds_missed
} Stays;

static double sum_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    return sum;
}

// Mean number of rounds that pass a ready patient by, over the days of the week on which the first may fall: on day d
// it is e(d) = (1 - p(d)) (1 + e(d+1)), solved by going round the week until it stands.
static double rounds_missed(const BedsPlan *beds)
{
    double missed[DAYS] = {0};
    for (int turn = 0; turn < 200 * DAYS; turn++) {
        const int day = DAYS - 1 - turn % DAYS;
        missed[day] = fmin((1 - beds->reviewed[day >= WORKING_DAYS]) * (1 + missed[(day + 1) % DAYS]), 365);
    }
    return sum_of(missed, DAYS) / DAYS;
}

// Mean number of midnights of an exponential delay that begins at the ward round: the sum over k >= 1 of
// P(delay > k - round). A delay that ends on a rest day has 1.5 more on average if nobody leaves on it: two on Saturday
// and one on Sunday.
static double midnights_of(double delay_s, double round_s, double stays_on_rest_day)
{
    static const double REST_DAYS = 2.0 / 7, MORE = 1.5;
    const double mean_d = delay_s / SIM_DAY_S, round_d = round_s / SIM_DAY_S;
    if (mean_d <= 0) return 0;
    return exp(-(1 - round_d) / mean_d) / (1 - exp(-1 / mean_d)) + REST_DAYS * stays_on_rest_day * MORE;
}

// Mean number of midnights spent with no criteria to reside by those who are delayed.
static double midnights_delayed(const BedsFields *fields)
{
    const double stays = 1 - fields->outside_rest_day, rare = fields->long_delay_share;
    return (1 - rare) * midnights_of(fields->delay, fields->ward_round, stays) +
           rare * midnights_of(fields->long_delay, fields->ward_round, stays);
}

// ceil without a call, for a hundred thousand days a step of the fit; none before the first.
static int nights_until(double days)
{
    const int whole = days > 0 ? (int)days : 0;
    return whole + (days > whole);
}

// Mean number of midnights between reaching the bed at time u of day 0 and the round that first finds the patient
// ready, n = ceil(u + stay - round), plus 1 if u lies before the morning's snapshot: the mornings of a patient reviewed
// then.
static double mornings_of_stay(const Flow *flow, double stay_d, double round_d, const Stays *stays)
{
    double mornings = 0;
    for (int hour = 0; hour < HOURS; hour++) {
        if (flow->hours[hour] <= 0) continue;
        const double u = (hour + 0.5) / HOURS;
        int nights = 0;
        for (int i = 0; i < QUANTILES; i++) nights += nights_until(u + stay_d * stays->quantile[i] - round_d);
        mornings += flow->hours[hour] * ((double)nights / QUANTILES + (hour < SNAPSHOT_HOUR));
    }
    return mornings / sum_of(flow->hours, HOURS);
}

// The shape's stays of mean 1 at the middles of equal slices of probability, scaled so that their mean is 1 too: the
// slices cut the tails off.
static Stays standard_stays(const BedsPlan *beds, double cv)
{
    Stays stays;
    for (int i = 0; i < QUANTILES; i++) {
        stays.quantile[i] = cv > 0 ? sim_quantile(SIM_LOGNORMAL, cv, (i + 0.5) / QUANTILES) : 1;
    }
    const double mean = sum_of(stays.quantile, QUANTILES) / QUANTILES;
    for (int i = 0; i < QUANTILES; i++) stays.quantile[i] /= mean;
    stays.missed = rounds_missed(beds);
    return stays;
}

// Mean number of 08:00 snapshots at which a patient of the flow lies in a bed.
static double mornings(const BedsFields *fields, const Flow *flow, double stay_d, const Stays *stays)
{
    return mornings_of_stay(flow, stay_d, fields->ward_round / SIM_DAY_S, stays) + stays->missed +
           flow->delayed * midnights_delayed(fields);
}

// Inpatients a day: the slots of operating lists as far as they are booked in the end.
static double planned_a_day(const HospitalPlan *plan, const TrustPlan *trust)
{
    const ElectivePlan *elective = &trust->elective;
    const SimNumbers *booked = &trust->fields->elective.curve_theatre;
    if (!elective->on || plan->days == 0) return 0;
    double slots = 0;  // on a working day
    for (uint32_t i = 0; i < elective->service_count; i++) {
        const ServicePlan *service = &elective->services[i];
        slots +=
            service->sessions_a_day[SESSION_INPATIENT_LIST] * sum_of(service->slots[SESSION_INPATIENT_LIST], SLOT_USES);
    }
    const double in_the_end = booked->count > 0 ? booked->values[booked->count - 1] : 1;
    return slots * in_the_end * sum_of(elective->activity, plan->days) / plan->days;
}

// Emergency admissions that need a bed.
static double overnight_a_day(const EmergencyPlan *ed)
{
    return ed->admissions * (1 - ed->zero_day) + ed->direct_admissions;
}

// Beds occupied at 08:00 by pool if emergency patients stay `stay_d` days on average.
static void occupied_if(const TrustPlan *trust, double stay_d, const Stays *stays, double occupied[BED_POOLS])
{
    const BedsFields *fields = &trust->fields->beds;
    const double overnight = overnight_a_day(&trust->emergency);
    const double *share = fields->emergency_pools.values, *relative = fields->stay_relative.values;
    double mean_relative = 0;
    for (int pool = 0; pool < BED_POOLS; pool++) mean_relative += share[pool] * relative[pool];
    for (int pool = 0; pool < BED_POOLS; pool++) {
        const Flow flow = {.cv = fields->stay_cv, .delayed = fields->delayed.values[pool], .hours = emergency_hours};
        occupied[pool] =
            overnight * share[pool] * mornings(fields, &flow, stay_d * relative[pool] / mean_relative, stays);
    }
}

static double planned_beds(const TrustPlan *trust)
{
    const BedsFields *fields = &trust->fields->beds;
    const Flow flow = {.cv = fields->planned_stay_cv, .delayed = fields->delayed_planned, .hours = planned_hours};
    const Stays stays = standard_stays(&trust->beds, flow.cv);
    return trust->beds.planned_admissions * mornings(fields, &flow, fields->planned_stay / SIM_DAY_S, &stays);
}

// Little's law at 08:00: beds occupied are admissions a day times mornings in bed, over all flows. Of these only the
// stay of emergency patients is open, so it is what makes the beds come out.
// A stay by which so many beds are occupied, and who occupies them.
typedef struct {
    double stay_d;
    double occupied[BED_POOLS];
} FittedStay;

static FittedStay fitted_stay(const TrustPlan *trust, double planned, double target)
{
    FittedStay fitted = {0};
    const Stays stays = standard_stays(&trust->beds, trust->fields->beds.stay_cv);
    double low = 0.01, high = 200;
    for (int step = 0; step < 40; step++) {
        const double middle = sqrt(low * high);
        occupied_if(trust, middle, &stays, fitted.occupied);
        if (sum_of(fitted.occupied, BED_POOLS) + planned < target) {
            low = middle;
        } else {
            high = middle;
        }
    }
    fitted.stay_d = low;
    return fitted;
}

// As the balance of the waiting list: the same for all plans whose values from the start are the same.
static FittedStay find_stay(const HospitalPlan *plan, const TrustPlan *trust, double planned, double target)
{
    const uint64_t key = ~trust->start_hash;
    const FittedStay *known = sim_tables_kept(plan->tables, key);
    if (known) return *known;
    const FittedStay fitted = fitted_stay(trust, planned, target);
    sim_tables_keep(plan->tables, key, &fitted, sizeof fitted);
    return fitted;
}

static bool fit_stay(const HospitalPlan *plan, TrustPlan *trust, double target, SimFaults *faults)
{
    BedsPlan *beds = &trust->beds;
    const TrustSize *size = &trust->fields->size;
    const double planned = planned_beds(trust);
    if (overnight_a_day(&trust->emergency) <= 0) return true;  // nobody to fit: a fault has been reported before
    const FittedStay fitted = find_stay(plan, trust, planned, target);
    const double low = fitted.stay_d;
    memcpy(beds->occupied, fitted.occupied, sizeof beds->occupied);
    beds->occupied[POOL_SURGICAL] += planned;
    beds->mean_stay_s = low * SIM_DAY_S;
    if (low > SHORTEST_STAY_D && low < LONGEST_STAY_D) return true;
    sim_warn(
        faults, trust->fields->head.mark,
        "%.0f beds occupied by %.1f emergency admissions a day and %.1f planned ones would mean a clinical stay of "
        "%.1f days for an emergency patient; check `size.general_acute_beds_occupied` and "
        "`size.emergency_admissions`",
        size->general_acute_beds_occupied, size->emergency_admissions, beds->planned_admissions, low);
    return low > 0.011 && low < 190 ? true
                                    : sim_fault(faults, trust->fields->head.mark,
                                                "no length of stay agrees with `size.general_acute_beds_occupied`");
}

// Beds each pool needs: those occupied on average and a headroom, which shrinks where there are not so many.
static void beds_needed(const BedsFields *fields, const BedsPlan *beds, uint32_t total, double needed[BED_POOLS])
{
    double headroom[BED_POOLS];
    for (int pool = 0; pool < BED_POOLS; pool++) {
        headroom[pool] = fields->headroom.values[pool] * sqrt(beds->occupied[pool]);
    }
    const double free_beds = fmax(total - sum_of(beds->occupied, BED_POOLS), 0);
    const double factor = fmin(1, free_beds / fmax(sum_of(headroom, BED_POOLS), 1e-9));
    for (int pool = 0; pool < BED_POOLS; pool++) needed[pool] = beds->occupied[pool] + factor * headroom[pool];
}

// Splits the beds over the pools: as given, or so that each has what it needs and its part of the rest.
static void split_beds(const BedsFields *fields, BedsPlan *beds, uint32_t total, const double needed[BED_POOLS])
{
    const double rest = total - sum_of(needed, BED_POOLS), parts = sum_of(fields->free_beds.values, BED_POOLS);
    double weight[BED_POOLS], cumulative = 0;
    for (int pool = 0; pool < BED_POOLS; pool++) {
        weight[pool] = needed[pool] + rest * fields->free_beds.values[pool] / parts;
        if (fields->pool_beds.values) weight[pool] = fields->pool_beds.values[pool];
    }
    const double all = sum_of(weight, BED_POOLS);
    uint32_t given = 0;
    for (int pool = 0; pool < BED_POOLS; pool++) {
        cumulative += weight[pool];
        const uint32_t until = (uint32_t)(total * cumulative / all + 0.5);
        beds->open[pool] = until - given;
        given = until;
    }
}

// Beds that can be used at once: a share of those open, but never fewer than are needed, nor more than there are.
// Medical and surgical beds help each other out, so it is together that they must be enough.
static void find_usable(const TrustFields *trust, BedsPlan *beds, const double needed[BED_POOLS], SimFaults *faults)
{
    for (int pool = 0; pool < BED_POOLS; pool++) {
        const double usable = fmin(fmax(trust->beds.usable * beds->open[pool], needed[pool]), beds->open[pool]);
        beds->usable[pool] = (uint32_t)(usable + 0.5);
    }
    const double occupied = beds->occupied[POOL_MEDICAL] + beds->occupied[POOL_SURGICAL];
    const uint32_t usable = beds->usable[POOL_MEDICAL] + beds->usable[POOL_SURGICAL];
    if (occupied < FULLEST * usable) return;
    sim_warn(faults, trust->head.mark,
             "%.0f of the %u medical and surgical beds that can be used are to be occupied on average: waits for a bed "
             "will be very long; check `size.general_acute_beds_occupied` and `beds`",
             occupied, (unsigned)usable);
}

// Escalation beds lie in the adults' pools, in proportion to their beds; those that are usually open are among the beds
// given, so the core is smaller by them. Rounded so that they add up.
static void plan_escalation(const BedsFields *fields, BedsPlan *beds, uint32_t total)
{
    const double adults = beds->open[POOL_MEDICAL] + beds->open[POOL_SURGICAL];
    double exact = 0;
    uint32_t all = 0, all_usual = 0;
    for (int pool = POOL_MEDICAL; pool <= POOL_SURGICAL && adults > 0; pool++) {
        exact += fields->escalation * total * beds->open[pool] / adults;
        const uint32_t usual = (uint32_t)(fields->escalation_usual * exact + 0.5) - all_usual;
        const uint32_t least =
            (uint32_t)(beds->open[pool] < beds->usable[pool] ? beds->open[pool] : beds->usable[pool]);
        const uint32_t fewer = usual < least ? usual : least;
        beds->escalation[pool] = (uint32_t)(exact + 0.5) - all;
        all += beds->escalation[pool];
        all_usual += usual;
        beds->open[pool] -= fewer;
        beds->usable[pool] -= fewer;
    }
}

static void plan_durations(SimTables *tables, const BedsFields *fields, BedsPlan *beds)
{
    static const double SQRT_6 = 2.449489742783178;
    const double leaves_mean_s = (fields->leaves_from + fields->leaves_until) / 2;
    const double leaves_half_width_s = (fields->leaves_until - fields->leaves_from) / 2;
    double mean_relative = 0;
    for (int pool = 0; pool < BED_POOLS; pool++) {
        mean_relative += fields->emergency_pools.values[pool] * fields->stay_relative.values[pool];
    }
    for (int pool = 0; pool < BED_POOLS; pool++) {
        const double mean_s = beds->mean_stay_s * fields->stay_relative.values[pool] / mean_relative;
        beds->stay[pool] = sim_distribution(tables, SIM_LOGNORMAL, mean_s, fields->stay_cv);
    }
    beds->residual = 1 + fields->stay_cv * fields->stay_cv;
    beds->planned_stay = sim_distribution(tables, SIM_LOGNORMAL, fields->planned_stay, fields->planned_stay_cv);
    beds->delay[0] = sim_distribution(tables, SIM_EXPONENTIAL, fields->delay, 1);
    beds->delay[1] = sim_distribution(tables, SIM_EXPONENTIAL, fields->long_delay, 1);
    beds->transfer = sim_distribution(tables, SIM_LOGNORMAL, fields->transfer, fields->transfer_cv);
    beds->leaving_hour =
        sim_distribution(tables, SIM_TRIANGULAR, leaves_mean_s, leaves_half_width_s / leaves_mean_s / SQRT_6);
}

static void plan_shares(const BedsFields *fields, BedsPlan *beds)
{
    double cumulative = 0;
    for (int pool = 0; pool < BED_POOLS; pool++) {
        cumulative += fields->emergency_pools.values[pool];
        beds->emergency_pools[pool] = cumulative;
        beds->delayed[pool] = fields->delayed.values[pool];
    }
    beds->delayed_planned = fields->delayed_planned;
    beds->long_delay_share = fields->long_delay_share;
    beds->outside_rest_day = fields->outside_rest_day;
    beds->nurses_stretch = fields->nurses_stretch;
    beds->escalation_opens = fields->escalation_opens;
    beds->escalation_closes = fields->escalation_closes;
    beds->reviewed[0] = fields->reviewed_weekday;
    beds->reviewed[1] = fields->reviewed_rest_day;
    beds->senior_weight = fields->senior_weight;
    beds->ward_round_s = (SimTime)fields->ward_round;
    beds->cleaning_s = (SimTime)fields->cleaning;
}

static bool fields_agree(const TrustFields *trust, SimFaults *faults)
{
    const BedsFields *fields = &trust->beds;
    const double share = sum_of(fields->emergency_pools.values, BED_POOLS);
    bool agree = true;
    if (fabs(share - 1) > 0.005) {
        agree = sim_fault(faults, trust->head.mark,
                          "the shares in `beds.emergency_pools` add to %.3f; they must add to 1", share);
    }
    if (fields->leaves_from >= fields->leaves_until || fields->leaves_from < fields->ward_round) {
        agree = sim_fault(faults, trust->head.mark,
                          "`beds.ward_round`, `beds.leaves_from` and `beds.leaves_until` must follow each other");
    }
    if (fields->escalation_closes > fields->escalation_opens) {
        agree = sim_fault(faults, trust->head.mark,
                          "`beds.escalation_closes` is above `beds.escalation_opens`; write the same or less");
    }
    return agree;
}

// A hospital is as full as the others, and yet so many of the adults' beds are free that hardly anybody waits for one.
static void warn_of_short_waits(const TrustFields *trust, const BedsPlan *beds, SimFaults *faults)
{
    const double full = trust->size.general_acute_beds_occupied / trust->size.general_acute_beds;
    double free_beds = 0, occupied = 0;
    for (int pool = POOL_MEDICAL; pool <= POOL_SURGICAL; pool++) {
        free_beds += beds->usable[pool] + beds->escalation[pool] - beds->occupied[pool];
        occupied += beds->occupied[pool];
    }
    if (full < FULL || free_beds < AMPLE * sqrt(occupied)) return;
    sim_warn(faults, trust->head.mark,
             "%.1f %% of beds are occupied, and yet %.0f of the medical and surgical beds that can be used are free on "
             "average: waits over 12 hours for a bed (ed_12h_dta) will be too few, in England 2023/24 a tenth of those "
             "admitted; check `beds.usable`, `beds.pool_beds` and `beds.escalation`",
             100 * full, free_beds);
}

static void warn_of_empty_beds(const TrustFields *trust, SimFaults *faults)
{
    sim_warn(
        faults, trust->head.mark,
        "with `emergency: off` nobody fills the beds that planned patients compete for: there is always a free one, "
        "and beds are not counted; write `beds: {on: off}` if that is meant");
}

bool beds_plan(const HospitalPlan *plan, TrustPlan *trust, SimFaults *faults)
{
    const BedsFields *fields = &trust->fields->beds;
    const TrustSize *size = &trust->fields->size;
    BedsPlan *beds = &trust->beds;
    // Without emergency patients there is nobody to fill the beds that planned patients compete for.
    beds->on = fields->on && trust->fields->emergency.on;
    if (!fields_agree(trust->fields, faults)) return false;
    if (size->general_acute_beds_occupied > size->general_acute_beds) {
        return sim_fault(faults, trust->fields->head.mark,
                         "`size.general_acute_beds_occupied` is more than `size.general_acute_beds`");
    }
    plan_shares(fields, beds);
    beds->planned_admissions = planned_a_day(plan, trust);
    if (!trust->fields->emergency.on) {
        if (fields->on && trust->fields->elective.on) warn_of_empty_beds(trust->fields, faults);
        plan_durations(plan->tables, fields, beds);
        return true;
    }
    if (!fit_stay(plan, trust, size->general_acute_beds_occupied, faults)) return false;
    plan_durations(plan->tables, fields, beds);
    const uint32_t total = (uint32_t)(size->general_acute_beds + 0.5);
    double needed[BED_POOLS];
    beds_needed(fields, beds, total, needed);
    split_beds(fields, beds, total, needed);
    find_usable(trust->fields, beds, needed, faults);
    const double free_surgical = beds->usable[POOL_SURGICAL] - beds->occupied[POOL_SURGICAL];
    beds->outlier_reserve = (uint32_t)(fields->outlier_reserve * fmax(free_surgical, 0) + 0.5);
    plan_escalation(fields, beds, total);
    beds->ring_fenced = (uint32_t)(fields->ring_fenced * beds->usable[POOL_SURGICAL] + 0.5);
    warn_of_short_waits(trust->fields, beds, faults);
    return true;
}
