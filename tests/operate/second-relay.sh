# shellcheck shell=bash
# Both relays stand on this machine, each on ports and in a folder of its own.
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
mkdir second
port_second=$(free_port) port_second_desk=$(free_port)
systemctl start waymark-relay waymark-desk
start_unit_of_office=$(declare -f start_unit)
eval "first_${start_unit_of_office}"
start_unit() {
  if [[ $1 != waymark-relay-second ]]; then first_start_unit "$1" && return 0; fi
  command "$WAYMARK_BIN/waymark-relay" --config "$here/second.toml" >"$here/$1.log" 2>&1 3>&- &
  running[$1]=$!
  until_true "$1 answers" curl -fsS -o "$here/answer" "http://127.0.0.1:$port_second/v1/health"
}
# The desk must have published to the second relay before it can be asked how it is.
waymark_of_office=$(declare -f waymark)
eval "plain_${waymark_of_office}"
waymark() {
  if [[ $1 == doctor ]]; then until_true 'the second relay has a roster' curl -fsS -o "$here/answer" "http://127.0.0.1:$port_second/v1/roster"; fi
  plain_waymark "$@"
}
# shellcheck disable=SC2034  # read by the page
OFFICE=$here/office ROOT=$here/keys/root.key FIRST=$here/office/relay.toml SECOND=$here/second.toml FIRST_URL=http://127.0.0.1:$port_relay \
  SECOND_URL=http://127.0.0.1:$port_second SECOND_DESK_URL=http://127.0.0.1:$port_second_desk SECOND_LISTEN=127.0.0.1:$port_second \
  SECOND_DESK_LISTEN=127.0.0.1:$port_second_desk SECOND_DATA=$here/second
after() { grep -q 'more_relays' office/desk.toml; }
