// DeskApi: the HTTP API of the desk and the staff application's files, as routes for the server.
//
// It translates: JSON to calls of the Office and back. It decides nothing but who may knock (access.h) and whether a
// reply must be confirmed first. Logs hold event names and numbers of codes, never a text, an alias or a path.
// @source web/desk/openapi.json
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "crypto/random.h"
#include "desk/office/office.h"
#include "http/routes.h"
#include "pack/card.h"
#include "pack/kept.h"
#include "pack/pack.h"
#include "pack/ready.h"
#include "text/catalogue.h"
#include "text/zone.h"

namespace waymark::desk::api {

struct DeskApiOptions {
  std::vector<std::string> hosts;  ///< Host headers that are ours; see loopback_hosts() in access.h
  std::string organisation;        ///< shown on the sign-in screen
  std::string version;
  std::filesystem::path web_root;  ///< the built staff application; empty: API only
  /// Whether the docket may be taken out as a file for a calendar: it leaves the office's own keeping then.
  bool calendar_file = false;
};

/// Everything that is borrowed must outlive the API.
struct DeskApiParts {
  Office& office;
  const pack::Pack& pack;
  const text::Zone& zone;  ///< of the pack
  const text::Catalogue& catalogue;
  const Clock& clock;
  const Log& log;
  crypto::Random& random;               ///< safe from any thread
  std::vector<pack::Card> cards = {};   ///< of the pack, the withdrawn ones too
  std::vector<pack::Ready> ready = {};  ///< of the pack's folder, besides the plain ones
  /// The pack's files have an error, and `pack` is the office's copy of the last sound ones.
  std::optional<pack::PackRefusal> pack_refused = {};
};

class DeskApi {
 public:
  /// Loads the files of the staff application.
  /// @error as http::StaticFiles::load
  static Result<std::unique_ptr<DeskApi>> create(const DeskApiParts& parts, DeskApiOptions options);
  ~DeskApi();
  DeskApi(const DeskApi&) = delete;
  DeskApi& operator=(const DeskApi&) = delete;

  /// All routes; they borrow this object.
  [[nodiscard]] http::Routes routes();
  /// Lets go of what is in memory for nobody: see Boards::tidy(). Call every few seconds, from any thread.
  void tidy();

 private:
  class Core;
  explicit DeskApi(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace waymark::desk::api
