# shellcheck shell=bash
# Which Debian packages each group needs. docs/decisions/dependencies.md says why each is here.

# packages_of <group…>: one package name a line.
packages_of() {
  local group
  for group in "$@"; do "packages_$group"; done | sort -u
}

packages_build() {
  printf '%s\n' \
    g++ cmake ninja-build ccache pkg-config ca-certificates zopfli \
    libsqlite3-dev libpq-dev libssl-dev libcurl4-openssl-dev libicu-dev zlib1g-dev \
    libfmt-dev nlohmann-json3-dev libcli11-dev libtomlplusplus-dev libctemplate-dev libseccomp-dev libstemmer-dev \
    libeigen3-dev libglpk-dev libcairo2-dev libxml2-dev libzip-dev libzstd-dev
  boost_package
  node_packages
}

packages_package() { printf '%s\n' build-essential debhelper dpkg-dev; }

packages_test() {
  printf '%s\n' libgtest-dev libgmock-dev libbenchmark-dev chromium fonts-dejavu-core lynx w3m tmux iproute2 nginx openssl python3-minimal slowhttptest dovecot-imapd postfix postgresql patroni etcd-server python3-etcd sqlite3 curl tor
  packages_package
  printf '%s\n' lintian systemd man-db
}

packages_check() {
  printf '%s\n' clang-19 libclang-rt-19-dev clang-format-19 clang-tidy-19 shellcheck python3-minimal
}

# Beast needs 1.81. Debian 12 calls that libboost1.81-dev, which may not stand beside libboost-dev (1.74);
# Debian 13's libboost-dev is 1.83. A good enough Boost that is already there stays as it is.
boost_package() {
  local version=0
  if [[ -r /usr/include/boost/version.hpp ]]; then
    version=$(awk '$1 == "#define" && $2 == "BOOST_VERSION" { print $3 }' /usr/include/boost/version.hpp)
  fi
  ((version >= 108100)) && return 0
  case "$(debian_major)" in
    12) echo libboost1.81-dev ;;
    *) echo libboost-dev ;;
  esac
}

# Any Node that can run npm will do: it only fetches the pinned ones of script/node/.
node_packages() {
  command -v node >/dev/null && command -v npm >/dev/null && return 0
  printf '%s\n' nodejs npm
}

debian_major() {
  local number
  number=$(sed -n 's/^VERSION_ID="\{0,1\}\([0-9]*\).*/\1/p' /etc/os-release)
  echo "${number:-99}"  # testing and unstable have no number yet: newer than any
}

require_debian() {
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null && return 0
  die "this script installs Debian packages, and this machine has no apt-get." \
    "Debian 12 and 13 are tested. Elsewhere, install what script/lib/packages.sh names, and" \
    "libsodium >= 1.0.22; then build with cmake --preset release."
}
