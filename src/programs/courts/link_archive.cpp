#include "programs/courts/link_archive.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

#include "courts/instances/instances.h"

namespace waymark::program {
namespace {

OrStop<std::string> decisions_text(const std::string& path) {
  if (path.empty()) return std::string{};
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad())
    return std::unexpected(Stop{Exit::kStorage, path + ": The file cannot be opened for reading."});
  return text;
}

}  // namespace

OrStop<void> link_the_archive(const LinkArchiveOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto decisions = decisions_text(options.decisions);
  if (!decisions) return std::unexpected(decisions.error());
  const auto reader = courts::ArchiveReader::open(options.archive);
  if (!reader) return std::unexpected(stop_for(reader.error(), options.archive));
  const linkage::Workers workers{options.threads};
  const courts::LinkOptions how{.seed = options.seed, .link = options.link, .review = options.review};
  const auto run = courts::link_archive(**reader, how, *decisions, workers);
  if (!run) {
    const bool of_decisions = run.error().where.starts_with("linkage/");
    return std::unexpected(
        stop_for(run.error(), of_decisions && !options.decisions.empty() ? options.decisions : options.archive));
  }
  if (const auto written = courts::write_linked(run->files, options.out); !written)
    return std::unexpected(stop_for(written.error(), options.out));
  std::cout << courts::describe(*run);
  std::cout << fmt::format("Written to {} ({:.2f} s).\n", options.out,
                           std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  return {};
}

}  // namespace waymark::program
