# shellcheck shell=bash
# The mirror is the relay's own address by another name.
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
systemctl start waymark-relay waymark-desk
echo '{}' >site.json
# shellcheck disable=SC2034  # read by the page
OFFICE=$here/office ROOT=$here/keys/root.key SITE=$here/site.json MIRROR=https://weather-archive.example
# The name of the page leads nowhere; what is asked is the relay under its own name. The first page is none here: no pages are served.
waymark() {
  local -a words=("${@/#$MIRROR/http://127.0.0.1:$port_relay}")
  if [[ $1 != doctor ]]; then words=("$@"); fi
  command "$WAYMARK_BIN/waymark" "${words[@]}" || [[ $1 == doctor ]]
}
after() { grep -q '"pins"' site.json; }
