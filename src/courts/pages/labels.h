// The labels and column headers of court pages: which field a text names. Fields are found by these, never by position.
//
// One entry for each wording that was seen; compared as plain() without trailing colon. A label that is not here is no
// fault: its value stays in the sections and is counted in the import's report.
#pragma once

#include <cstdint>
#include <string_view>

namespace waymark::courts {

enum class Label : std::uint8_t {
  kNone,
  kUid,
  kNumber,
  kReceived,
  kDecided,
  kInForce,
  kJudge,
  kResult,
  kState,  ///< where a case stands now; a result only where nothing else is said
  kActs,
  kCategory,
  kCourt,
  kInfo,  ///< "Информация по делу", "Категория / Стороны / …": lines with labels of their own
  kPersonName,
  kArticles,
  kPersonDecided,
  kPersonResult,
  kRole,
  kPartyName,
  kEventName,
  kEventDate,
  kEventTime,
  kEventPlace,
  kEventResult,
  kEventGround,
  kEventNote,
  kEventPlaced,
  kLowerRegion,
  kLowerCourt,
  kLowerNumber,
  kLowerJudge,
  kLowerAll,       ///< "Суд 1-й инстанции" of the Supreme Court: court, act, judge and number in one value
  kResultDated,    ///< "Отказано в удовлетворении, 06.10.2025"
  kListOf,         ///< "Уголовные дела первой инстанции (Энский районный суд)"
  kStage,          ///< what a hearing was
  kEventDateTime,  ///< day and hour in one cell
  kActText,        ///< a link to the text of a document, once it is public
  kKind,           ///< "Уголовное судопроизводство"
  kInstance,       ///< "Кассация на вступившее в силу судебное решение"
  kKnownOther,     ///< known, and kept in the sections alone
};

/// Longest label that is looked up, in bytes.
inline constexpr std::size_t kLabelBytesMax = 240;

/// @param plain_label  plain() of the text, without trailing colon
Label label_of(std::string_view plain_label);
/// plain() and without trailing colons and stars.
Label label_of_text(std::string_view text);

}  // namespace waymark::courts
