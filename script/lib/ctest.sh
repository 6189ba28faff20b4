# shellcheck shell=bash
# Builds one preset with its tests and runs them through CTest, counted case by case.

# ctest_preset <preset> [ctest option…]
ctest_preset() {
  local preset=$1 out=$PWD/build/results/ctest-$1 status=0
  shift
  BUILD_TESTING=ON script/build "$preset" || return 1
  rm -rf "$out" && mkdir -p "$out/cases"
  GTEST_OUTPUT="xml:$out/cases/" ctest --test-dir "build/$preset" -j "$(nproc)" --output-on-failure \
    --output-junit "$out/ctest.xml" --no-tests=error "$@" >"$out/output.txt" 2>&1 || status=$?
  if ((status != 0)); then tail -n 60 "$out/output.txt"; fi
  [[ -e $out/ctest.xml ]] || return 1
  count_junit --ctest "$out/ctest.xml" "$out/cases"
  return "$status"
}
