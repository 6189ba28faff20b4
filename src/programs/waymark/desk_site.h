// DeskSite: the staff application and its API, on the address of the configuration, over an office that is open.
#pragma once

#include <memory>

#include "base/log.h"
#include "desk/api/desk_api.h"
#include "http/server.h"
#include "programs/waymark/office_folder.h"

namespace waymark::program {

class DeskSite {
 public:
  /// Loads pack, texts and files, and listens. The office, clock and log must outlive it.
  static OrStop<std::unique_ptr<DeskSite>> open(const DeskConfig& config, const http::Endpoint& endpoint, desk::Office& office,
                                                const Clock& clock, const Log& log);

 private:
  DeskSite(pack::Pack pack, text::Zone zone, text::Catalogue catalogue);
  OrStop<void> listen(const DeskConfig& config, const http::Endpoint& endpoint, desk::Office& office, const Clock& clock, const Log& log);

  pack::Pack pack_;
  text::Zone zone_;
  text::Catalogue catalogue_;
  std::unique_ptr<desk::api::DeskApi> api_;
  http::Routes routes_;
  std::unique_ptr<http::Server> server_;  // last: it stops before what it serves goes
};

/// Files installed beside the program: PREFIX/share/waymark for PREFIX/bin/waymark.
std::filesystem::path share_folder();

}  // namespace waymark::program
