// Pages saved as zip, by libzip. Sizes are known before anything is unpacked, so that limits hold.
#include <zip.h>

#include <memory>

#include "courts/files/item.h"
#include "courts/files/stray.h"
#include "courts/ids/court_date.h"
#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

bool may_be_a_page(std::string_view name) {
  const std::string low = lowered(name);
  for (const std::string_view ending : {".pdf", ".docx", "/"}) {
    if (low.ends_with(ending)) return false;
  }
  return !is_stray(name);
}

Result<std::string> unpack(zip_t* archive, const zip_stat_t& stat) {
  const std::unique_ptr<zip_file_t, Discard> file{zip_fopen_index(archive, stat.index, 0)};
  if (file == nullptr) return fail(Code::kUnsupported, "courts/zip", "an entry is encrypted or of an unknown method");
  std::string bytes(stat.size, '\0');
  const zip_int64_t got = zip_fread(file.get(), bytes.data(), bytes.size());
  char more = 0;
  if (got != static_cast<zip_int64_t>(bytes.size()) || zip_fread(file.get(), &more, 1) != 0) {
    return fail(Code::kMalformed, "courts/zip", "an entry's size or check is wrong");
  }
  return bytes;
}

}  // namespace

Result<void> for_each_zip_item(std::string_view bytes, const Item& about, const TakeItem& take) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return fail(Code::kUnavailable, "courts/zip");
  const std::unique_ptr<zip_t, Discard> archive{zip_open_from_source(source, ZIP_RDONLY, &error)};
  zip_error_fini(&error);
  if (archive == nullptr) {
    zip_source_free(source);
    return fail(Code::kMalformed, "courts/zip");
  }
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count > static_cast<zip_int64_t>(kItemsMax)) return fail(Code::kTooLarge, "courts/zip", "too many entries");
  const auto is_file = [&](const std::string& name) { return zip_name_locate(archive.get(), name.c_str(), 0) >= 0; };
  std::size_t unpacked = 0;
  std::optional<Error> first_error;
  for (zip_int64_t index = 0; index < count; ++index) {
    zip_stat_t stat;
    if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0)
      return fail(Code::kMalformed, "courts/zip");
    if ((stat.valid & ZIP_STAT_NAME) == 0 || (stat.valid & ZIP_STAT_SIZE) == 0 || !may_be_a_page(stat.name) ||
        is_of_a_saved_page(stat.name, is_file))
      continue;
    unpacked += stat.size;
    if (stat.size > kItemBytesMax || unpacked > kUnpackedBytesMax) return fail(Code::kTooLarge, "courts/zip");
    Item item{.name = about.name + "!" + stat.name};
    if ((stat.valid & ZIP_STAT_MTIME) != 0 && stat.mtime > 0)
      item.seen = static_cast<std::int32_t>(stat.mtime / 86'400);
    auto page = unpack(archive.get(), stat);
    if (!page) {
      if (!first_error) first_error = page.error();
      continue;
    }
    item.bytes = std::move(*page);
    TRY(take(item));
  }
  if (first_error) return std::unexpected<Error>(*first_error);
  return {};
}

}  // namespace waymark::courts
