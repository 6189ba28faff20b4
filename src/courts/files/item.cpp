#include "courts/files/item.h"

#include <zlib.h>

#include <algorithm>
#include <memory>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kStepBytes = 1U << 20U;

struct EndInflate {
  void operator()(z_stream* stream) const {
    inflateEnd(stream);
    delete stream;  // NOLINT: made by the function below
  }
};

}  // namespace

FileKind file_kind_of(std::string_view bytes, std::string_view name) {
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return FileKind::kZip;
  if (bytes.starts_with("\x1f\x8b")) return FileKind::kGzip;
  if (bytes.starts_with("WARC/")) return FileKind::kWarc;
  const std::string head = lowered(bytes.substr(0, 2000));
  if (head.find("multipart/related") != std::string::npos && head.find("mime-version") != std::string::npos)
    return FileKind::kMhtml;
  const std::string ending = lowered(name);
  const bool markup = trimmed(bytes.substr(0, 200)).starts_with('<');
  if (!markup && (ending.ends_with(".csv") || ending.ends_with(".tsv") || ending.ends_with(".csv.gz")))
    return FileKind::kCsv;
  if (trimmed(bytes.substr(0, 200)).starts_with('{')) return FileKind::kJsonLines;
  return FileKind::kPage;
}

Result<std::string> gunzipped(std::string_view bytes) {
  const std::unique_ptr<z_stream, EndInflate> stream{new z_stream{}};
  if (inflateInit2(stream.get(), 15 + 32) != Z_OK) return fail(Code::kUnavailable, "courts/gzip");
  std::string out;
  stream->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT: zlib does not write there
  stream->avail_in = static_cast<uInt>(bytes.size());
  while (stream->avail_in > 0) {
    const std::size_t before = out.size();
    if (before > kFileBytesMax) return fail(Code::kTooLarge, "courts/gzip");
    out.resize(before + kStepBytes);
    stream->next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream->avail_out = kStepBytes;
    const int code = inflate(stream.get(), Z_NO_FLUSH);
    out.resize(before + kStepBytes - stream->avail_out);
    if (code == Z_STREAM_END) {
      if (stream->avail_in < 2 || stream->next_in[0] != 0x1f || inflateReset(stream.get()) != Z_OK)
        break;  // padding after it
    } else if (code != Z_OK) {
      return fail(Code::kMalformed, "courts/gzip");
    }
    if (stream->avail_in == 0 && code != Z_STREAM_END && stream->avail_out != 0)
      return fail(Code::kMalformed, "courts/gzip", "cut off");
  }
  return out;
}

Result<void> for_each_item(std::string_view bytes, const Item& about, const TakeItem& take, int nesting) {
  if (bytes.size() > kFileBytesMax)
    return fail(Code::kTooLarge, "courts/files", std::to_string(bytes.size()) + " bytes");
  if (nesting > kNestingMax) return fail(Code::kTooLarge, "courts/files", "nested too deep");
  const TakeItem inner = [&](Item& item) { return for_each_item(item.bytes, item, take, nesting + 1); };
  switch (file_kind_of(bytes, about.name)) {
    case FileKind::kZip: return for_each_zip_item(bytes, about, inner);
    case FileKind::kMhtml: return for_each_mhtml_item(bytes, about, take);
    case FileKind::kWarc: return for_each_warc_item(bytes, about, take);
    case FileKind::kGzip: {
      LET(const std::string unpacked, gunzipped(bytes));
      return for_each_item(unpacked, about, take, nesting + 1);
    }
    default: break;
  }
  Item item = about;
  item.bytes = std::string{bytes};
  return take(item);
}

}  // namespace waymark::courts
