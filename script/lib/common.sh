# shellcheck shell=bash
# Words and steps shared by all scripts. Source it from the repository's root.

# `node` and `npm` are the pinned ones in every script, stage and test (see script/lib/web.sh).
export PATH=$PWD/.deps/node/bin:$PATH

say() { printf '%s\n' "$*"; }

# Ends the script: what is wrong first, then what to do about it.
die() {
  printf 'waymark: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '         %s\n' "$line" >&2; done
  exit 1
}

# step <words> -- <command…>: runs the command with its output in build/logs/, says how long it took,
# and shows the log's end when it fails. In a run of stages the seconds are kept for the table at its end.
step() {
  local title=$1 log start status=0
  shift 2
  mkdir -p build/logs
  log=build/logs/$(printf '%s' "$title" | tr -cs '[:alnum:]' '-' | sed 's/-*$//').log
  printf '  %s … ' "$title"
  start=$SECONDS
  script/lib/step-body "$@" >"$log" 2>&1 </dev/null || status=$?
  note_time "$((SECONDS - start))" "  $title"
  if ((status == 0)); then
    say "done in $((SECONDS - start)) s"
    return 0
  fi
  say "FAILED after $((SECONDS - start)) s (exit $status); the end of $log:"
  tail -n 40 "$log" | sed 's/^/    /'
  return "$status"
}

# How many compilers may run at once: one a core, but never more than one per 1.5 GB of memory.
build_jobs() {
  local cores kib by_memory
  cores=$(nproc)
  kib=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null || true)
  by_memory=$((${kib:-1572864} / 1572864))
  ((by_memory < 1)) && by_memory=1
  echo $((cores < by_memory ? cores : by_memory))
}

# note_time <seconds> <words>: one row of the table that ends a run of stages.
note_time() { [[ -z ${WAYMARK_TIMES:-} ]] || printf '%s\t%s\n' "$1" "$2" >>"$WAYMARK_TIMES"; }

hash_of() { cat -- "$@" | sha256sum | cut -c1-16; }

# Makes a folder in memory, where there is one, and prints its name: for what is quick and tries no disk.
folder_in_memory() {
  local where=/dev/shm
  [[ -d $where && -w $where ]] || where=${TMPDIR:-/tmp}
  mktemp -d "$where/waymark-XXXXXX"
}
