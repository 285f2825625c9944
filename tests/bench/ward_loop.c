// The ward of tests/bench/ward.yaml as tight as C allows, the model hard-coded: what the engine is measured against.
//
// Poisson arrivals, 10 an hour; triage by 2 nurses, exponential, 5 min; 10 doctors, exponential, 54 min, 3 classes
// without preemption (20, 30, 50 %); 30 % are admitted to 157 beds, lognormal, mean 48 h, cv 1. Every timed event of
// the model is an event here (3.3 a patient), every patient a record. A moment is one word: time in 2^-16 s, what
// happens, and to whom.
//
// The program is built twice. ward_loop keeps an event list, as a simulator must: one heap of all moments. ward_bare
// (with BENCH_NO_EVENT_LIST) knows that there is one arrival, two nurses and ten doctors, and compares their moments
// one by one; only beds are a heap. It is the bound that no general engine reaches.
//
// Waits for a doctor by class, exact (Cobham 1954 for M/M/c): 4.40, 8.01, 65.6 min.
#include "tests/bench/fast_random.h"
#include "tests/bench/figure.h"
#include "tests/bench/word_heap.h"

#include <stdlib.h>

enum { PATIENTS = 12000000, CLASSES = 3, NURSES = 2, DOCTORS = 10, BEDS = 157, RING = 4096 };
enum { PENDING = 1 + NURSES + DOCTORS + BEDS };

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
    uint16_t in_triage[NURSES], with_doctor[DOCTORS];  // patients; 0 for a nurse or a doctor who is free
    uint32_t beds_busy;
    Ring for_triage, for_doctor[CLASSES], for_bed;
    Patient patient[RING];
    uint32_t first_free;
    uint64_t waited[CLASSES], in_service;
    uint32_t seen[CLASSES], left;
    double stay_location, stay_spread;  // of the logarithm of a stay in units
    Moment arrival, triage[NURSES], doctor[DOCTORS];
    Moment heaped[PENDING + 4];
    WordHeap heap;        // of the moments in `heaped`
    uint32_t top_is_old;  // 1 after the first moment of the heap has happened: the next to come may take its place
} Ward;

static Moment moment(uint64_t time, enum Kind kind, uint32_t who)
{
    return time << TIME_SHIFT | (uint64_t)kind << KIND_SHIFT | who;
}

static uint64_t exponential_time(Ward *ward, double mean_min)
{
    return (uint64_t)(int64_t)(fast_exponential(&ward->random) * (mean_min * UNITS_A_MINUTE));
}

static void put_on_heap(Ward *ward, Moment moment)
{
    if (ward->top_is_old) {
        ward->top_is_old = 0;
        word_heap_replace(&ward->heap, moment);
    } else {
        word_heap_push(&ward->heap, moment);
    }
}

static void drop_old_top(Ward *ward)
{
    if (ward->top_is_old) word_heap_pop(&ward->heap);
    ward->top_is_old = 0;
}

#ifdef BENCH_NO_EVENT_LIST

static void expect(Ward *ward, Moment *slot, Moment moment)
{
    (void)ward;
    *slot = moment;
}

static void expect_nothing(Moment *slot)
{
    *slot = NEVER;
}

static Moment earlier(Moment a, Moment b)
{
    return a < b ? a : b;
}

static Moment first_doctor(const Moment *d)
{
    const Moment a = earlier(earlier(d[0], d[1]), earlier(d[2], d[3]));
    const Moment b = earlier(earlier(d[4], d[5]), earlier(d[6], d[7]));
    return earlier(earlier(a, b), earlier(d[8], d[9]));
}

static Moment next_moment(Ward *ward)
{
    const Moment staff = earlier(earlier(ward->triage[0], ward->triage[1]), first_doctor(ward->doctor));
    const Moment next = earlier(earlier(ward->arrival, ward->heap.word[0]), staff);
    ward->top_is_old = next == ward->heap.word[0];
    return next;
}

#else

static void expect(Ward *ward, Moment *slot, Moment moment)
{
    (void)slot;
    put_on_heap(ward, moment);
}

static void expect_nothing(Moment *slot)
{
    (void)slot;
}

static Moment next_moment(Ward *ward)
{
    drop_old_top(ward);
    ward->top_is_old = 1;
    return ward->heap.word[0];
}

#endif

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
    if (ward->beds_busy == BEDS) {
        join(&ward->for_bed, id);
    } else {
        ward->beds_busy++;
        put_on_heap(ward, stay_end(ward, now, id));
    }
}

static void go_home(Ward *ward, uint64_t now, uint32_t id)
{
    leave(ward, now, id);
    if (is_empty(&ward->for_bed)) {
        ward->beds_busy--;
        drop_old_top(ward);
    } else {
        put_on_heap(ward, stay_end(ward, now, take_first(&ward->for_bed)));
    }
}

static void start_doctor(Ward *ward, uint64_t now, uint32_t doctor, uint32_t id)
{
    const Patient *patient = &ward->patient[id];
    ward->waited[patient->class] += now - patient->joined;
    ward->seen[patient->class]++;
    ward->with_doctor[doctor] = (uint16_t)id;
    expect(ward, &ward->doctor[doctor], moment(now + exponential_time(ward, 54), SEEN, doctor));
}

static void start_triage(Ward *ward, uint64_t now, uint32_t nurse, uint32_t id)
{
    ward->in_triage[nurse] = (uint16_t)id;
    expect(ward, &ward->triage[nurse], moment(now + exponential_time(ward, 5), TRIAGED, nurse));
}

static uint32_t free_doctor(const Ward *ward)
{
    uint32_t doctor = 0;
    while (doctor < DOCTORS && ward->with_doctor[doctor] != 0) doctor++;
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
    ward->with_doctor[doctor] = 0;
    expect_nothing(&ward->doctor[doctor]);
}

static void arrive(Ward *ward, uint64_t now)
{
    expect(ward, &ward->arrival, moment(now + exponential_time(ward, 6), ARRIVES, 0));
    const uint32_t id = ward->first_free;
    if (id == 0) abort();
    Patient *patient = &ward->patient[id];
    ward->first_free = patient->next_free;
    const double share = fast_unit(fast_word(&ward->random));
    patient->class = share < 0.2 ? 0 : share < 0.5 ? 1 : 2;
    patient->arrived = now;
    if (ward->in_triage[0] == 0) {
        start_triage(ward, now, 0, id);
    } else if (ward->in_triage[1] == 0) {
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
        ward->in_triage[nurse] = 0;
        expect_nothing(&ward->triage[nurse]);
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

static void simulate(Ward *ward, uint32_t patients)
{
    while (ward->left < patients) {
        const Moment next = next_moment(ward);
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
    for (uint32_t i = 0; i < DOCTORS; i++) ward->doctor[i] = NEVER;
    word_heap_open(&ward->heap, ward->heaped, PENDING + 4);
    for (uint32_t id = RING - 1; id > 0; id--) {  // patient 0 is nobody
        ward->patient[id].next_free = ward->first_free;
        ward->first_free = id;
    }
    const double cv = 1, variance = log(1 + cv * cv);
    ward->stay_location = log(48 * 60 * UNITS_A_MINUTE) - variance / 2;
    ward->stay_spread = sqrt(variance);
    expect(ward, &ward->arrival, moment(exponential_time(ward, 6), ARRIVES, 0));
}

#ifdef BENCH_NO_EVENT_LIST
#define NAME "ward bare"
#else
#define NAME "ward loop"
#endif

int main(void)
{
    static Ward ward;
    open_ward(&ward);
    const double start_s = processor_s();
    simulate(&ward, PATIENTS);
    print_figure(NAME ", M patients/s", PATIENTS / (processor_s() - start_s) * 1e-6);
    static const char *const names[CLASSES] = {NAME ", wait of class 1, min", NAME ", wait of class 2, min",
                                               NAME ", wait of class 3, min"};
    for (int c = 0; c < CLASSES; c++) print_figure(names[c], (double)ward.waited[c] / ward.seen[c] / UNITS_A_MINUTE);
    print_figure(NAME ", time in service, h", (double)ward.in_service / ward.left / UNITS_A_MINUTE / 60);
    return 0;
}
