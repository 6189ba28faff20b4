# shellcheck shell=bash
# Node, npm and the npm packages, exactly as their lock files name them: hashes checked, no package's own scripts run.
# Debian's node and npm only fetch the pinned ones (script/node/) into .deps/node; everything else runs on those.

readonly kNode=.deps/node/bin/node

fetch_node() {
  local wanted
  wanted=$(hash_of script/node/*)
  [[ -e .deps/node/.stamp && $(<.deps/node/.stamp) == "$wanted" ]] && return 0
  step "fetch Node and npm" -- install_node || die_no_npm
  echo "$wanted" >.deps/node/.stamp
}

# Links are made by hand: old versions of npm leave out those of optional packages.
install_node() {
  local binary
  rm -rf .deps/node && mkdir -p .deps/node/bin
  cp script/node/package.json script/node/package-lock.json script/node/.npmrc .deps/node/
  (cd .deps/node && npm ci --loglevel=error)
  binary=$(cd .deps/node && echo node_modules/node-linux-*/bin/node)
  ln -s "../$binary" .deps/node/bin/node
  ln -s ../node_modules/npm/bin/npm-cli.js .deps/node/bin/npm
  ln -s ../node_modules/npm/bin/npx-cli.js .deps/node/bin/npx
  web_node --version
}

fetch_web_packages() {
  local stamp=web/node_modules/.waymark-stamp wanted
  wanted=$(hash_of web/package.json web/package-lock.json web/.npmrc .deps/node/.stamp)
  [[ -e $stamp && $(<"$stamp") == "$wanted" ]] && return 0
  step "fetch npm packages" -- npm_ci || die_no_npm
  echo "$wanted" >"$stamp"
}

npm_ci() { (cd web && npm ci --loglevel=error); }

die_no_npm() {
  die "the npm packages could not be fetched; build/logs/ has what npm said." \
    "If this machine is offline, connect it, or point npm at your own registry, and run this again."
}

web_node() { "$kNode" "$@"; }

# Runs a script of web/package.json.
npm_run() { (cd web && npm run --silent "$@"); }

# vitest_project <unit, scenario or browser>: the projects of web/vitest.config.ts, counted case by case.
vitest_project() {
  local project=$1 out=$PWD/build/results/vitest-$1.xml status=0
  rm -f "$out"
  export WAYMARK_BIN=${WAYMARK_BIN:-$PWD/build/release/bin}
  (cd web && NO_COLOR=1 node node_modules/vitest/vitest.mjs run --project "$project" \
    --reporter=default --reporter=junit --outputFile.junit="$out") || status=$?
  [[ -e $out ]] && count_junit "$out"
  return "$status"
}
