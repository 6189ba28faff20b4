# shellcheck shell=bash
# A private Tor network on loopback, which reaches nobody outside: three authorities that are relays, three more relays, one
# tor with the onion services of a page, one client. Sourced; needs here, running, until_true and free ports from 15000 on.

tor_net=$here/tor tor_base=${TOR_BASE:-15400} tor_socks=127.0.0.1:$((${TOR_BASE:-15400} + 90))

# tor_common <folder>: what all of them know
tor_common() {
  printf '%s\n' 'TestingTorNetwork 1' 'AssumeReachable 1' 'PathsNeededToBuildCircuits 0.67' 'TestingDirAuthVoteExit *' \
    'TestingDirAuthVoteHSDir *' 'TestingDirAuthVoteGuard *' 'TestingMinExitFlagThreshold 0' 'V3AuthNIntervalsValid 2' \
    'ShutdownWaitLength 0' 'DisableNetwork 0' "DataDirectory $1" "Log notice file $1/log" "$tor_authorities"
}
tor_relay() {
  printf '%s\n' "Nickname $1" 'Address 127.0.0.1' "ORPort 127.0.0.1:$2" 'ContactInfo test@invalid' 'ExitPolicy reject *:*' 'SocksPort 0'
}
tor_start() {
  tor -f "$tor_net/$1/torrc" >"$tor_net/$1/out" 2>&1 3>&- &
  running[tor-$1]=$!
}

# tor_network: all but the onion services, which are started by the page's own `systemctl restart tor`
tor_network() {
  local i folder identity fingerprint
  tor_authorities=''
  for i in 1 2 3; do
    folder=$tor_net/a$i
    mkdir -p "$folder/keys" && chmod 700 "$folder" "$folder/keys"
    echo pass | tor-gencert --create-identity-key --passphrase-fd 0 -m 12 -a "127.0.0.1:$((tor_base + 10 + i))" \
      -i "$folder/keys/authority_identity_key" -s "$folder/keys/authority_signing_key" -c "$folder/keys/authority_certificate" >"$folder/gencert" 2>&1
    identity=$(awk '/^fingerprint/ { print $2 }' "$folder/keys/authority_certificate")
    fingerprint=$(tor --quiet --ignore-missing-torrc -f /dev/null --DataDirectory "$folder" --ORPort "$((tor_base + i))" --Nickname "a$i" \
      --DirAuthority 'x 127.0.0.1:1 ffffffffffffffffffffffffffffffffffffffff' --list-fingerprint 2>>"$folder/gencert" | sed 's/^[^ ]* //; s/ //g')
    tor_authorities+="DirAuthority a$i orport=$((tor_base + i)) no-v2 v3ident=$identity 127.0.0.1:$((tor_base + 10 + i)) $fingerprint"$'\n'
  done
  for i in 1 2 3; do
    {
      tor_common "$tor_net/a$i"
      tor_relay "a$i" "$((tor_base + i))"
      printf '%s\n' "DirPort 127.0.0.1:$((tor_base + 10 + i))" 'AuthoritativeDirectory 1' 'V3AuthoritativeDirectory 1' \
        'TestingV3AuthInitialVotingInterval 20' 'TestingV3AuthInitialVoteDelay 4' 'TestingV3AuthInitialDistDelay 4' \
        'V3AuthVotingInterval 20' 'V3AuthVoteDelay 4' 'V3AuthDistDelay 4' 'TestingAuthDirTimeToLearnReachability 0' 'AuthDirMaxServersPerAddr 0'
    } >"$tor_net/a$i/torrc"
    tor_start "a$i"
    mkdir -p "$tor_net/r$i" && chmod 700 "$tor_net/r$i"
    { tor_common "$tor_net/r$i" && tor_relay "r$i" "$((tor_base + 20 + i))"; } >"$tor_net/r$i/torrc"
    tor_start "r$i"
  done
  for folder in services client; do mkdir -p "$tor_net/$folder" && chmod 700 "$tor_net/$folder"; done
  { tor_common "$tor_net/services" && echo 'SocksPort 0'; } >"$tor_net/services/torrc"
  { tor_common "$tor_net/client" && echo "SocksPort $tor_socks"; } >"$tor_net/client/torrc"
  tor_start client
  until_true 'the private Tor network stands' grep -q 'Bootstrapped 100%' "$tor_net/client/log"
}
