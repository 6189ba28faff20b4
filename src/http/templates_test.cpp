#include "http/templates.h"

#include <gtest/gtest.h>

#include <array>

namespace waymark::http {
namespace {

std::string expanded(std::string text, const TemplateValues& values) {
  const std::array sources{TemplateSource{"page", std::move(text)}};
  const auto templates = Templates::load(sources);
  EXPECT_TRUE(templates.has_value());
  return templates ? templates->expand("page", values) : "";
}

constexpr std::string_view kHostile = "<script>alert('x')</script>\"&{{OTHER}}{{#S}}</textarea><!--";

TEST(Templates, EscapeTextAttributesAndTextAreas) {
  TemplateValues values;
  values.set("X", std::string{kHostile}).set("OTHER", "never");
  const std::string page = expanded("<p>{{X}}</p><input value=\"{{X}}\"><textarea>{{X}}</textarea>", values);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<!--"), std::string::npos);
  EXPECT_EQ(page.find("never"), std::string::npos);
  EXPECT_EQ(page.find("</textarea>"), page.rfind("</textarea>"));
  EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
  EXPECT_NE(page.find("value=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"), std::string::npos);
}

TEST(Templates, LinksCarryNoScript) {
  TemplateValues values;
  values.set("GOOD", "https://example.org/a?b=c").set("BAD", "javascript:alert(1)");
  const std::string page = expanded("<a href=\"{{GOOD}}\">a</a><a href=\"{{BAD}}\">b</a>", values);
  EXPECT_NE(page.find("https://example.org/a?b=c"), std::string::npos);
  EXPECT_EQ(page.find("javascript"), std::string::npos);
}

TEST(Templates, EscapeWhereLinesAreKept) {
  TemplateValues values;
  values.set("X", std::string{kHostile});
  const std::string page = expanded("<textarea>{{X:pre_escape}}</textarea>", values);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("</textarea>"), page.rfind("</textarea>"));
}

TEST(Templates, KeepLinesDirectionMarksAndEmoji) {
  TemplateValues values;
  values.set("X", "a\r\nb \xE2\x80\xAE\xF0\x9F\x98\x80");
  EXPECT_EQ(expanded("<textarea>{{X:pre_escape}}</textarea>", values),
            "<textarea>a\r\nb \xE2\x80\xAE\xF0\x9F\x98\x80</textarea>");
}

TEST(Templates, ShowNulAsAnUnknownCharacter) {
  TemplateValues values;
  values.set("X", std::string{"a\0b", 3});
  EXPECT_EQ(expanded("<p>{{X}}</p>", values),
            "<p>a\xEF\xBF\xBD"
            "b</p>");
}

TEST(Templates, RepeatSectionsInOrderAndSeeOuterValues) {
  TemplateValues values;
  values.set("OUT", "o");
  values.add("ROW").set("X", "1").add("CELL").set("Y", "a");
  values.add("ROW").set("X", "2");
  EXPECT_EQ(expanded("{{#ROW}}<b>{{X}}{{OUT}}{{#CELL}}{{Y}}{{/CELL}}</b>{{/ROW}}", values), "<b>1oa</b><b>2o</b>");
}

TEST(Templates, RefuseToTurnEscapingOff) {
  const std::array off{TemplateSource{"off", "{{%AUTOESCAPE context=\"JSON\"}}{{X}}"}};
  const std::array none{TemplateSource{"none", "<p>{{X:none}}</p>"}};
  const std::array broken{TemplateSource{"broken", "<p>{{#A}}x"}};
  EXPECT_EQ(Templates::load(off).error().code, Code::kMalformed);
  EXPECT_EQ(Templates::load(none).error().code, Code::kMalformed);
  EXPECT_EQ(Templates::load(broken).error().code, Code::kMalformed);
}

TEST(Templates, EscapePlainText) {
  EXPECT_EQ(escape_html("<a href=\"x\">&'</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
}

}  // namespace
}  // namespace waymark::http
