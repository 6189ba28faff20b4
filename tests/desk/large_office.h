// LargeOffice: an office with as many cases as somebody wants, in a real file, with its API; for measurements.
//
// The file is filled by a child process, with the rows that filing writes, so that the memory of this process is that
// of a desk that was started. Every case is open and nobody's, which is more work than any office has.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "crypto/totp.h"
#include "desk/api/desk_api.h"
#include "desk/office/office.h"
#include "store/temporary_folder.h"

namespace waymark::desk {

inline constexpr std::size_t kMessagesOfCase = 6;
inline constexpr std::size_t kWordsOfMessage = 40;

class LargeOffice {
 public:
  /// `staff` people of the first line whose passphrases are hashed cheaply ("staff0" …), and `real` whose are hashed as
  /// an office does ("real0" …). Everybody has one passphrase.
  LargeOffice(std::size_t cases, std::size_t staff, std::size_t real);

  [[nodiscard]] std::size_t cases() const { return cases_; }
  [[nodiscard]] double fill_seconds() const { return fill_seconds_; }
  Office& office() { return *office_; }
  /// As much time goes by.
  void pass(Seconds time) { clock_.advance(time); }
  /// A session of this person; each can sign in once. @thread any
  std::string sign_in(const std::string& alias);
  /// The answer to a call with this session; CHECKs that it is a 200. @thread any
  nlohmann::json call(const std::string& token, const std::string& method, const std::string& target,
                      const nlohmann::json& body = nullptr);
  /// The same without reading the answer, which a browser does on a machine of its own. @return its bytes
  std::size_t send(const std::string& token, const std::string& method, const std::string& target,
                   const nlohmann::json& body = nullptr);

 private:
  http::Response answer(const std::string& token, const std::string& method, const std::string& target,
                        const nlohmann::json& body);
  struct Writing;
  void found();
  void hire(const std::string& prefix, std::size_t count, crypto::Argon2Cost cost);
  void fill();
  [[nodiscard]] std::unique_ptr<Office> open();
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "desk.sqlite"; }

  std::size_t cases_;
  double fill_seconds_ = 0;
  ManualClock clock_;
  crypto::SystemRandom random_;
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::optional<Pepper> pepper_;
  std::map<std::string, crypto::TotpSecret> totp_;
  pack::Pack pack_;
  std::vector<pack::Card> cards_;
  text::Zone zone_;
  text::Catalogue catalogue_ = *text::Catalogue::embedded();
  Log log_{[](std::string_view) {}};
  std::unique_ptr<Office> office_;
  std::unique_ptr<api::DeskApi> api_;
  http::Routes routes_;
};

}  // namespace waymark::desk
