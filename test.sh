#!/bin/sh
# All tests on a fresh Debian machine: installs, builds and runs them. `./test.sh --slow` adds the slow suites: clang,
# sanitizers, threads, minutes of fuzzing, all of MPI and Slurm, V12 through the hospital with a seed of the day.
set -eu
cd "$(dirname "$0")"
.ci/install .ci/packages-test

build_and_test() { # folder, then options of cmake
    folder=$1
    shift
    cmake -S . -B "$folder" -DWALKOUT_WERROR=ON "$@" >/dev/null
    cmake --build "$folder" --parallel "$(nproc)"
    ctest --test-dir "$folder" --output-on-failure -j "$(nproc)"
}

if [ "${1:-}" = --slow ]; then
    .ci/install .ci/packages-slow
    CC=clang build_and_test build-clang -DCMAKE_BUILD_TYPE=Release
    build_and_test build-debug -DCMAKE_BUILD_TYPE=Debug
    build_and_test build-asan -DCMAKE_BUILD_TYPE=RelWithDebInfo -DWALKOUT_SANITIZE=ON
    build_and_test build-tsan -DCMAKE_BUILD_TYPE=RelWithDebInfo -DWALKOUT_THREAD_SANITIZE=ON
    tests/fuzz/run.sh 300
    cmake -S . -B build-mpi -DWALKOUT_WERROR=ON -DWALKOUT_MPI=ON -DWALKOUT_TESTS=OFF -DCMAKE_BUILD_TYPE=Release >/dev/null
    cmake --build build-mpi --parallel "$(nproc)"
    bash tests/cluster/mpi_test.sh build-mpi/walkout .
    bash tests/cluster/slurm_test.sh build-mpi/walkout .
fi
build_and_test build-test -DCMAKE_BUILD_TYPE=Release
if [ "${1:-}" = --slow ]; then build-test/tests/strike_window_test --slow "$(date +%Y%m%d)"; fi
