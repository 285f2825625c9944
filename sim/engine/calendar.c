#include "sim/engine/calendar.h"

#include <assert.h>

// Dates after Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March, so the leap day is
// the last, and 400 years are an era of 146,097 days.
enum { DAYS_OF_ERA = 146097, DAYS_TO_1970 = 719468 };

static int floor_divide(int number, int by)
{
    return (number >= 0 ? number : number - by + 1) / by;
}

SimDate sim_date(int year, int month, int day)
{
    assert(sim_date_exists(year, month, day));
    const int march_year = month <= 2 ? year - 1 : year;
    const int era = floor_divide(march_year, 400);
    const int year_of_era = march_year - era * 400;
    const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_OF_ERA + day_of_era - DAYS_TO_1970;
}

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool sim_date_exists(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < -9999 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

SimCivil sim_civil(SimDate date)
{
    const int shifted = date + DAYS_TO_1970;
    const int era = floor_divide(shifted, DAYS_OF_ERA);
    const int day_of_era = shifted - era * DAYS_OF_ERA;
    const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int march_month = (5 * day_of_year + 2) / 153;
    const int month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (SimCivil){
        .year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
        .month = month,
        .day = day_of_year - (153 * march_month + 2) / 5 + 1,
    };
}

// 1970-01-01 was a Thursday.
int sim_weekday(SimDate date)
{
    const int weekday = (date + 3) % 7;
    return weekday < 0 ? weekday + 7 : weekday;
}

// Bank holidays. The rules of the Banking and Financial Dealings Act 1971 with the dates proclaimed otherwise; checked
// against gov.uk/bank-holidays. A holiday that falls on a weekend is kept on the next working day instead, and only
// that day counts.

enum { FIRST_YEAR = 2012, LAST_YEAR = 2030, SATURDAY = 5, SUNDAY = 6 };

// Proclaimed once, beside the yearly ones.
static const SimCivil proclaimed[] = {
    {2012, 6, 5},   // Diamond Jubilee
    {2022, 6, 3},   // Platinum Jubilee
    {2022, 9, 19},  // funeral of Queen Elizabeth II
    {2023, 5, 8},   // coronation of King Charles III
};

// A yearly holiday moved to another day in one year.
static const struct {
    SimCivil rule, kept;
} moved[] = {
    {{2012, 5, 28}, {2012, 6, 4}},  // Diamond Jubilee
    {{2020, 5, 4}, {2020, 5, 8}},   // 75 years since VE Day
    {{2022, 5, 30}, {2022, 6, 2}},  // Platinum Jubilee
};

static SimDate date_of(SimCivil civil)
{
    return sim_date(civil.year, civil.month, civil.day);
}

// Gregorian Easter (Meeus, Astronomical Algorithms, chapter 8: the anonymous algorithm of 1876).
static SimDate easter_sunday(int year)
{
    const int golden = year % 19, century = year / 100, rest = year % 100;
    const int correction = (century - (century + 8) / 25 + 1) / 3;
    const int epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    const int to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
    const int march = epact + to_sunday - 7 * late + 114;
    return sim_date(year, march / 31, march % 31 + 1);
}

static SimDate monday_on_or_after(SimDate date)
{
    return date + (7 - sim_weekday(date)) % 7;
}

static SimDate monday_on_or_before(SimDate date)
{
    return date - sim_weekday(date);
}

static bool is_yearly_holiday(SimDate date, int year)
{
    const SimDate new_year = sim_date(year, 1, 1), christmas = sim_date(year, 12, 25);
    const SimDate easter = easter_sunday(year);
    const bool new_year_at_weekend = sim_weekday(new_year) >= SATURDAY;
    const bool christmas_at_weekend = sim_weekday(christmas) >= SATURDAY;
    const bool boxing_day_at_weekend = sim_weekday(christmas + 1) >= SATURDAY;
    const SimDate kept[] = {
        new_year_at_weekend ? monday_on_or_after(new_year) : new_year,
        easter - 2,
        easter + 1,
        monday_on_or_after(sim_date(year, 5, 1)),
        monday_on_or_before(sim_date(year, 5, 31)),
        monday_on_or_before(sim_date(year, 8, 31)),
        christmas_at_weekend ? sim_date(year, 12, 27) : christmas,
        boxing_day_at_weekend ? sim_date(year, 12, 28) : christmas + 1,
    };
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (kept[i] == date) return true;
    }
    return false;
}

bool sim_is_bank_holiday_in_england(SimDate date)
{
    const int year = sim_civil(date).year;
    if (year < FIRST_YEAR || year > LAST_YEAR) return false;
    for (size_t i = 0; i < sizeof proclaimed / sizeof proclaimed[0]; i++) {
        if (date_of(proclaimed[i]) == date) return true;
    }
    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
        if (date_of(moved[i].kept) == date) return true;
        if (date_of(moved[i].rule) == date) return false;
    }
    return is_yearly_holiday(date, year);
}

static void write_digits(char *to, int number, int digits)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10) to[i] = (char)('0' + number % 10);
}

const char *sim_date_text(SimDate date, char text[static 11])
{
    const SimCivil civil = sim_civil(date);
    assert(civil.year >= 0 && civil.year <= 9999);
    write_digits(text, civil.year, 4);
    text[4] = '-';
    write_digits(text + 5, civil.month, 2);
    text[7] = '-';
    write_digits(text + 8, civil.day, 2);
    text[10] = '\0';
    return text;
}
