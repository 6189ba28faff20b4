#include "bridge/letter.h"

#include <algorithm>
#include <string>

#include "bridge/decode.h"
#include "bridge/limits.h"
#include "bridge/mime_head.h"

namespace waymark::bridge {
namespace {

/// CRLF and CR become LF: servers and programs on the way change them.
std::string with_line_feeds(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] != '\r') {
      out += bytes[at];
      continue;
    }
    out += '\n';
    if (at + 1 < bytes.size() && bytes[at + 1] == '\n') ++at;
  }
  return out;
}

/// Types whose bytes cannot hold a text, or hold so much that looking is no use.
bool is_silent(std::string_view type) {
  return type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/") ||
         type.starts_with("font/");
}

/// The next line that is `--boundary`, with or without the two dashes of the last one and blanks after it.
struct Delimiter {
  std::size_t begin;  ///< of its line
  std::size_t end;    ///< behind its line
  bool last;
};
std::optional<Delimiter> next_delimiter(std::string_view body, std::size_t from, std::string_view boundary) {
  const std::string mark = "--" + std::string{boundary};
  for (std::size_t at = body.find(mark, from); at != std::string_view::npos; at = body.find(mark, at + mark.size())) {
    if (at != 0 && body[at - 1] != '\n') continue;
    std::string_view rest = body.substr(at + mark.size());
    const std::size_t line = std::min(rest.find('\n'), rest.size());
    rest = rest.substr(0, line);
    const bool last = rest.starts_with("--");
    if (rest.substr(last ? 2 : 0).find_first_not_of(" \t") != std::string_view::npos) continue;
    return Delimiter{.begin = at, .end = std::min(at + mark.size() + line + 1, body.size()), .last = last};
  }
  return std::nullopt;
}

class Walker {
 public:
  void entity(std::string_view text, std::size_t depth) {
    if (++parts_ > kPartsMax || depth > kDepthMax) {
      cut_ = true;
      return;
    }
    const HeadAndBody part = read_mime_head(text);
    if (part.head.type.starts_with("multipart/") && !part.head.boundary.empty())
      parts(part.body, part.head.boundary, depth);
    else if (!is_silent(part.head.type))
      leaf(part, depth);
  }

  Letter finish() {
    if (letter_.sealed.size() >= std::max<std::size_t>(most_armors_, 1)) return std::move(letter_);
    letter_.refused = first_refusal_ ? *first_refusal_ : (cut_ ? Code::kTooLarge : Code::kNotFound);
    return std::move(letter_);
  }

 private:
  void parts(std::string_view body, std::string_view boundary, std::size_t depth) {
    auto delimiter = next_delimiter(body, 0, boundary);
    while (delimiter && !delimiter->last && parts_ <= kPartsMax) {
      const std::size_t begin = delimiter->end;
      delimiter = next_delimiter(body, begin, boundary);
      entity(body.substr(begin, delimiter ? delimiter->begin - begin : std::string_view::npos), depth + 1);
    }
  }

  void leaf(const HeadAndBody& part, std::size_t depth) {
    std::string decoded;
    std::string_view text = part.body;
    if (part.head.encoding != Encoding::kPlain) {
      decoded = part.head.encoding == Encoding::kBase64 ? from_mail_base64(text) : from_quoted_printable(text);
      text = decoded;
    }
    if (part.head.type == "message/rfc822" || part.head.type == "message/global") {
      const std::string inner = with_line_feeds(text);
      entity(inner, depth + 1);
    } else if (part.head.type == "text/html" || part.head.type == "application/xhtml+xml") {
      armors(from_html(text));
    } else {
      armors(text);
    }
  }

  /// A letter may say the same twice (plain and HTML, a quote below an answer): what counts is the part with the most.
  void armors(std::string_view text) {
    if (text.find("BEGIN") == std::string_view::npos) return;  // most of the mail of this world
    std::vector<ByteView> good;
    std::size_t bad = 0;
    for (const std::string& piece : envelope::pasted_pieces(text, kArmorsMax)) {
      auto pasted = envelope::read_pasted(piece);
      if (!pasted) {
        ++bad;
        if (!first_refusal_) first_refusal_ = pasted.error().code;
        continue;
      }
      take(std::move(*pasted), good);
    }
    most_armors_ = std::max(most_armors_, good.size() + bad);
  }

  void take(envelope::Pasted pasted, std::vector<ByteView>& good) {
    const auto is_this = [&](ByteView one) { return std::ranges::equal(one, pasted.envelope.view()); };
    const auto known =
        std::ranges::find_if(letter_.sealed, [&](const auto& one) { return is_this(one.envelope.view()); });
    if (known == letter_.sealed.end() && letter_.sealed.size() == kEnvelopesMax) {
      cut_ = true;
      most_armors_ = kEnvelopesMax + 1;
      return;
    }
    if (known != letter_.sealed.end()) {
      if (std::ranges::none_of(good, is_this)) good.push_back(known->envelope.view());
      return;
    }
    letter_.sealed.push_back(std::move(pasted));  // moving an envelope leaves its bytes where they are
    good.push_back(letter_.sealed.back().envelope.view());
  }

  Letter letter_;
  std::optional<Code> first_refusal_;
  std::size_t parts_ = 0;
  std::size_t most_armors_ = 0;
  bool cut_ = false;
};

}  // namespace

Letter read_letter(std::string_view bytes) {
  Walker walker;
  walker.entity(with_line_feeds(bytes.substr(0, kLetterBytesMax)), 0);
  return walker.finish();
}

}  // namespace waymark::bridge
