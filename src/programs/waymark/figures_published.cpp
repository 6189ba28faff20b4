#include "programs/waymark/figures_published.h"

#include <algorithm>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "desk/keyring/office_values.h"
#include "desk/office/figures_shelf.h"
#include "http/client.h"
#include "programs/waymark/line_check.h"
#include "roster/figures_set.h"

namespace waymark::program {
namespace {

using Json = nlohmann::json;

constexpr int kOk = 200;
constexpr int kNotThere = 404;

struct Asked {
  std::filesystem::path office;
  std::vector<std::string> addresses = {};
  std::string proxy = {};
  std::string ca_file = {};
  bool quick = false;
  bool json = false;
};

/// What this office knows of itself.
struct Own {
  figures::Ledger ledger;
  roster::VerifiedRoster roster;
  std::unique_ptr<store::Connection> store;

  /// Of all files of a release; empty where they are not here. @error kStorage
  [[nodiscard]] Result<std::string> sums(std::uint32_t serial) const {
    auto kept = desk::signed_figures(*store, serial);
    if (kept.has_value()) return std::move(kept->files[desk::kSumsFile]);
    if (kept.error().code == Code::kNotFound) return std::string{};
    return std::unexpected(kept.error());
  }
};

/// What one address shows.
enum class State : std::uint8_t { kNewest, kBehind, kAhead, kOther, kForeign, kChanged, kMissing, kNone, kUnreached };

struct Shown {
  std::string address;
  State state = State::kUnreached;
  std::uint32_t serial = 0;  ///< 0: not known
  std::string file = {};     ///< that is missing or changed
  std::string why = {};      ///< it was not reached
  std::uint32_t files = 0;   ///< that were compared
};

std::string_view name_of(State state) {
  switch (state) {
    case State::kNewest: return "newest";
    case State::kBehind: return "behind";
    case State::kAhead: return "ahead";
    case State::kOther: return "other";
    case State::kForeign: return "foreign";
    case State::kChanged: return "changed";
    case State::kMissing: return "missing";
    case State::kNone: return "none";
    case State::kUnreached: break;
  }
  return "unreached";
}

std::string sentence_of(const Shown& shown, std::size_t newest) {
  // What did not come is named as a whole: a relay may hold back one file alone.
  const bool one_file = shown.state == State::kUnreached && !shown.file.empty();
  const text::Arguments told{{"address", one_file ? shown.address + "/figures/" + shown.file : shown.address},
                             {"serial", std::int64_t{shown.serial}},
                             {"newest", static_cast<std::int64_t>(newest)},
                             {"files", std::int64_t{shown.files}},
                             {"file", shown.file},
                             {"why", shown.why}};
  switch (shown.state) {
    case State::kNewest:
      return shown.files == 0 ? say("figures.published.newest-quick", told) : say("figures.published.newest", told);
    case State::kBehind: return say("figures.published.behind", told);
    case State::kAhead: return say("figures.published.ahead", told);
    case State::kOther: return say("figures.published.other", told);
    case State::kForeign: return say("figures.published.foreign", told);
    case State::kChanged: return say("figures.published.changed", told);
    case State::kMissing: return say("figures.published.missing", told);
    case State::kNone: return say("figures.published.none", told);
    case State::kUnreached: break;
  }
  return say("figures.published.not", told);
}

bool is_onion(const std::string& address) { return address.find(".onion") != std::string::npos; }

/// One address, asked for everything that a reader could ask for.
class Reader {
 public:
  Reader(const std::string& address, const Own& own, const Asked& asked)
      : own_(own),
        quick_(asked.quick),
        base_(address),
        client_({.response_bytes_max = roster::kFigureSetBytesMax, .proxy = asked.proxy, .ca_file = asked.ca_file}) {
    shown_.address = address;
    while (base_.ends_with('/')) base_.pop_back();
  }

  [[nodiscard]] Shown look() {
    const auto note = read_note();
    if (note && fits_ledger(*note) && fits_signature(*note) && fits_files())
      shown_.state = note->serial < own_.ledger.releases().size() ? State::kBehind : State::kNewest;
    return std::move(shown_);
  }

 private:
  bool found(State state, const std::string& file = {}) {
    shown_.state = state;
    shown_.file = file;
    return false;
  }

  /// Nothing when it does not come, and then the state says why.
  std::optional<std::string> fetch(const std::string& name) {
    const http::ClientRequest request{.url = base_ + "/figures/" + name};
    Result<http::ClientResponse> answer = client_.send(request);
    for (int again = 1; again < kLineTries && !answer.has_value(); ++again) answer = client_.send(request);
    if (answer.has_value() && answer->status == kOk) return to_string(answer->body);
    const bool is_first = shown_.serial == 0;
    if (answer.has_value() && answer->status == kNotThere) {
      found(is_first ? State::kNone : State::kMissing, name);
      return std::nullopt;
    }
    if (answer.has_value()) {
      shown_.why = say("lines.status", {{"status", std::int64_t{answer->status}}});
    } else {
      switch (answer.error().code) {
        case Code::kAuthentication: shown_.why = say("lines.tls"); break;
        case Code::kInvalid: shown_.why = say("lines.no-url"); break;
        case Code::kTooLarge: shown_.why = say("lines.page"); break;
        default: shown_.why = say("lines.no-connect");
      }
    }
    found(State::kUnreached, name);
    return std::nullopt;
  }

  std::optional<roster::FiguresNote> read_note() {
    const auto text = fetch(roster::kFigureNote);
    if (!text) return std::nullopt;
    note_ = *text;
    const auto note =
        text->size() > roster::kFiguresNoteBytesMax ? fail(Code::kTooLarge, "") : roster::parse_note(note_);
    const auto read = note.has_value() ? roster::parse_figures_note(note->text) : fail(Code::kMalformed, "");
    if (!read.has_value() || read->instance != own_.roster.instance) {
      found(State::kForeign);
      return std::nullopt;
    }
    shown_.serial = read->serial;
    return *read;
  }

  bool fits_ledger(const roster::FiguresNote& note) {
    const auto& releases = own_.ledger.releases();
    if (note.serial > releases.size())
      return found(roster::verify_figures_note(note_, own_.roster).has_value() ? State::kAhead : State::kForeign);
    const std::string line = figures::write_release(releases[note.serial - 1]);
    return crypto::sha256(view_of(line)) == note.release || found(State::kOther);
  }

  /// By the rosters that lie beside it, as any reader checks it: a release that was signed with a key of before is
  /// ours.
  bool fits_signature(const roster::FiguresNote& note) {
    const auto sums = fetch(roster::kFigureSums);
    if (!sums) return false;
    // Whoever kept a key of before can sign other files for a release of ours: what the office knows itself counts
    // more.
    const auto kept = own_.sums(note.serial);
    if (!kept.has_value()) {
      shown_.why = stop_for(kept.error(), say("cannot.count")).sentence;
      return found(State::kUnreached);
    }
    const bool ours = kept->empty() || *kept == *sums;
    if (!ours || crypto::sha256(view_of(*sums)) != note.sums) return found(State::kChanged, roster::kFigureSums);
    sums_ = *sums;
    const auto chain = fetch(roster::kFigureChain);
    if (!chain) return false;
    const auto rosters = roster::verify_chain(*chain, own_.roster.instance);
    if (!rosters.has_value()) return found(State::kChanged, roster::kFigureChain);
    if (!roster::verify_figures_note(note_, *rosters).has_value()) return found(State::kForeign);
    return true;
  }

  /// The sums are ours by now, so nobody can name a file without an end.
  bool fits_files() {
    const auto sums = roster::parse_sums(sums_);
    if (!sums.has_value()) return found(State::kChanged, roster::kFigureSums);
    if (quick_) return true;
    for (const auto& [name, sum] : *sums)
      if (!comes_as(name, name, sum)) return false;
    shown_.files = static_cast<std::uint32_t>(sums->size());
    const auto index = sums->find(roster::kFigureIndex);
    // Where a reader begins. A release of before there were pages has none.
    return index == sums->end() || comes_as("", "/figures/", index->second);
  }

  bool comes_as(const std::string& path, const std::string& name, const std::string& sum) {
    const auto content = fetch(path);
    if (!content) return found(shown_.state, name);
    return to_hex(ByteView{crypto::sha256(view_of(*content))}) == sum || found(State::kChanged, name);
  }

  const Own& own_;
  bool quick_;
  std::string base_;
  std::string note_;
  std::string sums_;
  Shown shown_;
  http::Client client_;
};

OrStop<Own> read_own(Asked& asked) {
  const OfficeFolder folder{asked.office};
  const auto config = load_config(folder);
  if (!config) return std::unexpected(config.error());
  auto store = open_database(folder);
  if (!store) return std::unexpected(store.error());
  auto roster = desk::newest_roster(**store);
  if (!roster.has_value()) return std::unexpected(stop_for(roster.error(), say("cannot.count")));
  auto ledger = desk::read_ledger(**store);
  if (!ledger.has_value()) return std::unexpected(stop_for(ledger.error(), say("cannot.count")));
  if (asked.addresses.empty()) asked.addresses = roster->roster.relays;
  if (asked.proxy.empty()) asked.proxy = config->relay_proxy;
  return Own{*std::move(ledger), *std::move(roster), *std::move(store)};
}

Json write(const Shown& shown) {
  Json json{{"address", shown.address}, {"state", name_of(shown.state)}, {"serial", nullptr}, {"files", shown.files}};
  if (shown.serial != 0) json["serial"] = shown.serial;
  if (!shown.file.empty()) json["file"] = shown.file;
  if (!shown.why.empty()) json["why"] = shown.why;
  return json;
}

OrStop<void> tell(const std::vector<Shown>& all, std::size_t newest, bool json) {
  const auto there = std::ranges::count(all, State::kNewest, &Shown::state);
  const std::string sum = say("figures.published.sum", {{"count", static_cast<std::int64_t>(there)},
                                                        {"all", static_cast<std::int64_t>(all.size())}});
  if (json) {
    Json whole{{"newest", newest}, {"relays", Json::array()}};
    for (const Shown& shown : all) whole["relays"].push_back(write(shown));
    std::cout << whole.dump(2) << '\n';
  } else {
    for (const Shown& shown : all)
      std::cout << (shown.state == State::kNewest ? say("doctor.good") : say("doctor.problem"))
                << sentence_of(shown, newest) << '\n';
  }
  if (static_cast<std::size_t>(there) != all.size()) return std::unexpected(Stop{Exit::kRelay, sum});
  if (!json) std::cout << sum << '\n';
  return {};
}

OrStop<void> published(Asked asked) {
  const auto own = read_own(asked);
  if (!own) return std::unexpected(own.error());
  if (own->ledger.releases().empty()) return std::unexpected(Stop{Exit::kUsage, say("figures.published.nothing")});
  if (asked.addresses.empty()) return std::unexpected(Stop{Exit::kUsage, say("lines.none")});
  std::vector<Shown> all;
  for (const std::string& address : asked.addresses) {
    if (is_onion(address) && asked.proxy.empty())
      all.push_back({.address = address, .why = say("figures.published.onion")});
    else
      all.push_back(Reader{address, *own, asked}.look());
  }
  return tell(all, own->ledger.releases().size(), asked.json);
}

}  // namespace

void add_figures_published(CLI::App& figures, Chosen& chosen) {
  auto asked = std::make_shared<Asked>();
  CLI::App* command = figures.add_subcommand("published", say("figures.published"));
  add_folder(*command, asked->office);
  command->add_option("--at", asked->addresses, say("figures.option.at"))->type_name("URL");
  command->add_option("--proxy", asked->proxy, say("doctor.proxy"))->type_name("URL");
  command->add_option("--ca", asked->ca_file, say("doctor.ca"))->type_name("FILE");
  command->add_flag("--quick", asked->quick, say("figures.option.quick"));
  command->add_flag("--json", asked->json, say("figures.option.json"));
  command->callback([asked, &chosen] { chosen.run = [asked](const World&) { return published(*asked); }; });
}

}  // namespace waymark::program
