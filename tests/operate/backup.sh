# shellcheck shell=bash
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
systemctl start waymark-relay waymark-desk
age-keygen -o backup.key 2>backup.txt
BACKUP_KEY=$(age-keygen -y backup.key)
OFFICE=$here/office
BACKUPS=$here/backups
mkdir "$BACKUPS"
# One of nine days ago, which has to go.
: >"$BACKUPS/2020-01-01.tar.age"
touch -d '9 days ago' "$BACKUPS/2020-01-01.tar.age"

after() {
  [[ ! -e $BACKUPS/2020-01-01.tar.age ]]
  [[ $(find "$BACKUPS" -type f | wc -l) == 1 ]]
  # It is sealed, and whole when it is opened.
  ! grep -qa 'SQLite format 3' "$BACKUPS/$day.tar.age"
  age -d -i backup.key "$BACKUPS/$day.tar.age" | tar -tf - | sort | tr '\n' ' ' >held
  grep -qx './ ./desk.sqlite ./desk.toml ./relay.toml ./unattended.key ' held
  [[ ! -e $copy ]]
}
