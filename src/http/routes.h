// Routes: which handler answers which method and path.
//
// A pattern is a path whose segments may be `*` (exactly one segment, not empty); what they stood for is in
// Request::parts, not decoded. Literal segments win over `*`. HEAD is answered by GET's handler. Built once, then
// read by all threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace waymark::http {

class Routes {
 public:
  /// CHECKs that the pattern is new for the method.
  Routes& on(std::string_view method, std::string_view pattern, Handler handler, PathRule rule = {});
  /// Answers GET for every path that no pattern fits.
  Routes& otherwise(Handler handler, PathRule rule = {});

  /// What the server may read and where to run; unknown paths have no body and run inline.
  [[nodiscard]] PathRule rule_of(std::string_view method, std::string_view path) const;
  /// One entry of list(). A pattern "otherwise" stands for every path that no other fits.
  struct Listed {
    std::string method;
    std::string pattern;
    PathRule rule;
  };
  /// All of them, in no useful order.
  [[nodiscard]] std::vector<Listed> list() const;
  /// Runs the handler, or answers 404 `not-found` or 405 `wrong-method`.
  void handle(Request request, Responder respond) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    Handler handler;
    PathRule rule;
  };
  struct Match {
    const Route* route = nullptr;
    bool path_known = false;  ///< some other method has this path
  };
  [[nodiscard]] Match find(std::string_view method, const std::vector<std::string_view>& segments) const;

  std::vector<Route> routes_;
  Handler otherwise_;
  PathRule otherwise_rule_;
};

}  // namespace waymark::http
