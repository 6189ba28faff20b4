// `waymark portable make` and `waymark portable check`: the intake as one file with the organisation's keys inside.
// @source docs/spec/portable.md
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "desk/portable/page_pins.h"
#include "mailbox/word_list.h"
#include "portable/page.h"
#include "portable/pins_json.h"
#include "programs/waymark/commands.h"
#include "programs/waymark/site_file.h"
#include "roster/check_words.h"

namespace waymark::program {
namespace {

/// Fewer days than this without a network, and the maker is told to renew first.
constexpr std::uint32_t kFewDays = 7;

struct MakeOptions {
  std::filesystem::path folder, root_key, out, page_template, site;
  std::vector<std::filesystem::path> bridges;
  std::string address = "/portable.html";
};

struct CheckOptions {
  std::filesystem::path file, page_template;
  std::string instance;
};

std::filesystem::path built_template() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "waymark" / "portable" / "page.html";
}

OrStop<std::string> read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(portable::kFileBytesMax + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.gcount() == 0) return std::unexpected(Stop{Exit::kUsage, say("file.read-plain", {{"file", path.string()}})});
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

/// The page is for everybody: mode 0644, and never over another file.
OrStop<void> write_public_file(const std::filesystem::path& path, std::string_view content) {
  const int made = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (made < 0) return std::unexpected(Stop{Exit::kStorage, say("file.exists-or-refused", {{"file", path.string()}})});
  // The program's mask keeps everything it writes to itself; this one file is meant to be handed out.
  const bool readable = fchmod(made, 0644) == 0;
  close(made);
  if (!readable) return std::unexpected(Stop{Exit::kStorage, say("file.mode", {{"file", path.string()}})});
  std::ofstream out(path, std::ios::binary);
  if (!out.write(content.data(), static_cast<std::streamsize>(content.size())).flush())
    return std::unexpected(Stop{Exit::kStorage, say("file.write-plain", {{"file", path.string()}})});
  return {};
}

std::string date_of(std::uint32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int{date.year()}, unsigned{date.month()},
                unsigned{date.day()});
  return text.data();
}

void show_check_words(const roster::Roster& roster) {
  const auto indices = roster::check_words(roster.roots);
  for (const Language language : kLanguages) {
    std::cout << "  " << code_of(language) << ' ';
    for (const std::uint16_t index : indices) std::cout << ' ' << mailbox::word_at(language, index);
    std::cout << '\n';
  }
}

Stop pins_stop(const Error& error) {
  if (error.code == Code::kExpired) return {Exit::kRoster, say("portable.roster-expired")};
  if (error.code == Code::kNotFound) return {Exit::kRoster, say("portable.lists-out")};
  return stop_for(error, say("cannot.read-keys"));
}

/// Pins into the template, the signature behind it.
Result<std::string> signed_file(std::string_view page_template, const roster::Pins& pins,
                                const crypto::RootSigningKey& root) {
  LET(const std::string page, portable::fill_template(page_template, pins));
  LET(const roster::PageNote about, roster::page_note_for(pins, view_of(page)));
  roster::Note note{.text = roster::write_page_note(about), .signatures = {}};
  roster::sign_note(note, "root", root);
  std::string file = portable::attach_signature(page, note);
  TRY(portable::check_file(file));
  return file;
}

OrStop<void> tell_made(const MakeOptions& options, std::string_view file, const roster::Pins& pins) {
  const auto roster = roster::pinned_roster(pins);
  if (!roster.has_value()) return std::unexpected(stop_for(roster.error(), say("cannot.read-roster")));
  const std::string hash = to_hex(crypto::sha256(view_of(file)));
  const std::uint32_t until = roster::last_sealing_day(pins, roster->roster);
  const nlohmann::ordered_json entry{{"path", options.address}, {"sha256", hash}};
  if (!options.site.empty())
    if (auto put = put_into_site(options.site, "portable", entry); !put) return put;
  std::cout << say("portable.made", {{"file", options.out.string()},
                                     {"bytes", std::to_string(file.size())},
                                     {"keys", std::to_string(pins.keys.size())},
                                     {"hash", hash},
                                     {"until", date_of(until)}})
            << '\n'
            << entry.dump() << '\n';
  if (until < pins.made_day + kFewDays) std::cout << '\n' << say("portable.soon") << '\n';
  return {};
}

/// What bridges printed, into the pins: those that have a key for today.
OrStop<void> add_bridges(const MakeOptions& options, roster::Pins& pins) {
  for (const std::filesystem::path& path : options.bridges) {
    const auto text = read_text(path);
    if (!text) return std::unexpected(text.error());
    auto bridge = portable::parse_bridge(*text);
    if (!bridge.has_value() || pins.bridges.size() == roster::kPinnedBridgesMax)
      return std::unexpected(Stop{Exit::kUsage, say("portable.no-bridge", {{"file", path.string()}})});
    if (bridge->keys.front().day > pins.made_day || bridge->keys.back().day < pins.made_day)
      return std::unexpected(Stop{Exit::kUsage, say("portable.bridge-old", {{"file", path.string()}})});
    pins.bridges.push_back(std::move(*bridge));
  }
  return {};
}

OrStop<void> make(const MakeOptions& options, const World& world) {
  const auto root = load_root_key(options.root_key);
  if (!root) return std::unexpected(root.error());
  const auto page_template = read_text(options.page_template.empty() ? built_template() : options.page_template);
  if (!page_template) return std::unexpected(page_template.error());
  auto store = open_database({options.folder});
  if (!store) return std::unexpected(store.error());
  auto pins = desk::gather_pins(**store, world.clock.now());
  if (!pins.has_value()) return std::unexpected(pins_stop(pins.error()));
  if (auto added = add_bridges(options, *pins); !added) return added;
  const auto file = signed_file(*page_template, *pins, *root);
  if (!file.has_value() && file.error().code == Code::kAuthentication)
    return std::unexpected(Stop{Exit::kWrongKey, say("portable.other-office")});
  if (!file.has_value()) return std::unexpected(stop_for(file.error(), say("cannot.make-page")));
  if (auto written = write_public_file(options.out, *file); !written) return written;
  return tell_made(options, *file, *pins);
}

Stop refusal(const Error& error) {
  const auto stop = [](std::string sentence) { return Stop{Exit::kFailed, std::move(sentence)}; };
  switch (error.code) {
    case Code::kTruncated: return stop(say("portable.cut"));
    case Code::kAuthentication: return stop(say("portable.changed"));
    default: return stop(say("portable.no-page", {{"detail", describe(error)}}));
  }
}

void compare_with_template(const portable::CheckedFile& checked, const CheckOptions& options) {
  const auto page_template = read_text(options.page_template.empty() ? built_template() : options.page_template);
  if (!page_template) return;
  const auto again = portable::fill_template(*page_template, checked.pins);
  const bool same = again.has_value() && *again == checked.page;
  std::cout << say(same ? "portable.code-same" : "portable.code-other") << '\n';
}

OrStop<void> check(const CheckOptions& options, const World& world) {
  const auto text = read_text(options.file);
  if (!text) return std::unexpected(text.error());
  const auto checked = portable::check_file(*text);
  if (!checked.has_value()) return std::unexpected(refusal(checked.error()));
  const std::string instance = to_base64(checked->note.instance.bytes, Padding::kRequired);
  if (!options.instance.empty() && options.instance != instance)
    return std::unexpected(Stop{Exit::kWrongKey, say("portable.other-instance", {{"instance", instance}})});
  std::cout << say("portable.whole", {{"hash", to_hex(crypto::sha256(view_of(*text)))},
                                      {"name", checked->roster.roster.name},
                                      {"instance", instance},
                                      {"asked", options.instance.empty() ? "no" : "yes"},
                                      {"signer", checked->signer == roster::PageSigner::kRoot ? "root" : "list"},
                                      {"made", date_of(checked->note.made_day)},
                                      {"until", date_of(checked->note.until_day)}})
            << '\n';
  for (const auto* addresses : {&checked->roster.roster.relays, &checked->roster.roster.mirrors})
    for (const std::string& address : *addresses) std::cout << say("portable.connects", {{"address", address}}) << '\n';
  compare_with_template(*checked, options);
  std::cout << say("portable.check-words") << '\n';
  show_check_words(checked->roster.roster);
  if (unix_day(world.clock.now()) > checked->note.until_day) std::cout << say("portable.too-old") << '\n';
  return {};
}

}  // namespace

void add_portable(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("portable", say("portable"))->require_subcommand(1);
  auto options = std::make_shared<MakeOptions>();
  CLI::App* making = command->add_subcommand("make", say("portable.make"));
  add_folder(*making, options->folder);
  making->add_option("--root-key", options->root_key, say("roster.option.root-key"))->required()->type_name("FILE");
  making->add_option("--out", options->out, say("portable.option.out"))->required()->type_name("FILE");
  making->add_option("--path", options->address, say("portable.option.path"))->capture_default_str();
  making->add_option("--site", options->site, say("portable.option.site"))->type_name("FILE");
  making->add_option("--bridge", options->bridges, say("portable.option.bridge"))->type_name("FILE");
  making->add_option("--template", options->page_template, say("portable.option.template"))->type_name("FILE");
  making->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return make(*options, world); }; });

  auto checks = std::make_shared<CheckOptions>();
  CLI::App* checking = command->add_subcommand("check", say("portable.check"));
  checking->add_option("file", checks->file, say("portable.option.file"))->required()->type_name("FILE");
  checking->add_option("--instance", checks->instance, say("portable.option.instance"));
  checking->add_option("--template", checks->page_template, say("portable.option.template"))->type_name("FILE");
  checking->callback(
      [checks, &chosen] { chosen.run = [checks](const World& world) { return check(*checks, world); }; });
}

}  // namespace waymark::program
