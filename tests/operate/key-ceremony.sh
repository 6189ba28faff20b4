# shellcheck shell=bash
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
mkdir staff root recovery
printf '%s\n' 'juniper keeps the first light' >staff/juniper.passphrase
take_ports
# shellcheck disable=SC2034  # read by the page
OFFICE=$here/office ROOT_STICK=$here/root RECOVERY_STICK=$here/recovery NAME='Open Road' ALIAS=juniper

after() {
  [[ ! -e root/juniper.totp ]]
  [[ $(ls root) == root.key && $(ls recovery) == recovery.txt ]]
}
