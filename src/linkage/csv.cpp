#include "linkage/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>

#include "base/csv_shape.h"
#include "base/utf8.h"
#include "text/utf8.h"

namespace waymark::linkage {
namespace {

constexpr std::string_view kWhere = "linkage/csv";
constexpr std::size_t kPieceBytes = std::size_t{8} << 20;  // fits the caches' outer level; a record may be half of it

/// The bytes of a field as they stand in the file, without quotes; `buffer` holds them if a quote had to be undone.
std::string_view content_of(std::string_view field, std::string& buffer) {
  if (field.empty() || field.front() != '"') return field;
  field.remove_prefix(1);
  if (!field.empty() && field.back() == '"') field.remove_suffix(1);
  if (field.find('"') == std::string_view::npos) return field;
  buffer.clear();
  for (std::size_t i = 0; i < field.size(); ++i) {
    buffer.push_back(field[i]);
    if (field[i] == '"' && i + 1 < field.size() && field[i + 1] == '"') ++i;
  }
  return buffer;
}

/// cell_of, which most fields need not: their ends are letters or digits of ASCII or of Cyrillic.
std::string_view trimmed(std::string_view text) {
  const auto may_be_blank = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x80;
  };
  if (text.empty() || (!may_be_blank(text.front()) && !may_be_blank(text.back()))) return text;
  return cell_of(text);
}

/// Whether the quote at `i` opens: it is the field's first letter, or the second half of a doubled one inside it.
bool opens_quote(std::string_view text, std::size_t begin, std::size_t i) {
  return i == begin || (text[begin] == '"' && text[i - 1] == '"');
}

struct Kept {
  std::size_t position;  ///< in the file
  bool distinct;
  Column column;
  std::optional<std::size_t> bad_row;  ///< first row that is not UTF-8
};

class CsvBuilder {
 public:
  CsvBuilder(const CsvOptions& options, const Workers& workers) : options_(options), workers_(workers) {}

  /// Takes the records that end within `text`; returns how many bytes those were.
  Result<std::size_t> feed(std::string_view text, bool last);
  Result<Table> finish();

 private:
  Result<void> take_header(std::string_view line);
  Result<void> choose(const std::vector<std::string>& names);
  Result<std::size_t> scan(std::string_view text, bool last);
  Result<void> end_record(std::size_t fields);
  Result<void> intern(std::string_view text);
  void intern_column(std::string_view text, Kept& kept) const;
  [[nodiscard]] std::size_t line_of(std::size_t row) const { return row + 2; }  // records, counted with the header

  const CsvOptions& options_;
  const Workers& workers_;
  bool header_done_ = false;
  char separator_ = ',';
  std::size_t width_ = 0;  ///< fields of the header
  std::size_t rows_ = 0;
  std::vector<Kept> kept_;
  std::vector<std::uint32_t> begins_;  ///< of each field of this piece; one more at the end of each record
};

Result<void> CsvBuilder::choose(const std::vector<std::string>& names) {
  std::set<std::string> seen;
  for (const std::string& name : names)
    if (!seen.insert(name).second)
      return fail(Code::kMalformed, kWhere, fmt::format("The header has the column '{}' twice.", name));
  const auto& wanted = options_.columns.empty() ? names : options_.columns;
  for (const std::string& name : wanted) {
    const auto at = std::ranges::find(names, name);
    if (at == names.end())
      return fail(Code::kNotFound, kWhere,
                  fmt::format("The file has no column '{}'. It has: {}.", name, fmt::join(names, ", ")));
    const bool distinct = std::ranges::find(options_.distinct, name) != options_.distinct.end();
    kept_.push_back({static_cast<std::size_t>(at - names.begin()), distinct, {name, {}, {}}, {}});
  }
  return {};
}

Result<void> CsvBuilder::take_header(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (trimmed(line).empty()) return fail(Code::kNotFound, kWhere, "The file is empty: it has no header line.");
  if (!text::is_utf8(line)) return fail(Code::kMalformed, kWhere, "The header line is not UTF-8.");
  std::vector<std::string> names;
  std::string buffer;
  while (true) {
    std::size_t end = 0;
    bool quoted = false;
    while (end < line.size() && (quoted || line[end] != separator_)) quoted ^= line[end++] == '"';
    names.emplace_back(trimmed(content_of(trimmed(line.substr(0, end)), buffer)));
    if (end == line.size()) break;
    line.remove_prefix(end + 1);
  }
  width_ = names.size();
  if (width_ > kColumnsMax)
    return fail(Code::kTooLarge, kWhere,
                fmt::format("The header has {} columns, the most is {}.", width_, kColumnsMax));
  header_done_ = true;
  return choose(names);
}

Result<void> CsvBuilder::end_record(std::size_t fields) {
  if (fields != width_)
    return fail(
        Code::kMalformed, kWhere,
        fmt::format("Record {} (the header is 1) has {} fields, the header has {}.", line_of(rows_), fields, width_));
  if (++rows_ > kRowsMax)
    return fail(Code::kTooLarge, kWhere, fmt::format("The file has more than {} records.", kRowsMax));
  return {};
}

/// Writes where each field begins; a field ends one byte before the next begins.
Result<std::size_t> CsvBuilder::scan(std::string_view text, bool last) {
  begins_.clear();
  std::size_t done = 0, fields = 0, begin = 0, kept_begins = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool end_of_text = i == text.size();
    if (end_of_text && (!last || done == i)) break;
    const char letter = end_of_text ? '\n' : text[i];
    if (letter == '"' && (quoted || opens_quote(text, begin, i))) quoted = !quoted;
    if ((quoted && !end_of_text) || (letter != separator_ && letter != '\n')) continue;
    if (end_of_text && quoted)
      return fail(Code::kMalformed, kWhere,
                  fmt::format("A quote that opens in record {} never closes.", line_of(rows_)));
    if (i - begin > kFieldBytesMax)
      return fail(
          Code::kTooLarge, kWhere,
          fmt::format("A field of record {} has {} bytes, the most is {}.", line_of(rows_), i - begin, kFieldBytesMax));
    const bool blank = letter == '\n' && fields == 0 && (i == begin || (i == begin + 1 && text[begin] == '\r'));
    if (!(blank && width_ > 1)) begins_.push_back(static_cast<std::uint32_t>(begin));
    begin = i + 1;
    ++fields;
    if (letter != '\n') continue;
    if (!(blank && width_ > 1)) {
      TRY(end_record(fields));
      begins_.push_back(static_cast<std::uint32_t>(begin));
    }
    fields = 0;
    done = std::min(begin, text.size());
    kept_begins = begins_.size();
  }
  begins_.resize(kept_begins);  // a record that goes on in the next piece is scanned again
  if (text.size() - done > kRecordBytesMax)
    return fail(
        Code::kTooLarge, kWhere,
        fmt::format("Record {} has more than {} bytes (a quote that never closes?).", line_of(rows_), kRecordBytesMax));
  return done;
}

void CsvBuilder::intern_column(std::string_view text, Kept& kept) const {
  const std::size_t stride = width_ + 1;
  std::string buffer;
  const bool closes = kept.position + 1 == width_;
  for (std::size_t at = kept.position; at < begins_.size(); at += stride) {
    std::string_view field = text.substr(begins_[at], begins_[at + 1] - begins_[at] - 1);
    if (closes && !field.empty() && field.back() == '\r') field.remove_suffix(1);
    field = trimmed(content_of(trimmed(field), buffer));
    const std::size_t known = kept.column.values.size();
    const ValueId id = kept.distinct ? kept.column.values.append(field) : kept.column.values.intern(field);
    if (id == known && !kept.bad_row && !text::is_utf8(field)) kept.bad_row = kept.column.ids.size();
    kept.column.ids.push_back(id);
  }
}

Result<void> CsvBuilder::intern(std::string_view text) {
  workers_.run(kept_.size(), [&](std::size_t task, unsigned) { intern_column(text, kept_[task]); });
  for (const Kept& kept : kept_)
    if (kept.bad_row)
      return fail(Code::kMalformed, kWhere,
                  fmt::format("Record {}, column '{}' is not UTF-8.", line_of(*kept.bad_row), kept.column.name));
  return {};
}

Result<std::size_t> CsvBuilder::feed(std::string_view text, bool last) {
  std::size_t used = 0;
  if (!header_done_) {
    const CsvShape shape = csv_shape_of(text);
    separator_ = shape.separator;
    const std::size_t end = text.find('\n', shape.skip);
    if (end == std::string_view::npos && !last) {
      if (text.size() > kRecordBytesMax) return fail(Code::kTooLarge, kWhere, "The header line is too long.");
      return 0;
    }
    TRY(take_header(text.substr(shape.skip, end == std::string_view::npos ? end : end - shape.skip)));
    used = end == std::string_view::npos ? text.size() : end + 1;
  }
  const std::string_view records = text.substr(used);
  LET(const std::size_t done, scan(records, last));
  TRY(intern(records));
  return used + done;
}

Result<Table> CsvBuilder::finish() {
  Table table;
  for (Kept& kept : kept_) {
    kept.column.values.finish();
    table.add_column(std::move(kept.column));
  }
  return table;
}

}  // namespace

Result<Table> read_csv(std::string_view text, const CsvOptions& options, const Workers& workers) {
  CsvBuilder builder{options, workers};
  std::string fed;
  if (csv_shape_of(text).line_end == '\r') {
    fed = text;
    std::ranges::replace(fed, '\r', '\n');
    text = fed;
  }
  while (true) {
    const bool last = text.size() <= kPieceBytes;
    LET(const std::size_t used, builder.feed(text.substr(0, kPieceBytes), last));
    if (last) return builder.finish();
    text.remove_prefix(used);
  }
}

Result<Table> read_csv_file(const std::string& path, const CsvOptions& options, const Workers& workers) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rb"), &std::fclose};
  if (!file) return fail(Code::kStorage, kWhere, "The file cannot be opened for reading.");
  CsvBuilder builder{options, workers};
  std::string piece;
  std::optional<bool> returns;  // lines end with a carriage return alone
  while (true) {
    const std::size_t kept = piece.size();
    piece.resize(kept + kPieceBytes);
    const std::size_t got = std::fread(piece.data() + kept, 1, kPieceBytes, file.get());
    if (std::ferror(file.get()) != 0) return fail(Code::kStorage, kWhere, "Reading the file failed.");
    piece.resize(kept + got);
    if (!returns) returns = csv_shape_of(piece).line_end == '\r';
    if (*returns) std::replace(piece.begin() + static_cast<std::ptrdiff_t>(kept), piece.end(), '\r', '\n');
    const bool last = got < kPieceBytes;
    LET(const std::size_t used, builder.feed(piece, last));
    if (last) return builder.finish();
    piece.erase(0, used);
  }
}

}  // namespace waymark::linkage
