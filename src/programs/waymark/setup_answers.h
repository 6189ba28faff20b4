// What `waymark setup` is told: four answers, asked for at the terminal or read from a file.
//
// Nothing is written anywhere while questions are asked.
// @source docs/operate/install.md
#pragma once

#include <string>

#include "programs/waymark/commands.h"

namespace waymark::program {

struct SetupAnswers {
  std::string name;     ///< of the organisation
  std::string alias;    ///< of the first coordinator
  std::string address;  ///< under which people reach the relay; empty: this machine only
  std::string clerk;    ///< address of the clerk for the roster; empty: none, or this machine's when `address` is empty
  SecretBytes passphrase{0};
  /// Where the programs listen. From a file only.
  std::string relay_listen = "127.0.0.1:8080", relay_desk_listen = "127.0.0.1:8081", desk_listen = "127.0.0.1:8090",
              clerk_listen = "127.0.0.1:8082";
  bool asked = false;  ///< by a person at a terminal, who has to be shown what was made
};

/// Asks at the terminal. A bad answer is asked for again; the end of input ends the command.
OrStop<SetupAnswers> ask_for_answers(crypto::Random& random);
/// TOML: name, alias, passphrase_file and, if wanted, address, clerk and the table [listen]. Other keys are refused.
OrStop<SetupAnswers> read_answers(const std::filesystem::path& file);

}  // namespace waymark::program
