// A world can be copied at any moment: the copy lives on as the original would have, byte for byte, with all flows on.
// A world run in slices lives as one that is run in one go.
#include "tests/golden/hospital_world.h"

#include "sim/engine/random.h"

enum { RANDOM_MOMENTS = 10, MOMENTS_MOST = 24 };

static int read_bolton(void **state)
{
    static const SimOverride shorter[] = {
        {"calendar.start", "2023-11-13"}, {"calendar.end", "2024-01-21"}, {"run.warm_up", "2 weeks"}};
    static Lives lives;
    *state = &lives;
    lives = lives_read(SCENARIOS_FOLDER "/bolton-2024-01.yaml", shorter, 3);
    return 0;
}

static int free_bolton(void **state)
{
    lives_free(*state);
    return 0;
}

typedef struct {
    SimTime at_s[MOMENTS_MOST];
    int count;
} Moments;

static void add_moment(Moments *moments, SimTime time_s)
{
    assert_true(moments->count < MOMENTS_MOST);
    moments->at_s[moments->count++] = time_s;
}

static int by_time(const void *a, const void *b)
{
    const SimTime x = *(const SimTime *)a, y = *(const SimTime *)b;
    return x < y ? -1 : x > y;
}

// Ten by lot, and those where something happens in that very second.
static Moments moments_of(const HospitalPlan *plan)
{
    Moments moments = {.count = 0};
    const SimStream stream = sim_stream((SimKey){.seed = SEED}, 0, "moments");
    for (uint32_t i = 0; i < RANDOM_MOMENTS; i++) {
        const double share = sim_uniform(sim_draw(stream, i, 0, 0).word[0]);
        add_moment(&moments, (SimTime)(share * (double)end_of(plan)));
    }
    add_moment(&moments, 0);
    add_moment(&moments, 1);
    add_moment(&moments, moment(plan, 2023, 12, 1, 0));    // a midnight
    add_moment(&moments, moment(plan, 2023, 12, 21, 8));   // a shift starts, inside the window of December
    add_moment(&moments, moment(plan, 2024, 1, 3, 7));     // the strike of January starts: sessions are booked
    add_moment(&moments, moment(plan, 2024, 1, 6, 13.4));  // inside its window
    const StrikePlan *strike = &plan->strike;
    assert_true(strike->decision_count > 4);
    add_moment(&moments, strike->decisions[0].time_s);
    add_moment(&moments, strike->decisions[strike->decision_count / 2].time_s);
    add_moment(&moments, strike->decisions[strike->decision_count / 2].time_s + 1);
    add_moment(&moments, strike->decisions[strike->decision_count - 1].time_s);
    qsort(moments.at_s, (size_t)moments.count, sizeof moments.at_s[0], by_time);
    return moments;
}

static void forks_of(const HospitalPlan *plan)
{
    const Moments moments = moments_of(plan);
    SimWorld *straight = world_run(plan, 0, end_of(plan));
    SimWorld *original = world_new(plan, 0);
    for (int i = 0; i < moments.count; i++) {
        run_to(original, plan, moments.at_s[i]);
        SimWorld *snapshot = sim_world_fork(original), *forked = hospital_fork(original, plan);
        assert_same_world(forked, original);
        run_to(forked, plan, end_of(plan));
        assert_same_world(forked, straight);
        assert_same_world(original, snapshot);
        sim_world_free(snapshot);
        sim_world_free(forked);
    }
    run_to(original, plan, end_of(plan));
    assert_same_world(original, straight);
    sim_world_free(original);
    sim_world_free(straight);
}

static void a_fork_of_the_baseline_lives_on_as_the_original(void **state)
{
    const Lives *lives = *state;
    forks_of(lives->plans[SIM_BASELINE]);
}

static void a_fork_of_the_strike_life_lives_on_as_the_original(void **state)
{
    const Lives *lives = *state;
    forks_of(lives->plans[SIM_STRIKE]);
}

static void forks_of_forks_live_on_as_the_original(void **state)
{
    const HospitalPlan *plan = ((const Lives *)*state)->plans[SIM_STRIKE];
    SimWorld *straight = world_run(plan, 0, end_of(plan)), *world = world_new(plan, 0);
    const Moments moments = moments_of(plan);
    for (int i = 0; i < moments.count; i++) {
        run_to(world, plan, moments.at_s[i]);
        SimWorld *forked = hospital_fork(world, plan);
        sim_world_free(world);
        world = forked;
    }
    run_to(world, plan, end_of(plan));
    assert_same_world(world, straight);
    sim_world_free(straight);
    sim_world_free(world);
}

static void slices(const HospitalPlan *plan, SimTime slice_s)
{
    SimWorld *straight = world_run(plan, 0, end_of(plan)), *sliced = world_new(plan, 0);
    for (SimTime now_s = slice_s; now_s < end_of(plan); now_s += slice_s) run_to(sliced, plan, now_s);
    run_to(sliced, plan, end_of(plan));
    run_to(sliced, plan, end_of(plan));  // nothing is left to do
    assert_same_world(sliced, straight);
    sim_world_free(straight);
    sim_world_free(sliced);
}

static void slices_of_an_hour_are_as_one_run(void **state)
{
    const Lives *lives = *state;
    for (int life = 0; life < SIM_LIVES; life++) slices(lives->plans[life], SIM_HOUR_S);
}

static void slices_of_odd_lengths_are_as_one_run(void **state)
{
    const Lives *lives = *state;
    slices(lives->plans[SIM_STRIKE], 97);
    slices(lives->plans[SIM_STRIKE], 4639);
}

// Around the announcement and a cut, second by second.
static void slices_of_a_second_are_as_one_run(void **state)
{
    const HospitalPlan *plan = ((const Lives *)*state)->plans[SIM_STRIKE];
    const StrikePlan *strike = &plan->strike;
    const SimTime moments[] = {strike->decisions[0].time_s, strike->decisions[strike->decision_count / 2].time_s,
                               strike->windows[strike->window_count - 1].start_s};
    SimWorld *straight = world_run(plan, 0, end_of(plan)), *sliced = world_new(plan, 0);
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        for (SimTime now_s = moments[i] - 90; now_s < moments[i] + 90; now_s++) run_to(sliced, plan, now_s);
    }
    run_to(sliced, plan, end_of(plan));
    assert_same_world(sliced, straight);
    sim_world_free(straight);
    sim_world_free(sliced);
}

// Worlds can be told apart at all: by the replication, and by a day more.
static void worlds_of_other_numbers_or_other_lengths_differ(void **state)
{
    const HospitalPlan *plan = ((const Lives *)*state)->plans[SIM_STRIKE];
    SimWorld *one = world_run(plan, 0, 3 * SIM_DAY_S);
    SimWorld *other = hospital_new(plan, 0, (SimKey){.seed = SEED, .replication = 2});
    run_to(other, plan, 3 * SIM_DAY_S);
    assert_true(differ(one, other));
    SimWorld *older = hospital_fork(one, plan);
    assert_false(differ(one, older));
    run_to(older, plan, 4 * SIM_DAY_S);
    assert_true(differ(one, older));
    sim_world_free(one);
    sim_world_free(other);
    sim_world_free(older);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fork_of_the_baseline_lives_on_as_the_original),
        cmocka_unit_test(a_fork_of_the_strike_life_lives_on_as_the_original),
        cmocka_unit_test(forks_of_forks_live_on_as_the_original),
        cmocka_unit_test(slices_of_an_hour_are_as_one_run),
        cmocka_unit_test(slices_of_odd_lengths_are_as_one_run),
        cmocka_unit_test(slices_of_a_second_are_as_one_run),
        cmocka_unit_test(worlds_of_other_numbers_or_other_lengths_differ),
    };
    return cmocka_run_group_tests(tests, read_bolton, free_bolton);
}
