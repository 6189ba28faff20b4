// What one page says about one case: the types that go into the archive and come out of it.
//
// A Card is everything a page said, twice: `sections` is the page as it stood (every label, column and cell), the other
// members are the same read into types. Nothing of a page is in the types alone. A case is not a person: `persons` has
// one entry for each accused, and may be empty when the court hides them. Spec: docs/spec/courts-archive.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "courts/ids/article.h"
#include "courts/ids/case_number.h"
#include "courts/ids/court_date.h"
#include "courts/ids/uid.h"
#include "crypto/verify/hash.h"

namespace waymark::courts {

/// Which kind of page said it. The same case may be known through several; a card says most.
enum class View : std::uint8_t { kCard = 1, kUidRow = 2, kListRow = 3, kScrape = 4 };
std::string_view name_of(View view);
inline constexpr int kViews = 4;

/// Whether the text of the act is public: unknown, opened and absent, or published.
enum class ActState : std::uint8_t { kNotLooked = 0, kAbsent = 1, kPublished = 2 };

/// How a person is named.
enum class NameKind : std::uint8_t { kAbsent = 0, kFull = 1, kInitials = 2, kHidden = 3, kOther = 4 };

struct Pair {
  std::string label = {};
  std::string value = {};  ///< lines are separated by '\n'
  std::string link = {};   ///< href of the value, if it has one
  bool operator==(const Pair&) const = default;
};

/// One table of a page, as it stood.
struct Section {
  std::string title = {};
  std::vector<Pair> pairs = {};                     ///< label and value side by side
  std::vector<std::string> columns = {};            ///< headers of a table with columns
  std::vector<std::vector<std::string>> rows = {};  ///< as many cells as columns (short rows are filled up with "")
  bool operator==(const Section&) const = default;
};

/// One accused in one case (article charge, result), as it stands under "ЛИЦА" or in a row of a list.
struct Person {
  std::string name = {};  ///< as written
  NameKind name_kind = NameKind::kAbsent;
  std::string role = {};  ///< "ПРИВЛЕКАЕМОЕ ЛИЦО"; empty on criminal cards
  std::string articles_written = {};
  Articles articles = {};
  CourtDate decided = {};
  std::string result = {};  ///< lines are separated by '\n'
};

/// One line of "ДВИЖЕНИЕ ДЕЛА" or "СЛУШАНИЯ".
struct Event {
  std::string section = {};
  std::string name = {};
  CourtDate date = {};
  std::string time = {};
  std::string place = {};
  std::string result = {};
  std::string ground = {};
  std::string note = {};
  CourtDate placed = {};  ///< "Дата размещения"
};

struct Party {
  std::string role = {};
  std::string name = {};
};

/// The court where the case was before.
struct LowerCourt {
  std::string region = {};
  std::string court = {};
  std::string number = {};
  std::string judge = {};
};

struct ActText {
  std::string title = {};   ///< "Судебный акт #1 (Постановление)"
  std::string text = {};    ///< plain text, one paragraph a line
  crypto::Sha256 sha256{};  ///< of text; set by the reader of the page
};

struct Card {
  View view = View::kCard;
  std::string court_code = {};  ///< "26KJ0005"; empty if the page does not say
  std::string court = {};       ///< name of the court
  std::string region = {};      ///< its region, where the source names it
  std::string title = {};       ///< "Уголовные дела - первая инстанция"
  Stage stage = Stage::kUnknown;
  CaseNumber number = {};
  Uid uid = {};
  std::string url = {};  ///< of the card, if the page says
  CourtDate received = {};
  CourtDate decided = {};
  CourtDate in_force = {};
  std::string judge = {};
  std::string result = {};     ///< of the case; lines are separated by '\n'
  std::string category = {};   ///< subject of the case as the court words it
  std::string published = {};  ///< "опубликовано …, изменено …"
  ActState act_state = ActState::kNotLooked;
  std::vector<Person> persons = {};
  std::vector<Event> events = {};
  std::vector<Party> parties = {};
  LowerCourt lower = {};
  std::vector<ActText> acts = {};
  std::vector<Section> sections = {};
};

/// Key of a case file in the archive: "26KJ0005|7У-1297/2026"; the folded name of the court stands in when the code is
/// not known. Empty if the number was not understood and nothing else names the case.
std::string case_key(const Card& card);

}  // namespace waymark::courts
