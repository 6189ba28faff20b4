# shellcheck shell=bash
# Installs missing Debian packages, and says plainly what is missing when it may not or cannot.

# install_packages <name…>
install_packages() {
  local -a missing
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} == 0)); then
    say "  system packages: all $# are there"
    return 0
  fi
  as_root true 2>/dev/null || die "these packages are missing, and this is neither root nor sudo:" "${missing[*]}" \
    "Ask somebody who may: apt-get install --no-install-recommends ${missing[*]}"
  if ! known_to_apt "${missing[@]}"; then
    step "read the package lists" -- as_root apt-get update || die_offline "${missing[@]}"
  fi
  step "install ${#missing[@]} packages" -- apt_install "${missing[@]}" || die_offline "${missing[@]}"
}

# Prints those of the names that dpkg does not hold as installed.
missing_packages() {
  local name
  local -A there=()
  while read -r name; do there[$name]=1; done < <(
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p'
  )
  for name in "$@"; do [[ -n ${there[$name]:-} ]] || echo "$name"; done
}

known_to_apt() {
  local name
  for name in "$@"; do
    apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [0-9]' || return 1
  done
}

# Nothing of the user's is removed to make room: apt stops and names the conflict instead.
apt_install() {
  if ! apt_install_once "$@"; then
    as_root apt-get update  # the lists may be older than the mirror's pool
    apt_install_once "$@"
  fi
}

# Servers among the packages are run by the tests themselves, on loopback: nothing is started on the user's machine.
apt_install_once() (
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 \
    install --yes --no-install-recommends --no-remove "$@"
)

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    command -v sudo >/dev/null || return 1
    sudo "$@"
  fi
}

die_offline() {
  die "some packages could not be installed. Still missing:" "$(missing_packages "$@" | tr '\n' ' ')" \
    "If this machine is offline, connect it or install them from your own mirror, and run this again."
}
