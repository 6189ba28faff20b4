# shellcheck shell=bash
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
systemctl start waymark-relay waymark-desk
# shellcheck disable=SC2034  # read by the page
OFFICE=$here/office RELAY=$here/relay SAVED=$here/before
after() { systemctl is-active waymark-relay waymark-desk; }
