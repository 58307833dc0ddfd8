#!/bin/bash
# run.sh PROGRAM [ARGUMENT…]: starts pcscd with its virtual reader where nobody else can reach it, then the program beside it.
# Run inside mount, network and process namespaces: unshare -mnpf --mount-proc (as root) or unshare -Urmnpf --mount-proc.
set -euo pipefail
folder=$(mktemp -d)
ip link set lo up
mkdir -p /run/pcscd
mount -t tmpfs tmpfs /run/pcscd
mkdir "$folder/reader.d"
cp /etc/reader.conf.d/vpcd "$folder/reader.d/"
pcscd --foreground --apdu -c "$folder/reader.d" >"$folder/pcscd.log" 2>&1 &
daemon=$!
# pcscd does not always end when it is asked to.
trap 'kill -9 $daemon 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 100); do
  [ -S /run/pcscd/pcscd.comm ] && break
  kill -0 $daemon 2>/dev/null || { echo "pcscd ended: $(tail -3 "$folder/pcscd.log")" >&2; exit 1; }
  sleep 0.05
done
status=0
"$@" || status=$?
if [ $status -ne 0 ]; then tail -20 "$folder/pcscd.log" >&2; fi
# What went over the wire, for who wants to keep it.
if [ -n "${SEMPER_APDU_TRACE:-}" ]; then cp "$folder/pcscd.log" "$SEMPER_APDU_TRACE"; fi
exit $status
