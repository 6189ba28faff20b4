# shellcheck shell=bash
# A relay whose database lost the middle of its file while it was off.
# shellcheck source=tests/operate/office.sh
source "$kTests/office.sh"
found_office
systemctl start waymark-relay waymark-desk
until_true 'the desk has published' curl -fsS -o keys.txt "http://127.0.0.1:$port_relay/v1/day-keys"
systemctl stop waymark-desk waymark-relay
# Rows that nobody can open, so that there is a middle; a page of them is lost.
sqlite3 relay/relay.db "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
  INSERT INTO half(id, second, day, blob) SELECT randomblob(16), 0, 99999, randomblob(4096) FROM n"
sqlite3 relay/relay.db 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint.txt
page=$(sqlite3 relay/relay.db 'PRAGMA page_size')
dd if=/dev/urandom of=relay/relay.db bs="$page" seek=30 count=2 conv=notrunc 2>dd.txt
# It is refused as it is.
if waymark-relay --config office/relay.toml --check >refused.txt 2>&1; then exit 1; fi
grep -q damaged refused.txt
# shellcheck disable=SC2034  # read by the page
RELAY=$here/relay CONFIG=$here/office/relay.toml
systemctl start waymark-desk
after() {
  until_true 'the desk publishes again' has_roster
}
has_roster() { curl -fsS "http://127.0.0.1:$port_relay/v1/roster" | grep -q 'Open Road'; }
