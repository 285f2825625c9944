// The ward of tests/bench/ward.yaml as tight as C allows, the model hard-coded: what the engine is measured against.
//
// Poisson arrivals, 10 an hour; triage by 2 nurses, exponential, 5 min; 10 doctors, exponential, 54 min, 3 classes
// without preemption (20, 30, 50 %); 30 % are admitted to 157 beds, lognormal, mean 48 h, cv 1. Every timed event of
// the model is an event here (3.3 a patient), every patient a record. A moment is one word: time in 2^-16 s, what
// happens, and to whom; so what happens next is the least of five words. Nurses and doctors are few enough to compare
// all; beds are a heap.
//
// Waits for a doctor by class, exact (Cobham 1954 for M/M/c): 4.40, 8.01, 65.6 min.
#include "tests/bench/fast_random.h"
#include "tests/bench/figure.h"
#include "tests/bench/word_heap.h"

#include <stdlib.h>

enum { PATIENTS = 12000000, CLASSES = 3, NURSES = 2, DOCTORS = 10, BEDS = 157, RING = 4096 };

enum Kind { ARRIVES, TRIAGED, SEEN, GOES_HOME };

// From the top: time 50 bits, kind 2, who 12 (the nurse, the doctor, or the patient in bed).
typedef uint64_t Moment;
enum { TIME_SHIFT = 14, KIND_SHIFT = 12, WHO_MASK = RING - 1 };
#define NEVER UINT64_MAX

static const double UNITS_A_MINUTE = 60.0 * 65536;

typedef struct {
    uint64_t arrived, joined;  // the service; the queue it stands in
    uint32_t class;
    uint32_t next_free;
} Patient;

typedef struct {
    uint32_t first, end;  // run on; places are modulo RING
    uint16_t patient[RING];
} Ring;

typedef struct {
    FastRandom random;
    Moment arrival, triage[NURSES], doctor[DOCTORS + 2];  // the last two for ever NEVER
    Moment bed[BEDS + 4];
    WordHeap beds;  // of those in use, in `bed`
    uint16_t in_triage[NURSES], with_doctor[DOCTORS];
    Ring for_triage, for_doctor[CLASSES], for_bed;
    Patient patient[RING];
    uint32_t first_free;
    uint64_t waited[CLASSES], in_service;
    uint32_t seen[CLASSES], left;
    double stay_location, stay_spread;  // of the logarithm of a stay in units
} Ward;

static Moment moment(uint64_t time, enum Kind kind, uint32_t who)
{
    return time << TIME_SHIFT | (uint64_t)kind << KIND_SHIFT | who;
}

static uint64_t exponential_time(Ward *ward, double mean_min)
{
    return (uint64_t)(int64_t)(fast_exponential(&ward->random) * (mean_min * UNITS_A_MINUTE));
}

static Moment earlier(Moment a, Moment b)
{
    return a < b ? a : b;
}

static void join(Ring *ring, uint32_t patient)
{
    if (ring->end - ring->first == RING) abort();
    ring->patient[ring->end++ % RING] = (uint16_t)patient;
}

static uint32_t take_first(Ring *ring)
{
    return ring->patient[ring->first++ % RING];
}

static int is_empty(const Ring *ring)
{
    return ring->first == ring->end;
}

static void leave(Ward *ward, uint64_t now, uint32_t id)
{
    ward->in_service += now - ward->patient[id].arrived;
    ward->left++;
    ward->patient[id].next_free = ward->first_free;
    ward->first_free = id;
}

static Moment stay_end(Ward *ward, uint64_t now, uint32_t id)
{
    const double stay = exp(ward->stay_location + ward->stay_spread * fast_normal(&ward->random));
    return moment(now + (uint64_t)(int64_t)stay, GOES_HOME, id);
}

static void admit(Ward *ward, uint64_t now, uint32_t id)
{
    if (ward->beds.used == BEDS) {
        join(&ward->for_bed, id);
    } else {
        word_heap_push(&ward->beds, stay_end(ward, now, id));
    }
}

static void go_home(Ward *ward, uint64_t now, uint32_t id)
{
    leave(ward, now, id);
    if (is_empty(&ward->for_bed)) {
        word_heap_pop(&ward->beds);
    } else {
        word_heap_replace(&ward->beds, stay_end(ward, now, take_first(&ward->for_bed)));
    }
}

static void start_doctor(Ward *ward, uint64_t now, uint32_t doctor, uint32_t id)
{
    const Patient *patient = &ward->patient[id];
    ward->waited[patient->class] += now - patient->joined;
    ward->seen[patient->class]++;
    ward->with_doctor[doctor] = (uint16_t)id;
    ward->doctor[doctor] = moment(now + exponential_time(ward, 54), SEEN, doctor);
}

static void start_triage(Ward *ward, uint64_t now, uint32_t nurse, uint32_t id)
{
    ward->in_triage[nurse] = (uint16_t)id;
    ward->triage[nurse] = moment(now + exponential_time(ward, 5), TRIAGED, nurse);
}

static uint32_t free_doctor(const Ward *ward)
{
    uint32_t doctor = 0;
    while (doctor < DOCTORS && ward->doctor[doctor] != NEVER) doctor++;
    return doctor;
}

// The first who waits goes next; a doctor for whom nobody waits is free.
static void take_next(Ward *ward, uint64_t now, uint32_t doctor)
{
    for (uint32_t class = 0; class < CLASSES; class ++) {
        if (!is_empty(&ward->for_doctor[class])) {
            start_doctor(ward, now, doctor, take_first(&ward->for_doctor[class]));
            return;
        }
    }
    ward->doctor[doctor] = NEVER;
}

static void arrive(Ward *ward, uint64_t now)
{
    ward->arrival = moment(now + exponential_time(ward, 6), ARRIVES, 0);
    const uint32_t id = ward->first_free;
    if (id == 0) abort();
    Patient *patient = &ward->patient[id];
    ward->first_free = patient->next_free;
    const double share = fast_unit(fast_word(&ward->random));
    patient->class = share < 0.2 ? 0 : share < 0.5 ? 1 : 2;
    patient->arrived = now;
    if (ward->triage[0] == NEVER) {
        start_triage(ward, now, 0, id);
    } else if (ward->triage[1] == NEVER) {
        start_triage(ward, now, 1, id);
    } else {
        join(&ward->for_triage, id);
    }
}

static void end_triage(Ward *ward, uint64_t now, uint32_t nurse)
{
    const uint32_t id = ward->in_triage[nurse];
    Patient *patient = &ward->patient[id];
    if (is_empty(&ward->for_triage)) {
        ward->triage[nurse] = NEVER;
    } else {
        start_triage(ward, now, nurse, take_first(&ward->for_triage));
    }
    patient->joined = now;
    const uint32_t doctor = free_doctor(ward);
    if (doctor < DOCTORS) {
        start_doctor(ward, now, doctor, id);
    } else {
        join(&ward->for_doctor[patient->class], id);
    }
}

static void be_seen(Ward *ward, uint64_t now, uint32_t doctor)
{
    const uint32_t id = ward->with_doctor[doctor];
    take_next(ward, now, doctor);
    if (fast_unit(fast_word(&ward->random)) < 0.3) {
        admit(ward, now, id);
    } else {
        leave(ward, now, id);
    }
}

static Moment first_doctor(const Moment *d)
{
    const Moment a = earlier(earlier(d[0], d[1]), earlier(d[2], d[3]));
    const Moment b = earlier(earlier(d[4], d[5]), earlier(d[6], d[7]));
    return earlier(earlier(a, b), earlier(d[8], d[9]));
}

static void simulate(Ward *ward, uint32_t patients)
{
    while (ward->left < patients) {
        const Moment staff = earlier(earlier(ward->triage[0], ward->triage[1]), first_doctor(ward->doctor));
        const Moment next = earlier(earlier(ward->arrival, ward->bed[0]), staff);
        const uint64_t now = next >> TIME_SHIFT;
        const uint32_t who = next & WHO_MASK;
        switch ((enum Kind)(next >> KIND_SHIFT & 3)) {
        case ARRIVES: arrive(ward, now); break;
        case TRIAGED: end_triage(ward, now, who); break;
        case SEEN: be_seen(ward, now, who); break;
        case GOES_HOME: go_home(ward, now, who); break;
        }
    }
}

static void open_ward(Ward *ward)
{
    fast_random_seed(&ward->random, 1);
    ward->triage[0] = ward->triage[1] = NEVER;
    for (uint32_t i = 0; i < DOCTORS + 2; i++) ward->doctor[i] = NEVER;
    word_heap_open(&ward->beds, ward->bed, BEDS + 4);
    for (uint32_t id = RING - 1; id > 0; id--) {  // patient 0 is nobody
        ward->patient[id].next_free = ward->first_free;
        ward->first_free = id;
    }
    const double cv = 1, variance = log(1 + cv * cv);
    ward->stay_location = log(48 * 60 * UNITS_A_MINUTE) - variance / 2;
    ward->stay_spread = sqrt(variance);
    ward->arrival = moment(exponential_time(ward, 6), ARRIVES, 0);
}

int main(void)
{
    static Ward ward;
    open_ward(&ward);
    const double start_s = wall_s();
    simulate(&ward, PATIENTS);
    print_figure("ward loop, M patients/s", PATIENTS / (wall_s() - start_s) * 1e-6);
    static const char *const names[CLASSES] = {"ward loop, wait of class 1, min", "ward loop, wait of class 2, min",
                                               "ward loop, wait of class 3, min"};
    for (int c = 0; c < CLASSES; c++) print_figure(names[c], (double)ward.waited[c] / ward.seen[c] / UNITS_A_MINUTE);
    print_figure("ward loop, time in service, h", (double)ward.in_service / ward.left / UNITS_A_MINUTE / 60);
    return 0;
}
