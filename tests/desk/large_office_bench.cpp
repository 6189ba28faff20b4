// How a desk feels with 100,000 cases and 600,000 messages in a real file, and with 1,000 and 6,000: signing in, the
// list, a case, the search while somebody types, memory, and fifty people at once. Each figure stands beside its limit.
//
// One office of each size is made and measured from its start: the memory without the index is taken before the index
// is filled. Times are by the clock on the wall, as a person waits.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>

#include "base/check.h"
#include "desk/search/made_texts.h"
#include "large_office.h"

namespace waymark::desk {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kStaff = 50;
constexpr std::size_t kReal = 32;  ///< each signs in once
constexpr std::chrono::seconds kTogether{12};
constexpr std::chrono::milliseconds kBetween{500};

/// The time below which this part of all lies.
double percentile(std::vector<double> all, double part) {
  std::ranges::sort(all);
  return all.empty() ? 0 : all[static_cast<std::size_t>(part * static_cast<double>(all.size() - 1))];
}

template <class Work>
double ms_of(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// What the kernel says of this process, in MiB.
double status_mib(const std::string& name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name + ":")) return std::stod(line.substr(name.size() + 1)) / 1'024;
  return 0;
}

/// The office of this size; another one is dropped.
LargeOffice& office_of(std::size_t cases) {
  static std::unique_ptr<LargeOffice> one;
  if (!one || one->cases() != cases) {
    one.reset();
    one = std::make_unique<LargeOffice>(cases, kStaff, kReal);
  }
  return *one;
}

/// A session that stays.
const std::string& token_of(std::size_t cases) {
  static std::map<std::size_t, std::string> tokens;
  auto& token = tokens[cases];
  if (token.empty()) token = office_of(cases).sign_in("staff0");
  return token;
}

std::vector<std::string> ids_of(LargeOffice& office, const std::string& token, std::size_t offset, std::size_t limit) {
  const Json queue =
      office.call(token, "GET", "/api/queue?limit=" + std::to_string(limit) + "&offset=" + std::to_string(offset));
  std::vector<std::string> ids;
  for (const Json& row : queue.at("rows")) ids.push_back(row.at("case_id"));
  return ids;
}

void print(benchmark::State& state, const std::string& part, double value, double limit) {
  state.counters[part] = value;
  state.counters["limit"] = limit;
}

/// The first of the day: the agenda is read from the file.
void sign_in(benchmark::State& state) {
  LargeOffice& office = office_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    std::string token;
    const double at_door = ms_of([&] { token = office.sign_in("real0"); });
    const double queue = ms_of([&] { office.call(token, "GET", "/api/queue?limit=50"); });
    state.counters["door_ms"] = at_door;
    state.counters["queue_ms"] = queue;
    print(state, "both_ms", at_door + queue, 1'500);
    state.counters["fill_s"] = office.fill_seconds();
  }
}

void rows(benchmark::State& state) {
  const auto cases = static_cast<std::size_t>(state.range(0));
  LargeOffice& office = office_of(cases);
  const std::string& token = token_of(cases);
  std::vector<double> all;
  for (auto _ : state) {
    office.pass(Seconds{1});  // what was worked out for a moment must not be all that is measured
    all.push_back(ms_of([&] { office.call(token, "GET", "/api/queue?limit=50"); }));
  }
  state.counters["p50_ms"] = percentile(all, 0.50);
  print(state, "p95_ms", percentile(all, 0.95), 50);
}

/// Other fifty rows each time: their first words are read from the file.
void rows_never_seen(benchmark::State& state) {
  const auto cases = static_cast<std::size_t>(state.range(0));
  LargeOffice& office = office_of(cases);
  const std::string& token = token_of(cases);
  std::vector<double> all;
  std::size_t offset = 50;
  for (auto _ : state) {
    all.push_back(ms_of([&] { ids_of(office, token, offset, 50); }));
    offset = offset + 100 < cases ? offset + 50 : 50;
  }
  state.counters["p50_ms"] = percentile(all, 0.50);
  print(state, "p95_ms", percentile(all, 0.95), 50);
}

void open_case(benchmark::State& state) {
  const auto cases = static_cast<std::size_t>(state.range(0));
  LargeOffice& office = office_of(cases);
  const std::string& token = token_of(cases);
  const std::vector<std::string> ids = ids_of(office, token, cases / 2, 400);
  std::vector<double> all;
  std::size_t at = 0;
  for (auto _ : state) all.push_back(ms_of([&] { office.call(token, "GET", "/api/case/" + ids[at++ % ids.size()]); }));
  state.counters["p50_ms"] = percentile(all, 0.50);
  print(state, "p95_ms", percentile(all, 0.95), 50);
}

void memory_without_index(benchmark::State& state) {
  const auto cases = static_cast<std::size_t>(state.range(0));
  token_of(cases);
  for (auto _ : state) state.counters["peak_MiB"] = status_mib("VmHWM");
  print(state, "resident_MiB", status_mib("VmRSS"), 256);
}

void fill_index(benchmark::State& state) {
  LargeOffice& office = office_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    while (office.office().search().work(64).value()) {
    }
  }
  state.counters["peak_MiB"] = status_mib("VmHWM");
  print(state, "resident_MiB", status_mib("VmRSS"), 512);
}

double search_ms(LargeOffice& office, const std::string& token, const std::string& typed) {
  return ms_of([&] {
    const Json found = office.call(token, "POST", "/api/search", {{"text", typed}});
    CHECK(!found.at("filling").get<bool>());
  });
}

/// Two words, a letter at a time: each is a search.
void search_while_typing(benchmark::State& state) {
  const auto cases = static_cast<std::size_t>(state.range(0));
  LargeOffice& office = office_of(cases);
  search::Tongue language;
  std::vector<double> all;
  for (auto _ : state) {
    const std::string typed = language.word() + " " + language.word();
    for (std::size_t end = 1; end <= typed.size(); ++end)
      if (end == typed.size() || (static_cast<unsigned char>(typed[end]) & 0xC0U) != 0x80U)
        all.push_back(search_ms(office, token_of(cases), typed.substr(0, end)));
  }
  state.counters["p50_ms"] = percentile(all, 0.50);
  state.counters["p99_ms"] = percentile(all, 0.99);
  print(state, "p95_ms", percentile(all, 0.95), 50);
}

void search_commonest(benchmark::State& state) {
  const auto cases = static_cast<std::size_t>(state.range(0));
  LargeOffice& office = office_of(cases);
  search::Tongue language;
  std::vector<double> all;
  for (auto _ : state) all.push_back(search_ms(office, token_of(cases), language.commonest()));
  state.counters["p50_ms"] = percentile(all, 0.50);
  print(state, "p99_ms", percentile(all, 0.99), 100);
}

/// One of fifty: asks each second whether anything changed, and does something every half second: the list, a case, a
/// search, a case taken and given back.
class Colleague {
 public:
  Colleague(LargeOffice& office, std::size_t number)
      : office_(office),
        token_(number == 0 ? token_of(office.cases()) : office.sign_in("staff" + std::to_string(number))),
        language_(number),
        ids_(ids_of(office, token_, number * 10, 10)),
        act_(number) {}

  void work(std::chrono::steady_clock::time_point begin, std::chrono::steady_clock::time_point until) {
    for (auto next = begin; next < until;) {
      // sleep: a person reads what came; fifty who never read would be a thousand
      std::this_thread::sleep_until(next);
      next = std::max(next, std::chrono::steady_clock::now()) + kBetween;
      const std::string kind = kind_of(act_);
      waits_[kind].push_back(ms_of([this] { act(); }));
    }
  }
  void forget_waits() { waits_.clear(); }
  /// By what was done.
  [[nodiscard]] const std::map<std::string, std::vector<double>>& waits() const { return waits_; }

 private:
  static std::string kind_of(std::size_t act) {
    constexpr std::array<std::string_view, 8> kKinds{"pulse", "list",   "pulse", "case",
                                                     "pulse", "search", "pulse", "take"};
    return std::string{kKinds.at(act % kKinds.size())};
  }
  void act() {
    const std::string path = "/api/case/" + ids_[act_ / 8 % ids_.size()];
    switch (act_++ % 8) {
      case 1: office_.send(token_, "GET", "/api/queue?limit=50"); break;
      case 3: office_.send(token_, "GET", path); break;
      case 5: search(language_.word()); break;
      case 7: take_or_give_back(path); break;
      default: office_.send(token_, "GET", "/api/pulse?case=" + ids_[act_ / 8 % ids_.size()] + "&doing=reading");
    }
  }
  void take_or_give_back(const std::string& path) {
    if (mine_.empty()) {
      office_.send(token_, "POST", path + "/take");
      mine_ = path;
    } else {
      office_.send(token_, "POST", mine_ + "/give-back");
      mine_.clear();
    }
  }
  void search(const std::string& typed) { office_.send(token_, "POST", "/api/search", {{"text", typed}}); }

  LargeOffice& office_;
  std::string token_;
  search::Tongue language_;
  std::vector<std::string> ids_;
  std::size_t act_;
  std::string mine_ = {};  ///< path of the case that was taken
  std::map<std::string, std::vector<double>> waits_;
};

/// Who works in an office of this size.
struct Shift {
  std::vector<std::unique_ptr<Colleague>> all = {};
  std::size_t came = 0;  ///< of those who sign in at the real cost, each once
};
Shift& shift_of(std::size_t cases) {
  static std::map<std::size_t, Shift> shifts;
  Shift& shift = shifts[cases];
  for (std::size_t number = shift.all.size(); number < kStaff; ++number)
    shift.all.push_back(std::make_unique<Colleague>(office_of(cases), number));
  for (auto& one : shift.all) one->forget_waits();
  return shift;
}

/// @param apart  each begins so long after the one before: with nothing all ask in the same instant, again and again
void fifty(benchmark::State& state, std::chrono::milliseconds apart) {
  const auto cases = static_cast<std::size_t>(state.range(0));
  LargeOffice& office = office_of(cases);
  auto& [all, came] = shift_of(cases);
  std::vector<double> doors;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const auto until = start + kTogether;
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < kStaff; ++number)
      threads.emplace_back([&one = *all[number], begin = start + apart * number, until] { one.work(begin, until); });
    while (std::chrono::steady_clock::now() < until) {
      const auto next = std::chrono::steady_clock::now() + std::chrono::seconds{1};
      ++came;
      CHECK(came < kReal);
      doors.push_back(ms_of([&] { office.sign_in("real" + std::to_string(came)); }));
      // sleep: one a second
      std::this_thread::sleep_until(next);
    }
    for (std::thread& one : threads) one.join();
  }
  std::vector<double> waits;
  std::map<std::string, std::vector<double>> by_kind;
  for (const auto& one : all)
    for (const auto& [kind, some] : one->waits()) {
      waits.insert(waits.end(), some.begin(), some.end());
      by_kind[kind].insert(by_kind[kind].end(), some.begin(), some.end());
    }
  for (const auto& [kind, some] : by_kind) state.counters[kind + "_p95_ms"] = percentile(some, 0.95);
  state.counters["acts"] = static_cast<double>(waits.size());
  state.counters["signed_in"] = static_cast<double>(doors.size());
  state.counters["p50_ms"] = percentile(waits, 0.50);
  state.counters["door_p50_ms"] = percentile(doors, 0.50);
  state.counters["resident_MiB"] = status_mib("VmRSS");
  print(state, "p95_ms", percentile(waits, 0.95), 200);
}

/// Each when they come to it, as people do.
void fifty_together(benchmark::State& state) { fifty(state, kBetween / kStaff); }
/// The worst: all fifty at the same moment.
void fifty_at_once(benchmark::State& state) { fifty(state, std::chrono::milliseconds{0}); }

void add(std::int64_t cases) {
  const auto once = [cases](const char* name, void (*what)(benchmark::State&), int times) {
    benchmark::RegisterBenchmark(name, what)->Arg(cases)->Iterations(times)->Unit(benchmark::kMillisecond);
  };
  once("sign_in", sign_in, 1);
  once("rows", rows, 100);
  once("rows_never_seen", rows_never_seen, 40);
  once("open_case", open_case, 200);
  once("memory_without_index", memory_without_index, 1);
  once("fill_index", fill_index, 1);
  once("search_while_typing", search_while_typing, 30);
  once("search_commonest", search_commonest, 100);
  once("fifty_together", fifty_together, 1);
  once("fifty_at_once", fifty_at_once, 1);
}

}  // namespace
}  // namespace waymark::desk

/// Sizes as arguments, such as `desk_large_bench 10000`; without any, those of the limits.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::vector<std::int64_t> sizes;
  for (int at = 1; at < argc; ++at) sizes.push_back(std::stoll(argv[at]));
  if (sizes.empty()) sizes = {1'000, 100'000};
  for (const std::int64_t cases : sizes) waymark::desk::add(cases);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
