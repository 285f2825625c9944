// M/M/1 as tight as C allows, the model hard-coded: what the engine is measured against.
//
// Three times. The ordinary loop is what one writes first: events are records in a binary heap, the next is taken out,
// and what it leads to is put in. The tight loop keeps an event list too, as a simulator must, and customers are
// records in both; but a moment is one word, as in ward_loop.c, and the next event takes the place of the last. The
// bare one knows that there are only two next times, of an arrival and of an end of service, and compares them. All
// find out what happens next (Lindley's recursion would be faster and is no simulator).
//
// Load 0.8: customers wait four services on average (Erlang 1909).
#include "tests/bench/fast_random.h"
#include "tests/bench/figure.h"
#include "tests/bench/word_heap.h"

#include <stdlib.h>

enum { CUSTOMERS = 20000000, RING = 1024 };  // more than 1024 at once: 0.8^1024, never

static const double LOAD = 0.8;  // services a mean time between arrivals; a service takes 1 on average

// Returns the mean wait, in services; so does the next.
static double simulate_bare(FastRandom *random, uint32_t customers)
{
    double arrived[RING];
    uint32_t came = 0, gone = 0;
    double waited = 0, next_arrival = fast_exponential(random) / LOAD, next_end = INFINITY;
    while (gone < customers) {
        if (next_arrival < next_end) {
            arrived[came % RING] = next_arrival;
            if (came++ == gone) next_end = next_arrival + fast_exponential(random);
            next_arrival += fast_exponential(random) / LOAD;
        } else {
            gone++;
            if (came == gone) {
                next_end = INFINITY;
            } else {
                waited += next_end - arrived[gone % RING];
                next_end += fast_exponential(random);
            }
        }
    }
    return waited / customers;
}

enum Kind { ARRIVES, SERVED };

// From the top: time 53 bits, kind 1, customer 10. Times in 2^-20 of a service.
enum { TIME_SHIFT = 11, KIND_SHIFT = 10 };

typedef struct {
    uint64_t arrived;
    uint32_t next_free;
} Customer;

typedef struct {
    FastRandom *random;
    uint64_t moments[2 + 4];
    WordHeap heap;
    Customer customer[RING];
    uint32_t first_free;
    uint32_t queue[RING], first, end;  // run on; places are modulo RING
    int is_busy;
    uint32_t served;
    uint64_t waited;
} Counter;

static uint64_t exponential_moment(Counter *counter, uint64_t now, double mean, enum Kind kind, uint32_t id)
{
    const uint64_t time = now + (uint64_t)(int64_t)(fast_exponential(counter->random) * mean * 0x1p20);
    return time << TIME_SHIFT | (uint64_t)kind << KIND_SHIFT | id;
}

// An arrival is the top of the heap: the next arrival takes its place.
static void arrive(Counter *counter, uint64_t now)
{
    word_heap_replace(&counter->heap, exponential_moment(counter, now, 1 / LOAD, ARRIVES, 0));
    const uint32_t id = counter->first_free;
    if (id == 0) abort();
    counter->first_free = counter->customer[id].next_free;
    counter->customer[id].arrived = now;
    if (counter->is_busy) {
        counter->queue[counter->end++ % RING] = id;
    } else {
        counter->is_busy = 1;
        word_heap_push(&counter->heap, exponential_moment(counter, now, 1, SERVED, id));
    }
}

static void be_served(Counter *counter, uint64_t now, uint32_t id)
{
    counter->served++;
    counter->customer[id].next_free = counter->first_free;
    counter->first_free = id;
    if (counter->first == counter->end) {
        counter->is_busy = 0;
        word_heap_pop(&counter->heap);
        return;
    }
    const uint32_t next = counter->queue[counter->first++ % RING];
    counter->waited += now - counter->customer[next].arrived;
    word_heap_replace(&counter->heap, exponential_moment(counter, now, 1, SERVED, next));
}

static double simulate(FastRandom *random, uint32_t customers)
{
    static Counter counter;
    counter.random = random;
    for (uint32_t id = RING - 1; id > 0; id--) {  // customer 0 is nobody
        counter.customer[id].next_free = counter.first_free;
        counter.first_free = id;
    }
    word_heap_open(&counter.heap, counter.moments, 2 + 4);
    word_heap_push(&counter.heap, exponential_moment(&counter, 0, 1 / LOAD, ARRIVES, 0));
    while (counter.served < customers) {
        const uint64_t moment = counter.heap.word[0], now = moment >> TIME_SHIFT;
        switch ((enum Kind)(moment >> KIND_SHIFT & 1)) {
        case ARRIVES: arrive(&counter, now); break;
        case SERVED: be_served(&counter, now, moment % RING); break;
        }
    }
    return (double)counter.waited * 0x1p-20 / customers;
}

// The ordinary loop.

typedef struct {
    double time;
    uint32_t kind, customer;
} Event;

enum { EVENTS_MOST = 8 };

typedef struct {
    Event event[EVENTS_MOST];  // a binary heap, the earliest first
    uint32_t count;
} EventList;

static void schedule(EventList *list, double time, enum Kind kind, uint32_t customer)
{
    uint32_t place = list->count++;
    if (place == EVENTS_MOST) abort();
    while (place > 0 && time < list->event[(place - 1) / 2].time) {
        list->event[place] = list->event[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    list->event[place] = (Event){.time = time, .kind = kind, .customer = customer};
}

static Event take_next(EventList *list)
{
    const Event next = list->event[0], last = list->event[--list->count];
    uint32_t place = 0;
    for (uint32_t child = 1; child < list->count; child = 2 * place + 1) {
        if (child + 1 < list->count && list->event[child + 1].time < list->event[child].time) child++;
        if (last.time <= list->event[child].time) break;
        list->event[place] = list->event[child];
        place = child;
    }
    list->event[place] = last;
    return next;
}

typedef struct {
    double arrived;
    uint32_t next;  // in the queue, or the next that is free
} Person;

typedef struct {
    FastRandom *random;
    EventList events;
    Person person[RING];
    uint32_t first_free, first, last;  // first and last of the queue; 0: nobody
    int is_busy;
    uint32_t served;
    double waited;
} Office;

static void person_comes(Office *office, double now)
{
    schedule(&office->events, now + fast_exponential(office->random) / LOAD, ARRIVES, 0);
    const uint32_t id = office->first_free;
    if (id == 0) abort();
    office->first_free = office->person[id].next;
    office->person[id] = (Person){.arrived = now};
    if (!office->is_busy) {
        office->is_busy = 1;
        schedule(&office->events, now + fast_exponential(office->random), SERVED, id);
    } else if (office->first == 0) {
        office->first = office->last = id;
    } else {
        office->person[office->last].next = id;
        office->last = id;
    }
}

static void person_is_served(Office *office, double now, uint32_t id)
{
    office->served++;
    office->person[id].next = office->first_free;
    office->first_free = id;
    const uint32_t next = office->first;
    if (next == 0) {
        office->is_busy = 0;
        return;
    }
    office->first = office->person[next].next;
    office->waited += now - office->person[next].arrived;
    schedule(&office->events, now + fast_exponential(office->random), SERVED, next);
}

static double simulate_ordinary(FastRandom *random, uint32_t customers)
{
    static Office office;
    office.random = random;
    for (uint32_t id = RING - 1; id > 0; id--) {
        office.person[id].next = office.first_free;
        office.first_free = id;
    }
    schedule(&office.events, fast_exponential(random) / LOAD, ARRIVES, 0);
    while (office.served < customers) {
        const Event event = take_next(&office.events);
        switch ((enum Kind)event.kind) {
        case ARRIVES: person_comes(&office, event.time); break;
        case SERVED: person_is_served(&office, event.time, event.customer); break;
        }
    }
    return office.waited / customers;
}

int main(void)
{
    static FastRandom random;
    fast_random_seed(&random, 1);
    double start_s = processor_s();
    double waited = simulate(&random, CUSTOMERS);
    print_figure("mm1 loop, M customers/s", CUSTOMERS / (processor_s() - start_s) * 1e-6);
    print_figure("mm1 loop, mean wait in services", waited);
    start_s = processor_s();
    waited = simulate_ordinary(&random, CUSTOMERS);
    print_figure("mm1 ordinary loop, M customers/s", CUSTOMERS / (processor_s() - start_s) * 1e-6);
    print_figure("mm1 ordinary loop, mean wait in services", waited);
    start_s = processor_s();
    waited = simulate_bare(&random, CUSTOMERS);
    print_figure("mm1 bare, M customers/s", CUSTOMERS / (processor_s() - start_s) * 1e-6);
    print_figure("mm1 bare, mean wait in services", waited);
    return 0;
}
