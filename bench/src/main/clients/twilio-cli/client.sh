#!/usr/bin/env bash
# What a user types: twilio api:supersim:v1:ip-commands:...
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

twilio() { node_modules/.bin/twilio "api:supersim:v1:ip-commands:$@" -o json 2>&1; }
sids() { sed -n 's/.*"sid": "\(HG[0-9a-f]*\)".*/\1/p'; }

# step NAME CONDITION WHAT_WAS_SAID
step() {
  if [ "$2" = true ]; then echo "$1 ok"; else echo "$1 failed: $(tr '\n' ' ' <<<"$3" | tail -c 400)"; fi
}

is() { if "$@"; then echo true; else echo false; fi; }

first=
for payload in one two three; do
  said=$(twilio create --sim "$BENCH_SIM" --payload "$payload" --device-port 6969)
  sid=$(sids <<<"$said")
  [ -n "$sid" ] || break
  first=${first:-$sid}
done
step create "$(is test -n "$sid")" "$said"
said=$(twilio fetch --sid "$first" --properties sid,payload)
step fetch "$(is grep -q '"payload": "one"' <<<"$said")" "$said"
said=$(twilio list --sim "$BENCH_SIM" --page-size 2 --limit 10 --properties sid)
step list "$(is test "$(sids <<<"$said" | wc -l)" = 3)" "$said"
said=$(twilio create --sim nobody --payload x --device-port 6969)
step error "$(is grep -q '83005' <<<"$said")" "$said"
