// A browser without scripts, as far as forms go: it keeps the hidden fields of a page and sends them with what a person
// fills in. Test code only.
#pragma once

#include <future>
#include <string>
#include <vector>

#include "http/routes.h"
#include "http/url.h"

namespace waymark::clerk::testing {

using Fields = std::vector<http::FormField>;

class Browser {
 public:
  explicit Browser(const http::Routes& routes) : routes_(routes) {}

  const std::string& get(const std::string& path) { return load({.method = "GET", .path = path}); }
  /// The same from a browser that takes compressed pages; page() is then what came over the line.
  const std::string& get_compressed(const std::string& path) {
    http::Request request{.method = "GET", .path = path};
    request.headers.push_back({"accept-encoding", "gzip"});
    return load(std::move(request));
  }
  /// Sends the form of the page that is shown, with `fields` and the button.
  const std::string& press(const std::string& button, const Fields& fields = {}) {
    return post("/" + language() + "/visit", form_of(button, fields));
  }
  std::string form_of(const std::string& button, const Fields& fields) const {
    std::string body;
    const auto add = [&](const std::string& name, const std::string& value) {
      if (!body.empty()) body += '&';
      body += http::percent_encode(name) + '=' + http::percent_encode(value);
    };
    for (const auto& [name, value] : hidden()) add(name, value);
    for (const auto& [name, value] : fields) add(name, value);
    add(button, "x");
    return body;
  }
  const std::string& post(const std::string& path, const std::string& body) {
    const auto bytes = std::span{reinterpret_cast<const std::uint8_t*>(body.data()), body.size()};
    return load({.method = "POST", .path = path, .body = {bytes.begin(), bytes.end()}});
  }

  [[nodiscard]] const std::string& page() const { return page_; }
  [[nodiscard]] const http::Response& response() const { return response_; }
  [[nodiscard]] bool shows(std::string_view text) const { return page_.find(text) != std::string::npos; }
  /// The value of a hidden field, or nothing.
  [[nodiscard]] std::string field(std::string_view wanted) const {
    for (const auto& [name, value] : hidden()) {
      if (name == wanted) return value;
    }
    return {};
  }
  /// What stands in the text area, unescaped as far as our texts need it.
  [[nodiscard]] std::string area() const {
    const std::size_t open = page_.find("<textarea");
    std::size_t begin = page_.find('>', open) + 1;
    if (page_.at(begin) == '\n') ++begin;  // belongs to the markup
    return page_.substr(begin, page_.find("</textarea>", begin) - begin);
  }
  /// The eight words on the page.
  [[nodiscard]] std::vector<std::string> words() const {
    std::vector<std::string> words;
    const std::size_t end = page_.find("</ol>");
    for (std::size_t at = page_.find("<ol"); (at = page_.find("<li>", at)) < end;) {
      at += 4;
      words.push_back(page_.substr(at, page_.find("</li>", at) - at));
    }
    return words;
  }
  /// The number of the radio button beside `word` in the group `pick`.
  [[nodiscard]] std::string number_of(const std::string& pick, const std::string& word) const {
    const std::string start = "name=\"" + pick + "\" value=\"";
    for (std::size_t at = 0; (at = page_.find(start, at)) != std::string::npos;) {
      at += start.size();
      const std::string number = page_.substr(at, page_.find('"', at) - at);
      const std::size_t label = page_.find("> ", at) + 2;
      if (page_.substr(label, page_.find("</label>", label) - label) == word) return number;
    }
    return "none";
  }
  /// The numbers in the headings "Word number N".
  [[nodiscard]] std::vector<std::size_t> asked_positions() const {
    std::vector<std::size_t> positions;
    for (std::size_t at = 0; (at = page_.find("<legend><h2>", at)) != std::string::npos; ++at) {
      const std::size_t end = page_.find("</h2>", at);
      const std::string title = page_.substr(at + 12, end - at - 12);
      positions.push_back(std::stoul(title.substr(title.find_last_of(' ') + 1)));
    }
    return positions;
  }

 private:
  [[nodiscard]] std::string language() const {
    const std::size_t at = page_.find("<html lang=\"");
    return page_.substr(at + 12, 2);
  }
  [[nodiscard]] Fields hidden() const {
    static const std::string kStart = "<input type=\"hidden\" name=\"";
    Fields fields;
    for (std::size_t at = 0; (at = page_.find(kStart, at)) != std::string::npos;) {
      at += kStart.size();
      const std::size_t name_end = page_.find('"', at);
      const std::size_t value = name_end + 9;  // " value="
      fields.push_back({page_.substr(at, name_end - at), page_.substr(value, page_.find('"', value) - value)});
    }
    return fields;
  }
  const std::string& load(http::Request request) {
    std::promise<http::Response> promise;
    auto future = promise.get_future();
    routes_.handle(std::move(request),
                   http::Responder{[&promise](http::Response response) { promise.set_value(std::move(response)); }});
    response_ = future.get();
    const auto content = response_.content();
    page_.assign(content.begin(), content.end());
    return page_;
  }

  const http::Routes& routes_;
  http::Response response_;
  std::string page_;
};

}  // namespace waymark::clerk::testing
