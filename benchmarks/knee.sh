#!/usr/bin/env bash
# The knee of our media server: runs more and more recorded calls until more than 0.1 % of the packets
# are lost or the 99th percentile of the delay is above 5 ms, which are the requirements' bounds.
#
#   benchmarks/knee.sh [CALLS ...]          50 100 150 200 250 300 unless told
set -euo pipefail
cd "$(dirname "$0")/.."
jar=benchmarks/target/sightline-benchmarks-0.1.0.jar
[ -f "$jar" ] || { echo "build first: mvn -q -pl benchmarks -am -DskipTests package" >&2; exit 1; }
[ $# -gt 0 ] || set -- 50 100 150 200 250 300
for calls in "$@"; do
  line=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseParallelGC -Xms1g -Xmx1g -Xmn512m -jar "$jar" \
    --calls "$calls" --seconds 15 --warm-up 20 --recording on 2>/dev/null | grep '^calls')
  echo "$line"
  lost=$(sed 's/.*lost \([0-9.]*\) %.*/\1/' <<<"$line")
  p99=$(sed 's/.*p99 \([0-9.]*\) ms.*/\1/' <<<"$line")
  if awk "BEGIN { exit !($lost > 0.1 || $p99 > 5) }"; then
    echo "the knee is at $calls calls or below: lost $lost %, p99 $p99 ms"
    exit 0
  fi
done
echo "the knee is above $calls calls"
