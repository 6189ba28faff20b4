// Bytes and the two cursors through which every wire format goes: ByteReader for hostile input, ByteWriter for ours.
//
// Numbers are big-endian on every wire and disk format of Waymark. ByteReader only moves forward and fails softly;
// nothing else in the project does pointer arithmetic on input.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

/// The bytes of a text, borrowed: the text must outlive the view.
ByteView view_of(std::string_view text);
/// The text of some bytes, borrowed: the bytes must outlive it. No check of UTF-8.
std::string_view text_of(ByteView bytes);
/// A copy of the bytes.
Bytes to_bytes(ByteView bytes);
std::string to_string(ByteView bytes);

/// Whether both are equal, in a time that depends on the sizes only.
bool equal_constant_time(ByteView a, ByteView b);

/// Reads forward from borrowed bytes; every failure is Code::kTruncated and moves nothing.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  Result<std::uint8_t> u8() { return number<std::uint8_t>(); }
  Result<std::uint16_t> u16() { return number<std::uint16_t>(); }
  Result<std::uint32_t> u32() { return number<std::uint32_t>(); }
  Result<std::uint64_t> u64() { return number<std::uint64_t>(); }
  /// The next `count` bytes, borrowed from the input.
  Result<ByteView> take(std::size_t count) {
    if (count > rest_.size()) [[unlikely]]
      return truncated();
    const ByteView part = rest_.first(count);
    rest_ = rest_.subspan(count);
    return part;
  }
  template <std::size_t N>
  Result<ByteArray<N>> array() {
    LET(const ByteView part, take(N));
    ByteArray<N> copy;
    std::copy(part.begin(), part.end(), copy.begin());
    return copy;
  }
  [[nodiscard]] std::size_t remaining() const { return rest_.size(); }
  [[nodiscard]] ByteView rest() const { return rest_; }
  /// True when all that is left is zero bytes (the padding of our formats).
  [[nodiscard]] bool rest_is_zero() const;

 private:
  // In the header: a desk reads some ten million numbers when the first of the day signs in.
  template <class Number>
  Result<Number> number() {
    if (sizeof(Number) > rest_.size()) [[unlikely]]
      return truncated();
    Number value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
      value = static_cast<Number>((std::uint64_t{value} << 8U) | rest_[i]);
    rest_ = rest_.subspan(sizeof(Number));
    return value;
  }
  static std::unexpected<Error> truncated();
  ByteView rest_;
};

/// Appends to its own buffer.
class ByteWriter {
 public:
  explicit ByteWriter(std::size_t expected_size = 0) { buffer_.reserve(expected_size); }

  ByteWriter& u8(std::uint8_t value);
  ByteWriter& u16(std::uint16_t value);
  ByteWriter& u32(std::uint32_t value);
  ByteWriter& u64(std::uint64_t value);
  ByteWriter& put(ByteView bytes);
  ByteWriter& put(std::string_view text) { return put(view_of(text)); }
  /// Zero bytes up to `size` in all. CHECKs that nothing would be cut.
  ByteWriter& pad_to(std::size_t size);

  [[nodiscard]] std::size_t size() const { return buffer_.size(); }
  [[nodiscard]] ByteView view() const { return buffer_; }
  /// Gives the buffer away; the writer is empty afterwards.
  Bytes finish() { return std::move(buffer_); }

 private:
  Bytes buffer_;
};

}  // namespace waymark
