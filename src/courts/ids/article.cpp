#include "courts/ids/article.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "courts/ids/law_table.h"
#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

enum class Mark { kArticle, kPart, kPoint, kNumber, kLetter, kCode, kBreak, kAnd, kOther };

struct Token {
  Mark mark;
  std::string text;
};

constexpr std::array<std::pair<std::string_view, Mark>, 26> kWords = {
    {{"статьи", Mark::kArticle},   {"статьей", Mark::kArticle},
     {"статье", Mark::kArticle},   {"статья", Mark::kArticle},
     {"статью", Mark::kArticle},   {"статьям", Mark::kArticle},
     {"статьями", Mark::kArticle}, {"статей", Mark::kArticle},
     {"ст", Mark::kArticle},       {"стст", Mark::kArticle},
     {"частью", Mark::kPart},      {"части", Mark::kPart},
     {"часть", Mark::kPart},       {"частям", Mark::kPart},
     {"частями", Mark::kPart},     {"частей", Mark::kPart},
     {"ч", Mark::kPart},           {"чч", Mark::kPart},
     {"пунктом", Mark::kPoint},    {"пункта", Mark::kPoint},
     {"пункт", Mark::kPoint},      {"пунктами", Mark::kPoint},
     {"пунктам", Mark::kPoint},    {"пп", Mark::kPoint},
     {"п", Mark::kPoint},          {"и", Mark::kAnd}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kCodes = {{{"ук", "УК"},
                                                                                   {"коап", "КоАП"},
                                                                                   {"упк", "УПК"},
                                                                                   {"кас", "КАС"},
                                                                                   {"гпк", "ГПК"},
                                                                                   {"гк", "ГК"},
                                                                                   {"уголовного", "УК"},
                                                                                   {"уголовным", "УК"},
                                                                                   {"уик", "УИК"},
                                                                                   {"кодекса", ""},
                                                                                   {"рф", ""},
                                                                                   {"российской", ""}}};

Token word_token(std::string_view word) {
  for (const auto& [known, mark] : kWords) {
    if (word == known) return {mark, std::string{word}};
  }
  for (const auto& [known, code] : kCodes) {
    if (word == known) return {Mark::kCode, std::string{code}};
  }
  if (word == "федерации") return {Mark::kCode, {}};
  if (word.size() == 2) return {Mark::kLetter, std::string{word}};  // one Cyrillic letter
  return {Mark::kOther, std::string{word}};
}

/// Words that stand beside articles and say nothing about them.
bool is_filler(std::string_view word) {
  constexpr std::array<std::string_view, 31> kFillers = {"в",
                                                         "ред",
                                                         "редакции",
                                                         "фз",
                                                         "закона",
                                                         "федерального",
                                                         "от",
                                                         "с",
                                                         "по",
                                                         "на",
                                                         "за",
                                                         "до",
                                                         "года",
                                                         "г",
                                                         "эпизод",
                                                         "эпизода",
                                                         "эпизодов",
                                                         "эпизоды",
                                                         "преступление",
                                                         "преступления",
                                                         "преступлений",
                                                         "совершение",
                                                         "через",
                                                         "же",
                                                         "совершении",
                                                         "предусмотренное",
                                                         "предусмотренных",
                                                         "кодекс",
                                                         "обвинение",
                                                         "номер",
                                                         "№"};
  return std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
}

/// A number with its dotted continuation "337", "2.1", "352.1"; a trailing dot is not part of it.
std::string take_number(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() &&
         (is_digit(text[end]) || (text[end] == '.' && end + 1 < text.size() && is_digit(text[end + 1]))))
    ++end;
  std::string number{text.substr(0, end)};
  text.remove_prefix(end);
  return number;
}

/// "ч. 3 .1", "ч.3 . 1", "ч.3¹" → "ч. 3.1".
std::string without_gaps(std::string_view text) {
  std::string out{text};
  const auto digit = [&](std::size_t at) { return at < out.size() && is_digit(out[at]); };
  for (std::size_t at = out.find(" ."); at != std::string::npos; at = out.find(" .", at + 1)) {
    if (at == 0 || !digit(at - 1)) continue;
    if (digit(at + 2))
      out.erase(at, 1);
    else if (at + 2 < out.size() && out[at + 2] == ' ' && digit(at + 3))
      out.replace(at, 3, ".");
  }
  for (const auto& [above, plain_one] : {std::pair{"\u00b9", ".1"}, {"\u00b2", ".2"}, {"\u00b3", ".3"}})
    for (std::size_t at = out.find(above); at != std::string::npos; at = out.find(above, at + 1))
      if (at > 0 && digit(at - 1)) out.replace(at, 2, plain_one);
  return out;
}

/// "ст.З37", "33О": figures typed as the letters that look like them, beside other figures.
std::string with_figures(std::string text) {
  for (const auto& [letter, figure] : {std::pair{"з", "3"}, {"о", "0"}})
    for (std::size_t at = text.find(letter); at != std::string::npos; at = text.find(letter, at + 1)) {
      const bool behind = at + 2 < text.size() && is_digit(text[at + 2]);
      const bool before = at > 0 && is_digit(text[at - 1]);
      const bool ends = at + 2 >= text.size() || !is_word_byte(text[at + 2]) || behind;
      const bool begins = at == 0 || !is_word_byte(text[at - 1]) || before;
      if ((behind || before) && ends && begins) text.replace(at, 2, figure);
    }
  return text;
}

/// @param text  borrowed by no token
std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  while (!text.empty()) {
    const char c = text.front();
    if (is_digit(c)) {
      tokens.push_back({Mark::kNumber, take_number(text)});
    } else if (c == ';' || c == ',') {
      tokens.push_back({Mark::kBreak, std::string{c}});
      text.remove_prefix(1);
    } else if (text.starts_with("«") || text.starts_with("»")) {
      text.remove_prefix(2);
    } else if (is_word_byte(c)) {
      std::size_t end = 0;
      while (end < text.size() && is_word_byte(text[end]) && !is_digit(text[end]) && !text.substr(end).starts_with("»"))
        ++end;
      tokens.push_back(word_token(text.substr(0, end)));
      text.remove_prefix(end);
    } else {
      text.remove_prefix(1);
    }
  }
  return tokens;
}

/// Walks the tokens. Article-first ("ст.337 ч.5") and article-last ("ч. 5 ст. 337") are told apart by what comes first.
class Walk {
 public:
  /// @param next  the token behind it; null at the end
  void take(const Token& token, const Token* next) {
    if (token.mark == Mark::kOther && !is_filler(token.text)) unknown_ = true;
    next_ = next;
    take_one(token);
    before_ = token.text;
  }
  /// Whether a word was met that is neither of an article nor a filler.
  [[nodiscard]] bool met_unknown() const { return unknown_; }
  std::vector<Article> finish(std::string_view assumed) {
    flush();
    for (Article& article : done_) {
      if (article.code.empty()) article.code = std::string{assumed};
    }
    return std::move(done_);
  }

 private:
  void take_one(const Token& token) {
    switch (token.mark) {
      case Mark::kArticle:
        expects_ = Mark::kArticle;
        parts_ = false;
        several_ = several_ || token.text == "стст" || token.text == "статьям" || token.text == "статьями" ||
                   (token.text == "ст" && before_ == "ст");
        break;
      case Mark::kPart:
        expects_ = Mark::kPart;
        parts_ = token.text == "чч" || token.text == "частями" || token.text == "частям" ||
                 (token.text == "ч" && before_ == "ч");
        break;
      case Mark::kPoint:
        expects_ = Mark::kPoint;
        if (now_.article.empty() && !now_.part.empty() && !now_.points.empty())  // "п. а ч. 2, п. б ч. 3 ст. 158"
          waiting_.push_back(std::exchange(now_, {}));
        break;
      case Mark::kNumber: number(token.text); break;
      case Mark::kLetter: letter(token.text); break;
      case Mark::kCode: code(token.text); break;
      case Mark::kBreak: separator(token.text); break;
      case Mark::kAnd: break;
      case Mark::kOther: break;
    }
  }
  void number(const std::string& text) {
    if (expects_ == Mark::kPart) return part(text);
    if (expects_ == Mark::kPoint) return point(text);
    // "(2 эпизода)" is no article; "ст.ст. 337 ч.5, 338 ч.1" names another one behind the comma.
    const bool named = !article_last_ && text.size() >= 3 && next_ != nullptr && next_->mark == Mark::kPart;
    const bool another = (several_ && fresh_ && !article_last_ && text.size() >= 2) || named;
    if (parts_ && !another && !is_counted() && !now_.article.empty() && text.size() < 3) return part(text);
    // "ч. 4, 5 ст. 337": the article comes last, and what stands before its word are parts.
    const bool waits = article_last_ && now_.article.empty() && !now_.part.empty() && expects_ != Mark::kArticle;
    if (waits && !is_counted() && text.size() < 4) return part(text);
    if (expects_ != Mark::kArticle && !another && (waits || !fresh_ || !now_.article.empty())) return leave();
    if (!now_.article.empty()) flush();
    now_.article = text;
    expects_ = Mark::kOther;
    fresh_ = false;
    if (article_last_) flush();
  }
  /// A number of nothing: "(2 эпизода)", "от 24.09.2022", "365-ФЗ". Any other is something that was not understood.
  void leave() {
    if (!is_counted() && !is_filler(before_)) unknown_ = true;
  }
  [[nodiscard]] bool is_counted() const { return next_ != nullptr && is_filler(next_->text); }
  void separator(const std::string& text) {
    if (text == ";") flush();
    fresh_ = true;
  }
  void part(const std::string& text) {
    if (now_.article.empty()) article_last_ = true;
    if (!now_.part.empty() && !now_.article.empty()) again();
    if (now_.article.empty() && !now_.part.empty()) waiting_.push_back(std::exchange(now_, {}));
    now_.part = text;
    expects_ = Mark::kOther;
  }
  /// "ст.337 ч.3, ч.5": another part of the same article.
  void again() {
    const Article same{.code = now_.code, .article = now_.article, .part = {}, .points = {}, .attempt = false};
    flush();
    now_ = same;
  }
  void point(const std::string& text) {
    if (now_.article.empty()) article_last_ = true;
    now_.points += (now_.points.empty() ? "" : ",") + text;
  }
  void letter(const std::string& text) {
    if (expects_ == Mark::kPoint) point(text);
    if (expects_ == Mark::kPart || expects_ == Mark::kArticle) unknown_ = true;
  }
  void code(const std::string& text) {
    if (text.empty()) return;
    flush();
    for (auto article = done_.rbegin(); article != done_.rend() && article->code.empty(); ++article)
      article->code = text;
    expects_ = Mark::kOther;
    article_last_ = false;
  }
  void flush() {
    if (now_.article.empty()) return;
    for (Article& part : std::exchange(waiting_, {})) {
      part.article = now_.article;
      done_.push_back(std::move(part));
    }
    done_.push_back(now_);
    now_ = {};
  }

  std::vector<Article> done_;
  Article now_;
  std::vector<Article> waiting_;  ///< parts whose article comes behind them
  Mark expects_ = Mark::kOther;
  bool article_last_ = false;
  const Token* next_ = nullptr;
  bool parts_ = false;    ///< "чч.", "частями": behind a comma another part may stand
  bool several_ = false;  ///< "ст.ст.", "статьями": behind a comma another article may stand
  std::string before_;    ///< the token before
  bool unknown_ = false;
  bool fresh_ = true;  ///< at the beginning or after a separator a bare number may be an article
};

/// "337.5": no such article, but article 337 has a part 5.
void split_dotted(Article& article) {
  const std::size_t dot = article.article.find('.');
  if (dot == std::string::npos || !article.part.empty() || law_knows(article.article, {})) return;
  const std::string head = article.article.substr(0, dot);
  const std::string tail = article.article.substr(dot + 1);
  if (!law_knows(head, tail)) return;
  article.article = head;
  article.part = tail;
}

/// Article 30 of the УК (attempt) is said of the article after it.
std::vector<Article> with_attempts(std::vector<Article> articles) {
  std::vector<Article> out;
  bool attempt = false;
  for (Article& article : articles) {
    if (article.article == "30" && (article.code == "УК" || article.code.empty()) && articles.size() > 1) {
      attempt = true;
      continue;
    }
    article.attempt = std::exchange(attempt, false);
    if (std::find(out.begin(), out.end(), article) == out.end()) out.push_back(article);
  }
  return out;
}

}  // namespace

std::string Article::normal() const {
  std::string out = code.empty() ? article : code + " " + article;
  if (!part.empty()) out += " ч." + part;
  if (!points.empty()) out += " п." + points;
  if (attempt) out += " покушение";
  return out;
}

std::string Articles::normal() const {
  std::vector<std::string> forms;
  for (const Article& article : list) forms.push_back(article.normal());
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  std::string out;
  for (const std::string& form : forms) out += (out.empty() ? "" : "; ") + form;
  return out;
}

bool Articles::has(std::string_view article) const {
  return std::any_of(list.begin(), list.end(), [&](const Article& one) { return one.article == article; });
}

Articles read_articles(std::string_view text, std::string_view code) {
  Articles articles;
  const std::string_view whole = trimmed(text.substr(0, std::min(text.size(), kArticleTextMax)));
  if (whole.empty()) return articles;
  Walk walk;
  const std::vector<Token> tokens = tokens_of(with_figures(without_gaps(cyrillic(plain(whole)))));
  for (std::size_t i = 0; i < tokens.size(); ++i)
    walk.take(tokens[i], i + 1 < tokens.size() ? &tokens[i + 1] : nullptr);
  std::vector<Article> found = walk.finish(code);
  for (Article& article : found) split_dotted(article);
  articles.list = with_attempts(std::move(found));
  if (articles.list.empty()) articles.not_read.emplace_back(whole);
  articles.in_part = !articles.list.empty() && walk.met_unknown();
  return articles;
}

}  // namespace waymark::courts
