#!/usr/bin/env bash
# Weighs what a customer's browser loads to join a call: the page and all that it asks for, compressed
# as the server sends it.
#
#   benchmarks/page-weight.sh https://localhost:9443
set -euo pipefail
base=${1:?the address of a running server}
page=$(curl -sk "$base/ve/AAAAAAAAAAAAAAAAAAAAAA")
files=$(printf '%s\n' "$page" | grep -oE '(href|src)="/[^"]+"' | cut -d '"' -f 2 | sort -u)
total=0
for file in /ve/AAAAAAAAAAAAAAAAAAAAAA $files; do
  bytes=$(curl -sk -H 'Accept-Encoding: gzip' -o /dev/null -w '%{size_download}' "$base$file")
  printf '%8d %s\n' "$bytes" "$file"
  total=$((total + bytes))
done
printf '%8d bytes in all\n' "$total"
