#!/bin/sh
# The main job on a fresh Debian machine: installs, builds, simulates Bolton in January 2024, draws the pictures.
set -eu
cd "$(dirname "$0")"
.ci/install
cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DWALKOUT_TESTS=OFF >/dev/null
cmake --build build --parallel "$(nproc)"
build/walkout run scenarios/bolton-2024-01.yaml -o results/bolton-2024-01
build/walkout plot results/bolton-2024-01
echo
echo "Look at results/bolton-2024-01: pictures in plots/, summary.csv opens in Excel, measures.csv says what is what."
