#!/bin/sh
# Reads the logs of all items of `bench` in this run through the link tree. Without any the report fails.
set -eu
bench=$MT_LINKTREE/$MT_TARGET/$MT_RUNNAME/bench
found=0

echo "$MT_TARGET $MT_RUNNAME"
printf '%-10s %9s %14s %14s\n' ALGORITHM SIZE NS/VALUE COMPARISONS
for log in "$bench"/*/*/measure.log; do
  [ -e "$log" ] || continue
  item=${log#"$bench/"}
  item=${item%/measure.log}
  time=$(sed -n 's/^ns_per_value //p' "$log")
  comparisons=$(sed -n 's/^comparisons //p' "$log")
  printf '%-10s %9s %14s %14s\n' "${item%/*}" "${item#*/}" "$time" "$comparisons"
  found=$((found + 1))
done

# The table is what a click on the result should show.
"$MT_MEGATEST" -setlog table.log
[ "$found" -gt 0 ]
