// What a planner can write about planned care.
#include "models/hospital.h"

#define OF(member) offsetof(TrustFields, elective.member)
#define SERVICE(member) offsetof(ServiceFields, member)
#define ROW(path, kind, offset, count, least, most, fallback, meaning, source)                                         \
    {                                                                                                                  \
        path, kind, SIM_ACTS_START, offset, count, NULL, least, most, fallback, NULL, meaning, source                  \
    }

#define STAFFED_BY(words, member, evidence)                                                                            \
    {                                                                                                                  \
        words, SIM_CHOICE, SIM_ACTS_START, OF(member.by), 0, STAFF_GROUP_WORDS, 0, 0, "", NULL,                        \
            "The group without whom they do not take place, whoever leads. Default: none.", evidence                   \
    }
#define STAFFED_SHARE(words, member, evidence)                                                                         \
    {                                                                                                                  \
        words, SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(member.share), 0, NULL, 0, 1, "100%", NULL,                           \
            "Share of these sessions that do not take place without them, those they lead among them.", evidence       \
    }
// With these defaults the average trust moves some 257 appointments and 47 procedures on such a day.
#define NURSES_STRIKES                                                                                                 \
    "assumed; on 15 December 2022 2,452 procedures and 13,327 outpatient appointments moved at some 44 trusts (NHS "   \
    "England)"

static const SimField rows[] = {
    ROW("trusts[].elective", SIM_SWITCH, OF(on), 0, 0, 0, "on", "Whether planned care is simulated.",
        "the planner's choice"),
    {"trusts[].elective.referrals", SIM_RATE, SIM_ACTS_START, OF(referrals), 0, NULL, 0, 100000, NULL, "rtt_pathways",
     "Clock starts: referrals, and clocks started anew after a missed first appointment.",
     "NHS England, RTT waiting times (clock starts, February to March 2025)"},
    ROW("trusts[].elective.removals", SIM_RATE, OF(removals), 0, 0, 1, NULL,
        "Hazard of leaving the list without treatment (validation), for each patient on it. Clocks nullified by a "
        "missed first appointment come on top, by dna. Of what a strike adds to the list only removals take a share: "
        "as many appointments are held, and missed, with it as without.",
        "NHS England, RTT waiting times: 3.3 % of the list a month leave otherwise, less the clocks nullified"),
    ROW("trusts[].elective.capacity", SIM_SHARE, OF(capacity), 0, 0, 1, "100%",
        "Slots for pathways relative to what keeps the waiting list level.", "assumed"),
    ROW("trusts[].elective.dna.share", SIM_SHARE, OF(dna), 0, 0, 0.5, NULL,
        "Share of appointments at which the patient does not attend.", "7.6 % in 2021/22 (NHS England)"),
    ROW("trusts[].elective.dna.discharged", SIM_SHARE, OF(dna_discharged), 0, 0, 1, NULL,
        "Share of those who miss a first appointment that is referred back; the others start a new clock. Either way "
        "the clock that ran is nullified.",
        "assumed"),
    ROW("trusts[].elective.cancelled.by_patient", SIM_SHARE, OF(cancelled_by_patient), 0, 0, 0.4, "0%",
        "Share of the outpatient appointments booked that patients cancel in ordinary times. They are booked again, "
        "and their clocks run on.",
        "16.2 % by either side in 2019/20, Hospital Outpatient Activity; the split is assumed"),
    ROW("trusts[].elective.cancelled.by_hospital", SIM_SHARE, OF(cancelled_by_hospital), 0, 0, 0.4, "0%",
        "Share that the hospital cancels in ordinary times. Patients are booked again, and their clocks run on.",
        "16.2 % by either side in 2019/20, Hospital Outpatient Activity; the split is assumed"),
    ROW("trusts[].elective.cancelled.refilled", SIM_SHARE, OF(refilled), 0, 0, 1, "0%",
        "Share of the appointments cancelled whose slot is filled again by somebody else.", "assumed"),
    ROW("trusts[].elective.spread", SIM_SHARE, OF(spread), 0, 0, 6, "",
        "Share of a list's mean wait by which places in it differ between patients of the same priority "
        "(subspecialties, choice, complexity). Default: such that a level list keeps the trust's own shares within 18 "
        "and over 52 weeks.",
        "fitted to size.within_18_weeks and size.over_52_weeks, or to the bands of elective.waiting_list"),
    ROW("trusts[].elective.spread_shape", SIM_AMOUNT, OF(spread_shape), 0, 0.3, 3, NULL,
        "Weibull shape of that difference: the lower, the longer the longest waits. Default: fitted, see spread.",
        "fitted, see spread"),
    ROW("trusts[].elective.slots.clinic", SIM_AMOUNT, OF(clinic_slots), 0, 1, 100, NULL, "Slots of a clinic.",
        "assumed"),
    ROW("trusts[].elective.slots.inpatient", SIM_AMOUNT, OF(inpatient_cases), 0, 0.5, 50, NULL,
        "Cases of a half-day theatre list for inpatients.", "recalled: 2.5"),
    ROW("trusts[].elective.slots.day_case", SIM_AMOUNT, OF(day_cases), 0, 0.5, 50, NULL,
        "Cases of a half-day theatre list for day cases.", "recalled: 5"),
    ROW("trusts[].elective.endoscopy.slots", SIM_AMOUNT, OF(endoscopy.slots), 0, 1, 200, NULL,
        "Slots of an endoscopy session.", "assumed"),
    ROW("trusts[].elective.endoscopy.doctor_led", SIM_SHARE, OF(endoscopy.doctor_led), 0, 0, 1, NULL,
        "Share of these sessions that a doctor leads, rather than a nurse endoscopist.", "assumed"),
    {"trusts[].elective.endoscopy.led_by", SIM_CHOICE, SIM_ACTS_START, OF(endoscopy.led_by), 0, SPECIALTY_WORDS, 0, 0,
     "", NULL, "The specialty whose consultants lead them. Default: that of the service.", "local job plans"},
    STAFFED_BY("trusts[].elective.endoscopy.staffed_by", endoscopy.staffed, "nurses assist at every endoscopy"),
    STAFFED_SHARE("trusts[].elective.endoscopy.staffed_share", endoscopy.staffed, "assumed"),
    ROW("trusts[].elective.endoscopy.other", SIM_AMOUNT, OF(endoscopy.other), 0, 0, 50, NULL,
        "Slots used outside pathways for each one used by a pathway.", "assumed"),
    ROW("trusts[].elective.imaging.slots", SIM_AMOUNT, OF(imaging.slots), 0, 1, 200, NULL,
        "Slots of an imaging session.", "assumed"),
    ROW("trusts[].elective.imaging.doctor_led", SIM_SHARE, OF(imaging.doctor_led), 0, 0, 1, NULL,
        "Share of these sessions that a doctor leads (ultrasound, interventions).", "assumed"),
    {"trusts[].elective.imaging.led_by", SIM_CHOICE, SIM_ACTS_START, OF(imaging.led_by), 0, SPECIALTY_WORDS, 0, 0, "",
     NULL, "The specialty whose consultants lead them. Default: that of the service.", "local job plans"},
    STAFFED_BY("trusts[].elective.imaging.staffed_by", imaging.staffed, "radiographers take the images"),
    STAFFED_SHARE("trusts[].elective.imaging.staffed_share", imaging.staffed, "assumed"),
    ROW("trusts[].elective.imaging.other", SIM_AMOUNT, OF(imaging.other), 0, 0, 50, NULL,
        "Slots used outside pathways for each one used by a pathway.", "assumed"),
    STAFFED_BY("trusts[].elective.clinic.staffed_by", clinic, "local theatre and clinic teams"),
    STAFFED_SHARE("trusts[].elective.clinic.staffed_share", clinic, NURSES_STRIKES),
    STAFFED_BY("trusts[].elective.theatre.staffed_by", theatre, "local theatre and clinic teams"),
    STAFFED_SHARE("trusts[].elective.theatre.staffed_share", theatre, NURSES_STRIKES),
    {"trusts[].elective.led_by_sas", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(led_by_sas), 0, NULL, 0, 1, "0%", NULL,
     "Share of the sessions led by doctors that SAS doctors lead: a strike of consultants leaves them, one of SAS "
     "doctors takes them. To cover posts they are pulled from them as consultants are.",
     "assumed"},
    ROW("trusts[].elective.booked_ahead.clinic", SIM_NUMBERS, OF(curve_clinic), 6, 0, 1, NULL,
        "Share of slots for pathways booked 8, 6, 4, 2, 1 and 0 weeks ahead.", "assumed"),
    ROW("trusts[].elective.booked_ahead.follow_up", SIM_NUMBERS, OF(curve_other), 6, 0, 1, NULL,
        "The same for follow-ups.", "assumed"),
    ROW("trusts[].elective.booked_ahead.theatre", SIM_NUMBERS, OF(curve_theatre), 6, 0, 1, NULL,
        "The same for theatre lists.", "assumed; the 6-4-2 rule of theatre planning"),
    ROW("trusts[].elective.list_stages", SIM_NUMBERS, OF(stage_shares), LIST_STAGES, 0, 1, "",
        "Shares of the waiting list at the start that wait for a first appointment, tests, the review after them, an "
        "operation with a stay, a day case. In each service they follow from these and its flows. Default: 15 % for "
        "operations, and for first appointments such that a level list keeps the trust's own share within 18 weeks.",
        "fitted to size.within_18_weeks; 15 % with a decision to admit: recalled, NHS England RTT, Part 2A"),
    ROW("trusts[].elective.monthly.referrals", SIM_NUMBERS, OF(monthly_referrals), 12, 0, 3, NULL,
        "Factors of referrals, January to December.", "Health Foundation waiting-list model, from NHS England RTT"),
    ROW("trusts[].elective.monthly.activity", SIM_NUMBERS, OF(monthly_activity), 12, 0, 3, NULL,
        "Factors of planned sessions, January to December.",
        "Health Foundation waiting-list model, from NHS England RTT"),
    ROW("trusts[].elective.holiday_activity", SIM_SHARE, OF(holiday_activity), 0, 0, 1, NULL,
        "Planned sessions on working days from 24 December to 2 January and beside bank holidays, relative to others.",
        "assumed"),
    ROW("trusts[].elective.bed_cutoff", SIM_CLOCK, OF(bed_cutoff), 0, 0, 86399, NULL,
        "Inpatients still without a bed at this hour are cancelled, except urgent ones.", "assumed"),
    ROW("trusts[].elective.last_minute.staff", SIM_SHARE, OF(last_minute.share[CAUSE_STAFF]), 0, 0, 1, "0%",
        "Share of operations cancelled on the day because surgeon, anaesthetist or theatre staff are not there in "
        "ordinary times.",
        "assumed"),
    ROW("trusts[].elective.last_minute.emergency", SIM_SHARE, OF(last_minute.share[CAUSE_EMERGENCY]), 0, 0, 1, "0%",
        "Share of operations cancelled on the day because an emergency took the theatre.", "assumed"),
    ROW("trusts[].elective.last_minute.equipment", SIM_SHARE, OF(last_minute.share[CAUSE_EQUIPMENT]), 0, 0, 1, "0%",
        "Share of operations cancelled on the day because equipment failed or was missing.", "assumed"),
    ROW("trusts[].elective.last_minute.other", SIM_SHARE, OF(last_minute.share[CAUSE_OTHER]), 0, 0, 1, "0%",
        "Share of operations cancelled on the day by administrative errors and otherwise by the hospital, neither for "
        "clinical reasons nor for want of a bed or of theatre time.",
        "assumed"),
    ROW("trusts[].elective.theatre.case", SIM_SHARE, OF(last_minute.case_share), 0, 0, 1, "0%",
        "How long a case takes on average, turnaround included, as a share of its slot on the theatre list.",
        "85 % is England's target for the use of theatre time (Zhang, Dunstan and Pandit, 2024)"),
    ROW("trusts[].elective.theatre.case_cv", SIM_AMOUNT, OF(last_minute.case_cv), 0, 0, 3, "0",
        "Coefficient of variation of that time; the times are lognormal.",
        "0.44 for cataracts from door to door (Roberts et al., time and motion study)"),
    ROW("trusts[].elective.theatre.overrun", SIM_SHARE, OF(last_minute.overrun), 0, 0, 1, "10%",
        "Share of its length by which a theatre list may overrun: whoever is not expected to be done by then is "
        "cancelled, the least urgent and the last booked first.",
        "assumed"),
    ROW("trusts[].elective.theatre.own_lists", SIM_RATE, OF(last_minute.own_lists), 0, 0, 1000, "1/week",
        "Lists on which a patient cancelled at the last minute can be operated on: those of the own surgeon, or of one "
        "who does the same.",
        "assumed"),
    ROW("trusts[].elective.long_wait", SIM_DURATION, OF(long_wait), 0, 0, 0, "0 s",
        "Patients whose clock has run for longer rank as more urgent: P4 like P3, routine like urgent. 0 s: nobody.",
        "assumed; nobody in England was to wait over 65 weeks by March 2024 (NHS England, elective recovery plan)"),
    {"trusts[].elective.deterioration.to_higher", SIM_RATES, SIM_ACTS_START, OF(deterioration.to_higher), 2, NULL, 0, 1,
     "[0/month, 0/month]", NULL,
     "Hazards of becoming more urgent while waiting for an operation: P3 to P2, P4 to P3. Who has a date keeps it.",
     "the planner's choice; off"},
    {"trusts[].elective.deterioration.to_emergency", SIM_RATES, SIM_ACTS_START, OF(deterioration.to_emergency), 3, NULL,
     0, 1, "[0/month, 0/month, 0/month]", NULL,
     "Hazards of an emergency admission, which stops the clock, while waiting for an operation: of P2, P3, P4.",
     "the planner's choice; off"},
    ROW("trusts[].elective.reserve.theatre", SIM_SHARE, OF(reserve_theatre.share), 0, 0, 1, "0%",
        "Share of the slots of a theatre list that is kept for P2.", "assumed"),
    ROW("trusts[].elective.reserve.theatre_until", SIM_DURATION, OF(reserve_theatre.until), 0, 0, 56 * SIM_DAY_S, "7 d",
        "So long before the day the slots of theatre lists that were kept are given to whoever is next.", "assumed"),
    ROW("trusts[].elective.reserve.clinic", SIM_SHARE, OF(reserve_clinic.share), 0, 0, 1, "0%",
        "Share of a clinic's slots for pathways that is kept for urgent suspected cancer.", "assumed"),
    ROW("trusts[].elective.reserve.clinic_until", SIM_DURATION, OF(reserve_clinic.until), 0, 0, 56 * SIM_DAY_S, "7 d",
        "So long before the day the slots of clinics that were kept are given to whoever is next.", "assumed"),

    ROW("trusts[].elective.services[]", SIM_RECORDS, OF(services), sizeof(ServiceFields), 0, 0, NULL,
        "The services (groups of specialties) with lists and sessions of their own.", "the planner's choice"),
    ROW("trusts[].elective.services[].name", SIM_TEXT, SERVICE(name), 0, 0, 0, NULL, "What the service is called.",
        "the planner's choice"),
    ROW("trusts[].elective.services[].share", SIM_SHARE, SERVICE(share), 0, 0, 1, NULL,
        "Its share of the trust's referrals, list and sessions.", "assumed"),
    {"trusts[].elective.services[].led_by", SIM_CHOICE, SIM_ACTS_START, SERVICE(specialty), 0, SPECIALTY_WORDS, 0, 0,
     NULL, NULL, "The specialty whose consultants lead its sessions.", "local job plans"},
    ROW("trusts[].elective.services[].urgent", SIM_SHARE, SERVICE(urgent_share), 0, 0, 1, NULL,
        "Share of referrals that is urgent suspected cancer.", "assumed"),
    ROW("trusts[].elective.services[].soon", SIM_SHARE, SERVICE(soon_share), 0, 0, 1, NULL,
        "Share of referrals that is urgent otherwise.", "assumed"),
    ROW("trusts[].elective.services[].p2", SIM_SHARE, SERVICE(p2_share), 0, 0, 1, NULL,
        "Share of operations to be done within four weeks (P2).", "recalled: 20 %"),
    ROW("trusts[].elective.services[].p3", SIM_SHARE, SERVICE(p3_share), 0, 0, 1, NULL,
        "Share of operations to be done within three months (P3).", "recalled: 30 %"),
    ROW("trusts[].elective.services[].to_diagnostics", SIM_SHARE, SERVICE(diagnostics_share), 0, 0, 1, NULL,
        "Share of first appointments after which tests and a review follow.", "assumed"),
    ROW("trusts[].elective.services[].endoscopy", SIM_SHARE, SERVICE(endoscopy_share), 0, 0, 1, "15%",
        "Share of tests that is an endoscopy; the others are imaging.", "assumed"),
    ROW("trusts[].elective.services[].to_treatment", SIM_SHARE, SERVICE(treat_share), 0, 0, 1, NULL,
        "Share of first appointments with a decision to operate; neither: the clock stops.", "assumed"),
    ROW("trusts[].elective.services[].to_treatment_after_tests", SIM_SHARE, SERVICE(treat_after_tests), 0, 0, 1, NULL,
        "Share of reviews with a decision to operate.", "assumed; with the others 21.3 % of stops are admissions"),
    ROW("trusts[].elective.services[].day_case", SIM_SHARE, SERVICE(day_case_share), 0, 0, 1, NULL,
        "Share of operations that are day cases.", "assumed; admissions with a stay: 20 a day at an average trust"),
    ROW("trusts[].elective.services[].doctor_led", SIM_SHARE, SERVICE(doctor_led), 0, 0, 1, NULL,
        "Share of clinics that need a doctor.", "73 % (Health Foundation waiting-list model)"),
    ROW("trusts[].elective.services[].clinic_slots", SIM_AMOUNT, SERVICE(clinic_slots), 0, 1, 100, "",
        "Slots of its clinics. Default: elective.slots.clinic.", "local templates"),
    ROW("trusts[].elective.services[].inpatient_cases", SIM_AMOUNT, SERVICE(inpatient_cases), 0, 0.5, 50, "",
        "Cases of its half-day theatre lists for inpatients. Default: elective.slots.inpatient.", "local templates"),
    ROW("trusts[].elective.services[].day_cases", SIM_AMOUNT, SERVICE(day_cases), 0, 0.5, 50, "",
        "Cases of its half-day theatre lists for day cases. Default: elective.slots.day_case.",
        "cataracts: a median of 7 booked (Roberts et al., time and motion study)"),
    {"trusts[].elective.services[].treatment_functions", SIM_TEXTS, SIM_ACTS_START, SERVICE(treatment_functions), 0,
     NULL, 0, 0, "", NULL,
     "Names or codes (C_100) of the treatment functions whose rows in elective.waiting_list are its own; a function of "
     "the service's own name is in any case.",
     "NHS England, RTT waiting times"},
};

const SimFieldBlock elective_fields = {rows, sizeof rows / sizeof rows[0]};
