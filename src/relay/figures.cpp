#include "relay/figures.h"

#include <array>
#include <charconv>
#include <optional>

#include "relay/gzip.h"
#include "relay/pages.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kWhere = "relay/figures";
constexpr std::string_view kFolder = "/figures/";

/// By the end of the name; what is not here is handed out as bytes, which no browser shows.
std::string_view type_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".atom", "application/atom+xml; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".json", "application/json"},
      {".jsonl", "text/plain; charset=utf-8"},
      {".note", "text/plain; charset=utf-8"},
      {"SHA256SUMS", "text/plain; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
  }};
  for (const auto& [ending, type] : kTypes)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

/// A page may have its own style and pictures from beside it; anything else that a browser opens may have nothing.
std::string policy_of(std::string_view name, std::string_view content) {
  if (!name.ends_with(".html")) return "default-src 'none'; sandbox";
  const std::string style = style_source(content);
  return "default-src 'none'; img-src 'self'" + (style.empty() ? "" : "; style-src " + style) +
         "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

std::shared_ptr<const Bytes> packed(std::string_view name, ByteView content) {
  if (name.ends_with(".png")) return {};
  Bytes gzip = gzip_of(content);
  return gzip.size() < content.size() ? std::make_shared<const Bytes>(std::move(gzip)) : nullptr;
}

struct Part {
  std::size_t first = 0;
  std::size_t count = 0;
};

std::optional<std::size_t> number_in(std::string_view digits) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

/// One part of `size` bytes, as "bytes=A-", "bytes=A-B" or "bytes=-N" asks for it. Nothing: the header is another and
/// the whole is the answer; a part of no bytes: there is nothing at that place.
std::optional<Part> part_in(std::string_view range, std::size_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!range.starts_with(kUnit)) return std::nullopt;
  range.remove_prefix(kUnit.size());
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = number_in(range.substr(0, dash));
  const auto last = number_in(range.substr(dash + 1));
  if (!first && dash == 0 && last) return Part{size - std::min(*last, size), std::min(*last, size)};
  const bool open = range.size() == dash + 1;
  if (!first || (!last && !open) || (last && *last < *first)) return std::nullopt;
  if (*first >= size) return Part{};
  return Part{*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

std::string range_text(const Part& part, std::size_t size) {
  const std::string place =
      part.count == 0 ? "*" : std::to_string(part.first) + "-" + std::to_string(part.first + part.count - 1);
  return "bytes " + place + "/" + std::to_string(size);
}

}  // namespace

std::string_view ServedFigures::text(std::string_view name) const {
  const auto found = files.find(name);
  return found == files.end() ? std::string_view{} : text_of(*found->second.bytes);
}

ServedFiguresPtr serve_figures(const roster::FigureSet& files, const roster::FiguresNote& note) {
  ServedFigures served{.note = note, .files = {}};
  for (const auto& [name, content] : files)
    served.files.emplace(name, ServedFigures::File{.bytes = std::make_shared<const Bytes>(to_bytes(view_of(content))),
                                                   .gzip_bytes = packed(name, view_of(content)),
                                                   .content_type = type_of(name),
                                                   .policy = policy_of(name, content)});
  return std::make_shared<const ServedFigures>(std::move(served));
}

ServedFiguresPtr serve_kept_figures(const KeptDocuments& kept, const crypto::InstanceId& instance,
                                    std::string_view chain) {
  if (kept.figures.empty()) return {};
  const auto files = roster::parse_figure_set(kept.figures);
  if (!files) return {};
  const auto note = roster::verify_kept_figure_set(*files, instance);
  const bool ours = note && chain.starts_with(files->find(roster::kFigureChain)->second);
  return ours ? serve_figures(*files, *note) : ServedFiguresPtr{};
}

Result<void> may_replace(const ServedFigures* before, std::uint32_t floor, const roster::FigureSet& files,
                         const roster::FiguresNote& note, std::string_view chain) {
  const auto of_set = [&](const char* name) -> std::string_view {
    const auto found = files.find(name);
    return found == files.end() ? std::string_view{} : std::string_view{found->second};
  };
  const std::string_view rosters = of_set(roster::kFigureChain);
  if (rosters.empty() || !chain.starts_with(rosters)) return fail(Code::kConflict, kWhere, "rosters");
  if (note.serial < floor) return fail(Code::kReplayed, kWhere, "older release");
  if (before == nullptr) return {};
  if (note.serial > before->note.serial) {
    const bool goes_on = of_set(roster::kFigureLedger).starts_with(before->text(roster::kFigureLedger));
    return goes_on ? Result<void>{} : fail(Code::kConflict, kWhere, "ledger");
  }
  // The same release may be signed anew when the organisation has another key, and by nothing older.
  if (note.release != before->note.release || note.sums != before->note.sums)
    return fail(Code::kConflict, kWhere, "release");
  const bool later = rosters.size() > before->text(roster::kFigureChain).size();
  return later ? Result<void>{} : fail(Code::kReplayed, kWhere, "signature");
}

http::Response figures_file(const ServedFiguresPtr& served, const http::Request& request) {
  std::string_view name = request.path;
  if (name.starts_with(kFolder)) name.remove_prefix(kFolder.size());
  if (name.empty()) name = roster::kFigureIndex;
  if (!served) return http::text_response(404, "not-found");
  const auto found = served->files.find(name);
  if (found == served->files.end()) return http::text_response(404, "not-found");
  const ServedFigures::File& file = found->second;
  http::Response response;
  response.closes = true;
  response.headers = {{"Content-Type", std::string{file.content_type}},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Content-Security-Policy", file.policy},
                      {"Accept-Ranges", "bytes"}};
  const std::size_t size = file.bytes->size();
  if (const auto part = part_in(request.header("range"), size)) {
    response.status = part->count == 0 ? 416 : 206;
    response.headers.push_back({"Content-Range", range_text(*part, size)});
    if (part->count == 0) return response;
    response.shared_body = file.bytes;
    response.shared_part = ByteView{*file.bytes}.subspan(part->first, part->count);
    return response;
  }
  if (file.gzip_bytes) response.headers.push_back({"Vary", "Accept-Encoding"});
  const bool packed_for = file.gzip_bytes && request.header("accept-encoding").find("gzip") != std::string_view::npos;
  if (packed_for) response.headers.push_back({"Content-Encoding", "gzip"});
  response.shared_body = packed_for ? file.gzip_bytes : file.bytes;
  return response;
}

}  // namespace waymark::relay
