#!/bin/sh
# hosts-boot.sh NAME ADDRESS DIRECTORY [KEPT…]: the first process of a host, in namespaces of its own. Prints its id, waits for a line on standard
# input, which says that the cable is in, and prints `ready`. DIRECTORY has what comes in the place of files of /etc. KEPT are folders under
# /tmp that the host has all the same.
set -e
name=$1 address=$2 directory=$3
shift 3
read -r pid _ </proc/self/stat # as the machine numbers it, since this still is the /proc of the machine
echo "$pid"
read -r _

echo "$name" >/proc/sys/kernel/hostname
for kept; do
  mkdir -p "$directory/kept$kept"
  mount --rbind "$kept" "$directory/kept$kept"
done
mount -t tmpfs -o mode=1777 tmpfs /tmp
for kept; do
  mkdir -p "$kept"
  mount --rbind "$directory/kept$kept" "$kept"
done
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=755 tmpfs /run
mount -t proc proc /proc
for file in hosts passwd shadow ssh; do
  mount --bind "$directory/$file" "/etc/$file"
done
cat /proc/sys/kernel/random/uuid >"$directory/boot_id"
mount --bind "$directory/boot_id" /proc/sys/kernel/random/boot_id
if [ -d ~root/.ssh ]; then mount -t tmpfs -o mode=700 tmpfs ~root/.ssh; fi

# That a neighbour does not answer any more is found out in a second or two instead of ten.
for setting in retrans_time_ms=100 delay_first_probe_time=0 base_reachable_time_ms=200; do
  echo "${setting#*=}" >"/proc/sys/net/ipv4/neigh/eth0/${setting%=*}"
done
ip link set lo up
ip address add "$address/24" dev eth0
ip link set eth0 up

mkdir /run/sshd
/usr/sbin/sshd -D -E "$directory/sshd.log" &
until [ -s /run/sshd.pid ]; do # which it writes when it listens
  kill -0 $! # ends the boot if sshd could not start
  sleep 0.01
done
echo ready
exec >&-
sleep infinity &
wait # also for those who are left without a parent
