// ApiFixture: the API over a real office on a temporary store, called without a network.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "desk/api/access.h"
#include "desk/api/desk_api.h"
#include "desk/api/test_office.h"
#include "desk/queue/sample_case.h"

namespace waymark::desk::api {

class ApiFixture : public ::testing::Test {
 protected:
  using Json = nlohmann::json;
  static constexpr const char* kHost = "127.0.0.1:8090";

  ApiFixture() { routes_ = api_->routes(); }

  http::Request request(const std::string& method, const std::string& target, const Json& body = nullptr) {
    const std::size_t mark = target.find('?');
    http::Request made{.method = method, .path = target.substr(0, mark)};
    if (mark != std::string::npos) made.query = target.substr(mark + 1);
    made.headers = {{"host", kHost}};
    if (!token_.empty()) made.headers.push_back({"waymark-session", token_});
    if (method == "POST") {
      made.headers.push_back({"content-type", "application/json"});
      made.headers.push_back({"origin", std::string("http://") + kHost});
      const std::string text = body.is_null() ? "{}" : body.dump();
      made.body.assign(text.begin(), text.end());
    }
    return made;
  }
  http::Response send(http::Request made) {
    std::promise<http::Response> answer;  // calls that derive a key answer from a thread of their own
    routes_.handle(std::move(made),
                   http::Responder([&answer](http::Response response) { answer.set_value(std::move(response)); }));
    return answer.get_future().get();
  }
  http::Response call(const std::string& method, const std::string& target, const Json& body = nullptr) {
    return send(request(method, target, body));
  }
  static Json json_of(const http::Response& response) { return Json::parse(text_of(response.content())); }
  Json get(const std::string& target) { return json_of(call("GET", target)); }
  Json post(const std::string& target, const Json& body = nullptr) { return json_of(call("POST", target, body)); }
  void sign_in(const std::string& alias = "vera") {
    token_ = post("/api/sign-in",
                  {{"alias", alias}, {"passphrase", TestOffice::kPassphrase}, {"code", office_.code_of(alias)}})
                 .at("token")
                 .get<std::string>();
  }
  static std::string header(const http::Response& response, const std::string& name) {
    for (const http::Header& one : response.headers)
      if (one.name == name) return one.value;
    return "";
  }

  ManualClock clock_{queue::sample::at("2026-11-22T23:00")};
  TestOffice office_{clock_};
  std::vector<pack::Card> cards_ = *pack::read_cards(WAYMARK_SOURCE_DIR "/packs/military-refusal");
  pack::Pack pack_ = queue::sample::shipped_pack();
  text::Zone zone_ = queue::sample::moscow();
  text::Catalogue catalogue_ = *text::Catalogue::embedded();
  crypto::SystemRandom random_;
  std::vector<std::string> log_lines_;
  Log log_{[this](std::string_view line) { log_lines_.emplace_back(line); }};
  std::unique_ptr<DeskApi> api_ = *DeskApi::create(
      {office_, pack_, zone_, catalogue_, clock_, log_, random_, cards_},
      {.hosts = loopback_hosts(8090), .organisation = "Example line", .version = "0.1.0", .web_root = {}});
  http::Routes routes_;
  std::string token_;
};

}  // namespace waymark::desk::api
