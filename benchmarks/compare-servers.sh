#!/usr/bin/env bash
# The same recorded two-party calls through our media server, rtpengine and Janus, in turn.
#
#   benchmarks/compare-servers.sh [CALLS 100] [SECONDS 20] [WARM-UP 20] [ROUNDS 3] [SERVERS all]
#
# Installs Debian's packages of the two where they are absent (as root), and starts them by itself,
# with configurations of its own, on this machine's own address; nothing of it stays.
set -euo pipefail
cd "$(dirname "$0")/.."
jar=benchmarks/target/sightline-benchmarks-0.1.0.jar
[ -f "$jar" ] || { echo "build first: mvn -q -pl benchmarks -am -DskipTests package" >&2; exit 1; }
if ! command -v janus >/dev/null || ! command -v rtpengine >/dev/null; then
  apt-get install -y --no-install-recommends janus rtpengine-daemon
fi
# Janus ends with 1 after telling its version.
{ janus --version 2>&1 || true; } | grep version:
rtpengine --version 2>&1
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | grep version
ulimit -c 0 # rtpengine may crash as it is told to end
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseParallelGC -Xms1g -Xmx1g -Xmn512m -cp "$jar" \
  io.sightline.benchmarks.comparison.ServerComparison \
  "${1:-100}" "${2:-20}" "${3:-20}" "${4:-3}" ${5:+"$5"}
