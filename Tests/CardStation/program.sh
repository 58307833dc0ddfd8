#!/bin/bash
# program.sh SEMPER ROOT: people with the program alone, beside pcscd and its virtual reader (run.sh starts this). A buyer loads and pays
# with a chip card in the reader; a shop with its own module, in its home and then in a reader of its own, gives the purchase back to the card
# in its reader for customers, and brings its takings to the bank.
set -euo pipefail
semper=$1
root=$2
folder=$(mktemp -d)
started=()
finish() {
  for one in "${started[@]}"; do kill "$one" 2>/dev/null || true; done
  wait
  rm -rf "$folder"
}
trap finish EXIT
reader="Virtual PCD 00 00"
module_reader="Virtual PCD 00 01"
export SEMPER_PASSPHRASE_FILE=$folder/passphrase LC_ALL=C.UTF-8
(umask 077 && echo "play money only" >"$SEMPER_PASSPHRASE_FILE")

# serve NAME ARGUMENT…: starts a role, and waits until it says where it answers.
serve() {
  local name=$1
  shift
  # Emptied here and not by the role: what an earlier role of this name said would be taken for the word of the new one.
  : >"$folder/$name.out"
  "$semper" serve "$@" --home "$folder/$name" >>"$folder/$name.out" 2>"$folder/$name.err" &
  started+=($!)
  eval "${name}_process=$!"
  until grep -q '"role":"' "$folder/$name.out"; do
    kill -0 $! 2>/dev/null || { cat "$folder/$name.err" >&2; exit 1; }
    sleep 0.05
  done
  eval "${name}_address=$(sed -n 's/.*"address":"\([^"]*\)".*/\1/p' "$folder/$name.out" | head -1)"
}
# stop NAME: ends a role in order.
stop() {
  local process=${1}_process
  kill "${!process}"
  wait "${!process}" || true
}
wallet() { "$semper" wallet "$@" --home "$folder/wallet"; }
till() { "$semper" till "$@" --home "$folder/seller"; }
# expect TEXT COMMAND…: what the command says holds the text.
expect() {
  local text=$1 said
  shift
  said=$("$@" 2>&1) || { echo "failed: $*: $said" >&2; exit 1; }
  [[ $said == *"$text"* ]] || { echo "without “$text”: $*: $said" >&2; exit 1; }
}
# refuse TEXT COMMAND…: the command fails and says why.
refuse() {
  local text=$1 said
  shift
  if said=$("$@" 2>&1); then echo "not refused: $*: $said" >&2; exit 1; fi
  [[ $said == *"$text"* ]] || { echo "without “$text”: $*: $said" >&2; exit 1; }
}

serve authority authority --enrol bank --enrol arbiter --enrol seller
enrolled() { echo --authority "$authority_address" --token "$folder/authority/enrolment/$1.token"; }
trust=$folder/authority/trust.json
bank() { serve bank bank --grant 100.00 --key-bits 2048 --largest-exponent 1 $(enrolled bank) "$@"; }
bank
serve arbiter arbiter --trust "$trust" $(enrolled arbiter)
mkdir -p "$folder/courses/lamps"
echo "How to make a lamp." >"$folder/courses/lamps/lamp.txt"
cat >"$folder/courses/lamps/course.json" <<'END'
{"id":"lamps","language":"en","price":"6.00","title":{"en":"Lamps"},"summary":{"en":"How to make lamps."},
"files":[{"path":"lamp.txt","mediaType":"text/plain","title":"The lamp"}]}
END
shop_options() {
  echo --trust "$trust" --bank "$bank_address" --arbiter "$arbiter_address" --courses "$folder/courses" \
    --terms "$root/services/ticket-sale/terms.yaml" $(enrolled seller)
}
shop() { serve seller shop $(shop_options) "$@"; }
shop
stop seller

# A card of its own, put into the reader, and used by the wallet.
wallet init --trust "$trust" --bank "$bank_address" --seed-file "$folder/seed" --quick >/dev/null
expect "semper chip hold" wallet card --onto "$folder/chip"
refuse "reader" wallet card --reader "no such reader" --pin "$folder/chip/pin"
"$semper" chip hold "$folder/chip" &
started+=($!)
chip_process=$!
for _ in $(seq 100); do
  if said=$(wallet card --reader "$reader" --pin "$folder/chip/pin" 2>&1); then break; fi
  sleep 0.1
done
[[ $said == *"in the reader"* ]] || { echo "the wallet takes no card: $said" >&2; exit 1; }
expect "20.00" wallet withdraw 20.00 --into chipper
echo "done: a card in a reader is loaded"

# The bank's operator makes a module for the shop's account, which still has what every account was given.
stop bank
account=$("$semper" bank audit "$folder/bank" | sed -n 's/^ *10000 customer:\([^/]*\).*/\1/p')
"$semper" bank issue-module "$folder/bank" "$account" --output "$folder/module.json" >/dev/null
refuse "--onto" "$semper" bank issue-module "$folder/bank" "$account"
"$semper" bank issue-module "$folder/bank" "$account" --onto "$folder/module" >/dev/null
refuse "there already" "$semper" bank issue-module "$folder/bank" "$account" --onto "$folder/module"
bank --port "${bank_address##*:}"
shop --module "$folder/module.json" --card-reader "$reader"
link=$(till bill 3.50 "Two coffees" | tail -1)
expect "paid" wallet pay "$link" --yes --pay chipper
expect "16.50" wallet purses
echo "done: it pays at the shop's own module"

# The card is in the shop's reader now, which is the same one.
expect "cancel-last" till special chipper
expect "0.00" till special chipper cancel-last
expect "20.00" wallet purses
link=$(till bill 1.25 "A tea" | tail -1)
expect "paid" wallet pay "$link" --yes --pay chipper
expect "0.00" till special chipper collect
expect "1.25" till statement chipper
# What was brought to the bank is given back by a refund, and not by cancelling.
refuse "" till special chipper cancel-last
echo "done: the last purchase is given back, and the takings are at the bank"

# The same shop with a module on a card, in the second slot of the virtual reader. A customer's card there is none.
stop seller
refuse "no module" timeout 60 "$semper" serve shop $(shop_options) --home "$folder/seller" --module-reader "$reader"
"$semper" chip hold "$folder/module" --port 35964 &
started+=($!)
shop --module-reader "$module_reader" --card-reader "$reader"
for _ in $(seq 100); do
  [[ $(till purses 2>&1) == *"not yet at the bank: €0.00"* ]] && break
  sleep 0.1
done
link=$(till bill 2.25 "A lunch" | tail -1)
expect "paid" wallet pay "$link" --yes --pay chipper
expect "16.50" wallet purses
expect "0.00" till special chipper cancel-last
expect "18.75" wallet purses
link=$(till bill 0.75 "A bun" | tail -1)
expect "paid" wallet pay "$link" --yes --pay chipper
expect "not yet at the bank: €0.75" till purses
expect "0.00" till special chipper collect
expect "0.75" till statement chipper
expect "18.00" wallet purses
echo "done: a module in a reader takes payments, gives the last one back, and is collected from"

# Who takes the card out has a wallet that cannot pay with it, and says so.
kill "$chip_process"
wait "$chip_process" 2>/dev/null || true
refuse "card" wallet special chipper load 1.00
expect "" wallet balance
echo "done: a card that is not there is missed"
