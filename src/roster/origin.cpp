#include "roster/origin.h"

#include <algorithm>

namespace waymark::roster {
namespace {

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
}

}  // namespace

std::string origin_of(std::string_view address) {
  const std::string_view scheme = address.starts_with("https://") ? "https://" : "http://";
  if (!address.starts_with(scheme)) return {};
  const std::string_view rest = address.substr(scheme.size());
  const std::string_view host = rest.substr(0, rest.find('/'));
  if (host.empty() || !std::ranges::all_of(host, is_host_character)) return {};
  return std::string{scheme}.append(host);
}

}  // namespace waymark::roster
