// read_page: from the bytes of one saved page to what it is and which cases it speaks of. The one place where pages are
// parsed.
//
// A page that is no answer (captcha, throttling, "nothing found", "temporarily unavailable", a search form, a page cut
// off) is recognised and says nothing about any case. What was not understood is in `notes`, never dropped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "courts/archive/archive.h"
#include "courts/pages/encoding.h"

namespace waymark::courts {

/// Something on a page that was not understood, for the import's report.
struct Note {
  enum class Kind : std::uint8_t {
    kLabel,   ///< a label or header nobody listed; its value is in the sections
    kNumber,  ///< a case number outside the grammar
    kUidMalformed,
    kUidWrongCheck,  ///< kept, flagged, never used as a key
    kDate,           ///< 00.00.0000, 31.02
    kArticle,        ///< an article that was not read
    kRow,            ///< a row without a number
    kDamaged,        ///< bytes that are no text
    kArticleNotYet,  ///< a part that was not law on that day
    kNoSuchPart,     ///< a part the article does not have
    kCutOff,         ///< the page ends before its content does: what it is of
    kAnotherPage,    ///< a second card or page in the file, which was not read: its number
  };
  Kind kind;
  std::string text = {};
};
std::string_view name_of(Note::Kind kind);
inline constexpr int kNoteKinds = 12;

struct PageReading {
  PageKind kind = PageKind::kUnknown;
  Encoding encoding = Encoding::kUtf8;
  std::string court_code = {};
  std::string court = {};
  std::string url = {};          ///< "saved from url=…" of a browser, if the page has it
  std::vector<Card> cards = {};  ///< one for a card, many for a list; of a list that breaks off its whole rows
  std::vector<Note> notes = {};
  std::int64_t found_in_all = -1;  ///< "Всего по запросу найдено — 530"; -1 if the page does not say
  std::int64_t first_row = -1;     ///< "записи с 1 по 25"
  std::int64_t last_row = -1;
};

/// @error kTooLarge for pages over the limits of html.h; everything else is an answer of some kind
Result<PageReading> read_page(std::string_view bytes);

/// Adds to `notes` what in the types of a card was not understood.
void note_faults(const Card& card, std::vector<Note>& notes);
/// How a name is written: in full, with initials, hidden.
NameKind name_kind_of(std::string_view name);

}  // namespace waymark::courts
