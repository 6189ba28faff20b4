#include "relay/second_setting.h"

#include "base/encoding.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kPlain = "http://";
constexpr std::string_view kSecure = "https://";
constexpr std::string_view kOnionProxy = "socks5h://";

/// Host and port of an address, without what follows.
std::string_view authority_of(std::string_view url) {
  url.remove_prefix(url.starts_with(kSecure) ? kSecure.size() : kPlain.size());
  return url.substr(0, url.find('/'));
}

bool is_loopback(std::string_view authority) {
  const auto endpoint = http::Endpoint::parse(authority);
  return endpoint && endpoint->is_loopback();
}

bool names(std::string_view authority, const http::Endpoint& own) {
  const auto endpoint = http::Endpoint::parse(authority);
  return endpoint && own.port != 0 && endpoint->port == own.port && endpoint->address == own.address;
}

}  // namespace

std::expected<SecondSetting, std::string> read_second(std::string url, std::string_view key, std::string proxy,
                                                      std::string ca_file, const http::Endpoint& own) {
  while (url.ends_with('/')) url.pop_back();
  if (!url.starts_with(kPlain) && !url.starts_with(kSecure))
    return std::unexpected("'second.url' must be an address of the roster, such as \"https://second.example\".");
  if (!proxy.empty() && !proxy.starts_with(kOnionProxy))
    return std::unexpected("'second.proxy' must begin with \"socks5h://\", so that names are asked for behind it too.");
  const std::string_view authority = authority_of(url);
  const bool onion = authority.substr(0, authority.rfind(':')).ends_with(".onion");
  if (onion && proxy.empty())
    return std::unexpected(
        "'second.url' is an onion address: 'second.proxy' must name Tor, such as "
        "\"socks5h://127.0.0.1:9050\".");
  if (url.starts_with(kPlain) && !onion && !is_loopback(authority))
    return std::unexpected("'second.url' must begin with https://: whoever reads plain http sees when somebody wrote.");
  if (names(authority, own))
    return std::unexpected("'second.url' is this relay's own public listener: a relay is no second place for itself.");
  const auto bytes = array_from_base64<crypto::kVerifyKeyBytes>(key, Padding::kRequired);
  const auto verify = bytes ? crypto::RelayVerifyKey::from_bytes(*bytes)
                            : Result<crypto::RelayVerifyKey>{fail(Code::kInvalid, "relay/config")};
  if (!verify)
    return std::unexpected(
        "'second.key' must be the other relay's key: `waymark-relay --config FILE key` prints it "
        "there.");
  return SecondSetting{.url = std::move(url), .key = *verify, .proxy = std::move(proxy), .ca_file = std::move(ca_file)};
}

}  // namespace waymark::relay
