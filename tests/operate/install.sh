# shellcheck shell=bash
# The page that installs, without root: packages are unpacked into a folder, and `waymark setup` works in it. With root, in fresh
# Debian 12 and 13: script/stages/test/47-roots.
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
PACKAGES=${WAYMARK_PACKAGES:?says where the packages are}
machine=$here/machine
OFFICE=$machine/var/lib/waymark-desk
KEYS=$machine/var/lib/waymark-keys
take_ports
port_clerk=$(free_port)

apt-get() {
  local package
  for package in "${@:3}"; do dpkg-deb -x "$package" "$machine"; done
  WAYMARK_BIN=$machine/usr/bin
}
# A trial: everything under one folder, on ports that are free.
waymark() {
  if [[ $1 != setup ]]; then
    command "$machine/usr/bin/waymark" "$@"
    return
  fi
  if [[ -e answers.toml ]]; then
    printf '%s\n' '[listen]' "relay = \"127.0.0.1:$port_relay\"" "relay_desk = \"127.0.0.1:$port_relay_desk\"" \
      "desk = \"127.0.0.1:$port_desk\"" "clerk = \"127.0.0.1:$port_clerk\"" >>answers.toml
  fi
  command "$machine/usr/bin/waymark" "$@" --under "$machine" | tee "$here/setup.txt"
}
runuser() { "${@:4}"; }
# What setup printed to be started is started.
systemctl() {
  local unit
  while read -r -a words; do
    "${words[@]}" >>"$here/units.log" 2>&1 3>&- &
    running[$!]=$!
  done < <(grep -E '^  .*/usr/bin/waymark' "$here/setup.txt")
  until_true 'the relay has the keys of the day' curl -fsS -o "$here/answer" "http://127.0.0.1:$port_relay/v1/day-keys"
  until_true 'the desk answers' curl -fsS -o "$here/answer" "http://127.0.0.1:$port_desk/"
  until_true 'the clerk answers' curl -fsS -o "$here/answer" "http://127.0.0.1:$port_clerk/en/"
  for unit in "${!running[@]}"; do kill -0 "$unit"; done
}
