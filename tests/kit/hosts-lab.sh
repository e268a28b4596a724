#!/bin/sh
# hosts-lab.sh DIRECTORY [MEGABYTES]: where the hosts of a test are: namespaces with a bridge that their cables end in, and with MEGABYTES a small
# disk, DIRECTORY/disk. Prints `ready`; DIRECTORY/lab.pid then holds the id of the first process. Lives until standard input ends, as it also does
# when the test is killed; then takes down everything, DIRECTORY included.
directory=$1 megabytes=${2-}
trap '' HUP INT TERM

if [ -n "$megabytes" ]; then
  mkdir "$directory/disk"
  mount -t tmpfs -o "size=${megabytes}m" tmpfs "$directory/disk"
fi

setpriv --pdeathsig KILL unshare --mount --net --pid --fork --kill-child sh -ec '
  read -r pid _ </proc/self/stat # as the machine numbers it, since this is the /proc of the machine
  echo "$pid" >"$1/lab.pid"
  ip link set lo up
  ip link add name bridge type bridge
  ip link set bridge up
  echo ready
  exec >&-
  sleep infinity &
  wait # also for those who are left without a parent' lab "$directory" &

while read -r _; do :; done
# The first process takes all others with it, and is not gone before they are.
kill -9 "$(cat "$directory/lab.pid")" || kill -9 $!
wait
if [ -n "$megabytes" ]; then umount -l "$directory/disk"; fi
rm -rf -- "$directory"
