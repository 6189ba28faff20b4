# shellcheck shell=bash
# What the pages of docs/operate/ take for granted: an office on loopback that runs. Sourced by the files beside it, which
# script/lib/run-page sources before a page. What a page calls and a test has not (systemctl, a person at a terminal) stands here.
# $PWD is a new folder; WAYMARK_BIN says where the programs are.

: "${WAYMARK_BIN:?says where the programs are}"
umask 077
declare -A running=()
readonly here=$PWD

# Each person's passphrase and authenticator are files here. Whoever signs in is the one that --alias names.
waymark() {
  local -a more=()
  local alias
  alias=$(sed -n 's/.*--alias \([a-z]*\).*/\1/p' <<<"$*")
  if [[ -n $alias && $1 != init ]]; then
    more=(--passphrase-file "$here/staff/$alias.passphrase" --totp-secret-file "$here/staff/$alias.totp")
  elif [[ "$1 ${2:-}" == 'staff accept' ]]; then
    more=(--passphrase-file "$here/staff/new.passphrase" --totp-to "$here/staff/new.totp")
  elif [[ $1 == init ]]; then
    more=(--passphrase-file "$here/staff/$alias.passphrase" --argon2-kib 1024 --argon2-passes 1 "${fresh_ports[@]}")
  fi
  command "$WAYMARK_BIN/waymark" "$@" "${more[@]}"
}
waymark-relay() { command "$WAYMARK_BIN/waymark-relay" "$@"; }

# The units' programs, as ExecStart of packaging/ names them, without systemd and its fences.
systemctl() {
  local act=$1 unit
  shift
  for unit in "$@"; do
    unit=${unit%.service}
    case "$act" in
      start) start_unit "$unit" ;;
      stop) stop_unit "$unit" ;;
      restart) stop_unit "$unit" && start_unit "$unit" ;;
      is-active) kill -0 "${running[$unit]:-0}" ;;
      *) echo "systemctl $act is not known to this test" >&2 && return 1 ;;
    esac
  done
}

start_unit() {
  local unit=$1
  case "$unit" in
    waymark-relay) command "$WAYMARK_BIN/waymark-relay" --config "$here/office/relay.toml" >"$here/$unit.log" 2>&1 3>&- & ;;
    waymark-desk) command "$WAYMARK_BIN/waymark" desk --office "$here/office" >"$here/$unit.log" 2>&1 3>&- & ;;
    *) echo "no unit $unit" >&2 && return 1 ;;
  esac
  running[$unit]=$!
  until_true "$unit answers" unit_answers "$unit"
}

unit_answers() {
  case "$1" in
    waymark-relay) curl -fsS -o "$here/answer" "http://127.0.0.1:$port_relay/v1/health" ;;
    waymark-desk) curl -fsS -o "$here/answer" "http://127.0.0.1:$port_desk/" ;;
  esac
}

stop_unit() {
  local unit=$1
  if [[ -z ${running[$unit]:-} ]]; then return 0; fi
  kill "${running[$unit]}"
  wait "${running[$unit]}" || true
  unset "running[$unit]"
}

# until_true <words> <command…>: asks again until it is so; three minutes, which only broken code needs
until_true() {
  local words=$1 end=$((SECONDS + 180))
  shift
  until "$@" 2>/dev/null; do
    ((SECONDS < end)) || { echo "not in three minutes: $words" && return 1; }
    sleep 0.1  # sleep: between two looks
  done
}

free_port() { node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

take_ports() {
  port_relay=$(free_port) port_relay_desk=$(free_port) port_desk=$(free_port)
  fresh_ports=(--relay-listen "127.0.0.1:$port_relay" --relay-desk-listen "127.0.0.1:$port_relay_desk" --listen "127.0.0.1:$port_desk")
}
fresh_ports=()

# found_office: ./office, ./relay, ./keys/root.key, ./keys/recovery.txt, coordinator juniper; nothing runs yet
found_office() {
  mkdir -p staff relay keys
  printf '%s\n' 'juniper keeps the first light' >staff/juniper.passphrase
  printf '%s\n' 'heron waits beside quiet water' >staff/new.passphrase
  take_ports
  waymark init "$here/office" --name 'Open Road' --alias juniper --root-key keys/root.key --recovery-to keys/recovery.txt \
    --totp-to staff/juniper.totp --relay-data "$here/relay" >founded.txt
}
always() { for unit in "${!running[@]}"; do kill "${running[$unit]}" 2>/dev/null || true; done; }
