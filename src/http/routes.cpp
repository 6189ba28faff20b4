#include "http/routes.h"

#include <algorithm>
#include <set>

#include "base/check.h"

namespace waymark::http {
namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    segments.push_back(segment);
    path.remove_prefix(segment.size());
  }
  return segments;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& segments) {
  return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(),
                    [](const std::string& expected, std::string_view given) {
                      return expected == "*" ? !given.empty() : expected == given;
                    });
}

/// For the header Allow: what this path takes, each once.
template <class Route>
std::string methods_for(const std::vector<Route>& routes, const std::vector<std::string_view>& segments) {
  std::set<std::string> methods;
  for (const Route& route : routes)
    if (fits(route.segments, segments)) methods.insert(route.method == "GET" ? "GET, HEAD" : route.method);
  std::string all;
  for (const std::string& method : methods) all += (all.empty() ? "" : ", ") + method;
  return all;
}

std::string_view effective(std::string_view method) { return method == "HEAD" ? "GET" : method; }

}  // namespace

Routes& Routes::on(std::string_view method, std::string_view pattern, Handler handler, PathRule rule) {
  CHECK(!pattern.empty() && pattern.front() == '/');
  Route route{std::string{method}, {}, std::move(handler), rule};
  for (const std::string_view segment : split(pattern)) route.segments.emplace_back(segment);
  for (const Route& other : routes_) CHECK(other.method != route.method || other.segments != route.segments);
  // Patterns with fewer stars stand first, so that literal segments win.
  const auto stars = [](const Route& r) { return std::count(r.segments.begin(), r.segments.end(), "*"); };
  const auto place =
      std::find_if(routes_.begin(), routes_.end(), [&](const Route& other) { return stars(other) > stars(route); });
  routes_.insert(place, std::move(route));
  return *this;
}

Routes& Routes::otherwise(Handler handler, PathRule rule) {
  otherwise_ = std::move(handler);
  otherwise_rule_ = rule;
  return *this;
}

Routes::Match Routes::find(std::string_view method, const std::vector<std::string_view>& segments) const {
  Match match;
  for (const Route& route : routes_) {
    if (!fits(route.segments, segments)) continue;
    match.path_known = true;
    if (route.method != effective(method)) continue;
    match.route = &route;
    return match;
  }
  return match;
}

PathRule Routes::rule_of(std::string_view method, std::string_view path) const {
  const Match match = find(method, split(path));
  if (match.route != nullptr) return match.route->rule;
  if (!match.path_known && otherwise_ && effective(method) == "GET") return otherwise_rule_;
  return {.body_bytes_max = 0, .where = PathRule::Where::kInline};
}

std::vector<Routes::Listed> Routes::list() const {
  std::vector<Listed> all;
  for (const Route& route : routes_) {
    std::string pattern;
    for (const std::string& segment : route.segments) pattern += "/" + segment;
    all.push_back({route.method, std::move(pattern), route.rule});
  }
  if (otherwise_) all.push_back({"GET", "otherwise", otherwise_rule_});
  return all;
}

void Routes::handle(Request request, Responder respond) const {
  const std::vector<std::string_view> segments = split(request.path);
  const Match match = find(request.method, segments);
  if (match.route != nullptr) {
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (match.route->segments[i] == "*") request.parts.emplace_back(segments[i]);
    }
    match.route->handler(std::move(request), std::move(respond));
  } else if (match.path_known) {
    Response refused = text_response(405, "wrong-method");
    refused.headers.push_back({"Allow", methods_for(routes_, segments)});
    respond(std::move(refused));
  } else if (otherwise_ && effective(request.method) == "GET") {
    otherwise_(std::move(request), std::move(respond));
  } else {
    respond(text_response(404, "not-found"));
  }
}

}  // namespace waymark::http
