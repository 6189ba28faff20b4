// ReviewApi: the HTTP side of the review screen: JSON to calls of Review and back, the figures, and the page itself.
//
// Every answer under /api/ but the exchange of the key wants a session (access.h). Errors are {"error": code}, where
// the code is one of name_of(Code). Thread rule: safe from any thread; what is borrowed must outlive it.
// @source docs/decisions/review-screen.md
#pragma once

#include <optional>

#include "courts/review/access.h"
#include "courts/review/figures.h"
#include "courts/review/review.h"
#include "http/routes.h"
#include "http/static_files.h"

namespace waymark::courts {

inline constexpr std::size_t kReviewBodyBytesMax = 8'192;

class ReviewApi {
 public:
  /// @param figures  the tally's folder, if one is shown
  ReviewApi(Review& review, ReviewAccess& access, std::optional<Figures> figures, http::StaticFiles pages)
      : review_(review), access_(access), figures_(std::move(figures)), pages_(std::move(pages)) {}

  /// All routes; they borrow this object.
  [[nodiscard]] http::Routes routes();

 private:
  struct Call {
    http::Request& request;
    std::size_t screen;
  };
  using Method = Result<http::Response> (ReviewApi::*)(Call&);
  http::Handler handler(Method method);
  http::Response run(Method method, http::Request& request);
  http::Response enter(const http::Request& request);

  Result<http::Response> state(Call& call);
  Result<http::Response> pair(Call& call);
  Result<http::Response> decide(Call& call);
  Result<http::Response> undo(Call& call);
  Result<http::Response> reload(Call& call);
  Result<http::Response> list_figures(Call& call);
  Result<http::Response> figure(Call& call);

  Review& review_;
  ReviewAccess& access_;
  const std::optional<Figures> figures_;
  const http::StaticFiles pages_;
};

}  // namespace waymark::courts
