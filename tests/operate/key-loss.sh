# shellcheck shell=bash
# An office of two: heron has forgotten the passphrase.
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
systemctl start waymark-relay
waymark staff invite heron --roles first_line --office office --alias juniper --to first-invitation
waymark staff accept --office office --invitation-file first-invitation
rm first-invitation staff/new.totp
printf '%s\n' 'heron sleeps above the reeds' >staff/new.passphrase
systemctl start waymark-desk
# A code works once, and juniper signs in again on the page: the codes of a later half minute.
used=$(command "$WAYMARK_BIN/waymark" totp --secret-file staff/juniper.totp)
later_code() { [[ $(command "$WAYMARK_BIN/waymark" totp --secret-file staff/juniper.totp) != "$used" ]]; }
until_true 'a new code' later_code
# shellcheck disable=SC2034  # read by the page
OFFICE=$here/office RECOVERY=$here/keys/recovery.txt ROOT=$here/keys/root.key ALIAS=juniper WHO=heron
