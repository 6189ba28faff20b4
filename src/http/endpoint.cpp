#include "http/endpoint.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>

namespace waymark::http {
namespace {

bool is_address(int family, const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes;
  return ::inet_pton(family, text.c_str(), bytes.data()) == 1;
}

}  // namespace

Result<Endpoint> Endpoint::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail(Code::kInvalid, "http/endpoint", "no port");
  std::string_view address = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) address = address.substr(1, address.size() - 2);
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool number = wrong == std::errc{} && end == digits.data() + digits.size();
  Endpoint endpoint{std::string{address}, port};
  if (!number || !is_address(bracketed ? AF_INET6 : AF_INET, endpoint.address)) {
    return fail(Code::kInvalid, "http/endpoint", "not an address and a port");
  }
  return endpoint;
}

bool Endpoint::is_loopback() const {
  return address == "::1" || (address.starts_with("127.") && is_address(AF_INET, address));
}

}  // namespace waymark::http
