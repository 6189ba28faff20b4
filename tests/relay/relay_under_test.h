// A relay inside the test: own folder, own clock, a log that is kept, and its calls as functions.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "http/client.h"
#include "office.h"
#include "relay/relay.h"
#include "store/connection.h"
#include "store/temporary_folder.h"

namespace waymark::relay {

inline constexpr std::uint32_t kToday = 20'779;  // 2026-11-22

/// "507 full": status and text of an answer.
std::string said(const http::ClientResponse& response);

/// Files of the folder that hold any 64-byte piece of `blob` taken every 1,000 bytes.
int files_with(const std::filesystem::path& folder, const Bytes& blob);

class RelayUnderTest {
 public:
  struct Setup {
    Quotas quotas = {.work_from = 100'000, .disk_reserve_bytes = 0};  ///< a thousand at once need no work
    std::vector<crypto::RelayVerifyKey> copies_from = {};
    std::int64_t database_pages_max = 0;
    std::filesystem::path pages = {};
    std::optional<SecondSetting> second = {};
    ForwarderPace pace = {};
    std::uint16_t public_port = 0;
    std::uint64_t office_seed = 1;  ///< another one: another organisation; for the first start
  };
  RelayUnderTest();
  explicit RelayUnderTest(const Setup& setup);

  /// Stops it and starts it again on the same folder.
  void restart(const Setup& setup);
  void stop() { relay_.reset(); }
  /// Publishes the first roster and a day-key list.
  void open_for_requests();

  http::ClientResponse get(std::string_view path, std::vector<http::Header> headers = {});
  http::ClientResponse post(std::string_view path, ByteView body);
  http::ClientResponse put(std::uint32_t day, ByteView envelope) {
    return post("/v1/put/" + std::to_string(day), envelope);
  }
  /// A signed call of the desk.
  http::ClientResponse desk(std::string_view path, ByteView body);
  http::ClientResponse desk_with(std::string_view path, ByteView body, std::string auth);
  http::ClientResponse publish(DocumentKind kind, std::string_view note);

  /// A release of figures in its pieces, from the one that is wanted on. @return the last answer
  http::ClientResponse push_figures(ByteView set);
  /// One of them; its number alone: the question.
  http::ClientResponse figure_piece(ByteView set, std::uint16_t number, bool with_bytes = true);

  struct Pulled {
    RowId id;
    std::uint32_t day;
    Bytes blob;
  };
  std::vector<Pulled> pull(std::uint16_t limit = 512);
  std::uint16_t ack(const std::vector<RowId>& ids);

  [[nodiscard]] Config config(const Setup& setup) const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] std::uint16_t public_port() const { return relay_->public_port(); }
  Relay& relay() { return *relay_; }
  Office& office() { return office_; }
  ManualClock& clock() { return clock_; }
  std::vector<std::string> log_lines() const;

 private:
  http::ClientResponse send(const http::ClientRequest& request);
  [[nodiscard]] World world(const Setup& setup);
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  ManualClock clock_{start_of_day(kToday) + std::chrono::hours{12}};
  Office office_;
  mutable std::mutex log_mutex_;
  std::vector<std::string> log_lines_;
  Log log_{[this](std::string_view line) {
    const std::lock_guard lock{log_mutex_};
    log_lines_.emplace_back(line);
  }};
  std::unique_ptr<Relay> relay_;
  http::Client client_{{}};
};

}  // namespace waymark::relay
