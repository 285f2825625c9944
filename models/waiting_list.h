// The waiting list: who is on it and where, how it is loaded, counted and audited.
#ifndef MODELS_WAITING_LIST_H
#define MODELS_WAITING_LIST_H

#include "models/elective.h"

struct Hospital;

// Purposes of a pathway's random numbers; the block numbers its visits or its stage.
enum PathwayPurpose {
    PURPOSE_ARRIVAL = 1,  // of a service's referral process: load, and thinning by month
    PURPOSE_NATURE,       // priority, removal
    PURPOSE_LOADED,       // of those on the list at the start: service, stage, age, priority
    PURPOSE_LOADED_PLACE,
    PURPOSE_PLACE,      // in the list of a stage
    PURPOSE_VISIT,      // attendance and what follows
    PURPOSE_OPERATION,  // P2 to P4, day case
    PURPOSE_STOCKTAKE,
    PURPOSE_ON_THE_DAY,  // of an operation: what keeps it from being done, how long it takes; block: appointments
    PURPOSE_OWN_LIST,    // whether a theatre list suits; block: day and number of the list
    PURPOSE_GETS_WORSE   // when and how; block: priority
};

enum { CLOCK_DAYS_BEFORE = 1500 };

// Running clocks that started on a day (which may lie before the world began), one number for each service.
uint32_t *waiting_list_clocks_of_day(const struct Hospital *hospital, int64_t day);
// Every running clock is counted once: started, or started anew, after it has been stopped.
void waiting_list_start_clock(struct Hospital *hospital, uint32_t pathway, int64_t start_s);
void waiting_list_stop_clock(struct Hospital *hospital, uint32_t pathway);

int64_t waiting_list_length(const struct Hospital *hospital);
// Writes down how many have waited how long today, by weekly bands.
void waiting_list_write_bands(struct Hospital *hospital);

// A new pathway with a running clock, the ordinal-th of its service; it joins no list yet.
uint32_t waiting_list_new_pathway(struct Hospital *hospital, uint32_t service, uint32_t ordinal,
                                  enum PathwayStage stage, int64_t clock_start_s);
// Draws the day on which the pathway would be removed from the list.
void waiting_list_plan_removal(struct Hospital *hospital, uint32_t pathway, uint32_t word);

enum PathwayPriority waiting_list_priority(uint32_t word, double first, double second);

// The list of a service and a stage, which knows the entries of who has left it by asking for their tickets (ranked.h).
typedef struct {
    const SimWorld *world;
    SimRankedId list;
    uint32_t stage;
} StageList;

StageList waiting_list_of(const struct Hospital *hospital, uint32_t service, enum PathwayStage stage);
// Of a pathway that waits in the list: tickets are numbered list by list, so that one of another list says nothing.
uint32_t waiting_list_ticket(const void *stage_list, uint32_t pathway);

// Joins the list of the pathway's stage at the place it has.
void waiting_list_join(struct Hospital *hospital, uint32_t pathway);
// Moves the pathway to another stage, where it takes a place of its own if it waits there.
void waiting_list_enter_stage(struct Hospital *hospital, uint32_t pathway, enum PathwayStage stage);
void waiting_list_take_place(struct Hospital *hospital, uint32_t pathway);
// Leaves the list, or the session it is booked into.
void waiting_list_leave(struct Hospital *hospital, uint32_t pathway);

// At the last moment before calendar.start: adds or takes off pathways so that the list has its given size, and brings
// the waits to the given shares.
void waiting_list_take_stock(struct Hospital *hospital);

#endif
