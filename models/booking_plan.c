// The fields of the bookings team, and the plan made of them.
#include <math.h>

#include "models/hospital.h"

#define OF(member) offsetof(TrustFields, booking.member)
#define BOLTON "500 calls a day in the walk-outs of 2023-24 (Bolton NHS FT, January 2024)"

static const SimField rows[] = {
    {"trusts[].bookings", SIM_SWITCH, SIM_ACTS_START, OF(on), 0, NULL, 0, 0, "on", NULL,
     "Whether the bookings team is simulated; without it every patient is told at once.", "the planner's choice"},
    {"trusts[].bookings.agents", SIM_AMOUNT, SIM_ACTS_START, OF(agents), 0, NULL, 0, 5000, NULL,
     "outpatient_appointments", "Agents at work on a working day.", "local rotas"},
    {"trusts[].bookings.agents_rest_day", SIM_AMOUNT, SIM_ACTS_START, OF(agents_rest_day), 0, NULL, 0, 5000, NULL,
     "outpatient_appointments", "Agents at work on Saturdays, Sundays and bank holidays.", "local rotas"},
    {"trusts[].bookings.opens", SIM_CLOCK, SIM_ACTS_START, OF(opens), 0, NULL, 0, 86400, NULL, NULL,
     "When the office opens.", "local rotas"},
    {"trusts[].bookings.closes", SIM_CLOCK, SIM_ACTS_START, OF(closes), 0, NULL, 0, 86400, NULL, NULL,
     "When it closes; who is on the telephone then finishes.", "local rotas"},

    {"trusts[].bookings.call.length", SIM_DURATION, SIM_ACTS_START, OF(call), 0, NULL, 1, 86400, NULL, NULL,
     "Mean length of a call, made or received; a call that reaches the patient also rebooks.", "assumed"},
    {"trusts[].bookings.call.cv", SIM_AMOUNT, SIM_ACTS_START, OF(call_cv), 0, NULL, 0, 3, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {"trusts[].bookings.call.shape", SIM_CHOICE, SIM_ACTS_START, OF(call_shape), 0, "lognormal|gamma", 0, 0,
     "lognormal", NULL, "How the lengths of calls are spread; a gamma with a cv of 1 is exponential.", "assumed"},
    {"trusts[].bookings.call.no_answer", SIM_DURATION, SIM_ACTS_START, OF(no_answer), 0, NULL, 0, 86400, NULL, NULL,
     "An agent's time for a call that nobody answers.", "assumed"},
    {"trusts[].bookings.call.reaches", SIM_SHARE, SIM_ACTS_START, OF(call_reaches), 0, NULL, 0, 1, NULL, NULL,
     "Share of calls that the patient answers.", "assumed"},
    {"trusts[].bookings.call.tries", SIM_AMOUNT, SIM_ACTS_START, OF(tries), 0, NULL, 1, 40, NULL, NULL,
     "Calls made before a letter goes.", "assumed"},
    {"trusts[].bookings.call.retry", SIM_DURATION, SIM_ACTS_START, OF(retry), 0, NULL, 0, 864000, NULL, NULL,
     "Opening time between one call and the next.", "assumed"},
    {"trusts[].bookings.message.reaches", SIM_SHARE, SIM_ACTS_START, OF(message_reaches), 0, NULL, 0, 1, NULL, NULL,
     "Share of patients whom a text or email reaches at once.", "assumed"},
    {"trusts[].bookings.message.sent", SIM_AMOUNT, SIM_ACTS_NEVER, OF(messages), 0, NULL, 0, 10, NULL, NULL,
     "Texts and emails sent to a patient whose appointment is moved.",
     "about 1,400 for more than 600 rescheduled (Bolton NHS FT, January 2024): a text and an email each"},
    {"trusts[].bookings.letter", SIM_DURATION, SIM_ACTS_START, OF(letter), 0, NULL, 0, 2592000, NULL, NULL,
     "How long a letter takes.", "assumed"},
    {"trusts[].bookings.rebooking", SIM_DURATION, SIM_ACTS_START, OF(rebooking), 0, NULL, 0, 86400, NULL, NULL,
     "Mean time of an agent to rebook a patient who was not told by telephone.", "assumed"},

    {"trusts[].bookings.inbound.calls", SIM_RATE, SIM_ACTS_START, OF(inbound), 0, NULL, 0, 1000000, NULL,
     "outpatient_appointments", "Calls that come on a working day whatever happens.", "assumed; with " BOLTON},
    {"trusts[].bookings.inbound.by_hour", SIM_NUMBERS, SIM_ACTS_START, OF(inbound_by_hour), 24, NULL, 0, 1000, NULL,
     NULL, "Weights of the hours of the day, 0 to 23, at which they come.", "assumed"},
    {"trusts[].bookings.inbound.patience", SIM_DURATION, SIM_ACTS_START, OF(patience), 0, NULL, 1, 86400, NULL, NULL,
     "Mean time for which a caller waits for an agent (exponential).", "assumed"},
    {"trusts[].bookings.inbound.calls_per_move", SIM_AMOUNT, SIM_ACTS_START, OF(callers_a_move), 0, NULL, 0, 10, NULL,
     NULL, "Calls that a moved appointment causes, on average.", "assumed; with " BOLTON},
    {"trusts[].bookings.inbound.after", SIM_DURATION, SIM_ACTS_START, OF(callers_after), 0, NULL, 0, 2592000, NULL,
     NULL, "Mean opening time after the cancellation at which those calls come.", "assumed"},
};

const SimFieldBlock booking_fields = {rows, sizeof rows / sizeof rows[0]};

static void plan_week(const HospitalPlan *plan, const BookingFields *fields, BookingPlan *booking)
{
    double weights = 0, inbound[SIM_HOURS_OF_WEEK] = {0}, open[SIM_HOURS_OF_WEEK] = {0};
    for (int hour = 0; hour < 24; hour++) weights += fields->inbound_by_hour.values[hour];
    for (int hour = 0; hour < 5 * 24; hour++) {
        const double from_s = (hour % 24) * (double)SIM_HOUR_S;
        const double open_s = fmin(fields->closes, from_s + SIM_HOUR_S) - fmax(fields->opens, from_s);
        open[hour] = fmax(0, open_s) / SIM_HOUR_S;
        if (weights > 0) inbound[hour] = fields->inbound * fields->inbound_by_hour.values[hour % 24] / weights;
    }
    sim_weekly_set(&booking->inbound, inbound, sim_weekday(plan->outline.first_day));
    sim_weekly_set(&booking->opening, open, sim_weekday(plan->outline.first_day));
}

bool booking_plan(const HospitalPlan *plan, TrustPlan *trust, SimFaults *faults)
{
    const BookingFields *fields = &trust->fields->booking;
    BookingPlan *booking = &trust->booking;
    booking->on = fields->on;
    if (!fields->on) return true;
    if (fields->closes <= fields->opens) {
        return sim_fault(faults, trust->fields->head.mark,
                         "bookings: the office closes before it opens; write a later `closes`");
    }
    booking->agents[0] = (uint32_t)floor(fields->agents + 0.5);
    booking->agents[1] = (uint32_t)floor(fields->agents_rest_day + 0.5);
    booking->opens_s = (SimTime)fields->opens;
    booking->closes_s = (SimTime)fields->closes;
    booking->exponential = sim_distribution(plan->tables, SIM_EXPONENTIAL, 1, 1);
    const enum SimShape shape = fields->call_shape == CALL_GAMMA ? SIM_GAMMA : SIM_LOGNORMAL;
    booking->call = sim_distribution(plan->tables, shape, fields->call, fields->call_cv);
    booking->rebooking = sim_distribution(plan->tables, shape, fields->rebooking, fields->call_cv);
    booking->no_answer_s = (SimTime)fields->no_answer;
    booking->letter_s = (SimTime)fields->letter;
    booking->message_reaches = fields->message_reaches;
    booking->messages = fields->messages;
    booking->call_reaches = fields->call_reaches;
    booking->tries = (uint32_t)fmin(fmax(1, floor(fields->tries + 0.5)), TRIES_MOST);
    booking->retry_h = fields->retry / SIM_HOUR_S;
    booking->callers_after_h = fields->callers_after / SIM_HOUR_S;
    booking->patience_s = fields->patience;
    booking->callers_a_move = fields->callers_a_move;
    plan_week(plan, fields, booking);
    return true;
}
