#!/usr/bin/env bash
# Heap and threads of idle calls, and the time from a join's offer to the first forwarded packet.
#
#   benchmarks/counted-figures.sh [IDLE-CALLS 500] [JOINS 50]
#
# Garbage for each packet and pauses are among the figures of the load itself (the jar's main class).
set -euo pipefail
cd "$(dirname "$0")/.."
jar=benchmarks/target/sightline-benchmarks-0.1.0.jar
[ -f "$jar" ] || { echo "build first: mvn -q -pl benchmarks -am -DskipTests package" >&2; exit 1; }
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -cp "$jar" \
  io.sightline.benchmarks.CountedFigures "${1:-500}" "${2:-50}"
