#include "base/secret.h"

#include <string.h>

#include <algorithm>
#include <utility>

#include "base/secret_pool.h"

namespace waymark {

void wipe(std::span<std::uint8_t> memory) {
  if (!memory.empty()) explicit_bzero(memory.data(), memory.size());
}

SecretBytes::SecretBytes(std::size_t size) : data_(size == 0 ? nullptr : take_secret_block(size)), size_(size) {}

SecretBytes SecretBytes::copy_of(ByteView bytes) {
  SecretBytes secret(bytes.size());
  std::copy(bytes.begin(), bytes.end(), secret.data_);
  return secret;
}

SecretBytes::~SecretBytes() { release(); }

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this == &other) return *this;
  release();
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

void SecretBytes::release() {
  if (data_ == nullptr) return;
  give_back_secret_block(data_, size_);
  data_ = nullptr;
}

}  // namespace waymark
