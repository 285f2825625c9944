// What is wrong in what a user writes of services: where it is, and what to write instead.
#include "tests/golden/service_world.h"

// A sound scenario, of which a part is replaced by something wrong.
typedef struct {
    const char *head, *resources, *service, *classes, *arrivals, *steps, *more;
    const char *doctors, *arrival, *triage, *see;  // in the braces of one resource, arrival point or step
    const char *faults;                            // all that is said, without the file's name
} Wrong;

static const Wrong sound = {.head = "walkout: 1\ncalendar: {end: 2024-01-07}\n",
                            .resources = "resources:\n  - {name: doctors, DOCTORS}\n  - {name: nurses, capacity: 2}\n",
                            .doctors = "capacity: 3",
                            .service = "services:\n  - name: clinic\n",
                            .classes = "    classes: [{name: a, share: 40%}, {name: b, share: 60%}]\n",
                            .arrivals = "    arrivals: [{name: all, ARRIVAL}]\n",
                            .arrival = "rate: 10/h",
                            .steps =
                                "    steps:\n      - {name: triage, resource: nurses, duration: {mean: 5 min}TRIAGE}\n"
                                "      - {name: see, SEE}\n",
                            .triage = "",
                            .see = "resource: doctors, duration: {mean: 10 min}",
                            .more = "",
                            .faults = ""};

static const Wrong wrong[] = {
    {.triage = ", next: [{to: se}]", .faults = "11:79: there is no step \"se\" here; did you mean \"see\"?\n"},
    {.triage = ", next: [{to: home}]",
     .faults = "11:79: there is no step \"home\" here; write `leave` for those who go out of the service\n"},
    {.arrival = "rate: 10/h, to: home",
     .faults = "9:44: there is no step \"home\" here; write the name of one that is there\n"},
    {.triage = ", space: 2, turned_away_to: Exit",
     .faults = "11:93: there is no step \"Exit\" here; write `leave` for those who go out of the service\n"},
    {.triage = ", patience: {mean: 1 h}, gives_up_to: out",
     .faults = "11:103: there is no step \"out\" here; write `leave` for those who go out of the service\n"},
    {.see = "resource: docters, duration: {mean: 10 min}",
     .faults = "12:31: there is no resource \"docters\" here; did you mean \"doctors\"?\n"},
    {.see = "resource: doctors, duration: {mean: 10 min}, by_class: [{class: aa, priority: 1}]",
     .faults = "12:85: there is no class \"aa\" here; did you mean \"a\"?\n"},
    {.triage = ", next: [{to: see, share: 50%, class: minor}]",
     .faults = "11:103: there is no class \"minor\" here; write the name of one that is there\n"},
    {.arrival = "rate: 10/h, to: siege", .faults = "9:44: there is no step \"siege\" here; did you mean \"see\"?\n"},
    {.triage = ", space: 2, turned_away_to: sea",
     .faults = "11:93: there is no step \"sea\" here; did you mean \"see\"?\n"},
    {.triage = ", patience: {mean: 1 h}, gives_up_to: sea",
     .faults = "11:103: there is no step \"sea\" here; did you mean \"see\"?\n"},
    {.triage = ", keep_until: sea", .faults = "11:79: there is no step \"sea\" here; did you mean \"see\"?\n"},
    {.arrivals = "",
     .faults = "7:5: `arrivals` is missing (The service's arrival points.); write `- name: ...` for each item\n"},
    {.arrivals = "    arrivals: []\n",
     .faults = "7:5: `arrivals` is missing (The service's arrival points.); write `- name: ...` for each item\n"},
    {.steps = "    steps: []\n",
     .faults = "7:5: `steps` is missing (The service's steps; a patient goes from one to the next, unless `next` says "
               "otherwise.); write `- name: ...` for each item\n"},
    {.arrival = "to: see",
     .faults = "9:16: the arrivals of service \"clinic\" need one of `rate`, `rates`, `between` and `times`\n"},
    {.arrival = "rate: 10/h, times: [\"09:00\"]",
     .faults = "9:16: the arrivals of service \"clinic\" can have only one of `rate`, `rates`, `between` and `times`; "
               "leave the others out\n"},
    {.arrival = "times: []",
     .faults = "9:35: `times` must not be an empty list; write `[\"04:00\", \"12:00\"]`, or leave the line out\n"},
    {.arrival = "rates: []",
     .faults = "9:35: `rates` must not be an empty list; write `[12/h, 366/day]`, or leave the line out\n"},
    {.triage = ", next: [{to: see, share: 70%}, {to: leave, share: 40%}]",
     .faults = "11:9: step \"triage\" has shares in `next` that add to more than 100 %; write less\n"},
    {.triage = ", next: [{to: see}, {to: leave}]",
     .faults = "11:74: step \"triage\" has several ways to go on; write the `share` of each\n11:85: step \"triage\" "
               "has several ways to go on; write the `share` of each\n"},
    {.triage = ", route: in_turn, next: [{to: see, share: 70%}, {to: leave, share: 40%}]",
     .faults = "11:90: step \"triage\" has shares, which only `route: share` uses; leave them out\n11:113: step "
               "\"triage\" has shares, which only `route: share` uses; leave them out\n"},
    {.classes = "    classes: [{name: a, share: 40%}, {name: b, share: 50%}]\n",
     .faults = "7:5: service \"clinic\" has classes whose shares do not add to 100 %; write shares that do\n"},
    {.classes = "    classes: [{name: a}, {name: b, share: 50%}]\n",
     .faults = "8:15: class \"a\" has no share of the arrivals; write `share`, or `shares` with every arrival point\n"},
    {.classes = "    classes: [{name: a, share: 40%}, {name: a, share: 60%}]\n",
     .faults = "8:45: two of `classes` have the name `a` (the other is in line 8); give each its own\n"},
    {.classes =
         "    classes: [{name: c0, share: 3%}, {name: c1, share: 3%}, {name: c2, share: 3%}, {name: c3, share: 3%}, "
         "{name: c4, share: 3%}, {name: c5, share: 3%}, {name: c6, share: 3%}, {name: c7, share: 3%}, {name: c8, "
         "share: 3%}, {name: c9, share: 3%}, {name: c10, share: 3%}, {name: c11, share: 3%}, {name: c12, share: 3%}, "
         "{name: c13, share: 3%}, {name: c14, share: 3%}, {name: c15, share: 3%}, {name: c16, share: 3%}, {name: c17, "
         "share: 3%}, {name: c18, share: 3%}, {name: c19, share: 3%}, {name: c20, share: 3%}, {name: c21, share: 3%}, "
         "{name: c22, share: 3%}, {name: c23, share: 3%}, {name: c24, share: 3%}, {name: c25, share: 3%}, {name: c26, "
         "share: 3%}, {name: c27, share: 3%}, {name: c28, share: 3%}, {name: c29, share: 3%}, {name: c30, share: 3%}, "
         "{name: c31, share: 3%}, {name: c32, share: 3%}]\n",
     .faults = "7:5: service \"clinic\" has more than 32 classes; write fewer\n"},
    {.arrival = "rate: 10/h, shares: [40%, 50%]",
     .faults = "9:16: service \"clinic\" has classes whose shares do not add to 100 %; write shares that do\n"},
    {.arrival = "rate: 10/h, shares: [40%, 50%, 10%]",
     .faults = "9:16: arrivals \"all\" need one of `shares` for each of the service's classes, in their order\n"},
    {.see = "resource: doctors, duration: {mean: 10 min}, waiting_room: 3, when_full: block",
     .faults = "12:9: step \"see\" has a `waiting_room`, which needs a `resource` and turns patients away; write "
               "`space` instead\n12:9: step \"see\" is never full; write how much `space` it has\n"},
    {.see = "duration: {mean: 10 min}, waiting_room: 3",
     .faults = "12:9: step \"see\" has a `waiting_room`, which needs a `resource` and turns patients away; write "
               "`space` instead\n"},
    {.see = "resource: doctors, duration: {mean: 10 min}, when_full: block",
     .faults = "12:9: step \"see\" is never full; write how much `space` it has\n"},
    {.steps = "    steps:\n      - {name: x, next: [{to: y}]}\n      - {name: y, next: [{to: x}]}\n",
     .faults = "11:9: step \"x\" is on a way that leads back to it in no time; give a step on it a `duration`\n"},
    {.see = "resource: doctors, duration: {mean: 10 min}, space: 1, turned_away_to: see",
     .faults = "12:9: step \"see\" is on a way that leads back to it in no time; give a step on it a `duration`\n"},
    {.see = "duration: {mean: 10 min}, patience: {mean: 1 h}",
     .faults = "12:9: step \"see\" has `patience`, but nobody waits without a `resource`\n"},
    {.triage = ", gives_up_to: see",
     .faults = "11:9: step \"triage\" has `gives_up_to`, but nobody gives up; write their `patience`\n"},
    {.triage = ", turned_away_to: see",
     .faults = "11:9: step \"triage\" has `turned_away_to`, but is never full; write its `space` or `waiting_room`\n"},
    {.see = "resource: doctors",
     .faults = "12:9: step \"see\" uses a resource for no time; write its `duration`, or until when it is kept "
               "(`keep_until`)\n"},
    {.doctors = "capacity: 3, capacity_by_hour: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
     .faults = "4:5: resource \"doctors\" has both `capacity` and `capacity_by_hour`; leave one out\n"},
    {.doctors = "order: preemptive",
     .faults = "4:5: resource \"doctors\" has no servers; write `capacity` or `capacity_by_hour`\n"},
    {.doctors = "capacity_by_hour: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
     .faults = "4:5: resource \"doctors\" needs 24 or 168 numbers in `capacity_by_hour`, one for each hour of a day or "
               "of a week\n"},
    {.doctors = "capacity_by_hour: "
                "[1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1]",
     .faults = "4:5: resource \"doctors\" has a fraction of a server in `capacity_by_hour`; write whole numbers\n"},
    {.doctors = "capacity: 1.5", .faults = "4:31: `capacity` must be a whole number, not `1.5`\n"},
    {.doctors = "capacity: -1", .faults = "4:31: `capacity` must be from 0 to 1000000, not `-1`\n"},
    {.doctors = "capacity: 1000000000", .faults = "4:31: `capacity` must be from 0 to 1000000, not `1000000000`\n"},
    {.doctors = "capacity: 3, changes: [{capacity: 1}]",
     .faults = "4:44: the change of \"doctors\" needs both `start` and `end`, or a `strike`\n"},
    {.doctors = "capacity: 3, changes: [{end: 2024-01-04, capacity: 1}]",
     .faults = "4:44: the change of \"doctors\" needs both `start` and `end`, or a `strike`\n"},
    {.doctors = "capacity: 3, changes: [{start: 2024-01-05, end: 2024-01-04, capacity: 1}]",
     .faults = "4:44: the change of \"doctors\" ends before it starts; write a later `end`\n"},
    {.doctors = "capacity: 3, changes: [{strike: W, start: 2024-01-05, end: 2024-01-06, capacity: 1}]",
     .faults = "4:44: the change of \"doctors\" has a `strike` and dates of its own; write one or the other\n"},
    {.doctors = "capacity: 3, changes: [{strike: W, capacity: 1}]",
     .faults = "4:53: there is no strike \"W\" here; write the name of one that is there\n"},
    {.more = "strikes: [{name: January, groups: [resident_doctors], in: both, announced: 2023-12-02, start: "
             "2024-01-03, end: 2024-01-04}]\n",
     .doctors = "capacity: 3, changes: [{strike: Januray, capacity: 1}]",
     .faults = "4:53: there is no strike \"Januray\" here; did you mean \"January\"?\n"},
    {.doctors = "capacity: 3, changes: [{start: 2024-01-04, end: 2024-01-05}]",
     .faults = "4:44: `capacity` is missing (Servers on duty from start to end.); write `12`\n"},
    {.arrival = "rate: 10/h, changes: [{start: 2024-01-04, end: 2024-01-05, factor: 120%}]",
     .faults = "9:95: `factor` must be from 0% to 100%, not `120%`\n"},
    {.resources = "resources:\n  - {name: doctors, capacity: 3}\n  - {name: doctors, capacity: 3}\n  - {name: nurses, "
                  "capacity: 2}\n",
     .faults = "5:12: two of `resources` have the name `doctors` (the other is in line 4); give each its own\n"},
    {.more = "  - name: clinic\n    arrivals: [{name: all, rate: 10/h}]\n    steps:\n      - {name: t2, resource: "
             "nurses, duration: {mean: 5 min}}\n      - {name: s2, resource: doctors, duration: {mean: 10 min}}\n",
     .faults = "13:11: two of `services` have the name `clinic` (the other is in line 7); give each its own\n"},
    {.service = "services:\n  - name: clinic\n    limits: [1 h,2 h,3 h,4 h,5 h,6 h,7 h,8 h,9 h]\n",
     .faults = "7:5: service \"clinic\" has more than eight `limits`; write fewer\n"},
    {.service = "services:\n  - name: clinic\n    limits: [1 h,60 min]\n",
     .faults = "7:5: service \"clinic\" has one of its `limits` or `snapshots` twice; leave it out\n"},
    {.service = "services:\n  - name: clinic\n    snapshots: [\"04:00\", \"04:00\"]\n",
     .faults = "7:5: service \"clinic\" has one of its `limits` or `snapshots` twice; leave it out\n"},
    {.head = "walkout: 1\nrun: {horizon: 30 h}\n",
     .service = "services:\n  - name: clinic\n    snapshots: [\"05:59\", \"06:00\"]\n",
     .faults = "7:5: service \"clinic\" has `snapshots` at a time before which the last day ends; write earlier ones, "
               "or a longer `run.horizon`\n"},
    {.steps = "    steps:\n      - {name: leave, duration: {mean: 5 min}}\n",
     .faults = "11:9: step \"leave\" has a name that means going home; write another\n"},
    {.steps = "    steps:\n      - {name: triage, resource: nurses, duration: {mean: 5 min}}\n      - {name: triage, "
              "resource: doctors, duration: {mean: 10 min}}\n",
     .faults = "12:16: two of `steps` have the name `triage` (the other is in line 11); give each its own\n"},
    {.see = "resource: doctors, duration: {mean: 10 min}, servers: 4",
     .faults = "12:9: step \"see\" needs more servers than its resource ever has; write fewer `servers`\n"},
    {.see = "resource: doctors, duration: {mean: 10 min}, servers: 0",
     .faults = "12:75: `servers` must be from 1 to 1000000, not `0`\n"},
    {.see = "duration: {mean: 10 min}, servers: 2",
     .faults = "12:9: step \"see\" has `servers`, but no `resource`; write of which\n"},
    {.see = "resource: doctors, duration: {mean: 10 min}, by_class: [{class: a, priority: 1}, {class: a, priority: 2}]",
     .faults = "12:102: class \"a\" is there twice; write one item for it\n"},
    {.see = "resource: doctors, duration: {mean: 10 min}, by_class: [{class: a, priority: 32}]",
     .faults = "12:98: `priority` must be from 0 to 31, not `32`\n"},
    {.see = "resource: doctors, by_class: [{class: a, duration: {mean: 1 h}}]",
     .faults = "12:9: step \"see\" has a duration for some classes only; write one for all, or one for every class\n"},
    {.arrivals = "    arrivals: [{rate: 1/h}, {rate: 2/h}]\n",
     .faults = "9:29: the arrivals of service \"clinic\" would share random numbers with others; give every arrival "
               "point a `name` of its own\n"},
    {.arrival = "rate: 10/h, start: 2024-01-05, end: 2024-01-04",
     .faults = "9:16: arrivals \"all\" end before they start; write a later `end`\n"},
    {.arrival = "rate: 1000000000000/h",
     .faults = "9:16: the arrivals of service \"clinic\" are more than 1000 a second; write fewer\n"},
    {.arrival = "rates: [1000000000000/h]",
     .faults = "9:16: the arrivals of service \"clinic\" are more than 1000 a second; write fewer\n"},
    {.arrival = "rate: -5/h", .faults = "9:34: `rate` must be 0/day or more, not `-5/h`\n"},
    {.arrival = "between: {shape: deterministic, mean: 0 s}",
     .faults =
         "9:16: the arrivals of service \"clinic\" are more than 1000 a second; write a longer time `between` them\n"},
    {.arrival = "between: {shape: exponential, mean: 0.0001 s}",
     .faults =
         "9:16: the arrivals of service \"clinic\" are more than 1000 a second; write a longer time `between` them\n"},
    {.arrival = "between: {shape: discrete, values: [0 s], shares: [100%]}",
     .faults =
         "9:16: the arrivals of service \"clinic\" are more than 1000 a second; write a longer time `between` them\n"},
    {.arrival = "rate: 10/h, batch: {mean: 1000000000}",
     .faults = "9:54: `batch.mean` must be from 0 to 100000, not `1000000000`\n"},
    {.arrival = "rate: 10/h, batch: {mean: 1.5}", .faults = "9:16: a fixed `batch` needs a whole `mean`, at least 1\n"},
    {.arrival = "rate: 10/h, batch: {mean: 0}", .faults = "9:16: a fixed `batch` needs a whole `mean`, at least 1\n"},
    {.arrival = "rate: 10/h, batch: {shape: geometric, mean: 0.5}",
     .faults = "9:16: a geometric `batch` needs a `mean` of at least 1\n"},
    {.arrival = "rate: 10/h, batch: {shape: geometric, mean: 500}",
     .faults = "9:16: a random `batch` needs a `mean` above 0, and at most 100\n"},
    {.arrival = "rate: 10/h, batch: {shape: discrete, mean: 3}",
     .faults = "9:16: `batch` needs as many `shares` as `sizes`\n"},
    {.arrival = "rate: 10/h, batch: {shape: discrete, sizes: [1, 2], shares: [100%]}",
     .faults = "9:16: `batch` needs as many `shares` as `sizes`\n"},
    {.arrival = "rate: 10/h, batch: {shape: discrete, sizes: [1, 2.5], shares: [50%, 50%]}",
     .faults = "9:16: `batch` has a fraction of a patient; write whole numbers\n"},
    {.arrival = "rate: 10/h, batch: {shape: discrete, sizes: [1, 2], shares: [50%, 20%]}",
     .faults = "9:16: `batch`: `shares` add to 70 %, not to 100 %\n"},
    {.arrival = "rate: 10/h, batch: {sizes: [1, 2], shares: [50%, 50%]}",
     .faults = "9:16: `batch` has sizes and shares, which only the shape `discrete` uses\n"},
    {.head = "walkout: 1\nrun: {horizon: 0 h}\n",
     .faults = "2:16: `run.horizon` must be from 1 min to 18250 d, not `0 h`\n"},
    {.head = "walkout: 1\ncalendar: {end: 2024-01-07}\nrun: {horizon: 10 h}\n",
     .faults = "3:16: write one of `calendar.end` and `run.horizon`\n"},
    {.head = "walkout: 1\n", .faults = "1:1: write one of `calendar.end` and `run.horizon`\n"},
    {.head = "walkout: 1\ncalendar: {start: 2024-01-05}\n",
     .faults = "2:11: write one of `calendar.end` and `run.horizon`\n"},
    {.more = "trusts: [{name: N, code: N, based_on: library/acute_trust.yaml}]\n",
     .faults = "7:3: a scenario with `trusts` has its services and resources in a trust; move them there\n"},
    {.head = "walkout: 1\ncalendar: {start: 2024-01-01, end: 2024-01-07}\n",
     .resources = "",
     .service = "",
     .classes = "",
     .arrivals = "",
     .steps = "",
     .faults = "1:1: there is nothing to simulate; write `trusts` or `services`\n"},
    {.head = "walkout: 1\ncalendar: {start: 2024-01-01, end: 2024-01-07}\nresources: [{name: d, capacity: 1}]\n",
     .resources = "",
     .service = "",
     .classes = "",
     .arrivals = "",
     .steps = "",
     .faults = "1:1: there is nothing to simulate; write `trusts` or `services`\n"},
    {.head = "walkout: 1\ncalendar: {start: 2024-01-01}\nrun: {horizon: 3 d}\ntrusts: [{name: N, code: N, based_on: "
             "library/acute_trust.yaml}]\n",
     .resources = "",
     .service = "",
     .classes = "",
     .arrivals = "",
     .steps = "",
     .faults = "3:16: `run.horizon` is for scenarios of services only; write `calendar.end`\n"},
    {.see = "resource: doctors, duration: {shape: gama, mean: 1 h}",
     .faults = "12:58: `duration.shape` cannot be `gama`; did you mean `gamma`? (`exponential`, `deterministic`, "
               "`uniform`, `triangular`, `normal`, `lognormal`, `gamma`, `erlang`, `weibull`, `beta`, "
               "`hyperexponential`, `empirical` or `discrete`)\n"},
    {.see = "resource: doctors, duration: {shape: gamma, cv: 2}", .faults = "12:9: `duration`: give `mean`\n"},
    {.see = "resource: doctors, duration: {shape: gamma, mean: 1 h, cv: 2, sd: 1 h}",
     .faults = "12:9: `duration`: give only one of `sd`, `cv` and `variance`\n"},
    {.see = "resource: doctors, duration: {mean: -5 min}",
     .faults = "12:57: `duration.mean` must be 0 s or more, not `-5 min`\n"},
    {.see = "resource: doctors, duration: {shape: uniform, least: 5 min}", .faults = "12:9: `duration`: give `most`\n"},
    {.see = "resource: doctors, duration: {shape: uniform, least: 5 min, most: 2 min}",
     .faults = "12:9: `duration`: `least` must not be above `most`\n"},
    {.see = "resource: doctors, duration: {shape: triangular, least: 1 min, most: 5 min, mode: 9 min}",
     .faults = "12:9: `duration`: `mode` must lie from `least` to `most`\n"},
    {.see = "resource: doctors, duration: {shape: beta, mean: 5 min, sd: 50 min, least: 0 min, most: 10 min}",
     .faults = "12:9: `duration`: between these bounds a beta of this mean has an sd below 5 min, not 50 min\n"},
    {.see = "resource: doctors, duration: {shape: erlang, mean: 5 min, stages: 0}",
     .faults = "12:87: `duration.stages` must be from 1 to 1000000, not `0`\n"},
    {.see = "resource: doctors, duration: {shape: erlang, mean: 5 min}",
     .faults = "12:9: `duration`: give `stages` or one of `sd`, `cv` and `variance`\n"},
    {.see = "resource: doctors, duration: {shape: weibull, mean: 5 min}",
     .faults = "12:9: `duration`: give one of `sd`, `cv` and `variance`\n"},
    {.see = "resource: doctors, duration: {shape: hyperexponential, values: [1 min, 2 min], shares: [50%]}",
     .faults = "12:9: `duration` needs as many `shares` as `values`\n"},
    {.see = "resource: doctors, duration: {shape: hyperexponential, values: [1 min, 2 min], shares: [50%, 20%]}",
     .faults = "12:9: `duration`: `shares` add to 70 %, not to 100 %\n"},
    {.see = "resource: doctors, duration: {shape: empirical, quantiles: [5 min, 2 min]}",
     .faults = "12:9: `duration`: `quantiles` must not fall: number 2 is below the one before\n"},
    {.see = "resource: doctors, duration: {shape: empirical, quantiles: [5 min]}",
     .faults = "12:9: `duration`: give at least two `quantiles`\n"},
    {.see =
         "resource: doctors, duration: {shape: empirical, quantiles: [1 min, 2 min, 5 min], probabilities: [0%, 50%]}",
     .faults = "12:9: `duration` needs as many `probabilities` as `quantiles`\n"},
    {.see = "resource: doctors, duration: {shape: empirical, quantiles: [1 min, 2 min, 5 min], probabilities: [0%, "
            "50%, 40%]}",
     .faults =
         "12:9: `duration`: `probabilities` must begin at 0 and end at 1 (100%): the least and the largest value\n"},
    {.see = "resource: doctors, duration: {shape: discrete, values: [1 min]}",
     .faults = "12:9: `duration`: give `shares`, one for each of the `values`\n"},
    {.see = "resource: doctors, duration: {shape: discrete}",
     .faults = "12:9: `duration`: give `values` and `shares`\n"},
    {.see = "resource: doctors, duration: {shape: normal, mean: 5 min}",
     .faults = "12:9: `duration`: give one of `sd`, `cv` and `variance`\n"},
    {.see = "resource: doctors, duration: {shape: normal, mean: 5 min, sd: 500 min}",
     .faults =
         "12:9: `duration`: a normal cut at these bounds to this mean has an sd below 5 min, not 500 min: another "
         "shape is needed, or `truncation: applied`\n"},
    {.see = "resource: doctors, duration: {shape: exponential, mean: 5 min, cv: 2}",
     .faults = "12:9: `duration`: `cv` is not for an exponential, whose sd is its mean: leave it out, or write `shape: "
               "gamma` or `shape: lognormal`\n"},
    {.see = "resource: doctors, duration: {shape: deterministic, mean: 5 min, sd: 3 min}",
     .faults = "12:9: `duration`: `sd` is not for a deterministic distribution: leave it out\n"},
    {.see = "resource: doctors, duration: {shape: lognormal, mean: 0 min, cv: 1}",
     .faults = "12:9: `duration`: `mean` must be above 0 (a time of 0 is `shape: deterministic`)\n"},
    {.see = "resource: doctors, duration: {mean: 100000000 d}",
     .faults = "12:9: `duration`: a mean above 10000000 d is too long; write less\n"},
    {.see = "resource: doctors, duration: {shape: gamma, mean: 5 min, cv: 1000}",
     .faults = "12:9: `duration`: an sd of 1e+03 times the mean is too large: at most 100 times\n"},
    {.see = "resource: doctors, duration: {shape: gamma, mean: 5 min, cv: 1, stages: 3}",
     .faults = "12:9: `duration`: `stages` is not for a gamma distribution: leave it out\n"},
    {.see = "resource: doctors, duration: {}",
     .faults = "12:9: step \"see\" uses a resource for no time; write its `duration`, or until when it is kept "
               "(`keep_until`)\n"},
};

enum { TEXT_BYTES = 4000 };

static const char *or_sound(const char *part, const char *of_sound)
{
    return part ? part : of_sound;
}

// Appends a part; what is in capitals in it is replaced.
static void add_part(char text[static TEXT_BYTES], const char *part, const char *capitals, const char *with)
{
    const size_t length = strlen(text);
    const char *at = capitals ? strstr(part, capitals) : NULL;
    const int more = at ? snprintf(text + length, TEXT_BYTES - length, "%.*s%s%s", (int)(at - part), part, with,
                                   at + strlen(capitals))
                        : snprintf(text + length, TEXT_BYTES - length, "%s", part);
    assert_true(more >= 0 && length + (size_t)more < TEXT_BYTES);
}

static void write_wrong(const Wrong *of, char text[static TEXT_BYTES])
{
    char steps[TEXT_BYTES] = "";
    text[0] = '\0';
    add_part(text, or_sound(of->head, sound.head), NULL, NULL);
    add_part(text, or_sound(of->resources, sound.resources), "DOCTORS", or_sound(of->doctors, sound.doctors));
    add_part(text, or_sound(of->service, sound.service), NULL, NULL);
    add_part(text, or_sound(of->classes, sound.classes), NULL, NULL);
    add_part(text, or_sound(of->arrivals, sound.arrivals), "ARRIVAL", or_sound(of->arrival, sound.arrival));
    add_part(steps, or_sound(of->steps, sound.steps), "TRIAGE", or_sound(of->triage, sound.triage));
    add_part(text, steps, "SEE", or_sound(of->see, sound.see));
    add_part(text, or_sound(of->more, sound.more), NULL, NULL);
}

static const char FILE_NAME[] = SCENARIOS_FOLDER "/in_memory.yaml";

// Every line without its file.
static char *faults_text(const SimFaults *faults)
{
    char *printed = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&printed, &size);
    sim_faults_print(faults, to);
    fclose(to);
    const size_t length = strlen(FILE_NAME) + 1;
    for (char *at = strstr(printed, FILE_NAME); at; at = strstr(at, FILE_NAME))
        memmove(at, at + length, strlen(at + length) + 1);
    return printed;
}

// What is warned of is read all the same.
static void assert_is_warned_of(const char *steps, const char *warnings)
{
    const Wrong doubtful = {.steps = steps};
    char text[TEXT_BYTES];
    write_wrong(&doubtful, text);
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(FILE_NAME, text, strlen(text), &hospital_model.fields, NULL, 0, faults);
    HospitalPlan *plan = scenario ? hospital_plan_new(scenario, SIM_STRIKE, faults) : NULL;
    char *said = faults_text(faults);
    assert_non_null(plan);
    assert_string_equal(said, warnings);
    free(said);
    hospital_plan_free(plan);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
}

#define STEP(name, more) "      - {name: " name ", duration: {mean: 1 h}" more "}\n"
#define MAY_HALT " and may come to a halt for ever; give one of them no `space` and no `when_full`\n"
#define BLOCKS ", space: 2, when_full: block"

static void steps_that_may_block_each_other_for_ever_are_warned_of(void **state)
{
    (void)state;
    assert_is_warned_of("    steps:\n" STEP("x", BLOCKS) STEP("y", BLOCKS ", next: [{to: x, share: 5%}]"),
                        "11:9: warning: steps block each other in a circle (\"x\", \"y\", then \"x\" again)" MAY_HALT);
    assert_is_warned_of(
        "    steps:\n" STEP("door", "") STEP("x", BLOCKS) STEP("y", BLOCKS)
            STEP("z", BLOCKS ", next: [{to: x, share: 5%, class: a}]"),
        "12:9: warning: steps block each other in a circle (\"x\", \"y\", \"z\", then \"x\" again)" MAY_HALT);
    // A step that lets everybody in ends the circle; whoever comes back to the same step has space there.
    assert_is_warned_of("    steps:\n" STEP("x", BLOCKS) STEP("y", ", next: [{to: x, share: 5%}]"), "");
    assert_is_warned_of("    steps:\n" STEP("x", BLOCKS) STEP("y", ", space: 2, next: [{to: x, share: 5%}]"), "");
    assert_is_warned_of(
        "    steps:\n" STEP("x", BLOCKS ", next: [{to: x, share: 5%}, {to: y, share: 95%}]") STEP("y", BLOCKS), "");
}

static void assert_text_is_refused(const char *text, const char *expected)
{
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(FILE_NAME, text, strlen(text), &hospital_model.fields, NULL, 0, faults);
    HospitalPlan *plan = scenario ? hospital_plan_new(scenario, SIM_STRIKE, faults) : NULL;
    char *said = faults_text(faults);
    if (strcmp(said, expected) != 0 || (plan == NULL) == (expected[0] == '\0'))
        fail_msg("%.2000s\nis refused with\n%snot with\n%s", text, said, expected);
    free(said);
    hospital_plan_free(plan);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
}

static void assert_is_refused(const Wrong *of)
{
    char text[TEXT_BYTES];
    write_wrong(of, text);
    assert_text_is_refused(text, of->faults);
}

static void what_is_wrong_is_refused_with_its_place_and_what_to_write(void **state)
{
    (void)state;
    assert_is_refused(&sound);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_is_refused(&wrong[i]);
}

// Patients say where they are in 16 bits.
static void more_steps_than_can_be_numbered_are_refused(void **state)
{
    (void)state;
    enum { SERVICES = 2, CLASSES = 32, STEPS = 1100 };
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    fprintf(file, "walkout: 1\ncalendar: {start: 2024-01-01, end: 2024-01-07}\nservices:\n");
    for (int service = 0; service < SERVICES; service++) {
        fprintf(file, "  - name: service %d\n    classes:\n", service);
        for (int i = 0; i < CLASSES; i++) fprintf(file, "      - {name: c%d, share: 3.125%%}\n", i);
        fprintf(file, "    arrivals: [{rate: 1/h}]\n    steps:\n");
        for (int i = 0; i < STEPS; i++) fprintf(file, "      - {name: s%d-%d, duration: {mean: 1 min}}\n", service, i);
    }
    fclose(file);
    assert_text_is_refused(text,
                           "4:5: the services have 70400 steps, counted for each class of patients, and 2 arrival "
                           "points; write at most 65535 of each\n");
    free(text);
}

// Ten times as many come as can be served.
static void queues_that_grow_without_end_stop_the_run(void **state)
{
    (void)state;
    Lives lives =
        lives_parse(FOR_DAYS("2024-12-31")  //
                    "resources: [{name: nurses, capacity: 9}, {name: doctors, capacity: 1}]\n"
                    "services:\n"
                    "  - name: clinic\n"
                    "    arrivals: [{rate: 100/h}]\n"
                    "    steps:\n"
                    "      - {name: triage, resource: nurses, duration: {shape: deterministic, mean: 5 min}}\n"
                    "      - {name: see, resource: doctors, duration: {shape: deterministic, mean: 6 min}}\n",
                    NULL, 0);
    HospitalPlan *plan = lives.plans[SIM_BASELINE];
    assert_int_equal(plan->trusts[0].services.patients_most, 4000000);
    plan->trusts[0].services.patients_most = 10000;  // after about 111 hours
    SimWorld *world = world_new(plan, 0);
    char message[400] = "";
    assert_false(hospital_run_until(world, plan, end_of(plan), message, sizeof message));
    assert_true(sim_now(world) > 100 * SIM_HOUR_S && sim_now(world) < 120 * SIM_HOUR_S);
    const char *const parts[] = {"on 2024-01-05 more than 10000 patients are in the services at once",
                                 "wait at step \"see\"", "write more capacity"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) assert_non_null(strstr(message, parts[i]));
    sim_world_free(world);
    lives_free(&lives);
}

// A world's clock can say 136 years: patience of 14 years on average is now and then longer.
static void times_beyond_the_clock_never_end(void **state)
{
    (void)state;
    ServiceRun run = services_run(
        FOR_DAYS("2024-03-01")  //
        "resources: [{name: doctors, capacity: 2, on_fall: interrupt,\n"
        "             changes: [{start: 2024-02-01, end: 2024-02-03, capacity: 0}]}]\n"
        "services:\n"
        "  - name: clinic\n"
        "    arrivals: [{rate: 20/h}]\n"
        "    steps: [{name: see, resource: doctors, duration: {mean: 900000 d}, patience: {mean: 5000 d}}]\n");
    assert_value(&run, "svc_left", "clinic", 0);
    assert_value(&run, "svc_started", "see", 2);
    assert_value(&run, "svc_interrupted", "see", 2);
    assert_true(service_value(&run, "svc_gave_up_share", "see") < 0.01);
    services_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_that_may_block_each_other_for_ever_are_warned_of),
        cmocka_unit_test(what_is_wrong_is_refused_with_its_place_and_what_to_write),
        cmocka_unit_test(more_steps_than_can_be_numbered_are_refused),
        cmocka_unit_test(queues_that_grow_without_end_stop_the_run),
        cmocka_unit_test(times_beyond_the_clock_never_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
