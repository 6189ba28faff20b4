# shellcheck shell=bash
# An office of two on a new machine, restored.
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
systemctl start waymark-relay
waymark staff invite heron --roles first_line --office office --alias juniper --to invitation
waymark staff accept --office office --invitation-file invitation
systemctl start waymark-desk
# A code works once, and the page signs in twice.
waymark() {
  local code
  if [[ "$*" == *--alias* ]]; then
    code=$(command "$WAYMARK_BIN/waymark" totp --secret-file staff/juniper.totp)
    until_true 'a new code' later_code "$code"
    command "$WAYMARK_BIN/waymark" "$@" --passphrase-file staff/juniper.passphrase --totp-secret-file staff/juniper.totp
  else
    command "$WAYMARK_BIN/waymark" "$@"
  fi
}
later_code() { [[ $(command "$WAYMARK_BIN/waymark" totp --secret-file staff/juniper.totp) != "$1" ]]; }
# shellcheck disable=SC2034  # read by the page
OFFICE=$here/office ROOT=$here/keys/root.key ALIAS=juniper WHO=heron
after() { if grep -q '^heron' "$PAGE_WORK/last"; then return 1; fi; }
