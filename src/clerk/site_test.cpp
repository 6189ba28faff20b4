#include "clerk/site.h"

#include <gtest/gtest.h>

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
