// Civil dates: every day has 86,400 seconds, weeks begin on Monday, and England's bank holidays are data.
#ifndef SIM_ENGINE_CALENDAR_H
#define SIM_ENGINE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t SimDate;  // days since 1970-01-01

typedef struct {
    int year, month, day;
} SimCivil;

SimDate sim_date(int year, int month, int day);  // the proleptic Gregorian calendar; the day must exist
bool sim_date_exists(int year, int month, int day);
SimCivil sim_civil(SimDate date);
int sim_weekday(SimDate date);  // 0 Monday .. 6 Sunday

// England's bank holidays, 2012 to 2030 (gov.uk/bank-holidays and the proclamations for 2022 and 2023; from 2027 on by
// rule). False outside those years.
bool sim_is_bank_holiday_in_england(SimDate date);

// "2024-01-03"; returns text.
const char *sim_date_text(SimDate date, char text[static 11]);

#endif
