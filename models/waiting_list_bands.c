// The waiting list at the start as NHS England publishes it: incomplete pathways by weeks waited.
#include "models/waiting_list_bands.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "models/hospital.h"

#define OF(member) offsetof(BandFields, member)
#define RTT "NHS England, RTT waiting times, the full CSV extract"
#define TEXT(column, member, meaning)                                                                                  \
    {                                                                                                                  \
        "trusts[].elective.waiting_list[]." column, SIM_PROSE, SIM_ACTS_START, OF(member), 0, NULL, 0, 0, "", NULL,    \
            meaning, RTT                                                                                               \
    }
#define NUMBER(column, member, meaning)                                                                                \
    {                                                                                                                  \
        "trusts[].elective.waiting_list[]." column, SIM_COUNT, SIM_ACTS_START, OF(member), 0, NULL, 0, 10000000, "",   \
            NULL, meaning, RTT                                                                                         \
    }
#define WEEK(number, column) NUMBER("gt_" column, weeks[number], "Pathways that have waited so many weeks.")

static const SimField rows[] = {
    {"trusts[].elective.waiting_list[]", SIM_RECORDS, SIM_ACTS_START, offsetof(TrustFields, elective.waiting_list),
     sizeof(BandFields), NULL, 0, 0, "", NULL,
     "The waiting list at calendar.start by weekly bands, usually `{from: rtt.csv}` in the layout of NHS England's "
     "full extract. Only incomplete pathways (Part_2) of this trust's code count. It takes the place of "
     "size.rtt_pathways and of the shares within 18 and over 52 weeks.",
     RTT},
    TEXT("period", other[0], "Not used."),
    TEXT("provider_parent_org_code", other[1], "Not used."),
    TEXT("provider_parent_name", other[2], "Not used."),
    TEXT("provider_org_code", provider, "Code of the trust; rows of others are left out. Default: this trust's."),
    TEXT("provider_org_name", other[3], "Not used."),
    TEXT("commissioner_parent_org_code", other[4], "Not used."),
    TEXT("commissioner_parent_name", other[5], "Not used."),
    TEXT("commissioner_org_code", other[6], "Not used: rows of all commissioners are added up."),
    TEXT("commissioner_org_name", other[7], "Not used."),
    TEXT("rtt_part_type", part, "`Part_2`, incomplete pathways; rows of other parts are left out. Default: Part_2."),
    TEXT("rtt_part_description", other[8], "Not used."),
    TEXT("treatment_function_code", code,
         "Such as C_100. C_999 is the total: it is used only if no function belongs to a service."),
    TEXT("treatment_function_name", function, "The treatment function; see services[].treatment_functions."),
    WEEK(0, "00_to_01_weeks_sum_1"),
    WEEK(1, "01_to_02_weeks_sum_1"),
    WEEK(2, "02_to_03_weeks_sum_1"),
    WEEK(3, "03_to_04_weeks_sum_1"),
    WEEK(4, "04_to_05_weeks_sum_1"),
    WEEK(5, "05_to_06_weeks_sum_1"),
    WEEK(6, "06_to_07_weeks_sum_1"),
    WEEK(7, "07_to_08_weeks_sum_1"),
    WEEK(8, "08_to_09_weeks_sum_1"),
    WEEK(9, "09_to_10_weeks_sum_1"),
    WEEK(10, "10_to_11_weeks_sum_1"),
    WEEK(11, "11_to_12_weeks_sum_1"),
    WEEK(12, "12_to_13_weeks_sum_1"),
    WEEK(13, "13_to_14_weeks_sum_1"),
    WEEK(14, "14_to_15_weeks_sum_1"),
    WEEK(15, "15_to_16_weeks_sum_1"),
    WEEK(16, "16_to_17_weeks_sum_1"),
    WEEK(17, "17_to_18_weeks_sum_1"),
    WEEK(18, "18_to_19_weeks_sum_1"),
    WEEK(19, "19_to_20_weeks_sum_1"),
    WEEK(20, "20_to_21_weeks_sum_1"),
    WEEK(21, "21_to_22_weeks_sum_1"),
    WEEK(22, "22_to_23_weeks_sum_1"),
    WEEK(23, "23_to_24_weeks_sum_1"),
    WEEK(24, "24_to_25_weeks_sum_1"),
    WEEK(25, "25_to_26_weeks_sum_1"),
    WEEK(26, "26_to_27_weeks_sum_1"),
    WEEK(27, "27_to_28_weeks_sum_1"),
    WEEK(28, "28_to_29_weeks_sum_1"),
    WEEK(29, "29_to_30_weeks_sum_1"),
    WEEK(30, "30_to_31_weeks_sum_1"),
    WEEK(31, "31_to_32_weeks_sum_1"),
    WEEK(32, "32_to_33_weeks_sum_1"),
    WEEK(33, "33_to_34_weeks_sum_1"),
    WEEK(34, "34_to_35_weeks_sum_1"),
    WEEK(35, "35_to_36_weeks_sum_1"),
    WEEK(36, "36_to_37_weeks_sum_1"),
    WEEK(37, "37_to_38_weeks_sum_1"),
    WEEK(38, "38_to_39_weeks_sum_1"),
    WEEK(39, "39_to_40_weeks_sum_1"),
    WEEK(40, "40_to_41_weeks_sum_1"),
    WEEK(41, "41_to_42_weeks_sum_1"),
    WEEK(42, "42_to_43_weeks_sum_1"),
    WEEK(43, "43_to_44_weeks_sum_1"),
    WEEK(44, "44_to_45_weeks_sum_1"),
    WEEK(45, "45_to_46_weeks_sum_1"),
    WEEK(46, "46_to_47_weeks_sum_1"),
    WEEK(47, "47_to_48_weeks_sum_1"),
    WEEK(48, "48_to_49_weeks_sum_1"),
    WEEK(49, "49_to_50_weeks_sum_1"),
    WEEK(50, "50_to_51_weeks_sum_1"),
    WEEK(51, "51_to_52_weeks_sum_1"),
    WEEK(52, "52_to_53_weeks_sum_1"),
    WEEK(53, "53_to_54_weeks_sum_1"),
    WEEK(54, "54_to_55_weeks_sum_1"),
    WEEK(55, "55_to_56_weeks_sum_1"),
    WEEK(56, "56_to_57_weeks_sum_1"),
    WEEK(57, "57_to_58_weeks_sum_1"),
    WEEK(58, "58_to_59_weeks_sum_1"),
    WEEK(59, "59_to_60_weeks_sum_1"),
    WEEK(60, "60_to_61_weeks_sum_1"),
    WEEK(61, "61_to_62_weeks_sum_1"),
    WEEK(62, "62_to_63_weeks_sum_1"),
    WEEK(63, "63_to_64_weeks_sum_1"),
    WEEK(64, "64_to_65_weeks_sum_1"),
    WEEK(65, "65_to_66_weeks_sum_1"),
    WEEK(66, "66_to_67_weeks_sum_1"),
    WEEK(67, "67_to_68_weeks_sum_1"),
    WEEK(68, "68_to_69_weeks_sum_1"),
    WEEK(69, "69_to_70_weeks_sum_1"),
    WEEK(70, "70_to_71_weeks_sum_1"),
    WEEK(71, "71_to_72_weeks_sum_1"),
    WEEK(72, "72_to_73_weeks_sum_1"),
    WEEK(73, "73_to_74_weeks_sum_1"),
    WEEK(74, "74_to_75_weeks_sum_1"),
    WEEK(75, "75_to_76_weeks_sum_1"),
    WEEK(76, "76_to_77_weeks_sum_1"),
    WEEK(77, "77_to_78_weeks_sum_1"),
    WEEK(78, "78_to_79_weeks_sum_1"),
    WEEK(79, "79_to_80_weeks_sum_1"),
    WEEK(80, "80_to_81_weeks_sum_1"),
    WEEK(81, "81_to_82_weeks_sum_1"),
    WEEK(82, "82_to_83_weeks_sum_1"),
    WEEK(83, "83_to_84_weeks_sum_1"),
    WEEK(84, "84_to_85_weeks_sum_1"),
    WEEK(85, "85_to_86_weeks_sum_1"),
    WEEK(86, "86_to_87_weeks_sum_1"),
    WEEK(87, "87_to_88_weeks_sum_1"),
    WEEK(88, "88_to_89_weeks_sum_1"),
    WEEK(89, "89_to_90_weeks_sum_1"),
    WEEK(90, "90_to_91_weeks_sum_1"),
    WEEK(91, "91_to_92_weeks_sum_1"),
    WEEK(92, "92_to_93_weeks_sum_1"),
    WEEK(93, "93_to_94_weeks_sum_1"),
    WEEK(94, "94_to_95_weeks_sum_1"),
    WEEK(95, "95_to_96_weeks_sum_1"),
    WEEK(96, "96_to_97_weeks_sum_1"),
    WEEK(97, "97_to_98_weeks_sum_1"),
    WEEK(98, "98_to_99_weeks_sum_1"),
    WEEK(99, "99_to_100_weeks_sum_1"),
    WEEK(100, "100_to_101_weeks_sum_1"),
    WEEK(101, "101_to_102_weeks_sum_1"),
    WEEK(102, "102_to_103_weeks_sum_1"),
    WEEK(103, "103_to_104_weeks_sum_1"),
    NUMBER("gt_104_weeks_sum_1", weeks[104], "Pathways that have waited over 104 weeks."),
    NUMBER("gt_52_weeks_sum_1", over_52, "Pathways that have waited over 52 weeks, in files until March 2021."),
    NUMBER("total", total, "The sum of the bands, for checking."),
    NUMBER("patients_with_unknown_clock_start_date", unknown, "Left out: their wait is not known."),
    NUMBER("total_all", total_all, "Not used."),
};

const SimFieldBlock waiting_list_band_fields = {rows, sizeof rows / sizeof rows[0]};

enum { NO_SERVICE = -1, ALL_SERVICES = -2 };

static bool is_given(const SimText *text)
{
    return text->text && text->text[0] != '\0';
}

static bool is_same(const SimText *text, const char *word)
{
    return strcasecmp(text->text, word) == 0;
}

// Whether the row tells of incomplete pathways of this trust.
static bool belongs(const BandFields *row, const TrustFields *trust)
{
    if (is_given(&row->provider) && !is_same(&row->provider, trust->code.text)) return false;
    return !is_given(&row->part) || is_same(&row->part, "Part_2");
}

static bool takes(const ServiceFields *service, const SimText *word)
{
    if (!is_given(word)) return false;
    if (is_same(word, service->name.text)) return true;
    for (size_t i = 0; i < service->treatment_functions.count; i++) {
        if (is_same(word, service->treatment_functions.rows[i].text)) return true;
    }
    return false;
}

static int service_of(const BandFields *row, const TrustFields *trust)
{
    if ((is_given(&row->code) && is_same(&row->code, "C_999")) ||
        (is_given(&row->function) && is_same(&row->function, "Total")) ||
        (!is_given(&row->code) && !is_given(&row->function))) {
        return ALL_SERVICES;
    }
    for (size_t i = 0; i < trust->elective.services.count; i++) {
        const ServiceFields *service = SIM_RECORD(trust->elective.services, ServiceFields, i);
        if (takes(service, &row->code) || takes(service, &row->function)) return (int)i;
    }
    return NO_SERVICE;
}

static int64_t number_of(int64_t value)
{
    return value == SIM_UNSET ? 0 : value;
}

// Those over 52 weeks of an old file are taken to have waited up to 104, evenly (assumed).
static int64_t add_row(const BandFields *row, uint32_t *bands)
{
    int64_t sum = 0;
    for (int week = 0; week < WEEK_BANDS; week++) {
        bands[week] += (uint32_t)number_of(row->weeks[week]);
        sum += number_of(row->weeks[week]);
    }
    const int64_t over_52 = number_of(row->over_52);
    for (int i = 0; i < 52; i++) bands[52 + i] += (uint32_t)(over_52 * (i + 1) / 52 - over_52 * i / 52);
    return sum + over_52;
}

static const char *function_of(const BandFields *row)
{
    return is_given(&row->function) ? row->function.text : row->code.text;
}

static bool row_is_sound(const BandFields *row, int service, int64_t sum, SimFaults *faults)
{
    if (row->total != SIM_UNSET && row->total != sum) {
        return sim_fault(faults, row->head.mark,
                         "the bands add up to %lld, but `Total` is %lld; correct one, or leave `Total` empty",
                         (long long)sum, (long long)row->total);
    }
    if (service != NO_SERVICE) return true;
    return sim_fault(faults, row->head.mark,
                     "no service takes \"%.80s\"; write it under `treatment_functions` of one of elective.services",
                     function_of(row));
}

static uint64_t sum_of(const uint32_t *bands)
{
    uint64_t sum = 0;
    for (int week = 0; week < WEEK_BANDS; week++) sum += bands[week];
    return sum;
}

// The list of each service; whoever has no service of their own is divided as the services' shares say.
static void shares_from_bands(const TrustFields *trust, ElectivePlan *plan)
{
    plan->list_size = 0;
    for (size_t i = 0; i < trust->elective.services.count; i++)
        plan->list_size += (double)sum_of(plan->bands + i * WEEK_BANDS);
    plan->bands_by_service = plan->list_size > 0;
    if (!plan->bands_by_service) plan->list_size = (double)sum_of(plan->bands + SERVICES_MOST * WEEK_BANDS);
}

bool waiting_list_bands_plan(const TrustFields *trust, ElectivePlan *plan, SimFaults *faults)
{
    const SimRecords *list = &trust->elective.waiting_list;
    if (list->count == 0) return true;
    plan->bands = calloc((SERVICES_MOST + 1) * WEEK_BANDS, sizeof *plan->bands);
    if (!plan->bands) abort();
    bool sound = true;
    for (size_t i = 0; i < list->count; i++) {
        const BandFields *row = SIM_RECORD(*list, BandFields, i);
        if (!belongs(row, trust)) continue;
        const int service = service_of(row, trust);
        const size_t to = service < 0 || service >= SERVICES_MOST ? SERVICES_MOST : (size_t)service;
        sound = row_is_sound(row, service, add_row(row, plan->bands + to * WEEK_BANDS), faults) && sound;
    }
    shares_from_bands(trust, plan);
    if (!sound || plan->list_size > 0) return sound;
    return sim_fault(faults, SIM_RECORD(*list, BandFields, 0)->head.mark,
                     "no row has incomplete pathways (Part_2) of the trust \"%s\"; check its code and the bands",
                     trust->code.text);
}

double waiting_list_bands_share(const ElectivePlan *plan, size_t service, double share)
{
    if (!plan->bands || !plan->bands_by_service) return share;
    return (double)sum_of(plan->bands + service * WEEK_BANDS) / plan->list_size;
}

void waiting_list_bands_shares(const uint32_t *bands, double *within_18_weeks, double *over_52_weeks)
{
    double all = 0, within_18 = 0, over_52 = 0;
    for (int row = 0; row <= SERVICES_MOST; row++, bands += WEEK_BANDS) {
        for (int week = 0; week < WEEK_BANDS; week++) {
            all += bands[week];
            within_18 += week < 18 ? bands[week] : 0;
            over_52 += week >= 52 ? bands[week] : 0;
        }
    }
    *within_18_weeks = within_18 / all;
    *over_52_weeks = over_52 / all;
}

int64_t waiting_list_bands_wait_days(const uint32_t *bands, uint32_t number)
{
    uint32_t below = 0;
    int week = 0;
    for (; week < WEEK_BANDS - 1 && number >= below + bands[week]; week++) below += bands[week];
    const uint32_t spread_days = week == WEEK_BANDS - 1 ? DAYS_OF_LAST_BAND : 7;
    return 7 * week + 1 + (int64_t)(number - below) * spread_days / (bands[week] > 0 ? bands[week] : 1);
}
