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
#include "programs/waymark/commands.h"
#include "programs/waymark/site_file.h"
#include "roster/check_words.h"

namespace waymark::program {
namespace {

/// Fewer days than this without a network, and the maker is told to renew first.
constexpr std::uint32_t kFewDays = 7;

struct MakeOptions {
  std::filesystem::path folder, root_key, out, page_template, site;
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
  if (in.gcount() == 0) return std::unexpected(Stop{Exit::kUsage, "Could not read " + path.string() + "."});
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

/// The page is for everybody: mode 0644, and never over another file.
OrStop<void> write_public_file(const std::filesystem::path& path, std::string_view content) {
  const int made = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (made < 0)
    return std::unexpected(
        Stop{Exit::kStorage, "Could not write " + path.string() + ": it exists already, or the folder refuses."});
  // The program's mask keeps everything it writes to itself; this one file is meant to be handed out.
  const bool readable = fchmod(made, 0644) == 0;
  close(made);
  if (!readable) return std::unexpected(Stop{Exit::kStorage, "Could not set the mode of " + path.string() + "."});
  std::ofstream out(path, std::ios::binary);
  if (!out.write(content.data(), static_cast<std::streamsize>(content.size())).flush())
    return std::unexpected(Stop{Exit::kStorage, "Could not write " + path.string() + "."});
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
  if (error.code == Code::kExpired)
    return {Exit::kRoster, "The roster has expired. Run `waymark roster renew` first, then make the page."};
  if (error.code == Code::kNotFound)
    return {Exit::kRoster, "The day-key lists have run out. Run `waymark keys renew` first, then make the page."};
  return stop_for(error, "read the office's keys");
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
  if (!roster.has_value()) return std::unexpected(stop_for(roster.error(), "read the roster"));
  const std::string hash = to_hex(crypto::sha256(view_of(file)));
  const std::uint32_t until = roster::last_sealing_day(pins, roster->roster);
  const nlohmann::ordered_json entry{{"path", options.address}, {"sha256", hash}};
  if (!options.site.empty())
    if (auto put = put_into_site(options.site, "portable", entry); !put) return put;
  std::cout << "Made " << options.out.string() << ", " << file.size() << " bytes, " << pins.keys.size()
            << " day keys.\nSHA-256  " << hash << "\nIt seals without a network until " << date_of(until)
            << ", that day included. Make a new one before that.\n\n"
            << "Publish the SHA-256 where people trust you, away from the site that hands out the file.\n"
            << "For page \"Is this really us?\" (site.json, member \"portable\"):\n"
            << entry.dump() << '\n';
  if (until < pins.made_day + kFewDays)
    std::cout << "\nThat is soon: renew first (`waymark roster renew`, `waymark keys renew`), then make it again.\n";
  return {};
}

OrStop<void> make(const MakeOptions& options, const World& world) {
  const auto root = load_root_key(options.root_key);
  if (!root) return std::unexpected(root.error());
  const auto page_template = read_text(options.page_template.empty() ? built_template() : options.page_template);
  if (!page_template) return std::unexpected(page_template.error());
  auto store = open_database({options.folder});
  if (!store) return std::unexpected(store.error());
  const auto pins = desk::gather_pins(**store, world.clock.now());
  if (!pins.has_value()) return std::unexpected(pins_stop(pins.error()));
  const auto file = signed_file(*page_template, *pins, *root);
  if (!file.has_value() && file.error().code == Code::kAuthentication)
    return std::unexpected(Stop{Exit::kWrongKey, "This root key belongs to another office. Nothing was made."});
  if (!file.has_value()) return std::unexpected(stop_for(file.error(), "make the page"));
  if (auto written = write_public_file(options.out, *file); !written) return written;
  return tell_made(options, *file, *pins);
}

Stop refusal(const Error& error) {
  const auto stop = [](std::string sentence) { return Stop{Exit::kFailed, std::move(sentence)}; };
  switch (error.code) {
    case Code::kTruncated: return stop("REFUSED: the file is cut short, longer than it was, or not signed at all.");
    case Code::kAuthentication: return stop("REFUSED: the file was changed after it was signed, or signed by others.");
    default: return stop("REFUSED: this is no portable page of Waymark, or it is damaged (" + describe(error) + ").");
  }
}

void compare_with_template(const portable::CheckedFile& checked, const CheckOptions& options) {
  const auto page_template = read_text(options.page_template.empty() ? built_template() : options.page_template);
  if (!page_template) return;
  const auto again = portable::fill_template(*page_template, checked.pins);
  const bool same = again.has_value() && *again == checked.page;
  std::cout << (same ? "code         the same, byte for byte, as this version of Waymark makes\n"
                     : "code         another version of Waymark made it: compare the SHA-256 with the published one\n");
}

OrStop<void> check(const CheckOptions& options, const World& world) {
  const auto text = read_text(options.file);
  if (!text) return std::unexpected(text.error());
  const auto checked = portable::check_file(*text);
  if (!checked.has_value()) return std::unexpected(refusal(checked.error()));
  const std::string instance = to_base64(checked->note.instance.bytes, Padding::kRequired);
  if (!options.instance.empty() && options.instance != instance)
    return std::unexpected(
        Stop{Exit::kWrongKey, "REFUSED: the file belongs to another organisation, instance id " + instance + "."});
  std::cout << "The file is whole: its signature fits the page and the keys inside it.\nSHA-256      "
            << to_hex(crypto::sha256(view_of(*text))) << "\norganisation " << checked->roster.roster.name
            << "\ninstance id  " << instance << (options.instance.empty() ? "" : " (as asked)") << "\nsigned by    "
            << (checked->signer == roster::PageSigner::kRoot ? "root key" : "list key") << "\nmade         "
            << date_of(checked->note.made_day) << "\nseals until  " << date_of(checked->note.until_day)
            << " without a network\n";
  for (const auto* addresses : {&checked->roster.roster.relays, &checked->roster.roster.mirrors})
    for (const std::string& address : *addresses) std::cout << "connects to  " << address << '\n';
  compare_with_template(*checked, options);
  std::cout << "check-words (computed from the keys in the file; compare them with another channel)\n";
  show_check_words(checked->roster.roster);
  if (unix_day(world.clock.now()) > checked->note.until_day)
    std::cout << "It is too old to seal without a network: ask for a new one.\n";
  return {};
}

}  // namespace

void add_portable(CLI::App& app, Chosen& chosen) {
  CLI::App* command =
      app.add_subcommand("portable", "The intake as one signed file that works from disk")->require_subcommand(1);
  auto options = std::make_shared<MakeOptions>();
  CLI::App* making = command->add_subcommand("make", "Make and sign the file (needs the root key)");
  add_folder(*making, options->folder);
  making->add_option("--root-key", options->root_key, "File with the root key")->required()->type_name("FILE");
  making->add_option("--out", options->out, "Where to write it; choose a neutral name, such as notes.html")
      ->required()
      ->type_name("FILE");
  making->add_option("--path", options->address, "Where it is fetched from: a path on the relay's site, or an address")
      ->capture_default_str();
  making->add_option("--site", options->site, "site.json of the pages: puts address, SHA-256 and date into it")
      ->type_name("FILE");
  making->add_option("--template", options->page_template, "Another template than the one that is installed")
      ->type_name("FILE");
  making->callback(
      [options, &chosen] { chosen.run = [options](const World& world) { return make(*options, world); }; });

  auto checks = std::make_shared<CheckOptions>();
  CLI::App* checking = command->add_subcommand("check", "Check a file that somebody handed on; needs no key");
  checking->add_option("file", checks->file, "The file")->required()->type_name("FILE");
  checking->add_option("--instance", checks->instance, "Refuse any other organisation than this instance id");
  checking->add_option("--template", checks->page_template, "Another template than the one that is installed")
      ->type_name("FILE");
  checking->callback(
      [checks, &chosen] { chosen.run = [checks](const World& world) { return check(*checks, world); }; });
}

}  // namespace waymark::program
