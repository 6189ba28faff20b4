#include "courts/pages/html.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

struct TagName {
  std::string_view name;
  Tag tag;
  bool breaks_line;
};
constexpr std::array<TagName, 32> kTags = {
    {{"td", Tag::kTd, false},     {"thead", Tag::kThead, true}, {"tr", Tag::kTr, true},
     {"span", Tag::kSpan, false}, {"a", Tag::kA, false},        {"p", Tag::kP, true},
     {"div", Tag::kDiv, true},    {"b", Tag::kB, false},        {"br", Tag::kBr, true},
     {"th", Tag::kTh, false},     {"table", Tag::kTable, true}, {"li", Tag::kLi, true},
     {"ul", Tag::kUl, true},      {"strong", Tag::kB, false},   {"html", Tag::kHtml, false},
     {"body", Tag::kBody, false}, {"title", Tag::kTitle, true}, {"input", Tag::kInput, false},
     {"form", Tag::kForm, true},  {"img", Tag::kImg, false},    {"meta", Tag::kMeta, false},
     {"dl", Tag::kDl, true},      {"dt", Tag::kDt, true},       {"dd", Tag::kDd, true},
     {"h1", Tag::kHeading, true}, {"h2", Tag::kHeading, true},  {"h3", Tag::kHeading, true},
     {"h4", Tag::kHeading, true}, {"ol", Tag::kOther, true},    {"blockquote", Tag::kOther, true},
     {"hr", Tag::kOther, true},   {"pre", Tag::kOther, true}}};

/// Soft hyphen, zero-width space, non-joiner, joiner, word joiner, byte order mark: a word with them looks whole.
constexpr std::array<std::string_view, 6> kUnseen = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"};

/// Bytes of the unseen mark that `text` begins with; 0 if it begins with none.
std::size_t unseen_at(std::string_view text) {
  for (const std::string_view mark : kUnseen)
    if (text.starts_with(mark)) return mark.size();
  return 0;
}

/// Bytes before the next line end, or the next byte that an unseen mark may begin with.
std::size_t plain_run(std::string_view text) {
  const auto may_begin = [](char c) { return c == '\n' || c == '\xc2' || c == '\xe2' || c == '\xef'; };
  return static_cast<std::size_t>(std::ranges::find_if(text, may_begin) - text.begin());
}

/// Elements whose source keeps its line ends on the screen.
bool keeps_lines(std::string_view name) { return name == "pre" || name == "textarea"; }

constexpr TagName kOtherTag = {"", Tag::kOther, false};

const TagName& tag_of(std::string_view name) {
  for (const TagName& tag : kTags) {
    if (tag.name == name) return tag;
  }
  return kOtherTag;
}

/// Whether a list of classes has this one.
bool is_among(std::string_view classes, std::string_view wanted) {
  for (std::size_t at = classes.find(wanted); at != std::string_view::npos; at = classes.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if ((at == 0 || classes[at - 1] == ' ') && (end == classes.size() || classes[end] == ' ')) return true;
  }
  return false;
}

bool leaves_no_text(std::string_view name, std::string_view classes) {
  if (name == "script" || name == "style" || name == "noscript" || name == "select" || name == "button") return true;
  if (classes.empty()) return false;
  for (const std::string_view one : {"tooltipShow", "tooltip", "tooltip__text", "hint"})
    if (is_among(classes, one)) return true;
  return false;
}

constexpr std::string_view kRoleInBold = "table-bold-text";

/// The text of a piece of HTML in an attribute: lines at its tags, a colon behind a role.
std::string text_of_piece(std::string_view html) {
  std::string out;
  bool role = false;
  while (!html.empty()) {
    const std::size_t open = std::min(html.find('<'), html.size());
    out.append(html.substr(0, open));
    html.remove_prefix(open);
    if (html.empty()) break;
    const std::size_t close = std::min(html.find('>'), html.size() - 1);
    const std::string_view tag = html.substr(0, close + 1);
    if (role && tag.starts_with("</p")) out += ':';
    if (tag.starts_with("<p")) role = tag.find(kRoleInBold) != std::string_view::npos;
    out += '\n';
    html.remove_prefix(close + 1);
  }
  return out;
}

std::string_view text_of_xml(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

}  // namespace

/// Takes libxml2's events. It reports every element that it opens or closes, also those the page forgot.
struct HtmlEvents {
  Html html;
  std::vector<std::uint32_t> open;
  int silent = 0;        ///< open elements that leave no text
  int preformatted = 0;  ///< open elements in which a line end is one
  bool too_large = false;
  htmlParserCtxtPtr parser = nullptr;

  /// What is not of the page's own text, with its lines.
  void add(std::string_view text) {
    if (silent == 0) html.text_.append(text);
  }
  /// A text of the page: a line end of its source is a space, but in <pre>; marks that nobody sees are left out.
  void add_seen(std::string_view text) {
    if (silent != 0) return;
    while (!text.empty()) {
      const std::size_t plain = plain_run(text);
      html.text_.append(text.substr(0, plain));
      text.remove_prefix(plain);
      if (text.empty()) return;
      const std::size_t unseen = unseen_at(text);
      if (unseen == 0) html.text_ += text.front() == '\n' && preformatted == 0 ? ' ' : text.front();
      text.remove_prefix(std::max<std::size_t>(unseen, 1));
    }
  }
  Html::Piece keep(std::string_view value) {
    const Html::Piece piece{static_cast<std::uint32_t>(html.attributes_.size()),
                            static_cast<std::uint32_t>(value.size())};
    html.attributes_.append(value);
    return piece;
  }
  void take_attributes(Html::Node& node, const xmlChar** attributes) {
    for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
      const std::string_view name = text_of_xml(attributes[0]);
      if (name == "id") node.id = keep(text_of_xml(attributes[1]));
      if (name == "class") node.css_class = keep(text_of_xml(attributes[1]));
      if (name == "href") node.href = keep(text_of_xml(attributes[1]));
      if (name == "name") node.name = keep(text_of_xml(attributes[1]));
      if (name == "value" && node.tag == Tag::kInput) node.value = keep(text_of_xml(attributes[1]));
      if (name == "data-full-text") {
        add(text_of_piece(text_of_xml(attributes[1])));
        node.silent = true;  // what stands inside is the beginning of it
      }
    }
  }
  void start(std::string_view name, const xmlChar** attributes) {
    if (html.nodes_.size() >= kElementsMax || open.size() >= kDepthMax) {
      too_large = true;
      xmlStopParser(parser);
      return;
    }
    const TagName& known = tag_of(name);
    Html::Node node;
    node.tag = known.tag;
    node.parent = open.empty() ? 0 : open.back();
    if (known.breaks_line) html.text_ += '\n';
    node.text_begin = static_cast<std::uint32_t>(html.text_.size());
    take_attributes(node, attributes);
    open.push_back(static_cast<std::uint32_t>(html.nodes_.size()));
    html.nodes_.push_back(node);
    Html::Node& kept = html.nodes_.back();
    kept.silent = kept.silent || leaves_no_text(name, html.view(kept.css_class));
    if (kept.silent) ++silent;
    if (keeps_lines(name)) ++preformatted;
  }
  void close(std::string_view name) {
    if (open.empty()) return;
    Html::Node& node = html.nodes_[open.back()];
    open.pop_back();
    node.end = static_cast<std::uint32_t>(html.nodes_.size());
    if (node.css_class.size > 0 && is_among(html.view(node.css_class), kRoleInBold)) add(":");
    node.text_end = static_cast<std::uint32_t>(html.text_.size());
    if (tag_of(name).breaks_line) html.text_ += '\n';
    if (node.silent) --silent;
    if (keeps_lines(name)) --preformatted;
  }
};

namespace {

HtmlEvents& events_of(void* context) { return *static_cast<HtmlEvents*>(context); }

void on_start(void* context, const xmlChar* name, const xmlChar** attributes) {
  events_of(context).start(text_of_xml(name), attributes);
}

void on_end(void* context, const xmlChar* name) { events_of(context).close(text_of_xml(name)); }

void on_text(void* context, const xmlChar* text, int size) {
  HtmlEvents& events = events_of(context);
  events.add_seen({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
}

/// Where the next stretch stands that leaves no text, and where it ends; both at the end if there is none.
struct Stretch {
  std::size_t begin = 0, end = 0;
};

std::size_t place_of(std::string_view text, std::string_view word, std::size_t from) {
  const void* const found = ::memmem(text.data() + from, text.size() - from, word.data(), word.size());
  return found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

constexpr std::array<bool, 256> kBase64 = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="})
    is[static_cast<unsigned char>(c)] = true;
  return is;
}();

/// A picture within the page: two thirds of a saved list may be one.
Stretch picture_after(std::string_view text, std::size_t from) {
  constexpr std::string_view kMark = ";base64,";
  constexpr std::size_t kBytesMin = 512;  // what is shorter costs nothing, and might be words
  for (std::size_t at = place_of(text, kMark, from); at < text.size(); at = place_of(text, kMark, at + 1)) {
    const std::size_t begin = at + kMark.size();
    std::size_t end = begin;
    while (end < text.size() && kBase64[static_cast<unsigned char>(text[end])]) ++end;
    if (end - begin >= kBytesMin) return {begin, end};
  }
  return {text.size(), text.size()};
}

/// The inside of a script. One with the marks of comments in it is left to the parser: it may stand in a comment.
Stretch script_after(std::string_view text, std::size_t from) {
  for (std::size_t at = place_of(text, "<script", from); at < text.size(); at = place_of(text, "<script", at + 1)) {
    const std::size_t begin = std::min(text.find('>', at), text.size() - 1) + 1;
    const std::size_t end = place_of(text, "</script", begin);
    if (end == text.size()) break;
    const std::string_view inside = text.substr(begin, end - begin);
    if (inside.empty()) continue;  // "<script src=…></script>": nothing to leave out, and a stretch must move on
    if (!holds_any(inside, {"<!--", "-->", "<script", "<SCRIPT", "</SCRIPT", "</Script"})) return {begin, end};
  }
  return {text.size(), text.size()};
}

/// Hands the page to the parser without the stretches that leave no text, which it would read letter by letter.
void feed(htmlParserCtxtPtr parser, std::string_view text) {
  Stretch picture = picture_after(text, 0), script = script_after(text, 0);
  for (std::size_t at = 0; at < text.size();) {
    if (picture.begin < at) picture = picture_after(text, at);
    if (script.begin < at) script = script_after(text, at);
    const Stretch next = picture.begin < script.begin ? picture : script;
    htmlParseChunk(parser, text.data() + at, static_cast<int>(next.begin - at), 0);
    at = next.end;
  }
  htmlParseChunk(parser, "", 0, 1);
}

struct FreeParser {
  void operator()(htmlParserCtxtPtr parser) const {
    if (parser->myDoc != nullptr) xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
  }
};

}  // namespace

Result<Html> Html::parse(std::string_view utf8) {
  if (utf8.size() > kPageBytesMax) return fail(Code::kTooLarge, "courts/html", std::to_string(utf8.size()) + " bytes");
  HtmlEvents events;
  events.html.text_.reserve(utf8.size() / 3);
  events.html.nodes_.reserve(utf8.size() / 40);
  htmlSAXHandler handler;
  std::memset(&handler, 0, sizeof handler);
  handler.startElement = on_start;
  handler.endElement = on_end;
  handler.characters = on_text;
  handler.cdataBlock = on_text;
  handler.ignorableWhitespace = on_text;
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser{
      htmlCreatePushParserCtxt(&handler, &events, "", 0, nullptr, XML_CHAR_ENCODING_UTF8)};
  if (parser == nullptr) return fail(Code::kUnavailable, "courts/html", "no memory");
  events.parser = parser.get();
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                       HTML_PARSE_IGNORE_ENC);
  feed(parser.get(), utf8);
  if (events.too_large) return fail(Code::kTooLarge, "courts/html", "too deep or too many elements");
  while (!events.open.empty()) events.close({});
  return std::move(events.html);
}

std::string_view Html::raw_text(std::size_t node) const {
  const Node& at = nodes_[node];
  return std::string_view{text_}.substr(at.text_begin, at.text_end - at.text_begin);
}

std::string tidy_lines(std::string_view raw) {
  std::string out;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('\n'), raw.size());
    if (const std::string one = squeezed(raw.substr(0, end)); !one.empty()) {
      if (!out.empty()) out += '\n';
      out += one;
    }
    raw.remove_prefix(std::min(end + 1, raw.size()));
  }
  return out;
}

std::string Html::text(std::size_t node) const { return tidy_lines(raw_text(node)); }

std::string Html::line(std::size_t node) const { return squeezed(raw_text(node)); }

bool Html::has_class(std::size_t node, std::string_view wanted) const { return is_among(css_class(node), wanted); }

bool Html::has_class_beginning(std::size_t node, std::string_view begin) const {
  const std::string_view classes = css_class(node);
  for (std::size_t at = classes.find(begin); at != std::string_view::npos; at = classes.find(begin, at + 1))
    if (at == 0 || classes[at - 1] == ' ') return true;
  return false;
}

std::size_t Html::find_id(std::string_view wanted, std::size_t within) const {
  for (std::size_t node = within; node < end_of(within); ++node) {
    if (nodes_[node].id.size == wanted.size() && id(node) == wanted) return node;
  }
  return kNone;
}

std::size_t Html::find_class(std::string_view wanted, std::size_t within) const {
  for (std::size_t node = within; node < end_of(within); ++node) {
    if (nodes_[node].css_class.size >= wanted.size() && find_word(css_class(node), wanted) != std::string_view::npos)
      return node;
  }
  return kNone;
}

std::size_t Html::ancestor(std::size_t node, Tag wanted) const {
  while (node != 0) {
    node = nodes_[node].parent;
    if (nodes_[node].tag == wanted) return node;
  }
  return kNone;
}

std::size_t Html::first_inside(std::size_t node, Tag wanted) const {
  for (std::size_t inner = node + 1; inner < nodes_[node].end; ++inner) {
    if (nodes_[inner].tag == wanted) return inner;
  }
  return kNone;
}

}  // namespace waymark::courts
