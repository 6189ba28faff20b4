// A card as the JSON that parse_card reads.
#include "pack/card.h"
#include "text/json.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;

void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

Json write_sources(const Card& card) {
  Json all = Json::array();
  for (const CardSource& source : card.sources) {
    Json one = Json::object();
    put(one, "date", source.date);
    put(one, "where", source.where);
    one["title"] = Json::object();
    for (const auto& [language, title] : source.title) one["title"][std::string{code_of(language)}] = title;
    all.push_back(std::move(one));
  }
  return all;
}

Json write_basis(const Card& card) {
  Json all = Json::array();
  for (const CardBasis& basis : card.basis) {
    Json one = {{"sure", name_of(basis.sure)}};
    if (!basis.sources.empty()) one["sources"] = basis.sources;
    all.push_back(std::move(one));
  }
  return all;
}

Json write_texts(const Card& card) {
  Json all = Json::object();
  for (const auto& [language, text] : card.texts) {
    Json& one = all[std::string{code_of(language)}] = Json::object();
    put(one, "title", text.title);
    put(one, "short", text.brief);
    put(one, "body", text.body);
    put(one, "doubts", text.doubts);
  }
  return all;
}

}  // namespace

std::string write_card(const Card& card) {
  Json json = {{"format", kCardFormat},
               {"id", card.id},
               {"version", card.version},
               {"order", card.order},
               {"confidence", name_of(card.confidence)},
               {"sources", write_sources(card)},
               {"basis", write_basis(card)},
               {"texts", write_texts(card)}};
  if (card.crisis) json["crisis"] = true;
  if (card.example) json["example"] = true;
  if (card.is_public) json["public"] = *card.is_public;
  if (!card.fits.empty()) json["for"] = card.fits;
  put(json, "withdrawn", card.withdrawn);
  put(json, "jurisdiction", card.jurisdiction);
  put(json, "written", card.written);
  put(json, "valid_from", card.valid_from);
  put(json, "checked", card.checked);
  put(json, "known_to", card.known_to);
  put(json, "review_by", card.review_by);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace waymark::pack
