// Likeness: pairs of texts that are the same request twice, and pairs that are not, though they are about the same.
#include "desk/search/likeness.h"

#include <gtest/gtest.h>

#include <random>

namespace waymark::desk::search {
namespace {

double share(std::string_view a, std::string_view b) { return likeness(print_of(a).value(), print_of(b).value()); }

TEST(Likeness, ASmallSetOfPairsThatAre) {
  const std::string_view text =
      "Здравствуйте, я в отпуске до вторника и не хочу возвращаться в часть, паспорт забрал командир, что мне делать";
  EXPECT_EQ(share(text, text), 1.0);
  EXPECT_EQ(share(text,
                  "ЗДРАВСТВУЙТЕ! Я в отпуске до вторника; и не хочу возвращаться в часть... Паспорт забрал командир. "
                  "Что мне делать?"),
            1.0)
      << "letters and signs do not matter";
  EXPECT_GE(share(text,
                  "Здравствуйте, я в отпуске до среды и не хочу возвращаться в часть, паспорт забрал командир, что мне "
                  "теперь делать"),
            kAlikeFrom)
      << "one day and one word more";
  EXPECT_GE(share(text,
                  "Ответьте, пожалуйста! Здравствуйте, я в отпуске до вторника и не хочу возвращаться в часть, "
                  "паспорт забрал командир, что мне делать"),
            kAlikeFrom);
  EXPECT_EQ(share("ещё раз всё то же самое и про мою объяснительную, слышите",
                  "еще раз все то же самое и про мою обьяснительную, слышите") >= kAlikeFrom,
            true)
      << "ё";
}

TEST(Likeness, ASmallSetOfPairsThatAreNot) {
  const std::array<std::string_view, 6> texts{
      "Здравствуйте, я в отпуске до вторника и не хочу возвращаться в часть, паспорт забрал командир, что мне делать",
      "Здравствуйте, муж в отпуске до пятницы, возвращаться не хочет, военный билет у него, можно ли продлить отпуск",
      "Я в госпитале после ранения, выписывают на этой неделе, сказали, что поеду обратно, ноги ещё не зажили",
      "Брат ушёл из части две недели назад, к родителям приходила полиция, чем это грозит и куда обращаться",
      "Доброго дня, мені прийшла повістка до суду, дату знаю точно, адвоката немає, допоможіть будь ласка",
      "Hello, I was made to sign a contract and I do not read Russian well, please tell me what to do now"};
  for (std::size_t a = 0; a < texts.size(); ++a)
    for (std::size_t b = a + 1; b < texts.size(); ++b) EXPECT_LT(share(texts[a], texts[b]), 0.2) << a << " " << b;
}

TEST(Likeness, ShortTextsHaveNoPrint) {
  EXPECT_FALSE(print_of("Вы здесь? Ответьте, пожалуйста."));
  EXPECT_FALSE(print_of(""));
  EXPECT_FALSE(print_of("\xff\xfe"));
}

/// A generated set with a known truth: requests of 40 words out of 3,000, and copies in which every tenth word is
/// another. Whoever writes again changes about so much; two different people share hardly a pair.
TEST(Likeness, AGeneratedSet) {
  std::mt19937 random(11);  // the same set in every run
  const auto word = [&] { return "слово" + std::to_string(std::uniform_int_distribution{0, 2'999}(random)); };
  std::vector<std::vector<std::string>> originals(150);
  std::vector<Print> prints;
  std::vector<Print> copies;
  const auto print = [](const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& one : words) text += one + " ";
    return print_of(text).value();
  };
  for (auto& words : originals) {
    for (int i = 0; i < 40; ++i) words.push_back(word());
    prints.push_back(print(words));
    for (std::size_t at = 5; at < words.size(); at += 10) words[at] = word();
    copies.push_back(print(words));
  }
  std::size_t found = 0;
  std::size_t wrong = 0;
  for (std::size_t a = 0; a < prints.size(); ++a)
    for (std::size_t b = 0; b < copies.size(); ++b)
      if (likeness(prints[a], copies[b]) >= kAlikeFrom) (a == b ? found : wrong) += 1;
  RecordProperty("found", static_cast<int>(found));
  RecordProperty("wrong", static_cast<int>(wrong));
  EXPECT_GE(found, originals.size() * 95 / 100);
  EXPECT_EQ(wrong, 0U) << "of 22,350 pairs";
}

CaseId id_of(std::uint8_t number) {
  CaseId id;
  id.bytes[0] = number;
  return id;
}

TEST(Prints, OnlyOnShelvesThatMayBeRead) {
  const Print print = print_of("раз два три четыре пять шесть семь восемь девять").value();
  Prints prints;
  prints.put(id_of(1), "", {print});
  prints.put(id_of(2), "vera", {print});
  prints.put(id_of(3), "anton", {print});
  const Reach vera{.owners = {"", "vera"}};
  const auto ids = [](const std::vector<Alike>& all) {
    std::vector<CaseId> made;
    for (const Alike& one : all) made.push_back(one.id);
    return made;
  };
  EXPECT_EQ(ids(prints.alike(id_of(1), vera, {}, 10)), std::vector{id_of(2)});
  EXPECT_EQ(ids(prints.alike(id_of(1), {.everybodys = true}, {}, 10)), (std::vector{id_of(2), id_of(3)}));
  EXPECT_TRUE(prints.alike(id_of(1), vera, {id_of(2)}, 10).empty()) << "somebody has said that it is not the same";
  prints.keep_only(vera);
  EXPECT_EQ(prints.size(), 2U);
  prints.remove(id_of(2));
  EXPECT_TRUE(prints.alike(id_of(1), vera, {}, 10).empty());
  prints.put(id_of(1), "", {});
  EXPECT_EQ(prints.size(), 0U);
}

}  // namespace
}  // namespace waymark::desk::search
