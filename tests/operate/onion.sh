# shellcheck shell=bash
# A private Tor network on loopback; the relay's machine is one tor, the desk's another.
# when: long
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
# shellcheck source=tests/operate/tor_network.sh
source "$kTests/tor_network.sh"
found_office
systemctl start waymark-relay waymark-desk
tor_network

restart() {
  local name
  for name in "$@"; do
    if [[ -n ${running[tor-$name]:-} ]]; then
      kill "${running[tor-$name]}"
      wait "${running[tor-$name]}" || true
    fi
    : >"$tor_net/$name/log"
    tor_start "$name"
    until_true "tor of the $name is there again" grep -q 'Bootstrapped 100%' "$tor_net/$name/log"
  done
}
eval "units_$(declare -f systemctl)"
systemctl() { if [[ "$*" == 'restart tor' ]]; then restart services client; else units_systemctl "$@"; fi; }
# Descriptors need a while to spread: the doctor asks until they have.
waymark() {
  if [[ $1 == doctor ]]; then
    until_true 'the relay answers through Tor' doctor_is_content "$@"
    cat "$here/doctor"
  else
    command "$WAYMARK_BIN/waymark" "$@"
  fi
}
# No pages are served here, so of --lines only the rest can be whole.
doctor_is_content() {
  local status=0
  command "$WAYMARK_BIN/waymark" "$@" >"$here/doctor" 2>&1 || status=$?
  ((status == 0)) || { [[ "$*" == *--lines* ]] && grep -q 'roster.*whole' "$here/doctor"; }
}
sed -e "s|/var/lib/tor|$tor_net/services|; s|127.0.0.1:8080|127.0.0.1:$port_relay|; s|127.0.0.1:8081|127.0.0.1:$port_relay_desk|" \
  "$kTests/../../packaging/relay/torrc" >example
# shellcheck disable=SC2034  # read by the page
TORRC=$tor_net/services/torrc SERVICES=$tor_net/services EXAMPLE=$here/example DESK_TORRC=$tor_net/client/torrc \
  DESK_KEYS=$tor_net/client/auth OFFICE=$here/office SOCKS=$tor_socks ROOT=$here/keys/root.key

after() {
  # A request goes in and its reply comes out; the desk fetches and pushes through its own address.
  WAYMARK_RELAY_ONION=$(cat "$SERVICES/waymark-relay/hostname") WAYMARK_SOCKS=$tor_socks \
    node "$kTests/../../web/tests/scenario/onion/through_onion.ts" "$here" "$port_desk"
  # With its key the desk's address answers, and refuses what is not signed; without it, it answers nobody.
  curl -sS -m 60 --socks5-hostname "$tor_socks" -X POST -d '' "http://$desk_onion.onion/desk/v1/status" -o known
  grep -q denied known
  mv "$DESK_KEYS/relay.auth_private" key-away
  restart client
  until_true 'the open address answers the stranger' curl -sS -m 20 --socks5-hostname "$tor_socks" -o open \
    "http://$(cat "$SERVICES/waymark-relay/hostname")/v1/roster"
  if curl -s -m 60 --socks5-hostname "$tor_socks" -X POST -d '' "http://$desk_onion.onion/desk/v1/status" -o stranger; then return 1; fi
}
