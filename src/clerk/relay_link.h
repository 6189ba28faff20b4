// RelayLink: the relay's public listener as the clerk uses it, exactly as a browser would. An interface, so that tests
// have a twin in memory. Safe from any thread.
// @source docs/spec/relay.md "Public listener"
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/language.h"
#include "http/client.h"
#include "work/demand.h"

namespace waymark::clerk {

/// What the relay said to a put.
enum class PutAnswer { kStored, kWork, kWrongDay, kFull, kExpired, kBusy, kUnreachable, kStrange };
struct PutResult {
  PutResult(PutAnswer said) : answer(said) {}  // NOLINT: implicit on purpose
  explicit PutResult(const work::Demand& asked) : answer(PutAnswer::kWork), demand(asked) {}
  PutAnswer answer;
  work::Demand demand = {};  ///< of kWork
};

/// In how many places the relay says that it keeps an envelope. @source docs/spec/relay.md "Two places"
enum class Places {
  kUnknown,  ///< no answer, or a relay of before
  kOne,      ///< so far
  kSingle,   ///< and it has no other to hand it to
  kTwo,
  kFetched,  ///< the desk has it
};

class RelayLink {
 public:
  virtual ~RelayLink() = default;
  /// A piece of the chain of rosters (roster/freshness.h).
  /// @error kUnavailable; kNotFound before the first roster, or when the relay has none so new; kTooLarge
  virtual Result<std::string> rosters_from(std::uint32_t serial) = 0;
  /// @error as rosters_from
  virtual Result<std::string> day_keys() = 0;
  /// The signed text of the public cards. @error as rosters_from
  virtual Result<std::string> cards_note() = 0;
  /// @param number  from 1, within the language. @error as rosters_from
  virtual Result<std::string> cards_piece(std::uint32_t serial, Language language, std::uint32_t number) = 0;
  /// @param body  an envelope, and behind it the pass that is shown, if one is (docs/spec/work.md)
  virtual PutResult put(std::uint32_t day, ByteView body) = 0;
  /// @param row  first 16 bytes of SHA-256(day u32 ‖ envelope)
  virtual Places places(std::uint32_t day, const ByteArray<16>& row) = 0;
  /// @return the whole answer, of one size always. @error kUnavailable, kWrongSize
  virtual Result<Bytes> poll(ByteView request) = 0;
  /// @error kUnavailable for anything but "deleted"
  virtual Result<void> remove(ByteView tokens) = 0;
};

/// Over HTTP, with a few connections kept open.
class HttpRelayLink final : public RelayLink {
 public:
  /// @param address such as "http://127.0.0.1:8080", without a path
  HttpRelayLink(std::string address, http::ClientOptions options);
  Result<std::string> rosters_from(std::uint32_t serial) override;
  Result<std::string> day_keys() override;
  Result<std::string> cards_note() override;
  Result<std::string> cards_piece(std::uint32_t serial, Language language, std::uint32_t number) override;
  PutResult put(std::uint32_t day, ByteView body) override;
  Places places(std::uint32_t day, const ByteArray<16>& row) override;
  Result<Bytes> poll(ByteView request) override;
  Result<void> remove(ByteView tokens) override;

 private:
  Result<http::ClientResponse> send_over(http::Client& client, std::string_view method, std::string_view path,
                                         ByteView body);
  Result<http::ClientResponse> send(std::string_view method, std::string_view path, ByteView body);
  Result<std::string> document(std::string_view path);
  std::unique_ptr<http::Client> borrow();
  void give_back(std::unique_ptr<http::Client> client);

  const std::string address_;
  const http::ClientOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<http::Client>> idle_;
};

}  // namespace waymark::clerk
