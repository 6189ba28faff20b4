#include "base/bytes.h"

#include <algorithm>

#include "base/check.h"

namespace waymark {
namespace {

constexpr std::string_view kWhere = "base/bytes";

template <class Number>
void append_number(Bytes& buffer, Number value) {
  for (std::size_t i = sizeof(Number); i-- > 0;)
    buffer.push_back(static_cast<std::uint8_t>(std::uint64_t{value} >> (8U * i)));
}

}  // namespace

ByteView view_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string_view text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

Bytes to_bytes(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

std::string to_string(ByteView bytes) { return std::string{text_of(bytes)}; }

bool equal_constant_time(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

std::unexpected<Error> ByteReader::truncated() { return fail(Code::kTruncated, kWhere); }

bool ByteReader::rest_is_zero() const {
  return std::all_of(rest_.begin(), rest_.end(), [](std::uint8_t byte) { return byte == 0; });
}

ByteWriter& ByteWriter::u8(std::uint8_t value) {
  buffer_.push_back(value);
  return *this;
}

ByteWriter& ByteWriter::u16(std::uint16_t value) {
  append_number(buffer_, value);
  return *this;
}

ByteWriter& ByteWriter::u32(std::uint32_t value) {
  append_number(buffer_, value);
  return *this;
}

ByteWriter& ByteWriter::u64(std::uint64_t value) {
  append_number(buffer_, value);
  return *this;
}

ByteWriter& ByteWriter::put(ByteView bytes) {
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  return *this;
}

ByteWriter& ByteWriter::pad_to(std::size_t size) {
  CHECK(buffer_.size() <= size);
  buffer_.resize(size, 0);
  return *this;
}

}  // namespace waymark
