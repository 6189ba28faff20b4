// Body: what the staff application sends, read once, strictly, with limits; secrets are taken out and wiped behind.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "base/secret.h"
#include "http/message.h"

namespace waymark::desk::api {

inline constexpr std::size_t kBodyBytesMax = 65'536;
inline constexpr std::size_t kDoorBodyBytesMax = 8'192;
inline constexpr std::size_t kWordBytesMax = 256;
inline constexpr std::size_t kPassphraseBytesMax = 1'024;

/// One JSON object. The members are taken out by name; done() refuses what was not asked for.
class Body {
 public:
  /// Wipes the request's bytes. @error kMalformed, kTooLarge
  static Result<Body> of(http::Request& request);
  ~Body();
  Body(Body&&) noexcept = default;
  Body& operator=(Body&&) = delete;

  /// A short text of 1…kWordBytesMax bytes. @error kMalformed
  Result<std::string> word(std::string_view key);
  Result<std::optional<std::string>> optional_word(std::string_view key);
  /// A text of 1…count code points, NFC, line ends LF. @error kMalformed, kTooLarge, kInvalid when it is empty
  Result<std::string> text(std::string_view key, std::size_t code_points_max);
  /// The same, or an empty text when the member is missing, null or nothing but spaces.
  Result<std::string> optional_text(std::string_view key, std::size_t code_points_max);
  /// A whole number from 0. @error kMalformed, kInvalid over `high`
  Result<std::uint64_t> number(std::string_view key, std::uint64_t high);
  /// The same, or nothing if it is not there.
  Result<std::optional<std::uint64_t>> optional_number(std::string_view key, std::uint64_t high);
  /// 1…kPassphraseBytesMax bytes in NFC; the JSON's own copy is overwritten. @error kMalformed, kTooLarge
  Result<SecretBytes> secret(std::string_view key);
  /// False if it is not there. @error kMalformed
  Result<bool> flag(std::string_view key);
  /// 1…count short texts. @error kMalformed, kTooLarge
  Result<std::vector<std::string>> words(std::string_view key, std::size_t count_max);
  /// The same, or none if it is not there.
  Result<std::vector<std::string>> optional_words(std::string_view key, std::size_t count_max);
  /// Nothing if it is not there. @error kMalformed, kTooLarge over 8 entries
  Result<std::map<std::string, std::string>> table(std::string_view key);
  /// @error kMalformed if a member was never asked for
  Result<void> done() const;

 private:
  explicit Body(nlohmann::json json) : json_(std::move(json)) {}
  nlohmann::json* find(std::string_view key);
  nlohmann::json json_;
  std::vector<std::string> taken_;
};

}  // namespace waymark::desk::api
