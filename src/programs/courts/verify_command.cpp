// `waymark-courts verify --archive FILE`: is the archive as it was written? Names the first record that is not.
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "base/encoding.h"
#include "courts/archive/archive.h"
#include "programs/courts/commands.h"

namespace waymark::program {
namespace {

struct VerifyCommand {
  std::string archive, head;
};

OrStop<void> run_verify(const VerifyCommand& command) {
  const auto found = courts::verify_archive(command.archive);
  if (!found) return std::unexpected(stop_for(found.error(), command.archive));
  if (!found->intact) {
    return std::unexpected(Stop{Exit::kInput, fmt::format("{}: The archive was changed. First bad entry: {} ({}){}.",
                                                          command.archive, found->first_bad, found->what,
                                                          found->record.empty() ? "" : ", record " + found->record)});
  }
  const std::string head = to_hex(found->head);
  std::cout << fmt::format("Intact: {} entries, {} pages and texts.\nHead: {}\n", found->entries, found->blobs, head);
  if (!command.head.empty() && command.head != head) {
    return std::unexpected(
        Stop{Exit::kInput,
             command.archive + ": The head is not the one given: entries were added, or the newest were cut off."});
  }
  return {};
}

}  // namespace

void add_verify(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<VerifyCommand>();  // owned by the callback below
  CLI::App* command = app.add_subcommand("verify", "Check that nothing in an archive was changed since it was written");
  command->add_option("--archive", options->archive, "The archive")->required()->type_name("FILE");
  command->add_option("--head", options->head, "A published head to compare with")->type_name("HEX");
  command->callback([options, &chosen] { chosen.run = [options] { return run_verify(*options); }; });
}

}  // namespace waymark::program
