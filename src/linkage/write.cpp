#include "linkage/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace waymark::linkage {
namespace {

/// The names that records go by.
class RecordNames {
 public:
  RecordNames(const Table& table, const LinkConfig& config) : table_(table), column_(table.column_named(config.id)) {}
  void append(std::string& text, Row row) const {
    if (column_)
      append_csv(text, table_.cell(row, *column_));
    else
      fmt::format_to(std::back_inserter(text), "{}", row + 1);
  }
  [[nodiscard]] std::string json(Row row) const {
    return column_ ? json_of(table_.cell(row, *column_)) : std::to_string(row + 1);
  }

  /// Quotes what needs it (RFC 4180).
  static void append_csv(std::string& text, std::string_view value) {
    if (value.find_first_of(",;\"\n\r\t") == std::string_view::npos) {
      text += value;
      return;
    }
    text += '"';
    for (const char letter : value) {
      if (letter == '"') text += '"';
      text += letter;
    }
    text += '"';
  }
  static std::string json_of(std::string_view value) {
    std::string text = "\"";
    for (const char letter : value) {
      if (letter == '"' || letter == '\\')
        (text += '\\') += letter;
      else if (static_cast<unsigned char>(letter) < 0x20)
        text += fmt::format("\\u{:04x}", letter);
      else
        text += letter;
    }
    return text += '"';
  }

 private:
  const Table& table_;
  std::optional<std::size_t> column_;
};

std::string brought_by(const ScoredPair& pair, const Linkage& linkage) {
  if (pair.rule == kByKey) return "key";
  if (pair.rule == kByReview) return "review";
  return text_of(linkage.report.rules[pair.rule].rule, linkage.config);
}

std::string_view value_of(const PreparedField& field, const Linkage& linkage, Row row, std::size_t index) {
  return field.texts.at(linkage.prepared->row(row)[index]);
}

bool are_joined(const Linkage& linkage, const ScoredPair& pair) {
  return linkage.clusters.of_row[pair.a] == linkage.clusters.of_row[pair.b];
}

void append_csv_pair(std::string& out, const Linkage& linkage, const RecordNames& names, const ScoredPair& pair,
                     Detail detail) {
  names.append(out, pair.a);
  out += ',';
  names.append(out, pair.b);
  fmt::format_to(std::back_inserter(out), ",{:.4f},{:.2f},", probability_of(pair.bits), pair.bits);
  RecordNames::append_csv(out, brought_by(pair, linkage));
  out += are_joined(linkage, pair) ? ",yes" : ",no";
  if (detail == Detail::kWaterfall) {
    fmt::format_to(std::back_inserter(out), ",{:.2f}", linkage.start());
    for (const Step& step : linkage.explain(pair.a, pair.b))
      fmt::format_to(std::back_inserter(out), ",{},{:.2f}",
                     level_name(linkage.prepared->fields()[step.field], step.level), step.bits + step.rare_bits);
  }
  out += '\n';
}

void append_json_pair(std::string& out, const Linkage& linkage, const RecordNames& names, const ScoredPair& pair,
                      Detail detail) {
  fmt::format_to(std::back_inserter(out),
                 R"({{"left":{},"right":{},"probability":{:.4f},"bits":{:.2f},"found_by":{},"joined":{})",
                 names.json(pair.a), names.json(pair.b), probability_of(pair.bits), pair.bits,
                 RecordNames::json_of(brought_by(pair, linkage)), are_joined(linkage, pair));
  if (detail == Detail::kWaterfall) {
    fmt::format_to(std::back_inserter(out), R"(,"start":{:.2f},"steps":[)", linkage.start());
    for (const Step& step : linkage.explain(pair.a, pair.b)) {
      const PreparedField& field = linkage.prepared->fields()[step.field];
      fmt::format_to(std::back_inserter(out),
                     R"({}{{"field":{},"left":{},"right":{},"level":"{}","bits":{:.2f},"rare_bits":{:.2f}}})",
                     step.field == 0 ? "" : ",", RecordNames::json_of(field.config.name),
                     RecordNames::json_of(value_of(field, linkage, pair.a, step.field)),
                     RecordNames::json_of(value_of(field, linkage, pair.b, step.field)), level_name(field, step.level),
                     step.bits, step.rare_bits);
    }
    out += ']';
  }
  out += "}\n";
}

std::string csv_head(const Linkage& linkage, Detail detail) {
  std::string head = "left,right,probability,bits,found_by,joined";
  if (detail == Detail::kWaterfall) {
    head += ",start";
    for (const PreparedField& field : linkage.prepared->fields()) {
      head += ',';
      RecordNames::append_csv(head, field.config.name);
      head += ',';
      RecordNames::append_csv(head, field.config.name + " bits");
    }
  }
  return head + "\n";
}

/// Runs `append(text, i)` for 0…count-1 on all workers and puts the pieces together in order.
template <class Append>
std::string in_pieces(std::size_t count, const Workers& workers, const Append& append) {
  constexpr std::size_t kPiece = 50'000;
  std::vector<std::string> pieces((count + kPiece - 1) / kPiece);
  workers.run(pieces.size(), [&](std::size_t piece, unsigned) {
    for (std::size_t i = piece * kPiece; i < std::min(count, (piece + 1) * kPiece); ++i) append(pieces[piece], i);
  });
  std::string all;
  for (std::string& piece : pieces) {
    all += piece;
    piece = {};
  }
  return all;
}

std::string field_json(const Linkage& linkage, std::size_t index) {
  const PreparedField& field = linkage.prepared->fields()[index];
  std::string text = fmt::format(R"({{"name":{},"kind":"{}","distinct":{},"present":{},"levels":[)",
                                 RecordNames::json_of(field.config.name), text_of(field.config.kind),
                                 field.texts.size() - 1, field.present);
  for (unsigned level = kLevelEqual; level < level_count(field); ++level)
    text += fmt::format(R"({}{{"level":"{}","m":{:.6g},"u":{:.6g},"bits":{:.3f}}})", level == kLevelEqual ? "" : ",",
                        level_name(field, level), linkage.model.fields[index].m[level],
                        linkage.model.fields[index].u[level], level_weight(linkage.model.fields[index], level));
  return text + "]}";
}

}  // namespace

std::string clusters_csv(const Linkage& linkage, const Table& table) {
  const RecordNames names{table, linkage.config};
  std::string out = "record,cluster,size,probability\n";
  out.reserve(table.rows() * 24);
  for (Row row = 0; row < table.rows(); ++row) {
    const std::uint32_t number = linkage.clusters.of_row[row];
    const Cluster& cluster = linkage.clusters.all[number];
    names.append(out, row);
    if (cluster.size == 1)
      fmt::format_to(std::back_inserter(out), ",{},1,1\n", number + 1);
    else
      fmt::format_to(std::back_inserter(out), ",{},{},{:.4f}\n", number + 1, cluster.size, cluster.probability);
  }
  return out;
}

std::string pairs_text(const Linkage& linkage, const Table& table, PairFormat format, Detail detail,
                       const Workers& workers) {
  const RecordNames names{table, linkage.config};
  const std::string pairs = in_pieces(linkage.pairs.size(), workers, [&](std::string& out, std::size_t i) {
    if (format == PairFormat::kCsv)
      append_csv_pair(out, linkage, names, linkage.pairs[i], detail);
    else
      append_json_pair(out, linkage, names, linkage.pairs[i], detail);
  });
  return format == PairFormat::kCsv ? csv_head(linkage, detail) + pairs : pairs;
}

std::string model_json(const Linkage& linkage) {
  std::string text =
      fmt::format(R"({{"records":{},"seed":{},"prior":{:.6g},"rounds":{},"scale":{:.6g},"shift":{:.6g},"rules":[)",
                  linkage.report.rows, linkage.config.seed, linkage.model.prior, linkage.model.rounds,
                  linkage.model.scale, linkage.model.shift);
  for (std::size_t i = 0; i < linkage.report.rules.size(); ++i) {
    const RuleReport& rule = linkage.report.rules[i];
    text += fmt::format(R"({}{{"rule":{},"pairs":{},"largest_block":{},"capped_blocks":{}}})", i == 0 ? "" : ",",
                        RecordNames::json_of(text_of(rule.rule, linkage.config)), rule.pairs, rule.largest_block,
                        rule.capped_blocks);
  }
  text += R"(],"fields":[)";
  for (std::size_t i = 0; i < linkage.prepared->field_count(); ++i)
    text += (i == 0 ? "" : ",") + field_json(linkage, i);
  return text + "]}\n";
}

std::string summary(const Linkage& linkage) {
  const Report& report = linkage.report;
  const std::string right = report.linked_pairs == 0
                                ? std::string{}
                                : fmt::format(" ({:.1f} % of them expected right)",
                                              100 * report.expected_right / static_cast<double>(report.linked_pairs));
  std::string text =
      fmt::format("{} records, {} persons; {} pairs compared, {} linked{}, {} to review.\n", report.rows,
                  linkage.clusters.all.size(), report.compared, report.linked_pairs, right, report.review_pairs);
  if (report.key_pairs > 0) text += fmt::format("{} links are proved by keys.\n", report.key_pairs);
  if (!report.rules.empty())
    text += report.learnt && report.coverage
                ? fmt::format("Blocking rules, learnt; they cover {:.1f} % of the likely matches seen:\n",
                              100 * *report.coverage)
                : "Blocking rules:\n";
  for (const RuleReport& rule : report.rules)
    text += fmt::format("  {} ({} pairs, largest block {})\n", text_of(rule.rule, linkage.config), rule.pairs,
                        rule.largest_block);
  text += "Threshold, pairs, expected precision:\n";
  for (const double threshold : {0.99, 0.9, 0.5}) {
    const auto expected = linkage.expected_at(threshold);
    text += expected.precision
                ? fmt::format("  {:.2f}  {}  {:.2f} %\n", threshold, expected.pairs, 100 * *expected.precision)
                : fmt::format("  {:.2f}  no pair\n", threshold);
  }
  for (const std::string& note : report.notes) text += "Note: " + note + "\n";
  return text;
}

}  // namespace waymark::linkage
