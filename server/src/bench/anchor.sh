#!/usr/bin/env bash
# Puts the same SIP load to Kamailio (with rtpengine for calls) and to Sallyport, in turn, and prints
# CPU milliseconds an operation of each, and their ratio.
#   anchor.sh BENCH [RATE] [SECONDS] [RUNS] [PART...]
# PART: call, udp (REGISTER and MESSAGE over UDP), tcp and tls (the same over kept connections); all of
# them where none is named. BENCH is a scratch copy of the folder with sip/kam.sh and sip/sipbench.py;
# needs Debian's kamailio, kamailio-sqlite-modules, kamailio-tls-modules, rtpengine-daemon and sip-tester.
# All traffic is on loopback.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bench=$(cd "$1" && pwd)
rate=${2:-200} seconds=${3:-60} runs=${4:-3}
[ $# -ge 5 ] && parts=" ${*:5} " || parts=' call udp tcp tls '
jar=${SALLYPORT_JAR:-$here/../../target/sallyport.jar}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; "$bench/sip/kam.sh" stop; rm -rf "$work"' EXIT
export BENCH=$bench

load() { # operation, transport rate, seconds, runs, label, further arguments
  local op=$1 rate=$2 seconds=$3 runs=$4 label=$5
  shift 5
  (cd "$bench/sip" && ./sipbench.py run --op "$op" --transport udp --rate "$rate" --dur "$seconds" \
    --runs "$runs" --label "$label" "$@") | tee -a "$work/log" | grep RESULT | tee -a "$work/results"
}

kept() { # operation, transport, runs, label, process
  "$here/kept.py" "$bench" --op "$1" --transport "$2" --runs "$3" --label "$4" --proc "$5" --rate "$rate" --dur "${KEPT_SECONDS:-20}" |
    tee -a "$work/log" | grep RESULT | tee -a "$work/results"
}

measured() { # label, process: REGISTER and MESSAGE, of the parts that are asked for
  if wanted udp; then
    for op in reg msg; do load "$op" "$rate" 20 "$runs" "$1" --proc "$2"; done
  fi
  for transport in tcp tls; do
    if wanted "$transport"; then
      for op in reg msg; do kept "$op" "$transport" "$runs" "$1" "$2"; done
    fi
  done
}

wanted() { [[ $parts == *" $1 "* ]]; }

start_sallyport() {
  # shellcheck disable=SC2086 # several options, on purpose
  java ${JAVA_OPTIONS:-} -jar "$jar" --config "$here/sallyport.yaml" --data "$work/data" > "$work/server.log" 2>&1 &
  server=$!
  for _ in $(seq 240); do grep -q '^ready' "$work/server.log" && break; sleep 0.25; done
  seq -f 'u%05g,pw-u' 0 19999 | awk -F, '{ print $1 ",pw-" $1 }' |
    java -jar "$jar" --data "$work/data" user import | tail -1
  # the compiler's work belongs to the first minutes of a server's life, not to each call; a server
  # that has just begun is slow, and sipp gives up at a repeated 401
  warm reg 20 10
  warm reg 100 10
  if wanted call; then
    warm call 100 20
    for _ in 1 2; do warm call "$rate" 30; done
  fi
  for op in reg msg; do warm "$op" "$rate" 20; done
}

warm() { # operation, rate, seconds
  load "$1" "$2" "$3" 1 warm --proc "srv=$server" > /dev/null || true
}

if wanted call; then
  "$bench/sip/kam.sh" start B 2 > "$work/kam.log" 2>&1
  load call "$rate" "$seconds" "$runs" kamailio \
    --proc "kam=@$bench/run/kam.pid" --proc "rtpe=@$bench/run/rtpe.pid"
fi
"$bench/sip/kam.sh" start A 2 > "$work/kam.log" 2>&1
measured kamailio "kam=@$bench/run/kam.pid"
"$bench/sip/kam.sh" stop
start_sallyport
! wanted call || load call "$rate" "$seconds" "$runs" sallyport --proc "srv=$server"
measured sallyport "srv=$server"
cat /proc/loadavg

python3 - "$work/results" <<'PY'
import re, sys
cost = {}
for line in open(sys.argv[1]):
    if ' warm ' in line:
        continue
    label, op, transport = re.match(r'RESULT fixed (\S+) (\S+) (\S+)', line).groups()
    cost[label, f'{op} {transport}'] = sum(float(x) for x in re.findall(r'CPU-s/1000 ([\d.]+)', line))
print('operation   kamailio ms   sallyport ms   ratio')
for op in dict.fromkeys(op for _, op in cost):
    anchor, ours = cost.get(('kamailio', op)), cost.get(('sallyport', op))
    if anchor and ours:
        print(f'{op:9}   {anchor:11.3f}   {ours:12.3f}   {ours / anchor:5.2f}')
PY
