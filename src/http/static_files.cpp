#include "http/static_files.h"

#include <fstream>
#include <functional>
#include <utility>

#include "base/encoding.h"

namespace waymark::http {
namespace {

constexpr std::string_view kWhere = "http/static_files";

Result<Bytes> read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary | std::ios::ate};
  if (!in) return fail(Code::kStorage, kWhere, "a file cannot be opened");
  Bytes bytes(static_cast<std::size_t>(in.tellg()));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!in) return fail(Code::kStorage, kWhere, "a file cannot be read");
  return bytes;
}

// The tag only tells versions of one file apart; it protects nothing, so a fast hash (FNV-1a, 64 bits) will do.
std::string etag_of(ByteView bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3;
  ByteWriter writer;
  writer.u64(hash);
  return '"' + to_hex(writer.view()) + '"';
}

bool ends_with_gzip(const std::filesystem::path& path) { return path.extension() == ".gz"; }

Result<StaticFile> load_file(const std::filesystem::path& path) {
  StaticFile file;
  LET(Bytes bytes, read_file(path));
  file.content_type = content_type_of(path.filename().string());
  file.etag = etag_of(bytes);
  file.bytes = std::make_shared<const Bytes>(std::move(bytes));
  std::filesystem::path twin = path;
  twin += ".gz";
  std::error_code error;
  if (std::filesystem::exists(twin, error)) {
    LET(Bytes compressed, read_file(twin));
    file.gzip_bytes = std::make_shared<const Bytes>(std::move(compressed));
  }
  return file;
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".json", "application/json"},
      {".txt", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".pdf", "application/pdf"},
      {".woff2", "font/woff2"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (file_name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

Result<StaticFiles> StaticFiles::load(const std::filesystem::path& folder, CacheRule rule) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return fail(Code::kNotFound, kWhere, "no such folder");
  StaticFiles files;
  files.rule_ = rule;
  std::size_t total = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder, error}) {
    if (!entry.is_regular_file(error) || ends_with_gzip(entry.path())) continue;
    LET(StaticFile file, load_file(entry.path()));
    total += file.bytes->size() + (file.gzip_bytes ? file.gzip_bytes->size() : 0);
    if (files.size() >= kStaticFilesMax || total > kStaticBytesMax) return fail(Code::kTooLarge, kWhere);
    files.add('/' + std::filesystem::relative(entry.path(), folder, error).generic_string(), std::move(file));
  }
  if (error) return fail(Code::kStorage, kWhere, "the folder cannot be listed");
  return files;
}

void StaticFiles::add(std::string path, StaticFile file) {
  constexpr std::string_view kIndex = "/index.html";
  constexpr std::string_view kHtml = ".html";
  if (path.ends_with(kIndex)) {
    files_.insert_or_assign(path.substr(0, path.size() - kIndex.size() + 1), file);
  } else if (path.ends_with(kHtml)) {
    files_.insert_or_assign(path.substr(0, path.size() - kHtml.size()), file);
  }
  files_.insert_or_assign(std::move(path), std::move(file));
}

Response StaticFiles::answer(const Request& request) const {
  const auto found = files_.find(request.path);
  if (found == files_.end()) return text_response(404, "not-found");
  const StaticFile& file = found->second;
  Response response;
  response.headers = {{"Content-Type", file.content_type}, {"X-Content-Type-Options", "nosniff"}};
  if (rule_ == CacheRule::kNoStore) {
    response.headers.push_back({"Cache-Control", "no-store"});
  } else {
    response.headers.push_back({"Cache-Control", "no-cache"});
    response.headers.push_back({"ETag", file.etag});
    if (request.header("if-none-match") == file.etag) {
      response.status = 304;
      return response;
    }
  }
  if (file.gzip_bytes) response.headers.push_back({"Vary", "Accept-Encoding"});
  if (file.gzip_bytes && request.header("accept-encoding").find("gzip") != std::string_view::npos) {
    response.headers.push_back({"Content-Encoding", "gzip"});
    response.shared_body = file.gzip_bytes;
  } else {
    response.shared_body = file.bytes;
  }
  return response;
}

}  // namespace waymark::http
