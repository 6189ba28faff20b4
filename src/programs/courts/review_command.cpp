// `waymark-courts review FOLDER --decisions FILE`: the uncertain pairs of a linkage, side by side in a browser.
#include <filesystem>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "base/encoding.h"
#include "courts/review/review_api.h"
#include "crypto/random.h"
#include "http/server.h"
#include "http/shutdown.h"
#include "programs/courts/commands.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;

struct ReviewOptions {
  std::string folder, decisions, tally, pages;
  std::uint16_t port = 0;
};

/// The built page: PREFIX/share/waymark/courts for PREFIX/bin/waymark-courts.
fs::path pages_folder(const ReviewOptions& options) {
  if (!options.pages.empty()) return options.pages;
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "waymark" / "courts";
}

std::string new_key() {
  crypto::SystemRandom random;
  return to_hex(random.array<16>());
}

OrStop<std::unique_ptr<http::Server>> start_server(const http::Routes& routes, std::uint16_t port) {
  auto server = http::Server::start(
      {.listen = {"127.0.0.1", port},
       .rule_of = [&routes](std::string_view method, std::string_view path) { return routes.rule_of(method, path); },
       .handler = [&routes](http::Request request,
                            http::Responder respond) { routes.handle(std::move(request), std::move(respond)); }});
  if (!server)
    return std::unexpected(
        Stop{Exit::kFailed, fmt::format("Port {} of 127.0.0.1 cannot be used: is another program there?", port)});
  return *std::move(server);
}

OrStop<void> review(const ReviewOptions& options) {
  const http::ShutdownSignals signals;
  const SystemClock clock;
  const auto opened = courts::Review::open(options.folder, options.decisions, clock);
  if (!opened) {
    const bool of_decisions = opened.error().where == courts::kDecisionsWhere;
    return std::unexpected(stop_for(opened.error(), of_decisions ? options.decisions : options.folder));
  }
  auto pages = http::StaticFiles::load(pages_folder(options), http::CacheRule::kNoStore);
  if (!pages) return std::unexpected(stop_for(pages.error(), pages_folder(options).string()));
  std::optional<courts::Figures> figures;
  if (!options.tally.empty()) {
    figures.emplace(options.tally);
    if (const auto list = figures->list(); !list) return std::unexpected(stop_for(list.error(), options.tally));
  }
  if ((*opened)->was_mended())
    std::cout
        << "Note: the last line of the decisions was cut off and has been removed; every confirmed one is there.\n";

  std::uint16_t port = options.port;
  courts::ReviewAccess access(new_key, [&port](std::string_view key) {
    std::cout << fmt::format("http://127.0.0.1:{}/#key={}\n", port, key) << std::flush;
  });
  courts::ReviewApi api(**opened, access, std::move(figures), *std::move(pages));
  const http::Routes routes = api.routes();
  const auto server = start_server(routes, port);
  if (!server) return std::unexpected(server.error());
  port = (*server)->port();
  std::cout << "Open this address in a browser of this machine. It works once; the next one appears below.\n"
               "Ctrl+C ends the review. Every decision is on the disk as soon as the screen shows it.\n";
  access.set_port(port);
  signals.wait();
  (*server)->stop();
  std::cout << fmt::format("Now link again with --decisions {}.\n", options.decisions);
  return {};
}

}  // namespace

void add_review(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ReviewOptions>();  // owned by the callback below
  CLI::App* command = app.add_subcommand("review", "Decide about uncertain pairs in a browser, side by side");
  command->add_option("FOLDER", options->folder, "What `link` has written: review.csv or pairs.jsonl")->required();
  command->add_option("--decisions", options->decisions, "The file of decisions; made if it is not there")
      ->required()
      ->type_name("FILE");
  command->add_option("--tally", options->tally, "Show the pictures and tables of a tally, too")->type_name("FOLDER");
  command->add_option("--port", options->port, "Port of 127.0.0.1; any free one by default")->type_name("N");
  command->add_option("--pages", options->pages, "The built page, if it is not beside the program")
      ->type_name("FOLDER");
  command->callback([options, &chosen] { chosen.run = [options] { return review(*options); }; });
}

}  // namespace waymark::program
