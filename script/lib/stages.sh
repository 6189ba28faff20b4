# shellcheck shell=bash
# Runs the files of script/stages/<kind>/ one after another and adds up what they counted.
#
# A stage is an executable file. Its second line says what it is, and a line `# when: long` keeps it out of short
# runs. It works from the repository's root, prints what a person needs to see a failure, and calls
# `count <passed> <failed> [skipped]` (script/lib/count.sh) once for each set of results it has. A stage that ends badly without a
# counted failure is one failure; so is a stage that ends well and counted nothing. WAYMARK_STAGES names another folder
# (script/checks/scripts-test plants stages that fail).

# run_stages <kind> <long: yes or no> [word…]
run_stages() {
  local kind=$1 long=$2 stage
  shift 2
  local -a failed_stages=()
  local passed=0 failed=0 skipped=0
  local times=$PWD/build/results/$kind-times
  export WAYMARK_LONG=$long
  rm -rf "build/results/$kind" && mkdir -p "build/results/$kind" build/logs
  printf '%s\tpreparing\n' "$SECONDS" >"$times"
  for stage in "${WAYMARK_STAGES:-script/stages}/$kind"/*; do
    stage_wanted "$stage" "$long" "$@" || continue
    run_stage "$kind" "$stage"
  done
  if ((passed + failed == 0)); then failed=1 && say "no stage was run"; fi
  say_times "$times"
  for stage in "${failed_stages[@]}"; do say_failure "$kind" "$stage"; done
  ((skipped == 0)) || say "$skipped skipped"
  say "took $SECONDS s"
  say "$passed passed, $failed failed"
  ((failed == 0))
}

# Where the time went: a row a stage, under it the rows of its steps that took ten seconds or more.
say_times() {
  say "where the time went, in seconds:"
  awk -F'\t' '$2 !~ /^  / || $1 >= 10 { printf "%6d  %s\n", $1, $2 }' "$1"
}

# What the failed tests themselves said stands at the end of the run, where it is looked for first.
say_failure() {
  local kind=$1 stage=$2 said=build/results/$1/${2##*/}.said
  if [[ -s $said ]]; then
    say "the failed tests of ${stage##*/} said:"
    head -c 20000 "$said" | sed 's/^/  /'
  fi
  say "failed: $stage (build/logs/$kind-${stage##*/}.log)"
}

stage_wanted() {
  local stage=$1 long=$2 word
  shift 2
  [[ -x $stage ]] || return 1
  if [[ $long == no && $# -eq 0 ]] && grep -q '^# when: long$' "$stage"; then return 1; fi
  (($# == 0)) && return 0
  for word in "$@"; do [[ ${stage##*/} == *"$word"* ]] && return 0; done
  return 1
}

# Adds to passed, failed, skipped, failed_stages and the file of times of run_stages.
run_stage() {
  local kind=$1 stage=$2 start=$SECONDS status=0 here_passed here_failed here_skipped log
  log=build/logs/$kind-${stage##*/}.log
  export WAYMARK_RESULTS=build/results/$kind/${stage##*/}
  say "$(sed -n '2s/^# //p' "$stage")"
  : >"$WAYMARK_RESULTS"
  export WAYMARK_TIMES=$WAYMARK_RESULTS.times
  : >"$WAYMARK_TIMES"
  "$stage" </dev/null 2>&1 | tee "$log" | sed -u 's/^/  /' || status=$?
  read -r here_passed here_failed here_skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' "$WAYMARK_RESULTS")
  if ((status != 0 && here_failed == 0)); then here_failed=1; fi
  if ((status == 0 && here_passed + here_failed == 0)); then
    say "  the stage counted nothing"
    here_failed=1
  fi
  say "  $here_passed passed, $here_failed failed, $( ((here_skipped == 0)) || echo "$here_skipped skipped, ")$((SECONDS - start)) s"
  { printf '%s\t%s\n' "$((SECONDS - start))" "${stage##*/}" && cat "$WAYMARK_TIMES"; } >>"$times"
  passed=$((passed + here_passed)) failed=$((failed + here_failed)) skipped=$((skipped + here_skipped))
  if ((here_failed > 0)); then failed_stages+=("$stage"); fi
}
