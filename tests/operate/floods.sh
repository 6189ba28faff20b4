# shellcheck shell=bash
# A relay that tells its operator how it is.
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
# shellcheck disable=SC2034  # read by the page
OPERATOR=http://127.0.0.1:$(free_port)
printf '[operator]\nlisten = "%s"\n' "${OPERATOR#http://}" >>office/relay.toml
systemctl start waymark-relay
