# shellcheck shell=bash
# Builds one preset with its tests and runs them through CTest, counted case by case.
#
# Compiling the tests is half of a cold run, so each is compiled once: what needs the build that users run (whole programs,
# their memory and symbols, heavy numerics: PLAIN in cmake/WaymarkTargets.cmake) in the release build, all others with
# sanitizers. A long run (WAYMARK_LONG=yes) takes all of them in both.

# ctest_preset <preset> <plain, other or all>
ctest_preset() {
  local preset=$1 half=$2 out=$PWD/build/results/ctest-$1 status=0
  local -a targets=() choice=()
  [[ ${WAYMARK_LONG:-no} == yes ]] && half=all
  case "$half" in
    plain) targets=(waymark-relay waymark-clerk waymark-bridge waymark waymark-courts plain_tests) choice=(-L plain) ;;
    other) targets=(other_tests) choice=(-LE plain) ;;
    all) ;;
    *) die "unknown half '$half' of the tests: plain, other or all" ;;
  esac
  BUILD_TESTING=ON script/build "$preset" "${targets[@]}" || return 1
  rm -rf "$out" && mkdir -p "$out/cases"
  local start=$SECONDS
  GTEST_OUTPUT="xml:$out/cases/" ctest --test-dir "build/$preset" -j "$(nproc)" --output-on-failure \
    --output-junit "$out/ctest.xml" --no-tests=error "${choice[@]}" >"$out/output.txt" 2>&1 || status=$?
  note_time "$((SECONDS - start))" "  run the tests of $preset"
  if ((status != 0)); then tail -n 60 "$out/output.txt"; fi
  [[ -e $out/ctest.xml ]] || return 1
  count_junit --ctest "$out/ctest.xml" "$out/cases"
  return "$status"
}
