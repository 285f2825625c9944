// Servers and the people who wait for them: staff, rooms, beds, telephones. Every queue of a model is one of these, so
// the theory cases verify what the model runs on.
//
// A resource has a capacity (servers on duty), servers at work, and a queue of up to 32 priority classes, first in
// first out in each; class 0 goes first. Who waits holds a place, by which it can leave again in constant time.
//
// A customer may need several servers at once. Nobody overtakes: the first of the highest occupied class is next, and
// while fewer servers are free than it needs, all the others wait too.
//
// Who is being served is the model's own affair, unless the service can be interrupted: then the model puts the
// customer on the resource's list of the watched when the service starts, and takes it off when the service ends.
//
// When capacity falls, free servers leave first. Servers that are at work beyond the capacity are the surplus
// (sim_resource_surplus); they count as on duty until they leave, so utilisation, busy time over (rostered time +
// overrun), is never above 1. What becomes of their customers is one of three rules (enum SimFall).
#ifndef SIM_ENGINE_RESOURCE_H
#define SIM_ENGINE_RESOURCE_H

#include "sim/engine/world.h"

enum { SIM_CLASSES = 32, SIM_CAPACITY_MOST = INT32_MAX };

// What becomes of the customers of surplus servers when capacity falls. A model calls sim_resource_set_capacity once a
// second, with what holds from then on (ten who go home while ten others come is no fall), and then:
//
// finish     does nothing: each surplus server leaves when its customer is done. Releasing frees nobody until the
//            surplus is gone.
// interrupt  while there is a surplus: finds the customer that goes (sim_resource_last_watched: of the least urgent
//            class whoever began last), takes it off (sim_resource_unwatch), frees all its servers
//            (sim_resource_release_many), notes what is left of its service, calls off its end, and puts it back at the
//            head of its class (sim_resource_return). Those of a class who began first therefore stand first. Then
//            whoever can start starts (sim_resource_take_next), and needs only what is left.
// hand_over  as interrupt; but before others start, those taken off for whom enough servers are free go on at once, the
//            last taken off first (sim_resource_leave, sim_resource_take_many, sim_resource_watch). Servers are alike
//            and the free ones leave first, so where there is a surplus nobody is free, and this happens only where
//            customers hold different numbers of servers: for a surplus of two, one with a single server goes and then
//            one with three, which leaves a server free for the first. Else no result tells hand_over from interrupt.
//
// Only the watched can be taken off: a surplus that is left when nobody is watched finishes.
enum SimFall { SIM_FALL_FINISH, SIM_FALL_HAND_OVER, SIM_FALL_INTERRUPT };

typedef uint32_t SimResourceId;
typedef uint32_t SimPlaceId;  // a place in a queue or among the watched; 0 is no place. Reused once it is given up

typedef struct {
    uint32_t entity;
    uint32_t priority;  // class it waited in, or is served in
    uint32_t servers;   // that it needs, or holds
    SimTime since_s;    // joined the queue, or began to be watched
} SimTaken;

// Server-seconds and person-seconds since the world began (or since sim_resource_restart_areas_at), exact integers.
typedef struct {
    int64_t rostered_s;  // capacity over time
    int64_t busy_s;      // servers at work over time
    int64_t overrun_s;   // servers at work beyond the capacity over time
    int64_t waiting_s;   // people in the queue over time
} SimAreas;

// Capacities are at most SIM_CAPACITY_MOST.
SimResourceId sim_resource_add(SimWorld *world, uint32_t capacity);
void sim_resource_set_capacity(SimWorld *world, SimResourceId resource, uint32_t capacity);

// Waiting.

// Joins the queue for one server. Follow with sim_resource_take_next: joining starts nothing.
SimPlaceId sim_resource_join(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity);
// Goes back to the head of its class, with the time since which it is said to wait (not after now): for customers
// whose service was interrupted.
SimPlaceId sim_resource_return(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity,
                               uint32_t servers, SimTime since_s);
// Gives up a place in the queue. The place must be held.
void sim_resource_leave(SimWorld *world, SimResourceId resource, SimPlaceId place);

// Starting and finishing.

// If the first of the highest occupied class needs no more servers than are free: they start work, the customer is
// copied to *taken and has left the queue. Call it in a loop wherever a server may have come free or somebody has
// joined or left.
bool sim_resource_take_next(SimWorld *world, SimResourceId resource, SimTaken *taken);

// The same, but only for somebody of a class below `priority_limit`: servers kept back for the urgent.
bool sim_resource_take_next_below(SimWorld *world, SimResourceId resource, uint32_t priority_limit, SimTaken *taken);

// A free server starts work without anybody having queued. False if none is free. Asks nobody who waits.
bool sim_resource_take(SimWorld *world, SimResourceId resource);
// The same for several servers; false, and none starts, if fewer are free.
bool sim_resource_take_many(SimWorld *world, SimResourceId resource, uint32_t servers);

// A server has finished.
void sim_resource_release(SimWorld *world, SimResourceId resource);
// So many have finished; they must be at work.
void sim_resource_release_many(SimWorld *world, SimResourceId resource, uint32_t servers);

// Service that can be interrupted.

// A customer whose servers have just started work can be interrupted from now on. The place is held until
// sim_resource_unwatch; watching neither takes servers nor frees them.
SimPlaceId sim_resource_watch(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity,
                              uint32_t servers);
// The service has ended or is interrupted. Constant time.
void sim_resource_unwatch(SimWorld *world, SimResourceId resource, SimPlaceId place);

// Of the least urgent class that is watched: whoever began last (of those who began in the same second, whoever was
// watched last). Its place, with the customer copied to *last; 0 if nobody is watched. It stays watched.
SimPlaceId sim_resource_last_watched(const SimWorld *world, SimResourceId resource, SimTaken *last);
// The same among the classes less urgent (numerically greater) than `priority`: who gives way to somebody of that
// class.
SimPlaceId sim_resource_last_watched_after(const SimWorld *world, SimResourceId resource, uint32_t priority,
                                           SimTaken *last);

// Looking.

uint32_t sim_resource_capacity(const SimWorld *world, SimResourceId resource);
uint32_t sim_resource_busy(const SimWorld *world, SimResourceId resource);
uint32_t sim_resource_free(const SimWorld *world, SimResourceId resource);     // servers that could start now
uint32_t sim_resource_surplus(const SimWorld *world, SimResourceId resource);  // servers at work beyond the capacity
uint32_t sim_resource_waiting(const SimWorld *world, SimResourceId resource);
uint32_t sim_resource_waiting_in(const SimWorld *world, SimResourceId resource, uint32_t priority);
SimAreas sim_resource_areas(const SimWorld *world, SimResourceId resource);

// At a moment not before now, for books that are closed in the last second before it: the areas until then, and areas
// that are 0 from then on. Nothing may change between now and then.
SimAreas sim_resource_areas_until(const SimWorld *world, SimResourceId resource, SimTime until_s);
void sim_resource_restart_areas_at(SimWorld *world, SimResourceId resource, SimTime from_s);

// Walks the queue of a class from its head; place 0 starts and ends the walk. For audits and policies that look.
SimPlaceId sim_resource_walk(const SimWorld *world, SimResourceId resource, uint32_t priority, SimPlaceId place,
                             uint32_t *entity);

// Recounts every queue and all who are watched, and compares with the counters. False, with a message in `text`, if
// they disagree.
bool sim_resources_agree(const SimWorld *world, char *text, size_t text_size);

#endif
