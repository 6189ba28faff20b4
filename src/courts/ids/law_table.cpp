#include "courts/ids/law_table.h"

#include <array>

#include "courts/ids/court_date.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kOldDay = "1997-01-01";  // the code's first day
constexpr std::string_view kNewDay = "2022-09-24";  // law 365-FZ of 24.09.2022 came into force on its publication
constexpr std::string_view kChecked = "2026-11-22";
constexpr std::string_view kPpt = "ppt.ru/kodeks/uk/st-337; isfic.info/ugkurs2/naumov165.htm";
constexpr std::string_view kDesertion = "kiportal.ru, article 338 as of 31.07.2023";
constexpr std::string_view kUkrinform = "ukrinform.net 3578903, on law 365-FZ of 24.09.2022";
constexpr std::string_view kTass = "tass.com/politics/1510557, on the bill that became law 365-FZ";
constexpr std::string_view kNovaya = "novayagazeta.eu, 2022-09-23, on law 365-FZ";
constexpr std::string_view kMemory = "known to the authors, no text at hand";

constexpr std::array<LawRow, 26> kTable = {{
    {"332", "1", kOldDay, 0, 0, "неисполнение приказа", kTass, kChecked},
    {"332", "2", kOldDay, 0, 5, "группой или с тяжкими последствиями", kMemory, ""},
    {"332", "2.1", kNewDay, 2, 3, "в военное время, отказ от участия в боевых действиях", kTass, kChecked},
    {"332", "2.2", kNewDay, 3, 10, "то же с тяжкими последствиями", kTass, kChecked},
    {"332", "3", kOldDay, 0, 0, "по небрежности", kMemory, ""},
    {"333", "1", kOldDay, 0, 5, "сопротивление начальнику", kTass, kChecked},
    {"333", "2", kOldDay, 0, 8, "группой, с оружием, с вредом здоровью", kMemory, ""},
    {"333", "3", kNewDay, 5, 15, "в период мобилизации", kTass, kChecked},
    {"334", "1", kOldDay, 0, 5, "насилие в отношении начальника", kMemory, ""},
    {"334", "2", kOldDay, 0, 8, "группой, с оружием, с вредом здоровью", kMemory, ""},
    {"334", "3", kNewDay, 5, 15, "в период мобилизации", kMemory, ""},
    {"337", "1", kOldDay, 0, 0, "2-10 суток, по призыву", kPpt, kChecked},
    {"337", "2", kOldDay, 0, 2, "из дисциплинарной воинской части", kPpt, kChecked},
    {"337", "2.1", kNewDay, 0, 5, "2-10 суток в период мобилизации", kUkrinform, kChecked},
    {"337", "3", kOldDay, 0, 3, "от 10 суток до месяца", kPpt, kChecked},
    {"337", "3.1", kNewDay, 0, 7, "от 10 суток до месяца в период мобилизации", kUkrinform, kChecked},
    {"337", "4", kOldDay, 0, 5, "свыше месяца", "journal-news.com, 2022-09-20", kChecked},
    {"337", "5", kNewDay, 5, 10, "свыше месяца в период мобилизации", kUkrinform, kChecked},
    {"338", "1", kOldDay, 0, 7, "дезертирство", kDesertion, kChecked},
    {"338", "2", kOldDay, 0, 10, "с оружием или группой", kDesertion, kChecked},
    {"338", "3", kNewDay, 5, 15, "в период мобилизации", kDesertion, kChecked},
    {"339", "1", kOldDay, 0, 0, "уклонение путём симуляции", kMemory, ""},
    {"339", "2", kOldDay, 0, 7, "в целях полного освобождения от службы", kMemory, ""},
    {"339", "3", kNewDay, 5, 10, "в период мобилизации", kMemory, ""},
    {"352.1", "", kNewDay, 3, 10, "добровольная сдача в плен", kNovaya, kChecked},
    {"356.1", "", kNewDay, 0, 15, "мародёрство (части не перечислены)", kNovaya, kChecked},
}};

}  // namespace

std::span<const LawRow> law_table() { return kTable; }

const LawRow* law_row(std::string_view article, std::string_view part) {
  for (const LawRow& row : kTable) {
    if (row.article == article && (part.empty() || row.part == part)) return &row;
  }
  return nullptr;
}

bool law_knows(std::string_view article, std::string_view part) { return law_row(article, part) != nullptr; }

LawAnswer law_on(std::string_view article, std::string_view part, std::int32_t day) {
  const LawRow* const any = law_row(article, {});
  if (any == nullptr) return LawAnswer::kNotInTable;
  const LawRow* const row = law_row(article, part);
  if (row == nullptr) return any->part.empty() ? LawAnswer::kNotInTable : LawAnswer::kNoSuchPart;
  return day_of_iso(row->since).value_or(0) <= day ? LawAnswer::kInForce : LawAnswer::kNotYet;
}

}  // namespace waymark::courts
