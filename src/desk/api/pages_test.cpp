// The files of the staff application: served from memory, with a policy that lets in nothing from elsewhere.
#include <cstdlib>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "desk/api/api_fixture.h"
#include "report/html_page.h"

namespace waymark::desk::api {
namespace {

class PagesTest : public ApiFixture {
 protected:
  PagesTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "waymark-pages-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    std::filesystem::create_directory(folder_ / "assets");
    std::ofstream(folder_ / "index.html") << "<!doctype html><title>Desk</title>";
    std::ofstream(folder_ / "assets" / "app-1a2b.js") << "export {};";
    served_ =
        *DeskApi::create({office_, pack_, zone_, catalogue_, clock_, log_, random_},
                         {.hosts = loopback_hosts(8090), .organisation = "x", .version = "0", .web_root = folder_});
    routes_ = served_->routes();
  }
  ~PagesTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  std::unique_ptr<DeskApi> served_;
};

// The style of a report in its frame, by its hash: any other inline style stays forbidden.
TEST_F(PagesTest, PageAndScriptCarryThePolicy) {
  const std::string style =
      "sha256-" + to_base64(ByteView{crypto::sha256({view_of(report::HtmlPage::style())})}, Padding::kRequired);
  for (const char* path : {"/", "/index.html", "/assets/app-1a2b.js"}) {
    const http::Response response = call("GET", path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(header(response, "Content-Security-Policy"),
              "default-src 'none'; script-src 'self'; style-src 'self' '" + style +
                  "'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
                  "'none'");
    EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  }
}

TEST_F(PagesTest, NothingElseIsServed) {
  for (const char* path : {"/../desk.toml", "/assets/..%2f..%2fdesk.toml", "/assets", "/other.js"})
    EXPECT_EQ(call("GET", path).status, 404) << path;
  http::Request foreign = request("GET", "/");
  foreign.headers = {{"host", "evil.example"}};
  EXPECT_EQ(send(std::move(foreign)).status, 403);
}

TEST_F(PagesTest, AMissingFolderIsSaidAtTheStart) {
  const auto made = DeskApi::create({office_, pack_, zone_, catalogue_, clock_, log_, random_},
                                    {.hosts = {}, .organisation = "", .version = "", .web_root = "/nonexistent"});
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, Code::kNotFound);
}

}  // namespace
}  // namespace waymark::desk::api
