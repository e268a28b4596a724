#!/bin/sh
# Runs in the run directory of one item, with ALGORITHM and SIZE set. $MT_MEGATEST is the megatest that runs us.
set -eu

# A step of our own: the output goes to measure.log, start, end and exit status to the records.
"$MT_MEGATEST" -runstep measure "$MT_LINKTREE/$MT_TARGET/$MT_RUNNAME/build/bench" "$ALGORITHM" "$SIZE"

case $ALGORITHM in
  quick) comparisons=1.4 ;;
  merge) comparisons=0.9 ;;
  heap) comparisons=1.8 ;;
esac

# A line for each measured value: category,variable,value,expected,tolerance,unit,comment
# The tolerance is a number (expected ± tolerance) or a comparison such as <.
while read -r name value; do
  case $name in
    ns_per_value) echo "speed,$name,$value,$BENCH_LIMIT_NS,<,ns,best of five rounds" ;;
    comparisons) echo "work,$name,$value,$comparisons,0.4,,for each n * log2(n)" ;;
  esac
done <measure.log >results.csv

"$MT_MEGATEST" -setlog measure.log -load-test-data <results.csv

# AUTO: PASS when all values are within their tolerance, else FAIL.
"$MT_MEGATEST" -test-status :state COMPLETED :status AUTO
