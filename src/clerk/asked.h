// One request of a visit and where its answer goes. Internal to src/clerk.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clerk/clerk.h"
#include "clerk/underway.h"
#include "http/url.h"

namespace waymark::clerk {

struct Clerk::Asked {
  Language language;
  std::vector<http::FormField> form;
  Visit visit;
  bool has_blob = false;
  std::string button = {};  ///< name of the button that was pressed, without "go_"
};

/// Answers once; a page that is dropped answers 500 through its responder.
class Clerk::Answer {
 public:
  Answer(const PageWriter& writer, http::Responder respond, std::string accept_encoding)
      : writer_(&writer), respond_(std::move(respond)), accept_encoding_(std::move(accept_encoding)) {}

  void page(std::string html, int status = 200) {
    place_.reset();
    if (!instead_.empty()) return respond_(writer_->page(500, std::move(instead_), accept_encoding_));
    respond_(writer_->page(status, std::move(html), accept_encoding_));
  }
  /// Given back before the answer leaves: whoever has it may press the next button at once.
  void hold(Underway::Place place) { place_.emplace(std::move(place)); }
  /// Whatever page is given from here on, this one is shown: it cannot be made.
  void show_instead(std::string html) { instead_ = std::move(html); }
  void elsewhere(std::string_view address) {
    place_.reset();
    respond_(writer_->elsewhere(address));
  }

 private:
  const PageWriter* writer_;
  http::Responder respond_;
  std::string accept_encoding_;
  std::string instead_;
  std::optional<Underway::Place> place_;
};

}  // namespace waymark::clerk
