# shellcheck shell=bash
# Fresh Debian roots for tests of the packages, made by debootstrap under build/roots. Needs root.

readonly kRoots=$PWD/build/roots kRootRun=$PWD/build/roots/run

suite_of() { case "$1" in 12) echo bookworm ;; 13) echo trixie ;; *) die "no suite for Debian $1" ;; esac; }

# root_fresh <major>: build/roots/MAJOR, the smallest Debian with this machine's own mirror in its sources.
root_fresh() {
  [[ -e $kRoots/$1/.whole ]] && return 0
  mkdir -p "$kRoots"
  as_root rm -rf "${kRoots:?}/$1"
  step "fetch Debian $1" -- as_root debootstrap --variant=minbase "$(suite_of "$1")" "$kRoots/$1" "$(debian_mirror)"
  as_root touch "$kRoots/$1/.whole"
}

# root_copy <major>: build/roots/run, to be thrown away
root_copy() {
  root_leave
  as_root cp -a "$kRoots/$1" "$kRootRun"
  root_enter "$kRootRun"
}

# Programs ask /proc for themselves; names are found as on this machine.
root_enter() {
  as_root cp /etc/resolv.conf "$1/etc/resolv.conf"
  mountpoint -q "$1/proc" || as_root mount -t proc proc "$1/proc"
}

root_leave() {
  if mountpoint -q "$kRootRun/proc"; then as_root umount "$kRootRun/proc"; fi
  [[ ! -e $kRootRun ]] || as_root rm -rf --one-file-system "$kRootRun"
}

# packages_for <major>: a folder of packages for that Debian, built here or in a root of its own. Prints the folder.
packages_for() {
  local major=$1 folder=$PWD/build/package/debian$1
  if [[ -e $folder/SHA256SUMS && -z ${WAYMARK_FRESH_PACKAGES:-} ]]; then
    echo "$folder"
    return 0
  fi
  if [[ $major == "$(debian_major)" ]]; then script/package >&2; else package_in_root "$major" >&2; fi
  echo "$folder"
}

# The first time it compiles everything; ccache in that root keeps the objects. A run that was interrupted may have left
# packages half installed.
package_in_root() {
  local major=$1 root=$kRoots/$1.build
  [[ -e $root/.whole ]] || as_root cp -a "$kRoots/$major" "$root"
  root_enter "$root"
  as_root rm -rf "$root/src" && as_root git clone --quiet --no-hardlinks . "$root/src"
  as_root cp -a .deps "$root/src/"
  as_root cp -a web/node_modules "$root/src/web/"
  as_root rm -f "$root/src/.deps/sodium/.works"
  # Where this run keeps its results there is no such folder.
  step "packages for Debian $major" -- as_root chroot "$root" env -u WAYMARK_RESULTS -u WAYMARK_TIMES bash -c 'dpkg --configure -a && apt-get -q update && apt-get -qy install --no-install-recommends git ca-certificates && cd /src && script/package'
  as_root umount "$root/proc"
  mkdir -p build/package && rm -rf "build/package/debian$major"
  cp -r "$root/src/build/package/debian$major" build/package/
}

# root_left_alone: what root_enter mounted in build/roots/run is taken away again, for a boot brings its own.
root_left_alone() {
  if mountpoint -q "$kRootRun/proc"; then as_root umount "$kRootRun/proc"; fi
}

# root_boot: boots build/roots/run with its own systemd and no network but loopback. Fails where that cannot be.
root_boot() {
  local end=$((SECONDS + 90)) container
  as_root systemd-nspawn --quiet --directory="$kRootRun" --boot --register=no --keep-unit --machine=waymark-test --private-network --rlimit=NOFILE=65536:65536 >"$kRoots/boot.log" 2>&1 </dev/null &
  kBoot=$!
  while ((SECONDS < end)) && kill -0 "$kBoot" 2>/dev/null; do
    container=$(pgrep --full --exact "systemd-nspawn --quiet --directory=$kRootRun .*" | tail -n 1)
    kBootPid=$(pgrep --parent "${container:-0}" | head -n 1)
    if [[ -n $kBootPid ]] && root_inside systemctl is-system-running --wait 2>/dev/null | grep -qE '^(running|degraded)$'; then return 0; fi
    sleep 0.5 # sleep: between two looks
  done
  root_halt
  return 1
}

# root_inside <command…>: in what was booted
root_inside() { as_root nsenter --target "$kBootPid" --all -- "$@"; }

# root_halt: shuts down what was booted, if anything was
root_halt() {
  [[ -n ${kBoot:-} ]] || return 0
  if [[ -n ${kBootPid:-} ]]; then root_inside systemctl poweroff >/dev/null 2>&1 || true; fi
  wait "$kBoot" 2>/dev/null || true
  kBoot='' kBootPid=''
}
