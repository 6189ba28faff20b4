#include "pack/ready.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <tuple>

#include "pack/forbidden.h"
#include "text/json.h"
#include "text/utf8.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;
constexpr std::array<std::string_view, 8> kMembers{"format", "id", "version", "order", "name", "text", "wait", "tasks"};
constexpr std::array<std::string_view, 3> kWaits{"person", "third", "date"};
constexpr std::array<std::string_view, 2> kOwners{"sender", "nobody"};
constexpr std::size_t kIdBytesMax = 40;
constexpr std::int64_t kVersionMax = 999'999;
constexpr std::int64_t kOrderMax = 9'999;

std::unexpected<Error> malformed(std::string_view member) {
  return fail(Code::kMalformed, "pack/ready", std::string(member));
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kIdBytesMax && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

template <class Names>
Result<void> only(const Json& object, const Names& names, std::string_view what) {
  if (!object.is_object()) return malformed(what);
  for (const auto& [key, value] : object.items())
    if (std::ranges::find(names, key) == std::end(names)) return malformed(key);
  return {};
}

Result<std::map<Language, std::string>> languages_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_object()) return malformed(key);
  std::map<Language, std::string> all;
  for (const auto& [code, text] : found->items()) {
    const auto language = language_from_code(code);
    if (!language.has_value() || !text.is_string()) return malformed(std::string(key) + "." + code);
    all.emplace(*language, text.get<std::string>());
  }
  return all;
}

Result<std::optional<ReadyWait>> wait_of(const Json& json) {
  const auto found = json.find("wait");
  if (found == json.end()) return std::optional<ReadyWait>{};
  TRY(only(*found, std::array<std::string_view, 2>{"for", "days"}, "wait"));
  LET(const std::string name, text::string_member(*found, "for"));
  const auto known = std::ranges::find(kWaits, name);
  if (known == kWaits.end()) return malformed("wait.for");
  const auto days = text::integer_member(*found, "days", 1, kReadyWaitDaysMax);
  if (!days.has_value()) return malformed("wait.days");
  return std::optional(ReadyWait{static_cast<WaitFor>(known - kWaits.begin()), static_cast<int>(*days)});
}

Result<ReadyTask> task_of(const Json& json) {
  TRY(only(json, std::array<std::string_view, 3>{"text", "for", "days"}, "tasks"));
  ReadyTask task;
  LET(task.texts, languages_of(json, "text"));
  LET(const std::string owner, text::string_member(json, "for"));
  const auto known = std::ranges::find(kOwners, owner);
  if (known == kOwners.end()) return malformed("tasks.for");
  task.owner = static_cast<TaskFor>(known - kOwners.begin());
  const auto days = text::integer_member(json, "days", 0, kReadyWaitDaysMax);
  if (!days.has_value()) return malformed("tasks.days");
  task.days = static_cast<int>(*days);
  return task;
}

Result<std::vector<ReadyTask>> tasks_of(const Json& json) {
  std::vector<ReadyTask> tasks;
  const auto found = json.find("tasks");
  if (found == json.end()) return tasks;
  if (!found->is_array() || found->size() > kReadyTasksMax || !json.contains("wait")) return malformed("tasks");
  for (const Json& one : *found) {
    LET(ReadyTask task, task_of(one));
    tasks.push_back(std::move(task));
  }
  return tasks;
}

Json by_code(const std::map<Language, std::string>& texts) {
  Json all = Json::object();
  for (const auto& [language, text] : texts) all[std::string{code_of(language)}] = text;
  return all;
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code error;
  const std::string name = path.filename().string();
  if (std::filesystem::file_size(path, error) > kReadyBytesMax || error)
    return fail(Code::kTooLarge, "pack/ready", name);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) return fail(Code::kStorage, "pack/ready", name);
  return std::move(content).str();
}

/// The number of the line in which `content` stops being JSON, from 1; 0 when it is JSON.
std::size_t bad_line(const std::string& content) {
  try {
    const Json whole = Json::parse(content);
    return whole.is_discarded() ? 1 : 0;
  } catch (const Json::parse_error& error) {
    const auto end = content.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, content.size()));
    return 1 + static_cast<std::size_t>(std::count(content.begin(), end, '\n'));
  }
}

std::string place_in(const std::string& name, const std::string& content, const Error& error) {
  const std::size_t line = bad_line(content);
  return line > 0 ? name + ", line " + std::to_string(line) : name + ": " + error.detail;
}

}  // namespace

std::string_view name_of(WaitFor wait_for) { return kWaits.at(static_cast<std::size_t>(wait_for)); }

std::string_view name_of(TaskFor owner) { return kOwners.at(static_cast<std::size_t>(owner)); }

Result<Ready> parse_ready(std::string_view json_text) {
  LET(const Json json, text::parse_json(json_text, {.bytes_max = kReadyBytesMax, .depth_max = 5}));
  TRY(only(json, kMembers, "object"));
  LET(const std::string format, text::string_member(json, "format"));
  if (format != kReadyFormat) return fail(Code::kUnsupported, "pack/ready");
  Ready ready;
  LET(ready.id, text::string_member(json, "id"));
  if (!is_id(ready.id)) return malformed("id");
  LET(const std::int64_t version, text::integer_member(json, "version", 1, kVersionMax));
  LET(const std::int64_t order, text::integer_member(json, "order", 0, kOrderMax));
  ready.version = static_cast<int>(version);
  ready.order = static_cast<int>(order);
  LET(ready.names, languages_of(json, "name"));
  LET(ready.texts, languages_of(json, "text"));
  LET(ready.wait, wait_of(json));
  LET(ready.tasks, tasks_of(json));
  return ready;
}

std::string write_ready(const Ready& ready) {
  Json json = {{"format", kReadyFormat},       {"id", ready.id},
               {"version", ready.version},     {"order", ready.order},
               {"name", by_code(ready.names)}, {"text", by_code(ready.texts)}};
  if (ready.wait.has_value()) json["wait"] = {{"for", name_of(ready.wait->wait_for)}, {"days", ready.wait->days}};
  for (const ReadyTask& task : ready.tasks)
    json["tasks"].push_back({{"text", by_code(task.texts)}, {"for", name_of(task.owner)}, {"days", task.days}});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::vector<Ready>> read_ready(const std::filesystem::path& pack_folder) {
  std::vector<Ready> all;
  std::error_code error;
  std::filesystem::directory_iterator files(pack_folder / "ready", error);
  if (error) return all;
  for (const auto& entry : files) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() != ".json") continue;
    if (all.size() == kReadyMax) return fail(Code::kTooLarge, "pack/ready", "ready");
    LET(const std::string content, read_file(path));
    auto ready = parse_ready(content);
    const std::string name = path.filename().string();
    if (!ready.has_value()) return fail(ready.error().code, "pack/ready", place_in(name, content, ready.error()));
    if (ready->id != path.stem().string()) return fail(Code::kMalformed, "pack/ready", name + ": id");
    all.push_back(*std::move(ready));
  }
  std::ranges::sort(all, {}, [](const Ready& one) { return std::tie(one.order, one.id); });
  return all;
}

std::vector<Ready> ready_of(const Pack& pack) {
  std::vector<Ready> all;
  for (const std::string& name : pack.templates) {
    Ready ready{.id = name, .version = 1, .order = static_cast<int>(all.size())};
    for (const Language language : pack.languages) {
      if (const auto text = pack.text(language, "template." + name)) ready.texts.emplace(language, *text);
      if (const auto said = pack.text(language, "template_name." + name)) ready.names.emplace(language, *said);
    }
    all.push_back(std::move(ready));
  }
  return all;
}

namespace {

struct Text {
  std::string part;
  const std::map<Language, std::string>& texts;
  std::size_t most;
};

std::vector<Text> texts_of(const Ready& ready) {
  std::vector<Text> all{{"name", ready.names, kReadyNameMax}, {"text", ready.texts, kReadyTextMax}};
  for (std::size_t at = 0; at < ready.tasks.size(); ++at)
    all.push_back({"task " + std::to_string(at + 1), ready.tasks[at].texts, kReadyTaskMax});
  return all;
}

void check_text(const Ready& ready, const Text& text, Language language, std::vector<Finding>& findings) {
  const auto refuse = [&](Rule rule, std::string about) {
    findings.push_back({Severity::kRefused, rule,
                        "ready." + ready.id + ": " + std::string(code_of(language)) + "." + text.part,
                        std::move(about)});
  };
  const auto found = text.texts.find(language);
  if (found == text.texts.end() || found->second.empty()) return refuse(Rule::kMissingText, "This text is missing.");
  if (const auto count = text::count_code_points(found->second); !count.has_value() || *count > text.most)
    refuse(Rule::kTextTooLong, "Longer than " + std::to_string(text.most) + " characters.");
  if (const auto bad = forbidden_advice(found->second, language))
    refuse(Rule::kForbiddenAdvice, "This gives advice on " + std::string(describe(*bad)) + "; none may.");
}

}  // namespace

std::vector<Finding> check_ready(const Pack& pack, const std::vector<Ready>& all) {
  std::vector<Finding> findings;
  for (const Ready& ready : all)
    for (const Language language : pack.languages)
      for (const Text& text : texts_of(ready)) check_text(ready, text, language, findings);
  return findings;
}

}  // namespace waymark::pack
