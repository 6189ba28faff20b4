#include "report/small_pages.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <span>

#include "base/bytes.h"
#include "base/check.h"

namespace waymark::report {
namespace {

using Block = HtmlPage::Block;

constexpr std::array<std::pair<Language, std::string_view>, 3> kNames{
    {{Language::kRussian, "Русский"}, {Language::kUkrainian, "Українська"}, {Language::kEnglish, "English"}}};

/// One heading and what stands below it.
struct Chapter {
  std::string name;
  std::string title;
  std::vector<const Block*> blocks;
};

/// Of one block what goes onto one page together.
struct Piece {
  const Block* block;
  std::string_view markup;
};

std::string file_of(Language language, std::string_view chapter, std::size_t number = 1) {
  std::string name{code_of(language)};
  if (!chapter.empty()) name.append("-").append(chapter);
  if (number > 1) name += fmt::format("-{}", number);
  return name + ".html";
}

std::string head_of(std::string_view language, std::string_view title) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
      language, escaped(title), HtmlPage::style());
}

constexpr std::string_view kEnd = "</main>\n</body>\n</html>\n";

/// The first is what stands before any.
std::vector<Chapter> chapters_of(const HtmlPage& page) {
  std::vector<Chapter> chapters(1);
  for (const Block& block : page.blocks()) {
    if (!block.chapter.empty()) chapters.push_back({block.chapter, block.text, {}});
    chapters.back().blocks.push_back(&block);
  }
  return chapters;
}

std::vector<Piece> pieces_of(const Chapter& chapter) {
  std::vector<Piece> pieces;
  for (const Block* block : chapter.blocks) {
    if (block->small)
      pieces.push_back({block, *block->small});
    else
      for (const std::string& part : block->parts) pieces.push_back({block, part});
  }
  return pieces;
}

std::string markup_of(std::span<const Piece> pieces) {
  std::string html;
  const Block* open = nullptr;
  for (const Piece& piece : pieces) {
    if (piece.block != open) {
      if (open != nullptr) html += open->close;
      open = piece.block->small ? nullptr : piece.block;
      if (open != nullptr) html += open->open;
    }
    html += piece.markup;
  }
  return open == nullptr ? html : html + open->close;
}

class Cutter {
 public:
  Cutter(const HtmlPage& page, const SmallPageTexts& texts)
      : page_(page), texts_(texts), chapters_(chapters_of(page)) {}

  std::vector<SmallPage> cut(const std::vector<SmallPageLinks>& more) {
    std::vector<std::vector<std::span<const Piece>>> cuts;
    std::vector<std::vector<Piece>> all;
    for (const Chapter& chapter : chapters_) all.push_back(pieces_of(chapter));
    for (std::size_t i = 1; i < chapters_.size(); ++i) {
      cuts.emplace_back();
      split(chapters_[i], all[i], cuts.back());
    }
    std::vector<SmallPage> pages{{file_of(page_.language(), ""), contents(all.front(), more)}};
    for (std::size_t i = 1; i < chapters_.size(); ++i) {
      const auto& parts = cuts[i - 1];
      for (std::size_t number = 1; number <= parts.size(); ++number) {
        const bool last = number == parts.size();
        const Chapter* next = i + 1 < chapters_.size() ? &chapters_[i + 1] : nullptr;
        const SmallPageLink onward = !last             ? link_to(chapters_[i], number + 1)
                                     : next != nullptr ? link_to(*next, 1)
                                                       : SmallPageLink{};
        pages.push_back({file_of(page_.language(), chapters_[i].name, number),
                         page_with(chapters_[i], parts[number - 1], number, onward)});
      }
    }
    return pages;
  }

 private:
  [[nodiscard]] SmallPageLink link_to(const Chapter& chapter, std::size_t number) const {
    return {file_of(page_.language(), chapter.name, number), title_of(chapter, number)};
  }
  [[nodiscard]] std::string title_of(const Chapter& chapter, std::size_t number) const {
    return number == 1 ? chapter.title : fmt::format("{}, {} {}", chapter.title, texts_.part, number);
  }

  [[nodiscard]] std::string top(std::string_view title, std::string_view chapter_file) const {
    std::string html = head_of(code_of(page_.language()), title);
    html += fmt::format("<nav aria-label=\"{}\"><p>", escaped(texts_.languages));
    for (const auto& [language, name] : kNames)
      html += language == page_.language()
                  ? fmt::format("<b>{}</b> ", name)
                  : fmt::format("<a href=\"{0}.html\" lang=\"{0}\">{1}</a> ", code_of(language), name);
    html += "</p></nav>\n<main>\n";
    if (!chapter_file.empty())
      html += fmt::format("<p><a href=\"{}\">{}</a></p>\n", file_of(page_.language(), ""), escaped(texts_.contents));
    return html;
  }

  [[nodiscard]] std::string page_with(const Chapter& chapter, std::span<const Piece> pieces, std::size_t number,
                                      const SmallPageLink& onward) const {
    std::string html = top(page_.title() + ". " + title_of(chapter, number), chapter.name);
    if (number > 1) html += fmt::format("<h1>{}</h1>\n", escaped(title_of(chapter, number)));
    html += markup_of(pieces);
    if (!onward.file.empty())
      html += fmt::format("<p><a href=\"{}\" rel=\"next\">{} →</a></p>\n", onward.file, escaped(onward.text));
    return html + std::string{kEnd};
  }

  /// Halves what is too large until each part fits. The link behind it is counted with the longest that there can be.
  void split(const Chapter& chapter, std::span<const Piece> pieces, std::vector<std::span<const Piece>>& parts) const {
    const SmallPageLink longest = link_to(chapter, 999);
    if (pieces.size() < 2 || gzip_size(page_with(chapter, pieces, 999, longest)) <= kSmallPageBytesMax)
      return parts.push_back(pieces);
    split(chapter, pieces.first(pieces.size() / 2), parts);
    split(chapter, pieces.subspan(pieces.size() / 2), parts);
  }

  [[nodiscard]] std::string contents(std::span<const Piece> lead, const std::vector<SmallPageLinks>& more) const {
    std::string html = top(page_.title(), "") + markup_of(lead) + "<dl>\n";
    for (std::size_t i = 1; i < chapters_.size(); ++i) {
      const Chapter& chapter = chapters_[i];
      html += fmt::format("<dt><a href=\"{}\">{}</a></dt>\n", file_of(page_.language(), chapter.name),
                          escaped(chapter.title));
      if (chapter.blocks.size() > 1 && !chapter.blocks[1]->text.empty())
        html += fmt::format("<dd>{}</dd>\n", escaped(chapter.blocks[1]->text));
    }
    html += "</dl>\n";
    for (const SmallPageLinks& links : more) {
      html += fmt::format("<h2>{}</h2>\n", escaped(links.heading));
      if (!links.paragraph.empty()) html += fmt::format("<p>{}</p>\n", escaped(links.paragraph));
      html += "<ul>\n";
      for (const auto& [file, text] : links.links)
        html += fmt::format("<li><a href=\"{}\">{}</a></li>\n", escaped(file), escaped(text));
      html += "</ul>\n";
    }
    return html + std::string{kEnd};
  }

  const HtmlPage& page_;
  const SmallPageTexts& texts_;
  std::vector<Chapter> chapters_;
};

}  // namespace

std::size_t gzip_size(std::string_view text) {
  constexpr int kGzipWindow = 31;
  constexpr int kMemoryLevel = 9;
  z_stream stream{};
  CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
  Bytes packed(deflateBound(&stream, text.size()));
  Bytes input = to_bytes(view_of(text));
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  const std::size_t size = stream.total_out;
  deflateEnd(&stream);
  return size;
}

std::vector<SmallPage> small_pages(const HtmlPage& page, const SmallPageTexts& texts,
                                   const std::vector<SmallPageLinks>& more) {
  return Cutter{page, texts}.cut(more);
}

std::string page_of_languages(std::string_view title, const std::vector<std::pair<Language, std::string>>& links) {
  std::string html = head_of("ru", title) + fmt::format("<main>\n<h1>{}</h1>\n", escaped(title));
  for (const auto& [language, text] : links)
    html += fmt::format("<p lang=\"{0}\"><a href=\"{0}.html\">{1}</a></p>\n", code_of(language), escaped(text));
  return html + std::string{kEnd};
}

}  // namespace waymark::report
