# shellcheck shell=bash
# Sources every part of the scripts' own library, from the repository's root.

# shellcheck source=script/lib/common.sh
source script/lib/common.sh
# shellcheck source=script/lib/packages.sh
source script/lib/packages.sh
# shellcheck source=script/lib/apt.sh
source script/lib/apt.sh
# shellcheck source=script/lib/unstable.sh
source script/lib/unstable.sh
# shellcheck source=script/lib/web.sh
source script/lib/web.sh
# shellcheck source=script/lib/count.sh
source script/lib/count.sh
# shellcheck source=script/lib/ctest.sh
source script/lib/ctest.sh
# shellcheck source=script/lib/package.sh
source script/lib/package.sh
