#include "sim/cli/plot_results.h"

#include "sim/results/csv_read.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static SimPlotPlace *find_place(const SimPlotResults *results, const char *code)
{
    for (size_t i = results->place_count; i > 0; i--) {
        if (strcmp(results->places[i - 1].code, code) == 0) return &results->places[i - 1];
    }
    return NULL;
}

// The place with that code, made if it is new. Codes are cut to what a place can hold.
static SimPlotPlace *place_at(SimPlotResults *results, const char *code)
{
    char cut[sizeof results->places->code];
    snprintf(cut, sizeof cut, "%s", code);
    SimPlotPlace *place = find_place(results, cut);
    if (place) return place;
    results->places =
        sim_plot_one_more(results->places, &results->place_count, &results->place_room, sizeof *results->places);
    place = &results->places[results->place_count - 1];
    memcpy(place->code, cut, sizeof cut);
    place->is_total = strcmp(cut, "ALL") == 0 || strncmp(cut, "region:", 7) == 0;
    place->replications = NAN;
    for (int measure = 0; measure < PLOT_MEASURES; measure++)
        place->over_windows[measure][PLOT_BASELINE] = place->over_windows[measure][PLOT_STRIKE] = NAN;
    return place;
}

static SimPlotGroup *group_at(SimPlotPlace *place, const char *name)
{
    char cut[sizeof place->groups->name];
    snprintf(cut, sizeof cut, "%s", name);
    for (size_t i = 0; i < place->group_count; i++) {
        if (strcmp(place->groups[i].name, cut) == 0) return &place->groups[i];
    }
    place->groups = sim_plot_one_more(place->groups, &place->group_count, &place->group_room, sizeof *place->groups);
    SimPlotGroup *group = &place->groups[place->group_count - 1];
    memcpy(group->name, cut, sizeof cut);
    return group;
}

static SimPlotStep *step_at(SimPlotPlace *place, const char *of)
{
    char cut[sizeof place->steps->of];
    snprintf(cut, sizeof cut, "%s", of);
    for (size_t i = 0; i < place->step_count; i++) {
        if (strcmp(place->steps[i].of, cut) == 0) return &place->steps[i];
    }
    place->steps = sim_plot_one_more(place->steps, &place->step_count, &place->step_room, sizeof *place->steps);
    SimPlotStep *step = &place->steps[place->step_count - 1];
    memcpy(step->of, cut, sizeof cut);
    sim_plot_text(step->name, cut, 48);
    return step;
}

// Two or four digits; -1 if there are others.
static int digits(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static bool read_date(const char *text, SimDate *date)
{
    if (strlen(text) < 10 || text[4] != '-' || text[7] != '-') return false;
    const int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || !sim_date_exists(year, month, day)) {
        return false;
    }
    *date = sim_date(year, month, day);
    return true;
}

// "2024-01-03" or "2024-01-03T07:00", in days.
static bool read_moment(const char *text, double *moment)
{
    SimDate date;
    if (!read_date(text, &date)) return false;
    *moment = date;
    if (text[10] == '\0') return true;
    if (text[10] != 'T' || strlen(text) < 16 || text[13] != ':') return false;
    const int hour = digits(text + 11, 2), minute = digits(text + 14, 2);
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59) return false;
    *moment += hour / 24.0 + minute / 1440.0;
    return true;
}

static int find_word(const char *word, const char *const words[], int count)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0) return i;
    }
    return -1;
}

static int read_world(const char *text)
{
    static const char *const worlds[] = {"baseline", "strike", "difference"};
    return find_word(text, worlds, PLOT_WORLDS);
}

// One table on its way into the results.
typedef struct {
    SimPlotResults *results;
    SimCsv *csv;
    int column[16];
} Table;

static void read_window(Table *table)
{
    SimPlotResults *results = table->results;
    SimPlotWindow window = {0};
    if (!read_moment(sim_csv_text(table->csv, table->column[1]), &window.start) ||
        !read_moment(sim_csv_text(table->csv, table->column[2]), &window.end) || window.end <= window.start) {
        return;
    }
    sim_plot_text(window.name, sim_csv_text(table->csv, table->column[0]), 48);
    window.in_both = strcmp(sim_csv_text(table->csv, table->column[3]), "both") == 0;
    results->windows =
        sim_plot_one_more(results->windows, &results->window_count, &results->window_room, sizeof *results->windows);
    results->windows[results->window_count - 1] = window;
}

static void read_day(const Table *table, SimPlotDays *days, SimDate date)
{
    SimPlotDay *day = sim_plot_days_at(days, date);
    for (int i = 0; i < SIM_PLOT_VALUES; i++) day->value[i] = sim_csv_number(table->csv, table->column[6 + i]);
}

static int find_measure(const char *name)
{
    static const char *const names[PLOT_MEASURES] = {[PLOT_LIST] = "rtt_total",
                                                     [PLOT_FOUR_HOURS] = "ed_4h",
                                                     [PLOT_BEDS] = "ga_occ_pct",
                                                     [PLOT_BIRTHS] = "mat_births",
                                                     [PLOT_INDUCTIONS] = "mat_induction_delay_24h"};
    return find_word(name, names, PLOT_MEASURES);
}

static void read_daily(Table *table)
{
    static const char *const of_steps[PLOT_STEP_MEASURES] = {[PLOT_PRESENT] = "svc_present", [PLOT_WAIT] = "svc_wait"};
    const char *name = sim_csv_text(table->csv, table->column[2]), *of = sim_csv_text(table->csv, table->column[3]);
    const int measure = find_measure(name), of_step = find_word(name, of_steps, PLOT_STEP_MEASURES);
    const int world = read_world(sim_csv_text(table->csv, table->column[5]));
    SimDate date;
    if (world < 0 || !read_date(sim_csv_text(table->csv, table->column[0]), &date)) return;
    table->results->dated_rows++;
    const bool is_of_place = measure >= 0 && of[0] == '\0', is_of_step = of_step >= 0 && of[0] != '\0';
    if (!is_of_place && !is_of_step) return;
    SimPlotPlace *place = place_at(table->results, sim_csv_text(table->csv, table->column[1]));
    if (is_of_step) {
        read_day(table, &step_at(place, of)->measure[of_step][world], date);
        return;
    }
    read_day(table, &place->measure[measure][world], date);
    table->results->is_share[measure] = strcmp(sim_csv_text(table->csv, table->column[4]), "share") == 0;
}

static void add_if_known(double *sum, double number)
{
    if (!isnan(number)) *sum += number;
}

// Whoever is due on a shift counts as called out as soon as a row of it has somebody absent.
static void read_shift(const Table *table, SimPlotGroup *group, SimPlotDay *day)
{
    char shift[sizeof group->shift];
    snprintf(shift, sizeof shift, "%s", sim_csv_text(table->csv, table->column[8]));
    if (group->shift_date != day->date || strcmp(group->shift, shift) != 0) {
        group->shift_date = day->date;
        memcpy(group->shift, shift, sizeof shift);
        group->is_struck = false;
        group->uncalled = 0;
    }
    add_if_known(&group->uncalled, sim_csv_number(table->csv, table->column[4]));
    group->is_struck |= sim_csv_number(table->csv, table->column[5]) > 0;
    if (!group->is_struck) return;
    day->value[PLOT_CALLED] += group->uncalled;
    group->uncalled = 0;
}

static void read_staffing(Table *table)
{
    SimDate date;
    if (read_world(sim_csv_text(table->csv, table->column[3])) != PLOT_STRIKE ||
        !read_date(sim_csv_text(table->csv, table->column[0]), &date)) {
        return;
    }
    SimPlotPlace *place = place_at(table->results, sim_csv_text(table->csv, table->column[1]));
    SimPlotGroup *group = group_at(place, sim_csv_text(table->csv, table->column[2]));
    SimPlotDay *day = sim_plot_days_at(&group->days, date);
    for (int i = PLOT_DUE; i <= PLOT_UNFILLED; i++)
        add_if_known(&day->value[i], sim_csv_number(table->csv, table->column[4 + i]));
    read_shift(table, group, day);
}

static void read_cancellation(Table *table)
{
    static const char *const kinds[] = {[PLOT_OUTPATIENT] = "outpatient",
                                        [PLOT_DIAGNOSTIC] = "diagnostic",
                                        [PLOT_DAY_CASE] = "day_case",
                                        [PLOT_INPATIENT] = "inpatient"};
    int kind = find_word(sim_csv_text(table->csv, table->column[2]), kinds, PLOT_SUPPRESSED);
    if (strcmp(sim_csv_text(table->csv, table->column[3]), "suppressed") == 0) kind = PLOT_SUPPRESSED;
    const int world = read_world(sim_csv_text(table->csv, table->column[4]));
    SimDate date;
    if (kind < 0 || world < 0 || !read_date(sim_csv_text(table->csv, table->column[0]), &date)) return;
    SimPlotPlace *place = place_at(table->results, sim_csv_text(table->csv, table->column[1]));
    SimPlotDay *day = sim_plot_days_at(&place->moved[world], date);
    add_if_known(&day->value[kind], sim_csv_number(table->csv, table->column[5]));
}

// How many replications a trust had: the contract has it in every row of the summary. Shares of a period are of all its
// patients (or beds), which the days' shares do not say.
static void read_summary(Table *table)
{
    SimPlotPlace *place = find_place(table->results, sim_csv_text(table->csv, table->column[0]));
    if (!place) return;
    if (isnan(place->replications)) place->replications = sim_csv_number(table->csv, table->column[1]);
    const int measure = find_measure(sim_csv_text(table->csv, table->column[2]));
    if (measure < 0 || !table->results->is_share[measure] || sim_csv_text(table->csv, table->column[3])[0] != '\0' ||
        strcmp(sim_csv_text(table->csv, table->column[4]), "strike_days") != 0)
        return;
    for (int life = 0; life < 2; life++)
        place->over_windows[measure][life] = sim_csv_number(table->csv, table->column[5 + life]);
}

typedef struct {
    const char *file;
    const char *columns[16];
    void (*row)(Table *table);
} Reader;

static const Reader readers[] = {
    {"windows.csv", {"name", "start", "end", "world"}, read_window},
    {"daily.csv",
     {"date", "trust", "measure", "of", "unit", "world", "mean", "q05", "q25", "q50", "q75", "q95"},
     read_daily},
    {"staffing.csv",
     {"date", "trust", "group", "world", "due", "absent", "covering", "unfilled", "shift"},
     read_staffing},
    {"cancellations.csv", {"date", "trust", "kind", "notice", "world", "mean"}, read_cancellation},
    {"summary.csv", {"trust", "replications", "measure", "of", "period", "baseline", "strike"}, read_summary},
};

static void read_table(SimPlotResults *results, const char *folder, const Reader *reader, FILE *notes)
{
    char path[4096], message[200];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, reader->file) >= sizeof path) return;
    Table table = {.results = results, .csv = sim_csv_open(path, message, sizeof message)};
    if (!table.csv) {
        fprintf(notes, "%s: %s\n", reader->file, message);
        results->faults++;
        results->tables += access(path, F_OK) == 0;
        return;
    }
    results->tables++;
    size_t columns = 0;
    while (columns < 16 && reader->columns[columns]) columns++;
    if (!sim_csv_columns(table.csv, reader->columns, columns, table.column, message, sizeof message)) {
        fprintf(notes, "%s: %s\n", reader->file, message);
        results->faults++;
    } else {
        while (sim_csv_next(table.csv)) reader->row(&table);
        if (sim_csv_fault(table.csv)) {
            fprintf(notes, "%s: %s; the rest of it is left out\n", reader->file, sim_csv_fault(table.csv));
            results->faults++;
        }
    }
    sim_csv_close(table.csv);
}

static void name_places(SimPlotResults *results)
{
    size_t trusts = 0;
    for (size_t i = 0; i < results->place_count; i++) trusts += !results->places[i].is_total;
    for (size_t i = 0; i < results->place_count; i++) {
        SimPlotPlace *place = &results->places[i];
        char words[SIM_PLOT_TEXT];
        if (strcmp(place->code, "ALL") == 0) {
            snprintf(words, sizeof words, trusts > 1 ? "All %zu trusts" : "All trusts", trusts);
        } else if (place->is_total) {
            snprintf(words, sizeof words, "Trusts in %s", place->code + strlen("region:"));
        } else {
            const char *nameless = place->step_count > 0 ? "The services" : "The trust";
            snprintf(words, sizeof words, place->code[0] ? "Trust %s" : "%s", place->code[0] ? place->code : nameless);
        }
        sim_plot_text(place->name, words, 100);
    }
}

// A list of {"code": ..., "name": ...}; anything else is passed over.
static void name_from_list(SimPlotResults *results, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        const char *code = json_string_value(json_object_get(entry, "code"));
        const char *name = json_string_value(json_object_get(entry, "name"));
        SimPlotPlace *place = code ? find_place(results, code) : NULL;
        if (place && !place->is_total && name && name[0] != '\0') sim_plot_text(place->name, name, 100);
    }
}

// Names of trusts, and the number of replications where the summary has none, as the run wrote them down.
static void read_manifest(SimPlotResults *results, const char *folder)
{
    char path[4096];
    struct stat status;
    if ((size_t)snprintf(path, sizeof path, "%s/run.json", folder) >= sizeof path) return;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > 64 << 20) return;
    results->tables++;
    json_t *manifest = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    static const char *const lists[] = {"places", "trusts"};
    for (size_t i = 0; i < 2; i++) name_from_list(results, json_object_get(manifest, lists[i]));
    json_t *replications = json_object_get(manifest, "replications");
    for (size_t i = 0; json_is_integer(replications) && i < results->place_count; i++) {
        if (isnan(results->places[i].replications)) {
            results->places[i].replications = (double)json_integer_value(replications);
        }
    }
    json_decref(manifest);
}

// Staff and cancellations of all trusts are sums of theirs where the tables hold none.
static void fill_total(SimPlotResults *results, SimPlotPlace *total)
{
    const bool staff_missing = total->group_count == 0;
    const bool moved_missing = total->moved[PLOT_STRIKE].count == 0 && total->moved[PLOT_DIFFERENCE].count == 0;
    for (size_t i = 0; i < results->place_count; i++) {
        const SimPlotPlace *place = &results->places[i];
        if (place->is_total) continue;
        for (size_t k = 0; staff_missing && k < place->group_count; k++) {
            sim_plot_days_add(&group_at(total, place->groups[k].name)->days, &place->groups[k].days);
        }
        for (int world = 0; moved_missing && world < PLOT_WORLDS; world++) {
            sim_plot_days_add(&total->moved[world], &place->moved[world]);
        }
        if (isnan(total->replications)) total->replications = place->replications;
    }
}

static void free_place(SimPlotPlace *place)
{
    for (int measure = 0; measure < PLOT_MEASURES; measure++) {
        for (int world = 0; world < PLOT_WORLDS; world++) sim_plot_days_free(&place->measure[measure][world]);
    }
    for (int world = 0; world < PLOT_WORLDS; world++) sim_plot_days_free(&place->moved[world]);
    for (size_t i = 0; i < place->group_count; i++) sim_plot_days_free(&place->groups[i].days);
    free(place->groups);
    for (size_t i = 0; i < place->step_count; i++) {
        for (int k = 0; k < PLOT_STEP_MEASURES * PLOT_WORLDS; k++)
            sim_plot_days_free(&place->steps[i].measure[k / PLOT_WORLDS][k % PLOT_WORLDS]);
    }
    free(place->steps);
}

// The total goes last; with a single trust it says nothing new and is dropped.
static void settle_total(SimPlotResults *results)
{
    size_t trusts = 0;
    for (size_t i = 0; i < results->place_count; i++) trusts += !results->places[i].is_total;
    if (trusts > 1) place_at(results, "ALL");
    SimPlotPlace *total = find_place(results, "ALL");
    if (!total) return;
    if (trusts != 1) fill_total(results, total);
    const SimPlotPlace moved = *total;
    const size_t at = (size_t)(total - results->places);
    memmove(total, total + 1, (results->place_count - at - 1) * sizeof *total);
    results->places[results->place_count - 1] = moved;
    if (trusts == 1) free_place(&results->places[--results->place_count]);
}

static int earlier_first(const void *left, const void *right)
{
    const SimPlotWindow *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

void sim_plot_results_read(SimPlotResults *results, const char *folder, FILE *notes)
{
    *results = (SimPlotResults){0};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) read_table(results, folder, &readers[i], notes);
    settle_total(results);
    name_places(results);
    read_manifest(results, folder);
    if (results->window_count > 1) {
        qsort(results->windows, results->window_count, sizeof *results->windows, earlier_first);
    }
}

void sim_plot_results_free(SimPlotResults *results)
{
    for (size_t i = 0; i < results->place_count; i++) free_place(&results->places[i]);
    free(results->places);
    free(results->windows);
    *results = (SimPlotResults){0};
}
