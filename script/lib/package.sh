# shellcheck shell=bash
# What script/package is made of. Times in packages are those of the commit (SOURCE_DATE_EPOCH).

readonly kPackaged=(waymark-relay waymark-clerk waymark-bridge waymark waymark-courts)
readonly kPackageTree=$PWD/build/package/tree

package_folder() { echo "$PWD/build/package/debian$(debian_major)"; }

package_version() {
  local number tag
  number=$(sed -n 's/^project(waymark VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
  tag=$(git describe --tags --exact-match --match 'v*' 2>/dev/null || true)
  # Before its release a version sorts below it, and a later commit above an earlier one.
  if [[ $tag == "v$number" ]]; then echo "$number~deb$(debian_major)"; else
    echo "$number~$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S)~deb$(debian_major)"
  fi
}

lay_out_packages() {
  local program
  rm -rf "$kPackageTree" && mkdir -p "$kPackageTree/stage"
  cmake --install build/release --prefix "$kPackageTree/stage"
  for program in "${kPackaged[@]}"; do
    web_node packaging/debian/manual.mjs "$kPackageTree/stage/bin/$program" "$kPackageTree/stage"
  done
  pages_hashes "$kPackageTree/stage/share/waymark/intake" >"$kPackageTree/stage/share/waymark/intake.sha256"
  cp -r README.md ARCHITECTURE.md SECURITY.md docs packaging "$kPackageTree/"
  debian_folder "$1"
}

# Every page that the relay serves, as sha256sum writes it; x.gz is what it sends of x to browsers.
pages_hashes() { (cd "$1" && find . -type f -printf '%P\0' | sort -z | xargs -0 sha256sum); }

debian_folder() {
  local version=$1 debian=$kPackageTree/debian package purged unit part
  mkdir -p "$debian/source"
  cp packaging/debian/{control,rules,*.install,*.docs,*.examples,*.sysusers,*.dirs,*.lintian-overrides} "$debian/"
  echo '3.0 (native)' >"$debian/source/format"
  sed -e 's/^$/./; s/^/ /' LICENSE >"$debian/licence"
  sed -e "/^@LICENCE@$/{r $debian/licence" -e 'd}' packaging/debian/copyright >"$debian/copyright"
  rm "$debian/licence"
  printf 'waymark (%s) unstable; urgency=medium\n\n  * Built from commit %s. What changed: CHANGELOG.md.\n\n -- %s  %s\n' "$version" \
    "$(git rev-parse --short=12 HEAD)" "$(sed -n 's/^Maintainer: //p' "$debian/control")" \
    "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" >"$debian/changelog"
  while read -r package; do
    purged=$(sed -n "s/^$package \(.*\)/\1/p" packaging/debian/purged)
    sed "s|@PACKAGE@|$package|; s|@VERSION@|$version|g" packaging/debian/preinst.in >"$debian/$package.preinst"
    [[ -z $purged ]] || sed "s|@PACKAGE@|$package|; s|@PURGED@|$purged|" packaging/debian/postrm.in >"$debian/$package.postrm"
  done < <(sed -n 's/^Package: //p' "$debian/control")
  for unit in packaging/*/*.service packaging/*/*.timer; do
    part=waymark-$(basename "$(dirname "$unit")")
    [[ $part != waymark-desk ]] || part=waymark
    cp "$unit" "$debian/$part.${unit##*/}"
  done
}

pack_debs() {
  local out
  out=$(package_folder)
  rm -rf "$out" && mkdir -p "$out"
  (cd "$kPackageTree" && DEB_BUILD_OPTIONS=nocheck dpkg-buildpackage --build=binary --unsigned-source --unsigned-changes)
  mv build/package/*.deb build/package/*.changes build/package/*.buildinfo "$out/"
  cp "$kPackageTree/stage/share/waymark/intake.sha256" "$out/pages.sha256"
  (cd "$out" && sha256sum -- *.deb pages.sha256 >SHA256SUMS)
}
