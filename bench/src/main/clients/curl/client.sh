#!/usr/bin/env bash
# curl, with the options that 'cloud-stub ca' prints.
set -uo pipefail
url=https://supersim.twilio.com/v1/IpCommands

# The account goes in by a file descriptor: an argument shows in 'ps'.
api() {
  curl --silent --show-error --max-time 20 --proxy "$HTTP_PROXY" --cacert "$NODE_EXTRA_CA_CERTS" \
    --config <(printf 'user = "%s:%s"\n' "$TWILIO_ACCOUNT_SID" "$TWILIO_AUTH_TOKEN") "$@" 2>&1
}
step() {
  if grep -q "$2" <<<"$3"; then echo "$1 ok"; else echo "$1 failed: $(tr '\n' ' ' <<<"$3" | tail -c 400)"; fi
}

for payload in one two three; do
  said=$(api "$url" --data-urlencode "Sim=$BENCH_SIM" --data-urlencode "Payload=$payload" --data DevicePort=6969)
  sid=$(sed -n 's/.*"sid":"\(HG[0-9a-f]*\)".*/\1/p' <<<"$said")
done
step create '"status":"queued"' "$said"
step fetch '"payload":"three"' "$(api "$url/$sid")"
said=$(api "$url?Sim=$BENCH_SIM&PageSize=2")
next=$(sed -n 's/.*"next_page_url":"\([^"]*\)".*/\1/p' <<<"$said")
step list '"next_page_url":null.*"payload":"one"' "$(api "${next:-$url/none}")"
step error '"code":83005' "$(api "$url" --data Sim=nobody --data Payload=x --data DevicePort=6969)"
