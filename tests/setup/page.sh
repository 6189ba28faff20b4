# shellcheck shell=bash
# What docs/operate/install.md takes for granted in a fresh root: systemd does not run there, so what `waymark setup` prints to be
# started is started as it stands.
export PACKAGES=/tmp/packages OFFICE=/var/lib/waymark-desk KEYS=/var/lib/waymark-keys DEBIAN_FRONTEND=noninteractive
began=0
waymark() {
  began=$SECONDS
  command waymark "$@" | tee /tmp/setup.txt
  printf '%s\n' "$((SECONDS - began))" >/tmp/setup.seconds
}
systemctl() {
  local end=$((SECONDS + 60))
  bash /tmp/setup/start
  until [[ -n $(fetch 8080 /v1/day-keys) && -n $(fetch 8090 /) && -n $(fetch 8082 /en/) ]]; do
    ((SECONDS < end)) || { cat /tmp/*.log && return 1; }
    sleep 0.2  # sleep: between two looks
  done
}
# fetch <port> <path>: the answer's first line, if it is 200; bash alone, since a fresh root has no curl
fetch() {
  exec 8<>"/dev/tcp/127.0.0.1/$1" || return 0
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&8
  timeout 10 head -n 1 <&8 | grep ' 200 '
  exec 8>&- 2>/dev/null || true
}
