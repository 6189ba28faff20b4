// ServedFigures: the newest signed release of figures as the relay keeps and serves it: a folder of files below
// /figures/. It checks signature, sums and that the ledger goes on, so that a mistake or a thief of the transport key
// replaces nothing; what the numbers say it does not read.
// @source docs/spec/figures-release.md "On its way", "Served"
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "relay/kept.h"
#include "roster/figures_set.h"

namespace waymark::relay {

/// One release, never changed once made.
struct ServedFigures {
  struct File {
    std::shared_ptr<const Bytes> bytes;       // shared with answers under way
    std::shared_ptr<const Bytes> gzip_bytes;  // null where gzip makes it no smaller
    std::string_view content_type;
    std::string policy;  ///< its content security policy
  };
  roster::FiguresNote note;
  std::map<std::string, File, std::less<>> files;
  [[nodiscard]] std::string_view text(std::string_view name) const;
};
using ServedFiguresPtr = std::shared_ptr<const ServedFigures>;  // owners: the published set and answers under way

/// Makes the answers of a set ready that was verified with this note.
ServedFiguresPtr serve_figures(const roster::FigureSet& files, const roster::FiguresNote& note);

/// Nothing when none is kept, or when what is kept is not what was put. A release that was believed once is served
/// also when the roster has another key by now. @param chain  all rosters
ServedFiguresPtr serve_kept_figures(const KeptDocuments& kept, const crypto::InstanceId& instance,
                                    std::string_view chain);

/// Whether a set may take the place of `before` (null: of nothing, but never of one newer than `floor`).
/// @param files, note  as verify_figure_set found them  @param chain  all rosters that the relay has
/// @error kReplayed for an older release, or the same one signed no later; kConflict where its ledger does not go on
/// from the one that is served, or its rosters are not ours
Result<void> may_replace(const ServedFigures* before, std::uint32_t floor, const roster::FigureSet& files,
                         const roster::FiguresNote& note, std::string_view chain);

/// The answer to GET /figures/NAME; a part of it to whoever asks for a part. 404 for another name.
http::Response figures_file(const ServedFiguresPtr& served, const http::Request& request);

}  // namespace waymark::relay
