// The archive's tables. Steps that have been released are never edited (see src/store/migrations.h).
#pragma once

#include "store/migrations.h"

namespace waymark::courts {

const store::Schema& archive_schema();

}  // namespace waymark::courts
