# shellcheck shell=bash
# shellcheck disable=SC2034  # the settings of the page
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
cp -r "$(dirname "$WAYMARK_BIN")/share/waymark/intake/." pages
sed -i "1a pages = \"$here/pages\"" office/relay.toml
systemctl start waymark-relay
PAGES=$here/pages RELAY=http://127.0.0.1:$port_relay HASHES=$here/published.sha256
# As script/package publishes them.
(cd pages && find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum) >"$HASHES"
# What Tor is for the program: a SOCKS proxy that knows where an onion is.
port_socks=$(free_port)
python3 "$kTests/socks.py" "$port_socks" "$port_relay" 3>&- &
running[socks]=$!
until_true 'the proxy listens' bash -c "exec 8<>/dev/tcp/127.0.0.1/$port_socks"
ONION=http://gpxhbaxhixiqoebe6wzc4uvdbykhixqxjmomcsazwspt4wmfyyx5iaid.onion TOR=socks5h://127.0.0.1:$port_socks

after() {
  local status=0
  stop_unit waymark-relay
  printf '<script src="/evil.js"></script>' >>"$PAGES/ru/index.html"
  gzip -nkf9 "$PAGES/ru/index.html"
  start_unit waymark-relay
  waymark doctor --pages --hashes "$HASHES" --at "$RELAY" >changed.txt || status=$?
  cat changed.txt
  [[ $status == 8 ]]
  [[ $(grep -c '^PROBLEM' changed.txt) == 1 ]]
  grep -q "PROBLEM  $RELAY/ru/: another file than the published one" changed.txt
  # A list that is none is refused by its line.
  printf 'not a hash\n' >bad.sha256
  status=0
  waymark doctor --pages --hashes bad.sha256 --at "$RELAY" >bad.txt 2>&1 || status=$?
  cat bad.txt
  [[ $status == 2 ]]
  grep -q 'line 1' bad.txt
}
