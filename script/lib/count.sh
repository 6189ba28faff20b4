# shellcheck shell=bash
# How a stage reports what it counted; see script/lib/stages.sh.

# count <passed> <failed> [skipped]
count() { echo "$1 $2 ${3:-0}" >>"$WAYMARK_RESULTS"; }

# count_junit <file or folder…>: adds up JUnit files and prints the failures they hold; what the failed tests said is kept
# for the end of the run.
count_junit() { web_node script/lib/count-junit.mjs --said "$WAYMARK_RESULTS.said" "$@" >>"$WAYMARK_RESULTS"; }

# count_one <words> <command…>: one command is one test; what it prints is shown only when it fails.
count_one() {
  local words=$1 out status=0
  shift
  out=$("$@" 2>&1) || status=$?
  if ((status == 0)); then
    count 1 0
    return 0
  fi
  printf '%s: failed (exit %s)\n%s\n' "$words" "$status" "$out" | tee -a "$WAYMARK_RESULTS.said"
  count 0 1
}
