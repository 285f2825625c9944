#include "models/call_off.h"

#include "models/hospital.h"

#define OF(member) offsetof(StrikeFields, call_off.member)
#define AT(member) offsetof(ScenarioFields, response.reinstatement.member)

static const SimField rows[] = {
    {"strikes[].call_off.at", SIM_MOMENT, SIM_ACTS_WINDOW_START, OF(at), 0, NULL, 0, 0, "", NULL,
     "When the strike is called off. Until then everybody acts as if it will happen, and then it is as if it had ended "
     "then, but for shifts that start before staff can be recalled.",
     "as announced by the unions"},
    {"strikes[].call_off.before", SIM_DURATION, SIM_ACTS_WINDOW_START, OF(before), 0, NULL, 0, 0, "", NULL,
     "How long before its start it is called off, in place of a date.",
     "the planner's choice; 13 h on 30 November 2015 (Daily Mail)"},
    {"strikes[].call_off.probability", SIM_SHARE, SIM_ACTS_WINDOW_START, OF(probability), 0, NULL, 0, 1, "", NULL,
     "Probability that it is called off then: by lot in each replication, for all trusts alike, and for all strikes of "
     "a "
     "round alike. Default: certain.",
     "the planner's choice"},
    {"response.recall", SIM_DURATION, SIM_ACTS_WINDOW_START, AT(recall), 0, NULL, 0, 604800, "12 h", NULL,
     "How long staff must have been told that a strike is called off before a shift is worked as usual.", "assumed"},
};

const SimFieldBlock call_off_fields = {rows, sizeof rows / sizeof rows[0]};

enum { PURPOSE_CALLED_OFF = 1, NATIONWIDE = 0 };

static bool is_sound(const StrikeFields *strike, int64_t at, SimFaults *faults)
{
    const CallOffFields *written = &strike->call_off;
    const SimMark mark = strike->head.mark;
    const char *name = strike->name.text ? strike->name.text : "";
    const bool has_date = written->at != SIM_UNSET, has_lead = sim_is_set(written->before);
    if (has_date && has_lead)
        return sim_fault(faults, mark, "strike \"%s\": `call_off` has both `at` and `before`; write one of them", name);
    if (!has_date && !has_lead)
        return sim_fault(faults, mark,
                         "strike \"%s\": `call_off` says how likely but not when; write `at` or `before` too", name);
    if (at < strike->announced)
        return sim_fault(faults, mark, "strike \"%s\" is called off before it is announced; write a later moment",
                         name);
    if (at >= strike->end)
        return sim_fault(faults, mark, "strike \"%s\" is called off after its end; write an earlier moment", name);
    return true;
}

bool call_off_plan(WindowPlan *window, const StrikeFields *strike, int64_t epoch_s, SimFaults *faults)
{
    const CallOffFields *written = &strike->call_off;
    const bool has_date = written->at != SIM_UNSET, has_lead = sim_is_set(written->before);
    window->call_off = (CallOff){.at_s = INT64_MAX, .before_s = -1};
    if (!has_date && !has_lead && !sim_is_set(written->probability)) return true;
    const int64_t at = has_date ? written->at : strike->start - (int64_t)(has_lead ? written->before : 0);
    if (!is_sound(strike, at, faults)) return false;
    const double probability = sim_is_set(written->probability) ? written->probability : 1;
    if (probability > 0)
        window->call_off = (CallOff){
            .at_s = at - epoch_s, .before_s = has_lead ? (SimTime)written->before : -1, .probability = probability};
    return true;
}

void call_off_join_block(WindowPlan *window)
{
    CallOff *call_off = &window->call_off;
    if (call_off->before_s >= 0) call_off->at_s = window->block_start_s - call_off->before_s;
}

// Talks fail or succeed for the whole country.
static bool happens(const Hospital *hospital, const WindowPlan *window)
{
    if (window->call_off.probability >= 1) return true;
    const SimStream talks = {.key = hospital->key, .place = NATIONWIDE, .stream = sim_hash32("call-off")};
    SimWords words = sim_draw(talks, window->round_hash, PURPOSE_CALLED_OFF, 0);
    return sim_happens(words.word[0], window->call_off.probability);
}

bool call_off_has_come(const Hospital *hospital, const WindowPlan *window)
{
    return window->call_off.at_s <= hospital_now(hospital) && happens(hospital, window);
}

SimTime call_off_end_s(const Hospital *hospital, const WindowPlan *window)
{
    if (!call_off_has_come(hospital, window)) return window->end_s;
    const SimTime recalled_s = window->call_off.at_s + (SimTime)hospital->plan->strike.response.reinstatement.recall;
    if (recalled_s <= window->start_s) return window->start_s;
    return recalled_s < window->end_s ? recalled_s : window->end_s;
}
