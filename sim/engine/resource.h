// Servers and the people who wait for them: staff, rooms, beds, telephones. Every queue of a model is one of these, so
// the theory cases verify what the model runs on.
//
// A resource has a capacity (servers on duty), servers at work, and a queue of up to 32 priority classes, first in
// first out in each; class 0 goes first. Who waits holds a place, by which it can leave again in constant time.
//
// When capacity falls below the servers at work, each surplus server leaves after the present customer and counts as
// on duty until then. Utilisation is busy time over (rostered time + overrun), so never above 1.
#ifndef SIM_ENGINE_RESOURCE_H
#define SIM_ENGINE_RESOURCE_H

#include "sim/engine/world.h"

enum { SIM_CLASSES = 32 };

typedef uint32_t SimResourceId;
typedef uint32_t SimPlaceId;  // a place in a queue; 0 is no place

typedef struct {
    uint32_t entity;
    uint32_t priority;  // class it waited in
    SimTime since_s;    // joined the queue
} SimTaken;

// Server-seconds and person-seconds since the world began (or since sim_resource_restart_areas), exact integers.
typedef struct {
    int64_t rostered_s;  // capacity over time
    int64_t busy_s;      // servers at work over time
    int64_t overrun_s;   // servers at work beyond the capacity over time
    int64_t waiting_s;   // people in the queue over time
} SimAreas;

SimResourceId sim_resource_add(SimWorld *world, uint32_t capacity);

// Joins the queue. Follow with sim_resource_take_next: joining starts nothing.
SimPlaceId sim_resource_join(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity);
// Gives up a place. The place must be held.
void sim_resource_leave(SimWorld *world, SimResourceId resource, SimPlaceId place);

// If a server is free and somebody waits: the server starts work, the first of the highest class is copied to *taken
// and has left the queue. Call it in a loop wherever a server may have come free or somebody has joined.
bool sim_resource_take_next(SimWorld *world, SimResourceId resource, SimTaken *taken);

// The same, but only for somebody of a class below `priority_limit`: servers kept back for the urgent.
bool sim_resource_take_next_below(SimWorld *world, SimResourceId resource, uint32_t priority_limit, SimTaken *taken);

// A free server starts work without anybody having queued. False if none is free.
bool sim_resource_take(SimWorld *world, SimResourceId resource);

// A server has finished.
void sim_resource_release(SimWorld *world, SimResourceId resource);

void sim_resource_set_capacity(SimWorld *world, SimResourceId resource, uint32_t capacity);

uint32_t sim_resource_capacity(const SimWorld *world, SimResourceId resource);
uint32_t sim_resource_busy(const SimWorld *world, SimResourceId resource);
uint32_t sim_resource_free(const SimWorld *world, SimResourceId resource);  // servers that could start now
uint32_t sim_resource_waiting(const SimWorld *world, SimResourceId resource);
uint32_t sim_resource_waiting_in(const SimWorld *world, SimResourceId resource, uint32_t priority);
SimAreas sim_resource_areas(const SimWorld *world, SimResourceId resource);
void sim_resource_restart_areas(SimWorld *world, SimResourceId resource);  // all areas are 0 from now on

// Walks the queue of a class from its head; place 0 starts and ends the walk. For audits and policies that look.
SimPlaceId sim_resource_walk(const SimWorld *world, SimResourceId resource, uint32_t priority, SimPlaceId place,
                             uint32_t *entity);

// Recounts every queue and compares with the counters. False, with a message in `text`, if they disagree.
bool sim_resources_agree(const SimWorld *world, char *text, size_t text_size);

#endif
