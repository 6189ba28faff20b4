# shellcheck shell=bash
# A copy as backup.md makes it, and a disk that is gone.
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
systemctl start waymark-relay
age-keygen -o backup.key 2>backup.txt
tar -C office -cf - . | age -r "$(age-keygen -y backup.key)" -o copy.tar.age
rm -r office
# shellcheck disable=SC2034  # read by the page
COPY=$here/copy.tar.age KEY=$here/backup.key OFFICE=$here/office ALIAS=juniper
