// Ready: a reply that is ready to be sent, and what is done with the case in the same act (a macro).
//
// Plain replies stand in pack.json as "templates"; those that do more are files in packs/NAME/ready/, like cards, and
// the office writes its own in the same form. Reading checks the grammar; check_ready what a ready reply must have and
// must never say. Immutable after reading; safe from any thread.
// @source docs/spec/cards.md "Ready replies"
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "pack/check.h"

namespace waymark::pack {

inline constexpr std::string_view kReadyFormat = "waymark ready 1";
inline constexpr std::size_t kReadyMax = 200;
inline constexpr std::size_t kReadyBytesMax = 32'768;
inline constexpr std::size_t kReadyNameMax = 60;     ///< code points
inline constexpr std::size_t kReadyTextMax = 1'500;  ///< code points
inline constexpr std::int64_t kReadyWaitDaysMax = 366;
inline constexpr std::size_t kReadyTasksMax = 5;
inline constexpr std::size_t kReadyTaskMax = 100;  ///< code points

enum class WaitFor { kPerson, kThird, kDate };

/// What is waited for from then on, in whole days from the day of sending.
struct ReadyWait {
  WaitFor wait_for = WaitFor::kPerson;
  int days = 0;
};

/// Whose a task is: of whoever sends the reply, or of nobody yet.
enum class TaskFor { kSender, kNobody };

/// What is to be done then, in whole days from the day of sending; 0: the same day.
struct ReadyTask {
  std::map<Language, std::string> texts = {};  ///< as the staff read it
  TaskFor owner = TaskFor::kSender;
  int days = 0;
};

struct Ready {
  std::string id;
  int version = 0;
  int order = 0;
  std::map<Language, std::string> names = {};
  std::map<Language, std::string> texts = {};
  std::optional<ReadyWait> wait = {};
  std::vector<ReadyTask> tasks = {};  ///< only with `wait`: all of it is one act
};

/// "person", "third", "date".
std::string_view name_of(WaitFor wait_for);
/// "sender", "nobody".
std::string_view name_of(TaskFor owner);

/// @error kTooLarge over a limit; kUnsupported for another format; kMalformed for anything else, with the member in
/// detail
Result<Ready> parse_ready(std::string_view json);
/// On one line: parse_ready gives the same.
std::string write_ready(const Ready& ready);

/// The files of packs/NAME/ready, by `order` and id. No folder, none. A file's name must be its id.
/// @error as parse_ready, with the file and, where it is no JSON, the line in detail
Result<std::vector<Ready>> read_ready(const std::filesystem::path& pack_folder);

/// The plain replies that pack.json names, in its order.
std::vector<Ready> ready_of(const Pack& pack);

std::vector<Finding> check_ready(const Pack& pack, const std::vector<Ready>& all);

}  // namespace waymark::pack
