#include "pack/override.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "pack/card.h"
#include "pack/place_line.h"
#include "pack/ready.h"
#include "text/json.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kFormat = "waymark pack override 1";
constexpr std::string_view kFile = "override.json";
constexpr std::size_t kAliasBytesMax = 64;

std::unexpected<Error> malformed(std::string_view member) {
  return fail(Code::kMalformed, "pack/override", std::string(member));
}

bool are_two_people(const std::vector<std::string>& names) {
  return names.size() == kOverrideNames && names[0] != names[1] &&
         std::ranges::none_of(names, [](const std::string& name) {
           return name.empty() || name.size() > kAliasBytesMax || name.find_first_of(" \t\r\n") != std::string::npos;
         });
}

bool is_permitted(const Finding& finding, const Override& decision) {
  return finding.rule == Rule::kAsksForbidden && std::ranges::any_of(decision.permitted, [&](const Permitted& one) {
           return one.place == finding.place && one.quote == finding.quote;
         });
}

Result<Override> parse_override(std::string_view content) {
  LET(const Json json, text::parse_json(content, {.bytes_max = kPackBytesMax, .depth_max = 4}));
  LET(const std::string format, text::string_member(json, "format"));
  if (format != kFormat) return fail(Code::kUnsupported, "pack/override");
  Override decision;
  LET(decision.pack, text::string_member(json, "pack"));
  LET(decision.reason, text::string_member(json, "reason"));
  LET(decision.date, text::string_member(json, "date"));
  if (!json.contains("names") || !json["names"].is_array()) return malformed("names");
  for (const Json& name : json["names"]) {
    if (!name.is_string()) return malformed("names");
    decision.names.push_back(name.get<std::string>());
  }
  if (!are_two_people(decision.names)) return malformed("names");
  if (decision.reason.empty()) return malformed("reason");
  if (!json.contains("permitted") || !json["permitted"].is_array()) return malformed("permitted");
  for (const Json& one : json["permitted"]) {
    Permitted permitted;
    LET(permitted.place, text::string_member(one, "place"));
    LET(permitted.quote, text::string_member(one, "quote"));
    decision.permitted.push_back(std::move(permitted));
  }
  return decision;
}

/// A place in pack.json, or one of "texts.uk: short.where.home", gets its line.
void add_lines(const std::filesystem::path& folder, std::vector<Finding>& findings) {
  std::map<std::string, std::string> files;
  for (Finding& finding : findings) {
    if (finding.place.starts_with("card.")) continue;
    const std::size_t colon = finding.place.find(": ");
    const bool of_texts = finding.place.starts_with("texts.") && colon != std::string::npos;
    const std::string name = (of_texts ? finding.place.substr(0, colon) : "pack") + ".json";
    const auto [file, fresh] = files.try_emplace(name);
    if (fresh) {
      std::ifstream stream(folder / name, std::ios::binary);
      file->second.assign(std::istreambuf_iterator<char>(stream), {});
    }
    const std::size_t line = of_texts ? line_of_key(file->second, finding.place.substr(colon + 2))
                                      : line_of_place(file->second, finding.place);
    if (line != 0) finding.line = name + ":" + std::to_string(line);
  }
}

}  // namespace

Result<Override> make_override(const Pack& pack, const std::vector<Finding>& findings, std::vector<std::string> names,
                               std::string reason, TimePoint now) {
  if (!are_two_people(names)) return malformed("names");
  if (reason.empty() || reason.size() > kReasonBytesMax) return malformed("reason");
  Override decision{pack.name(), std::move(names), std::move(reason), iso_date(now), {}};
  for (const Finding& finding : findings)
    if (finding.rule == Rule::kAsksForbidden) decision.permitted.push_back({finding.place, finding.quote});
  return decision;
}

std::string write_override(const Override& decision) {
  Json permitted = Json::array();
  for (const Permitted& one : decision.permitted) permitted.push_back({{"place", one.place}, {"quote", one.quote}});
  const Json json = {{"format", kFormat},         {"pack", decision.pack}, {"names", decision.names},
                     {"reason", decision.reason}, {"date", decision.date}, {"permitted", permitted}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<std::optional<Override>> read_override(const std::filesystem::path& pack_folder) {
  const std::filesystem::path path = pack_folder / kFile;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::optional<Override>{};
  if (std::filesystem::file_size(path, error) > kPackBytesMax || error)
    return fail(Code::kTooLarge, "pack/override", std::string(kFile));
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) return fail(Code::kStorage, "pack/override", std::string(kFile));
  LET(Override decision, parse_override(content.str()));
  return std::optional<Override>{std::move(decision)};
}

std::vector<Finding> apply_override(std::vector<Finding> findings, const Pack& pack,
                                    const std::optional<Override>& decision) {
  if (!decision.has_value() || decision->pack != pack.name()) return findings;
  for (Finding& finding : findings) {
    if (!is_permitted(finding, *decision)) continue;
    finding.severity = Severity::kWarning;
    finding.about += " Permitted by " + decision->names[0] + " and " + decision->names[1] + " on " + decision->date +
                     ": " + decision->reason;
  }
  std::ranges::stable_sort(findings, {}, &Finding::severity);
  return findings;
}

Result<CheckedPack> read_and_check(const std::filesystem::path& pack_folder, TimePoint today) {
  LET(Pack pack, read_pack(pack_folder));
  LET(const std::vector<Card> cards, read_cards(pack_folder));
  LET(const std::vector<Ready> ready, read_ready(pack_folder));
  LET(const std::optional<Override> decision, read_override(pack_folder));
  std::vector<Finding> findings = check(pack);
  for (Finding& finding : check_cards(pack, cards, today)) findings.push_back(std::move(finding));
  for (Finding& finding : check_ready(pack, ready)) findings.push_back(std::move(finding));
  findings = apply_override(std::move(findings), pack, decision);
  add_lines(pack_folder, findings);
  return CheckedPack{std::move(pack), std::move(findings)};
}

}  // namespace waymark::pack
