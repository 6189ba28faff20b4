// StaffServer: the HTTP API and the staff application, put together and served on one address.
#pragma once

#include <memory>

#include "base/log.h"
#include "desk/api/desk_api.h"
#include "http/server.h"
#include "pack/kept.h"
#include "programs/waymark/office_folder.h"

namespace waymark::program {

/// A folder that comes with the program: PREFIX/share/waymark for PREFIX/bin/waymark.
std::filesystem::path shared_folder(const std::filesystem::path& name);
/// The question pack that the configuration names, or the one that comes with the program.
OrStop<pack::Pack> load_pack(const DeskConfig& config, TimePoint now);
/// The same for the desk at work: when the files have an error, it is said and the office's copy of the last sound ones
/// serves on.
OrStop<pack::PackInUse> load_pack_in_use(const DeskConfig& config, const OfficeFolder& folder, TimePoint now);

class StaffServer {
 public:
  /// Refuses an address that is open to the network unless a proxy is declared.
  static OrStop<http::Endpoint> endpoint_of(const DeskConfig& config);

  /// Loads texts and pages, and serves. @param office, clock, log outlive it
  static OrStop<std::unique_ptr<StaffServer>> start(const DeskConfig& config, const http::Endpoint& endpoint,
                                                    pack::PackInUse pack, desk::Office& office, const Clock& clock,
                                                    const Log& log, crypto::Random& random);
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  void tidy() { api_->tidy(); }

 private:
  StaffServer(pack::Pack pack, std::vector<pack::Card> cards, text::Zone zone, text::Catalogue catalogue)
      : pack_(std::move(pack)), cards_(std::move(cards)), zone_(std::move(zone)), catalogue_(std::move(catalogue)) {}
  // In the order in which they lean on each other; destroyed the other way round.
  pack::Pack pack_;
  std::vector<pack::Card> cards_;
  text::Zone zone_;
  text::Catalogue catalogue_;
  std::unique_ptr<desk::api::DeskApi> api_;
  http::Routes routes_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace waymark::program
