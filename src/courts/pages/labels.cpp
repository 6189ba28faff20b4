#include "courts/pages/labels.h"

#include <array>
#include <string>
#include <utility>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

using enum Label;

constexpr std::array<std::pair<std::string_view, Label>, 128> kLabels = {{
    {"уникальный идентификатор дела", kUid},
    {"уникальный идентификатор", kUid},
    {"уид", kUid},
    {"номер дела", kNumber},
    {"№ дела", kNumber},
    {"номер дела (материала)", kNumber},
    {"номер дела ~ материала", kNumber},
    {"номер производства", kNumber},
    {"дата поступления", kReceived},
    {"дата поступления дела в суд", kReceived},
    {"поступило", kReceived},
    {"дата регистрации", kReceived},
    {"дата рассмотрения", kDecided},
    {"дата решения", kDecided},
    {"дата рассмотрения дела в первой инстанции", kDecided},
    {"дата вынесения решения", kDecided},
    {"дата вступления в законную силу", kInForce},
    {"дата вступления решения в силу", kInForce},
    {"дата вступления в силу", kInForce},
    {"вступило в силу", kInForce},
    {"судья", kJudge},
    {"председательствующий судья", kJudge},
    {"судья (состав суда)", kJudge},
    {"cудья", kJudge},  // with a Latin c, as the Moscow portal writes it
    {"докладчик", kJudge},
    {"результат рассмотрения", kResult},
    {"решение", kResult},
    {"результат", kResult},
    {"итог рассмотрения", kResult},
    {"текущее состояние", kState},
    {"результат рассмотрения дела", kResult},
    {"судебные акты", kActs},
    {"категория дела", kCategory},
    {"категория", kCategory},
    {"суд", kCourt},
    {"наименование суда", kCourt},
    {"информация по делу", kInfo},
    {"категория / стороны / суд (мировой судья) первой инстанции / номер дела в первой инстанции", kInfo},
    {"категория / стороны / суд", kInfo},
    {"категория / стороны", kInfo},
    {"стороны / перечень статей", kInfo},
    {"лица, перечень статей", kInfo},
    {"стороны", kInfo},
    {"фамилия / наименование", kPersonName},
    {"фамилия", kPersonName},
    {"фио", kPersonName},
    {"подсудимый", kPersonName},
    {"обвиняемый", kPersonName},
    {"перечень статей", kArticles},
    {"статьи", kArticles},
    {"статья", kArticles},
    {"статьи ук рф", kArticles},
    {"дата рассмотрения дела в отношении лица", kPersonDecided},
    {"результат в отношении лица", kPersonResult},
    {"результат рассмотрения в отношении лица", kPersonResult},
    {"вид лица, участвующего в деле", kRole},
    {"лицо, участвующее в деле (фио, наименование)", kPartyName},
    {"наименование события", kEventName},
    {"событие", kEventName},
    {"дата", kEventDate},
    {"дата события", kEventDate},
    {"время", kEventTime},
    {"место проведения", kEventPlace},
    {"зал", kEventPlace},
    {"результат события", kEventResult},
    {"основание для выбранного результата события", kEventGround},
    {"основание для выбранного результата", kEventGround},
    {"примечание", kEventNote},
    {"дата размещения", kEventPlaced},
    {"регион суда первой инстанции", kLowerRegion},
    {"суд (судебный участок) первой инстанции", kLowerCourt},
    {"суд первой инстанции", kLowerCourt},
    {"номер дела в первой инстанции", kLowerNumber},
    {"номер дела в суде нижестоящей инстанции", kLowerNumber},
    {"судья (мировой судья) первой инстанции", kLowerJudge},
    {"судья первой инстанции", kLowerJudge},
    {"вид обжалуемого судебного акта", kKnownOther},
    {"из верховного суда российской федерации", kKnownOther},
    {"признак рассмотрения дела", kKnownOther},
    {"номер по предыдущей регистрации", kKnownOther},
    {"номер протокола об ап", kKnownOther},
    {"инн", kKnownOther},
    {"кпп", kKnownOther},
    {"огрн", kKnownOther},
    {"огрнип", kKnownOther},
    {"дата выдачи", kKnownOther},
    {"серия, номер бланка", kKnownOther},
    {"номер электронного ид", kKnownOther},
    {"статус", kKnownOther},
    {"кому выдан / направлен", kKnownOther},
    {"процессуальный статус заявителя", kKnownOther},
    {"лицо, подавшее жалобу (заявитель)", kKnownOther},
    {"дата передачи жалобы на изучение", kKnownOther},
    {"с истребованием дела", kKnownOther},
    {"дата вынесения определения по итогам изучения", kKnownOther},
    {"результат изучения жалобы", kKnownOther},
    {"материал (судебн. контроля, в пор. исполн. приговора и иные)", kKnownOther},
    {"основания отмены (изменения) решения", kKnownOther},
    {"заявитель", kKnownOther},
    {"результат обжалования", kKnownOther},
    {"результат в отношении постановления", kKnownOther},
    {"жалобу подал(а)", kKnownOther},
    {"истец(заявитель)", kKnownOther},
    {"ответчик", kKnownOther},
    {"вид производства", kKnownOther},
    {"номер здания, название обособленного подразделения", kKnownOther},
    {"вышестоящий суд", kKnownOther},
    {"дело рассмотрел мировой судья", kKnownOther},
    {"преступление", kArticles},
    {"дата вступления решения в законную силу", kInForce},
    {"состояние дела", kState},
    {"процессуальный статус лица", kRole},
    {"процессуальный статус лица, участвующего в деле", kRole},
    {"процессуальный статус", kRole},
    {"районный суд", kLowerCourt},
    {"суд первой инстанции, мировой судья", kLowerCourt},
    {"нижестоящий суд", kLowerCourt},
    {"суд нижестоящей инстанции", kLowerCourt},
    {"регион нижестоящего суда", kLowerRegion},
    {"номер производства по делу в суде 1-ой инстанции", kLowerNumber},
    {"номер дела в нижестоящем суде", kLowerNumber},
    {"номер дела в нижестоящей инстанции", kLowerNumber},
    {"время слушания", kEventTime},
    {"время события", kEventTime},
    {"правонарушение", kInfo},
    {"дата решения первой инстанции", kKnownOther},
    {"номер дела в суде вышестоящей инстанции", kKnownOther},
    {"состояние", kState},
}};

}  // namespace

Label label_of(std::string_view plain_label) {
  for (const auto& [text, label] : kLabels) {
    if (text == plain_label) return label;
  }
  // "Категория / Заявитель / Суд (…) / Номер …": what a cell holds differs from court to court, its lines say it.
  if (plain_label.starts_with("категория / ")) return kInfo;
  return kNone;
}

Label label_of_text(std::string_view text) {
  if (text.size() > kLabelBytesMax) return kNone;
  const std::string words = plain(text);
  std::string_view label = words;
  while (!label.empty() && (label.back() == ':' || label.back() == '*' || label.back() == ' ')) label.remove_suffix(1);
  return label_of(label);
}

}  // namespace waymark::courts
