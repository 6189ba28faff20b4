#include "clerk/site.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace waymark::clerk {
namespace {

TEST(Site, ReadsWhatTheOrganisationChose) {
  const auto site = parse_site(R"({"title": {"ru": "Рецепты", "en": "Recipes"},
    "leave": {"ru": "https://pogoda.example/", "uk": "https://pohoda.example/", "en": "https://weather.example/"},
    "mirrors": ["https://one.example", "http://two.onion"], "order": ["ru"],
    "portable": {"path": "/portable.html", "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}})");
  ASSERT_TRUE(site.has_value());
  EXPECT_EQ(site->title, (std::array<std::string, 3>{"Рецепты", "", "Recipes"}));
  EXPECT_EQ(site->leave[2], "https://weather.example/");
  EXPECT_EQ(site->mirrors.size(), 2U);
  ASSERT_TRUE(site->portable.has_value());
  EXPECT_EQ(site->portable->path, "/portable.html");
}

TEST(Site, EverythingIsOptionalAndNullMeansNone) {
  const auto site = parse_site(R"({"portable": null})");
  ASSERT_TRUE(site.has_value());
  EXPECT_FALSE(site->portable.has_value());
  EXPECT_TRUE(site->leave[0].empty());
}

TEST(Site, PinsAreReadWholeOrRefused) {
  const std::string id = to_base64(ByteArray<32>{7}, Padding::kRequired);
  const auto site =
      parse_site(R"({"pins": {"instance": ")" + id + R"(", "roster": "text", "list": 12, "made": 20779}})");
  ASSERT_TRUE(site.has_value() && site->pins.has_value());
  EXPECT_EQ(site->pins->instance.bytes, (ByteArray<32>{7}));
  EXPECT_EQ(site->pins->roster, "text");
  EXPECT_EQ(site->pins->list_serial, 12U);
  EXPECT_EQ(site->pins->made_day, 20'779U);
  EXPECT_FALSE(parse_site(R"({"pins": null})")->pins.has_value());
  for (const std::string& broken :
       {R"({"pins": {}})" + std::string{},
        R"({"pins": {"instance": "AA==", "roster": "", "list": 1, "made": 1}})" + std::string{},
        R"({"pins": {"instance": ")" + id + R"(", "roster": "", "list": -1, "made": 1}})",
        R"({"pins": {"instance": ")" + id + R"(", "roster": 1, "list": 1, "made": 1}})",
        R"({"pins": {"instance": ")" + id + R"(", "roster": "", "list": 1}})"})
    EXPECT_EQ(parse_site(broken).error().code, Code::kMalformed) << broken;
}

TEST(Site, RefusesWhatIsNoAddressOrNoHash) {
  for (
      const char* broken :
      {R"([])", R"({"title": "x"})", R"({"title": {"ru": ""}})", R"({"leave": {"ru": "javascript:x"}
})",
       R"({"leave": {"ru": "https://a.example; script-src *"}})", R"({"mirrors": "https://a.example"})",
       R"({"mirrors": ["ftp://a.example"]})", R"({"portable": {"path": "/p.html", "sha256": "12"}})",
       R"({"portable": {"path": "p.html", "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}})"})
    EXPECT_FALSE(parse_site(broken).has_value()) << broken;
  EXPECT_EQ(read_site("/nowhere/site.json").error().code, Code::kNotFound);
}

}  // namespace
}  // namespace waymark::clerk
