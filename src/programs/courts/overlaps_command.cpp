// `waymark-courts overlaps LIST.csv LIST.csv … --id COLUMN --out FOLDER`: the table that `estimate` needs, as counts
// that may be handed to others. See docs/estimate.md "Handing on a table".
#include <iostream>
#include <memory>

#include "overlaps/share.h"
#include "programs/courts/commands.h"
#include "programs/courts/tables.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTable = "overlaps.csv";
constexpr const char* kLists = "lists.csv";

struct OverlapsOptions {
  TableFiles from;
  std::vector<std::string> earlier;
  std::string out;
  std::string language = "en";
};

class Voice {
 public:
  Voice(const text::Catalogue& catalogue, Language language) : catalogue_(catalogue), language_(language) {}
  [[nodiscard]] std::string say(std::string_view key, const text::Arguments& arguments) const {
    return catalogue_.text(language_, "estimate.share." + std::string(key), arguments);
  }
  [[nodiscard]] std::unexpected<Stop> refuse(const overlaps::Refusal& refusal) const {
    return std::unexpected(
        Stop{Exit::kUsage, say(name_of(refusal.why), {{"name", refusal.name},
                                                      {"which", std::string(refusal.name.empty() ? "all" : "one")},
                                                      {"low", refusal.low},
                                                      {"high", refusal.high}})});
  }

 private:
  const text::Catalogue& catalogue_;
  Language language_;
};

OrStop<overlaps::Shared> read_earlier(const std::string& folder, const Voice& voice) {
  auto table = contents_of((fs::path(folder) / kTable).string());
  if (!table) return std::unexpected(table.error());
  auto lists = contents_of((fs::path(folder) / kLists).string());
  if (!lists) return std::unexpected(lists.error());
  auto shared = overlaps::read_shared(*table, *lists);
  if (!shared) {
    shared.error().name = folder;
    return voice.refuse(shared.error());
  }
  return std::move(*shared);
}

OrStop<void> run(const OverlapsOptions& options) {
  auto catalogue = text::Catalogue::embedded();
  if (!catalogue) return std::unexpected(stop_for(catalogue.error(), "texts"));
  const auto language = language_from_code(options.language);
  if (!language) return std::unexpected(Stop{Exit::kUsage, "--language is ru, uk or en."});
  const Voice voice(*catalogue, *language);
  const TableDesk desk(*catalogue, *language);
  auto strata = read_strata(options.from, desk);
  if (!strata) return std::unexpected(strata.error());
  if (!strata->front().hidden.empty()) return voice.refuse({.why = overlaps::Refusal::Why::kHiddenAlready});
  if (auto checked = estimate::check_table(strata->front().table); !checked) return desk.refuse(checked.error());
  std::vector<overlaps::Shared> earlier;
  for (const std::string& folder : options.earlier) {
    auto one = read_earlier(folder, voice);
    if (!one) return std::unexpected(one.error());
    earlier.push_back(std::move(*one));
  }
  const auto shared = overlaps::share(strata->front().table, earlier);
  if (!shared) return voice.refuse(shared.error());
  const fs::path folder(options.out);
  if (auto made = make_folder(folder); !made) return made;
  if (auto done = write_file(folder / kTable, overlaps_csv(*shared)); !done) return done;
  if (auto done = write_file(folder / kLists, lists_csv(*shared)); !done) return done;
  std::cout << voice.say("made", {{"cells", static_cast<std::int64_t>(shared->cells.size())},
                                  {"hidden", static_cast<std::int64_t>(shared->hidden())},
                                  {"folder", options.out}})
            << '\n';
  return {};
}

}  // namespace

void add_overlaps(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand(
      "overlaps", "Who is on how many lists, as counts that may be handed to others: small ones are hidden");
  auto options = std::make_shared<OverlapsOptions>();
  command->add_option("files", options->from.files, "A table of overlaps, or with --id one file a list")
      ->required()
      ->type_name("FILE");
  command->add_option("--id", options->from.id, "Column that identifies a person in every list")->type_name("COLUMN");
  command->add_option("--earlier", options->earlier, "Folder of a table of these lists that was handed on before")
      ->type_name("FOLDER");
  command->add_option("--out", options->out, "Folder for overlaps.csv and lists.csv")->required()->type_name("FOLDER");
  command->add_option("--language", options->language, "ru, uk or en")->capture_default_str();
  command->callback([options, &chosen] { chosen.run = [options] { return run(*options); }; });
}

}  // namespace waymark::program
