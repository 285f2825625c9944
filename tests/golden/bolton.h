// A trust of Bolton's size, in numbers that its planners hold.
#ifndef TESTS_GOLDEN_BOLTON_H
#define TESTS_GOLDEN_BOLTON_H

#define BOLTON_SIZE                                                                                                    \
    "{ae_attendances: 366/day, emergency_admissions: 95.8/day, general_acute_beds: 614,\n"                             \
    "            general_acute_beds_occupied: 551, births: 15.1/day, rtt_pathways: 44526,\n"                           \
    "            outpatient_appointments: 8700/week, residents: 330, consultants: 290}"

// With more of its keys, each after a comma: ", maternity: off".
#define BOLTON_TRUST(more)                                                                                             \
    "trusts:\n"                                                                                                        \
    "  - {name: Bolton, code: RMC, based_on: library/acute_trust.yaml" more ",\n"                                      \
    "     size: " BOLTON_SIZE "}\n"

#endif
