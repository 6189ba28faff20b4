// Everything this program gives back to the heap is wiped first: its own strings, and those of every library it uses.
//
// Secret<N> covers keys; what people write and read passes through strings, JSON, parsers, curl and ctemplate, which
// are ordinary memory. This file takes the place of free() and of the operators delete; realloc() moves a block through
// them as well. Linked into programs that hold such text (clerk, desk) or what visitors' browsers tell (relay); not in
// builds with sanitizers, which bring an allocator of their own.
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>
#include <cerrno>
#include <new>

extern "C" {
void __libc_free(void* block);
void* __libc_malloc(size_t size);
}

namespace {

void wipe_and_free(void* block) noexcept {
  if (block == nullptr) return;
  const int before = errno;
  explicit_bzero(block, malloc_usable_size(block));
  __libc_free(block);
  errno = before;
}

}  // namespace

extern "C" void free(void* block) noexcept { wipe_and_free(block); }

extern "C" void* realloc(void* block, size_t size) noexcept {
  if (block == nullptr) return __libc_malloc(size);
  if (size == 0) {
    wipe_and_free(block);
    return nullptr;
  }
  const size_t room = malloc_usable_size(block);
  if (size <= room && size >= room / 2) return block;
  void* const fresh = __libc_malloc(size);
  if (fresh == nullptr) return nullptr;
  memcpy(fresh, block, std::min(room, size));
  wipe_and_free(block);
  return fresh;
}

void operator delete(void* block) noexcept { wipe_and_free(block); }
void operator delete[](void* block) noexcept { wipe_and_free(block); }
void operator delete(void* block, std::size_t) noexcept { wipe_and_free(block); }
void operator delete[](void* block, std::size_t) noexcept { wipe_and_free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { wipe_and_free(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { wipe_and_free(block); }
void operator delete(void* block, std::align_val_t) noexcept { wipe_and_free(block); }
void operator delete[](void* block, std::align_val_t) noexcept { wipe_and_free(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { wipe_and_free(block); }
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept { wipe_and_free(block); }
