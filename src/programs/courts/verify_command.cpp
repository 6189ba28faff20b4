// `waymark-courts verify --archive FILE`: is the archive as it was written? Names the first record that is not.
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "base/encoding.h"
#include "programs/courts/verified.h"

namespace waymark::program {
namespace {

struct VerifyCommand {
  std::string archive, head;
};

OrStop<void> run_verify(const VerifyCommand& command) {
  const auto found = entries_hold(command.archive);
  if (!found) return std::unexpected(found.error());
  const std::string head = to_hex(found->head);
  std::cout << fmt::format("Intact: {} entries, {} pages and texts.\nHead: {}\n", found->entries, found->blobs, head);
  if (auto follow = facts_follow(command.archive); !follow) return follow;
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
