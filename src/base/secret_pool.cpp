#include "base/secret_pool.h"

#include <sys/mman.h>

#include <array>
#include <mutex>
#include <span>
#include <vector>

#include "base/check.h"
#include "base/secret.h"

namespace waymark {
namespace {

/// Keys and short texts; medium texts; an envelope's plaintext (14,725 bytes); an age chunk.
constexpr std::array<std::size_t, 4> kClassBytes{64, 2'048, 16'384, kPooledBytesMax};
constexpr std::size_t kSlabBytes = kPooledBytesMax;

// A sanitizer must see each secret as memory of its own.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kPooled = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kPooled = false;
#else
constexpr bool kPooled = true;
#endif
#else
constexpr bool kPooled = true;
#endif

std::uint8_t* map_pages(std::size_t size) {
  void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(pages != MAP_FAILED);
  (void)mlock(pages, size);  // best effort: RLIMIT_MEMLOCK
  (void)madvise(pages, size, MADV_DONTDUMP);
  return static_cast<std::uint8_t*>(pages);
}

/// Free blocks of one size.
class BlockClass {
 public:
  std::uint8_t* take(std::size_t block_bytes) {
    const std::lock_guard lock{mutex_};
    if (free_.empty()) add_slab(block_bytes);
    std::uint8_t* block = free_.back();
    free_.pop_back();
    return block;
  }
  void give_back(std::uint8_t* block) {
    const std::lock_guard lock{mutex_};
    free_.push_back(block);
  }

 private:
  void add_slab(std::size_t block_bytes) {
    const std::span slab{map_pages(kSlabBytes), kSlabBytes};
    for (std::size_t offset = 0; offset < kSlabBytes; offset += block_bytes)
      free_.push_back(slab.subspan(offset).data());
  }

  std::mutex mutex_;
  std::vector<std::uint8_t*> free_;
};

using Pool = std::array<BlockClass, kClassBytes.size()>;

/// Never destroyed, because a secret in static storage may die after it.
Pool& pool() {
  static Pool& classes = *new Pool;  // NOLINT: lives as long as the process
  return classes;
}

/// The smallest class that holds `size`; the number of classes if none does.
std::size_t class_of(std::size_t size) {
  std::size_t index = 0;
  while (index < kClassBytes.size() && kClassBytes[index] < size) ++index;
  return index;
}

bool is_pooled(std::size_t size) { return kPooled && size <= kPooledBytesMax; }

}  // namespace

std::uint8_t* take_secret_block(std::size_t size) {
  if (!is_pooled(size)) return map_pages(size);
  const std::size_t index = class_of(size);
  return pool()[index].take(kClassBytes[index]);
}

void give_back_secret_block(std::uint8_t* block, std::size_t size) {
  wipe({block, size});
  if (is_pooled(size)) return pool()[class_of(size)].give_back(block);
  munmap(block, size);
}

}  // namespace waymark
