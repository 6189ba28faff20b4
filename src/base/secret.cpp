#include "base/secret.h"

#include <string.h>
#include <sys/mman.h>

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace waymark {

void wipe(std::span<std::uint8_t> memory) {
  if (!memory.empty()) explicit_bzero(memory.data(), memory.size());
}

SecretBytes::SecretBytes(std::size_t size) : data_(nullptr), size_(size) {
  if (size == 0) return;
  void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(pages != MAP_FAILED);
  (void)mlock(pages, size);
  (void)madvise(pages, size, MADV_DONTDUMP);
  data_ = static_cast<std::uint8_t*>(pages);
}

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
  wipe(writable());
  munmap(data_, size_);
  data_ = nullptr;
}

}  // namespace waymark
