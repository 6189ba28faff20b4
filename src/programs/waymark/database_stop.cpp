#include "programs/waymark/database_stop.h"

#include "programs/waymark/speech.h"

namespace waymark::program {

Stop stop_for_database(const Error& error, const std::filesystem::path& folder) {
  if (error.code != Code::kMalformed) return stop_for(error, say("cannot.open-database"));
  return {Exit::kStorage, say("folder.not-whole", {{"folder", folder.string()}, {"detail", error.detail}})};
}

}  // namespace waymark::program
