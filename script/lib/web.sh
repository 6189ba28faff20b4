# shellcheck shell=bash
# npm packages, exactly as web/package-lock.json names them: hashes checked, no package's own scripts run.

fetch_web_packages() {
  local stamp=web/node_modules/.waymark-stamp wanted
  wanted=$(hash_of web/package.json web/package-lock.json web/.npmrc)
  [[ -e $stamp && $(<"$stamp") == "$wanted" ]] && return 0
  step "fetch npm packages" -- npm_ci || die "the npm packages could not be fetched." \
    "If this machine is offline, connect it, or point npm at your own registry, and run this again."
  web_node --version >/dev/null || die "the Node in web/node_modules does not run on $(uname -m)"
  echo "$wanted" >"$stamp"
}

npm_ci() { (cd web && npm ci --loglevel=error); }

# The Node that builds and tests the pages: pinned with the other npm packages.
web_node() { web/node_modules/.bin/node "$@"; }

# npm puts node_modules/.bin first, so that the pinned Node runs whatever web/package.json names.
npm_run() { (cd web && npm run --silent "$@"); }

# vitest_project <unit, scenario or browser>: the projects of web/vitest.config.ts, counted case by case.
vitest_project() {
  local project=$1 out=$PWD/build/results/vitest-$1.xml status=0
  rm -f "$out"
  export WAYMARK_BIN=${WAYMARK_BIN:-$PWD/build/release/bin}
  (cd web && NO_COLOR=1 node_modules/.bin/node node_modules/vitest/vitest.mjs run --project "$project" \
    --reporter=default --reporter=junit --outputFile.junit="$out") || status=$?
  [[ -e $out ]] && count_junit "$out"
  return "$status"
}
