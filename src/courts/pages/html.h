// Html: a saved page as a flat list of elements in document order, with its text. Read by libxml2's event interface.
//
// Node i's descendants are the nodes i+1 … end(i)-1, and its text is one run of the whole text: no pointers, one pass.
// Scripts, styles, tooltips and the words of buttons leave no text; a cell that is cut on the screen gives the whole
// text that it keeps for "expand"; a role in bold (Moscow's portal) reads as a label, with a colon. Hostile bytes:
// bounded in size, depth and number of elements; nothing is fetched.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::courts {

inline constexpr std::size_t kPageBytesMax = 16U << 20U;  // the largest page seen is 1.2 MB
inline constexpr std::size_t kElementsMax = 1'000'000;
inline constexpr int kDepthMax = 512;  // the deepest page seen is 61

enum class Tag : std::uint8_t {
  kOther,
  kHtml,
  kBody,
  kTitle,
  kTable,
  kTr,
  kTd,
  kTh,
  kThead,
  kHeading,  ///< h1 to h4
  kB,
  kA,
  kDiv,
  kSpan,
  kP,
  kBr,
  kLi,
  kUl,
  kInput,
  kForm,
  kImg,
  kMeta,
  kDl,
  kDt,
  kDd,
};

class Html {
 public:
  /// @param utf8  decoded text (see encoding.h)
  /// @error kTooLarge over one of the limits
  static Result<Html> parse(std::string_view utf8);

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] Tag tag(std::size_t node) const { return nodes_[node].tag; }
  /// One past the last descendant.
  [[nodiscard]] std::size_t end(std::size_t node) const { return nodes_[node].end; }
  /// kNone for the root.
  [[nodiscard]] std::size_t parent(std::size_t node) const { return nodes_[node].parent; }
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  [[nodiscard]] std::string_view id(std::size_t node) const { return view(nodes_[node].id); }
  [[nodiscard]] std::string_view css_class(std::size_t node) const { return view(nodes_[node].css_class); }
  [[nodiscard]] std::string_view href(std::size_t node) const { return view(nodes_[node].href); }
  [[nodiscard]] std::string_view name(std::size_t node) const { return view(nodes_[node].name); }

  /// Of an <input>.
  [[nodiscard]] std::string_view value(std::size_t node) const { return view(nodes_[node].value); }
  /// Whether one of its classes is `wanted`, or begins with it (portals add letters behind their names).
  [[nodiscard]] bool has_class(std::size_t node, std::string_view wanted) const;
  [[nodiscard]] bool has_class_beginning(std::size_t node, std::string_view begin) const;

  /// The text inside, as it stands there: line breaks at <br>, <p>, <div>, rows; white space as in the page.
  [[nodiscard]] std::string_view raw_text(std::size_t node) const;
  /// The same in lines, each squeezed, empty ones left out, joined by '\n'.
  [[nodiscard]] std::string text(std::size_t node) const;
  /// In one line.
  [[nodiscard]] std::string line(std::size_t node) const;
  [[nodiscard]] std::string_view whole_text() const { return text_; }

  /// The first element with this id or class within `within`; kNone if there is none.
  [[nodiscard]] std::size_t find_id(std::string_view wanted, std::size_t within = 0) const;
  [[nodiscard]] std::size_t find_class(std::string_view wanted, std::size_t within = 0) const;
  /// The nearest ancestor with the tag; kNone.
  [[nodiscard]] std::size_t ancestor(std::size_t node, Tag wanted) const;
  /// The first descendant with the tag; kNone.
  [[nodiscard]] std::size_t first_inside(std::size_t node, Tag wanted) const;

 private:
  friend struct HtmlEvents;
  struct Piece {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };
  struct Node {
    Tag tag = Tag::kOther;
    std::uint32_t parent = 0;
    std::uint32_t end = 0;
    std::uint32_t text_begin = 0;
    std::uint32_t text_end = 0;
    bool silent = false;  ///< leaves no text
    Piece id, css_class, href, name, value;
  };
  [[nodiscard]] std::size_t end_of(std::size_t node) const { return node == 0 ? nodes_.size() : nodes_[node].end; }
  [[nodiscard]] std::string_view view(Piece piece) const {
    return std::string_view{attributes_}.substr(piece.at, piece.size);
  }

  std::vector<Node> nodes_;
  std::string text_;
  std::string attributes_;
};

/// Lines squeezed, empty ones left out, joined by '\n'.
std::string tidy_lines(std::string_view raw);

}  // namespace waymark::courts
