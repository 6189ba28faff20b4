# shellcheck shell=bash
# Three things that Debian 12 and 13 hold only in older versions, taken from Debian unstable on the machine's
# own mirror and unpacked into .deps/. Nothing of it reaches the system: apt works in folders of its own here,
# checks the archive's signature as always, and dpkg only unpacks. The newest suite's Release may be past its
# date on a mirror that stands still, so only that date is not checked.

kRoot=$PWD
readonly kRoot
readonly kUnstable=.deps/unstable
readonly kSodiumMin=1.0.22
readonly kAgeMin=1.3

fetch_sodium() {
  sodium_works && return 0
  unpack_from_unstable sodium libsodium-dev "$kSodiumMin" && sodium_works && return 0
  step "build libsodium from its Debian source" -- build_sodium || die "libsodium >= $kSodiumMin is missing." \
    "Debian unstable has it; what was tried is in build/logs/. If this machine is offline, connect it and run this again."
  sodium_works || die "the libsodium in .deps/sodium cannot be linked with $(g++ --version | head -n 1)"
}

fetch_age() {
  [[ -x .deps/age/usr/bin/age ]] && return 0
  unpack_from_unstable age age "$kAgeMin" ||
    die "the age command >= $kAgeMin is missing: the tests exchange files with it."
}

fetch_wycheproof() {
  [[ -e .deps/wycheproof/VERSION ]] && return 0
  unpack_from_unstable wycheproof golang-github-c2sp-wycheproof-dev 0 ||
    die "the Wycheproof vectors are missing: the tests of every primitive read them."
}

# unpack_from_unstable <folder> <package> <least version>: leaves .deps/<folder>/ with a VERSION file.
unpack_from_unstable() {
  step "fetch $2 from Debian unstable" -- unpack_now "$@"
}

unpack_now() {
  local folder=$1 package=$2 least=$3 version work=.deps/$1.new
  unstable_lists
  version=$(unstable_apt apt-cache show "$package" | sed -n 's/^Version: //p' | sort -V | tail -n 1)
  [[ -n $version ]] || { echo "unstable has no $package" && return 1; }
  dpkg --compare-versions "$version" ge "$least" || { echo "unstable has only $version" && return 1; }
  rm -rf "$work" && mkdir -p "$work/deb"
  (cd "$work/deb" && unstable_apt apt-get download "$package=$version")
  dpkg-deb -x "$work"/deb/*.deb "$work"
  rm -rf "$work/deb"
  find "$work/usr/lib" -name '*.so' -type l -delete 2>/dev/null || true  # we link the archive, never these
  echo "$version" >"$work/VERSION"
  rm -rf ".deps/$folder" && mv "$work" ".deps/$folder"
}

# Links and runs a program with the archive, so that a libsodium for a newer libc is noticed here.
sodium_works() {
  local archive
  archive=$(find .deps/sodium -name libsodium.a 2>/dev/null | head -n 1)
  [[ -n $archive ]] || return 1
  [[ -e .deps/sodium/.works && .deps/sodium/.works -nt $archive ]] && return 0
  printf '%s\n' '#include <sodium.h>' 'int main() {' \
    '  unsigned char pk[crypto_kem_xwing_PUBLICKEYBYTES], sk[crypto_kem_xwing_SECRETKEYBYTES];' \
    '  return sodium_init() < 0 || crypto_kem_xwing_keypair(pk, sk) != 0;' '}' >.deps/sodium/probe.cpp
  g++ -I .deps/sodium/usr/include -o .deps/sodium/probe .deps/sodium/probe.cpp "$archive" -lpthread \
    >build/logs/sodium-probe.log 2>&1 || return 1
  .deps/sodium/probe && touch .deps/sodium/.works
}

build_sodium() {
  local triplet
  as_root apt-get install --yes --no-install-recommends --no-remove make xz-utils
  unstable_lists
  rm -rf .deps/sodium-src && mkdir -p .deps/sodium-src
  cd .deps/sodium-src || return 1
  unstable_apt apt-get source --download-only libsodium
  tar -xf libsodium_*.orig.tar.*z --strip-components=1
  triplet=$(gcc -print-multiarch)
  ./configure --disable-shared --enable-static --with-pic --prefix=/usr --libdir="/usr/lib/$triplet"
  make -j "$(build_jobs)"
  rm -rf "$kRoot/.deps/sodium"
  make install DESTDIR="$kRoot/.deps/sodium"
  sed -n 's/^PACKAGE_VERSION=//p' configure | tr -d "'" >"$kRoot/.deps/sodium/VERSION"
}

# apt with lists, cache and sources of its own; $kUnstable may be relative to another folder, so absolute here.
unstable_apt() {
  local base=$kRoot/$kUnstable command=$1
  shift
  "$command" -q \
    -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$base/sources" \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State::Lists="$base/lists" -o Dir::State::Status="$base/status" -o Dir::Cache="$base/cache" \
    -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User="$(id -un)" "$@"
}

# Reads unstable's lists once a run; the deb-src line serves the fallback.
unstable_lists() {
  local mirror
  [[ -e $kUnstable/fresh && -n $(find $kUnstable/fresh -mmin -360) ]] && return 0
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || { echo "no Debian mirror in this machine's apt sources" && return 1; }
  rm -rf "$kUnstable"
  mkdir -p $kUnstable/{sources,lists/partial,cache/archives/partial}
  : >"$kUnstable/status"
  printf '%s\n' 'Types: deb deb-src' "URIs: $mirror" 'Suites: unstable' 'Components: main' \
    "Signed-By: $(debian_keyring)" >$kUnstable/sources/unstable.sources
  unstable_apt apt-get update -o APT::Update::Error-Mode=any
  touch "$kUnstable/fresh"
}

# The mirror this machine's own Debian packages come from; the security archive holds no unstable.
debian_mirror() {
  # shellcheck disable=SC2016  # apt itself expands $(REPO_URI)
  apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Origin: Debian' 'Label: Debian' | sort -u |
    head -n 1
}

debian_keyring() {
  local file
  for file in /usr/share/keyrings/debian-archive-keyring.{pgp,gpg}; do
    [[ -r $file ]] && echo "$file" && return 0
  done
  echo "the package debian-archive-keyring is missing" >&2
  return 1
}
