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
